"""Sentences written in pure code and translated at the edges."""


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for translation without importing Django; the edge translates it."""
    return sentence
