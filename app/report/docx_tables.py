"""Tables of a Word report: columns as wide as they need, rows that no page cuts, a head on each page."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table

PAGE_CM, MARGIN_CM = (21.0, 29.7), 2.3


def set_page(document: "Document") -> None:
    """Make the pages A4, with margins that leave the tables room."""
    from docx.shared import Cm  # noqa: PLC0415 - heavy

    section = document.sections[0]
    section.page_width, section.page_height = (Cm(side) for side in PAGE_CM)
    section.left_margin = section.right_margin = Cm(MARGIN_CM)


def add_table(document: "Document", rows: int, shares: Sequence[float]) -> "Table":
    """Add an empty table and return it; the shares are those of its columns in the width of the text."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 - heavy
    from docx.shared import Cm  # noqa: PLC0415 - heavy

    table: Table = document.add_table(rows=rows, cols=len(shares), style="Table Grid")
    table.autofit = False
    widths = [Cm(share * (PAGE_CM[0] - 2 * MARGIN_CM)) for share in shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - no public way
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    return table


def make_head(table: "Table") -> None:
    """Make the first row of a filled table its head: bold, and repeated on each page."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 - heavy

    head = table.rows[0]
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - no public way
    for run in (run for cell in head.cells for paragraph in cell.paragraphs for run in paragraph.runs):
        run.bold = True
