"""Links and bookmarks in a Word document, which python-docx does not write by itself."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

LINK_COLOUR = "1C4F7C"


def bookmark(paragraph: "Paragraph", name: str, number: int) -> None:
    """Set a bookmark at a paragraph (ECMA-376, 17.13.6)."""
    start = _element("w:bookmarkStart", **{"w:id": str(number), "w:name": name})
    paragraph._p.append(start)  # noqa: SLF001 - python-docx has no bookmarks of its own
    paragraph._p.append(_element("w:bookmarkEnd", **{"w:id": str(number)}))  # noqa: SLF001 - the same


def link(paragraph: "Paragraph", text: str, *, url: str = "", anchor: str = "") -> None:
    """Add a link to an address or to a bookmark (ECMA-376, 17.16.22)."""
    from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415 - heavy
    from docx.shared import RGBColor  # noqa: PLC0415 - the same

    run = paragraph.add_run(text)
    run.font.color.rgb, run.font.underline = RGBColor.from_string(LINK_COLOUR), bool(url)
    if url:
        hyperlink = _element(
            "w:hyperlink",
            **{"r:id": paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)},
        )
    else:
        hyperlink = _element("w:hyperlink", **{"w:anchor": anchor})
    paragraph._p.append(hyperlink)  # noqa: SLF001 - python-docx writes no links of its own
    hyperlink.append(run._r)  # noqa: SLF001 - the same


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement  # noqa: PLC0415 - heavy
    from docx.oxml.ns import qn  # noqa: PLC0415 - the same

    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(name), value)
    return element
