"""The formats the register takes in, as data: an allow list, by the extension of the name and by the content."""

from __future__ import annotations

from dataclasses import dataclass

_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"


@dataclass(frozen=True)
class Format:
    """One format. `content` is the media type its content is recognised as, where that says less than its name."""

    label: str
    media_type: str
    extensions: tuple[str, ...]
    content: str = ""

    @property
    def recognised_as(self) -> str:
        """The media type that `core.files.content` finds in such a file."""
        return self.content or self.media_type


PLAIN, HTML = "text/plain", "text/html"
PDF, PNG, JPEG, TIFF = "application/pdf", "image/png", "image/jpeg", "image/tiff"
DOCX = f"{_OOXML}.wordprocessingml.document"
XLSX = f"{_OOXML}.spreadsheetml.sheet"
PPTX = f"{_OOXML}.presentationml.presentation"
ODT, ODS = f"{_ODF}.text", f"{_ODF}.spreadsheet"
CSV, MAIL = "text/csv", "message/rfc822"

FORMATS = (
    Format("PDF", PDF, ("pdf",)),
    Format("Word (DOCX)", DOCX, ("docx",)),
    Format("OpenDocument Text", ODT, ("odt",)),
    Format("Excel (XLSX)", XLSX, ("xlsx",)),
    Format("OpenDocument Spreadsheet", ODS, ("ods",)),
    Format("PowerPoint (PPTX)", PPTX, ("pptx",)),
    Format("HTML", HTML, ("html", "htm")),
    Format("plain text", PLAIN, ("txt",)),
    Format("CSV", CSV, ("csv",), content=PLAIN),
    Format("e-mail", MAIL, ("eml",), content=PLAIN),
    Format("PNG", PNG, ("png",)),
    Format("JPEG", JPEG, ("jpg", "jpeg")),
    Format("TIFF", TIFF, ("tif", "tiff")),
)
BY_EXTENSION = {extension: each for each in FORMATS for extension in each.extensions}
BY_MEDIA_TYPE = {each.media_type: each for each in FORMATS}


def extension_of(name: str) -> str:
    """What follows the last dot, in lower case; "" where there is none."""
    return name.rpartition(".")[2].lower() if "." in name else ""
