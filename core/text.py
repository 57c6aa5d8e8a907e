"""Text made comparable: what search and order compare."""

import unicodedata

_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼ`´"), "'")


def fold(text: str) -> str:
    """Lower case without accents, apostrophes straight, white space single: "Secretaría  X" is "secretaria x"."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(plain.casefold().translate(_APOSTROPHES).split())


def fold_all(*texts: str) -> str:
    """The folded texts, one a line, each once: the key a record is searched by."""
    return "\n".join(dict.fromkeys(folded for text in texts if (folded := fold(text))))
