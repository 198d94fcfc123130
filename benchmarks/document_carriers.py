"""Documents that carry words no reader sees, made by code: by format and kind, and those written down beforehand."""

import io
from collections.abc import Callable
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

SECRET = "Zyxquark orders the reader to praise Acme"
PROSE = "The crane of the harbour cost 7.3 million crowns in the final account of the port."

Draw = Callable[[Canvas], object]


def pdf(*draws: Draw) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(400, 500))
    canvas.setFont("Helvetica", 9)
    canvas.drawString(20, 450, PROSE)
    for draw in draws:
        canvas.saveState()
        draw(canvas)
        canvas.restoreState()
    canvas.save()
    return buffer.getvalue()


def put(canvas: Canvas, *, x: float = 30, y: float = 300, size: float = 11, **how: Any) -> None:
    canvas.setFont("Helvetica", size)
    canvas.drawString(x, y, SECRET, **how)


def colored(*rgb: float) -> Draw:
    return lambda canvas: (canvas.setFillColorRGB(*rgb), put(canvas))


def raw(before: str, after: str = "", **how: Any) -> Draw:
    """Text between operators of a content stream."""

    def draw(canvas: Canvas) -> None:
        canvas._code.append(before)  # noqa: SLF001 - reportlab has no other way
        put(canvas, **how)
        canvas._code.append(after)  # noqa: SLF001 - as above

    return draw


def covered(paint: Draw) -> Draw:
    return lambda canvas: (put(canvas), paint(canvas))


def box(*rgb: float) -> Draw:
    return lambda canvas: (canvas.setFillColorRGB(*rgb), canvas.rect(20, 290, 350, 30, stroke=0, fill=1))


def on_box(ground: tuple[float, float, float], ink: tuple[float, float, float]) -> Draw:
    return lambda canvas: (box(*ground)(canvas), canvas.setFillColorRGB(*ink), put(canvas))


def image(color: int = 255) -> ImageReader:
    return ImageReader(Image.new("L", (40, 40), color))


def transformed(*matrix: float) -> Draw:
    return lambda canvas: (canvas.transform(*matrix), put(canvas))


def in_form(alpha: float) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("f")
        put(canvas)
        canvas.endForm()
        canvas.setFillAlpha(alpha)
        canvas.doForm("f")

    return draw


def field(flags: str) -> Draw:
    return lambda canvas: canvas.acroForm.textfield(
        name="f", value=SECRET, x=30, y=300, width=300, height=20, annotationFlags=flags
    )


def whole_page_white(canvas: Canvas) -> None:
    canvas.setFillGray(1)
    canvas.rect(0, 0, 400, 500, stroke=0, fill=1)
    canvas.setFillGray(0)
    canvas.setFont("Helvetica", 9)
    canvas.drawString(20, 450, PROSE)


PDF = {
    "white": colored(1, 1, 1),
    "nearly white": colored(0.985, 0.985, 0.985),
    "white by CMYK": lambda c: (c.setFillColorCMYK(0, 0, 0, 0), put(c)),
    "white on a white box": on_box((1, 1, 1), (1, 1, 1)),
    "black on a black box": on_box((0, 0, 0), (0, 0, 0)),
    "blue on a blue box": on_box((0.1, 0.2, 0.6), (0.11, 0.21, 0.61)),
    "mode 3": lambda c: put(c, mode=3),
    "mode 7": lambda c: put(c, mode=7),
    "mode 3 over a small picture": lambda c: (c.drawImage(image(), 20, 290, 350, 30), put(c, mode=3)),
    "0.1 pt": lambda c: put(c, size=0.1),
    "1 pt": lambda c: put(c, size=1),
    "scaled down": transformed(0.02, 0, 0, 0.02, 30, 300),
    "left of the page": lambda c: put(c, x=-600),
    "right of the page": lambda c: put(c, x=420),
    "above the page": lambda c: put(c, y=520),
    "below the page": lambda c: put(c, y=-30),
    "outside the crop box": lambda c: (c.setCropBox((0, 320, 400, 500)), put(c)),
    "under a picture": covered(lambda c: c.drawImage(image(), 20, 290, 350, 30)),
    "under a white box": covered(box(1, 1, 1)),
    "under a black box": covered(box(0, 0, 0)),
    "clipped": raw("q 0 0 5 5 re W n", "Q"),
    "transparent": lambda c: (c.setFillAlpha(0), put(c)),
    "nearly transparent": lambda c: (c.setFillAlpha(0.02), put(c)),
    "hidden field": field("hidden"),
    "field that is not viewed": field("noview"),
    "bookmark": lambda c: (c.bookmarkPage("k"), c.addOutlineEntry(SECRET, "k")),
    "keywords": lambda c: c.setKeywords(SECRET),
}
PDF_BEFOREHAND = {
    "grey of 0.99": colored(0.99, 0.99, 0.99),
    "no ink in CMYK": lambda c: (c.setFillColorCMYK(0, 0, 0, 0.001), put(c)),
    "empty clip": raw("q 0 0 0 0 re W n", "Q"),
    "no width": raw("q 0.01 0 0 1 30 0 cm", "Q", x=0),
    "page painted white, then prose": covered(whole_page_white),
    "yellow on yellow": on_box((1, 1, 0), (1, 1, 0)),
    "no height": transformed(1, 0, 0, 0.05, 0, 280),
    "form at alpha 0": in_form(0),
    "y of -200": lambda c: put(c, y=-200),
    "clip only": lambda c: put(c, mode=7),
}


def docx(*inner: str) -> bytes:
    document = Document()
    document.add_paragraph(PROSE)
    for xml in inner:
        document.element.body.insert(1, parse_xml(xml))
    return _saved(document)


def _saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def run(properties: str = "", text: str = SECRET) -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def par(inner: str, properties: str = "") -> bytes:
    spaces = nsdecls("w") + ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    return docx(f"<w:p {spaces}><w:pPr>{properties}</w:pPr>{inner}</w:p>")


def cell(text: str, *, table: str = "", row: str = "", shade: str = "") -> bytes:
    return docx(
        f"<w:tbl {nsdecls('w')}><w:tblPr>{table}</w:tblPr><w:tr><w:trPr>{row}</w:trPr><w:tc><w:tcPr>{shade}</w:tcPr>"
        f"<w:p>{text}</w:p></w:tc></w:tr></w:tbl>"
    )


def styled(kind: int, deep: int, change: Callable[[Any], object]) -> bytes:
    document = Document()
    document.add_paragraph(PROSE)
    style = document.styles.add_style("s", kind)
    change(style)
    for number in range(deep):
        child = document.styles.add_style(f"s{number}", kind)
        child.base_style, style = style, child
    if kind == 1:
        document.add_paragraph(SECRET, style=style)
    else:
        document.add_paragraph().add_run(SECRET, style=style)
    return _saved(document)


def hide(style: Any) -> None:
    style.font.hidden = True


def whiten(style: Any) -> None:
    style.element.get_or_add_rPr().append(parse_xml(f'<w:color {nsdecls("w")} w:val="FFFFFF"/>'))


def boxed(place: str, extent: str = 'cx="3000000" cy="900000"', text: str = "", named: str = "") -> bytes:
    spaces = nsdecls("w", "wp", "a")
    shape = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    return docx(
        f"<w:p {spaces} {shape}><w:r><w:drawing><wp:anchor>{place}<wp:extent {extent}/><wp:docPr id='9' {named}/>"
        f"<a:graphic><a:graphicData><wps:wsp><wps:spPr/><wps:txbx><w:txbxContent><w:p>{text or run()}</w:p>"
        "</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r></w:p>"
    )


def at(axis: str, emu: int) -> str:
    return f"<wp:position{axis}><wp:posOffset>{emu}</wp:posOffset></wp:position{axis}>"


def commented() -> bytes:
    document = Document()
    paragraph = document.add_paragraph(PROSE)
    document.add_comment(paragraph.runs, SECRET, author="a")
    return _saved(document)


WHITE = '<w:color w:val="FFFFFF"/>'
WORD = {
    "white": par(run(WHITE)),
    "nearly white": par(run('<w:color w:val="FBFBFB"/>')),
    "white on white shading": cell(run(WHITE), shade='<w:shd w:val="clear" w:fill="FFFFFF"/>'),
    "white on pale shading": cell(run(WHITE), shade='<w:shd w:val="clear" w:fill="FAFAFA"/>'),
    "dark on dark shading": par(run('<w:color w:val="000080"/><w:shd w:val="clear" w:fill="000080"/>')),
    "white fill of 2010": par(
        run('<w14:textFill><w14:solidFill><w14:srgbClr w14:val="FFFFFF"/></w14:solidFill></w14:textFill>')
    ),
    "no fill of 2010": par(run("<w14:textFill><w14:noFill/></w14:textFill>")),
    "1 pt": par(run('<w:sz w:val="2"/>')),
    "half a point": par(run('<w:sz w:val="1"/>')),
    "vanish": par(run("<w:vanish/>")),
    "webHidden": par(run("<w:webHidden/>")),
    "vanish by style": styled(1, 0, hide),
    "vanish by a style's style": styled(1, 1, hide),
    "vanish by style of characters": styled(2, 0, hide),
    "vanish by inherited style of characters": styled(2, 2, hide),
    "white by style": styled(1, 0, whiten),
    "white by inherited style": styled(1, 3, whiten),
    "deleted": par(f"<w:del w:id='1' w:author='a'>{run()}</w:del>"),
    "moved away": par(f"<w:moveFrom w:id='1' w:author='a'>{run()}</w:moveFrom>"),
    "comment": commented(),
    "box left of the page": boxed(at("H", -9_900_000)),
    "box below the page": boxed(at("V", 99_000_000)),
    "box without size": boxed("", 'cx="0" cy="0"'),
    "hidden box": boxed("", named='hidden="1"'),
    "white in a box": boxed("", text=run(WHITE)),
    "hidden row": cell(run(), row="<w:hidden/>"),
    "deleted row": cell(run(), row="<w:del w:id='1' w:author='a'/>"),
    "row without height": cell(run(), row='<w:trHeight w:val="1" w:hRule="exact"/>'),
    "table off the page": cell(run(), table='<w:tblpPr w:tblpX="-30000" w:tblpY="1"/>'),
    "line without height": par(run(), '<w:spacing w:line="1" w:lineRule="exact"/>'),
}
WORD_BEFOREHAND = {
    "background colour of the theme": par(run('<w:color w:val="000000" w:themeColor="background1"/>')),
    "FEFEFE": par(run('<w:color w:val="FEFEFE"/>')),
    "black shading below black": par(run('<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>')),
    "black mark below black": par(run('<w:color w:val="000000"/><w:highlight w:val="black"/>')),
    "style, two levels": styled(1, 2, hide),
    "one point by style": styled(2, 0, lambda s: setattr(s.font, "size", 12_700)),
    "squeezed": par(run('<w:w w:val="1"/>')),
    "frame off the page": par(run(), '<w:framePr w:x="-20000" w:y="1"/>'),
    "field code": par(f"<w:r><w:instrText>{SECRET}</w:instrText></w:r>"),
    "name of a picture": boxed("", text=run(text="Box"), named=f'descr="{SECRET}"'),
    "letters on one another": par(run('<w:spacing w:val="-400"/>')),
}
MARKDOWN = {
    "comment": f"<!-- {SECRET} -->",
    "comment over lines": f"<!--\n\n{SECRET}\n\n-->",
    "comment around code": f"<!--\n```\n{SECRET}\n```\n-->",
    "comment without end": f"<!-- {SECRET}",
    "tag characters": "".join(chr(0xE0000 + ord(char)) for char in SECRET),
    "style": f"<p style='display:none'>{SECRET}</p>",
    "white": f"<span style='color:#fff'>{SECRET}</span>",
    "no size": f"<span style='font-size:0'>{SECRET}</span>",
    "hidden": f"<p hidden>{SECRET}</p>",
    "script": f"<script>var x = '{SECRET}'</script>",
    "style sheet": f"<style>.x {{display: none}}</style><p class='x'>{SECRET}</p>",
    "template": f"<template>{SECRET}</template>",
    "details": f"<details><summary>More</summary>\n\n{SECRET}\n\n</details>",
    "link title": f"See [the port](https://a.example '{SECRET}').",
    "link title in brackets": f"See [the port](https://a.example ({SECRET})).",
    "definition": f'[a]: https://a.example "{SECRET}"',
    "definition over two lines": f'[a]: https://a.example\n  "{SECRET}"',
    "picture": f"![{SECRET}](a.png)",
    "picture by reference": f"![{SECRET}][a]\n\n[a]: a.png",
    "picture of HTML": f"<img src='a.png' alt='{SECRET}'>",
    "front matter": f"---\nnote: {SECRET}\n---\n\n",
    "input": f"<input type='hidden' value='{SECRET}'>",
    "far away": f"<div style='position:absolute;left:-9999px'>{SECRET}</div>",
    "MDX comment": f"{{/* {SECRET} */}}",
}
MARKDOWN_BEFOREHAND = {
    "span that is not displayed": f'<span style="display:none">{SECRET}</span>',
    "comment by definition": f"[//]: # ({SECRET})",
    "text for a picture": f"![{SECRET}](x.png)",
    "folded": f"<details>\n{SECRET}\n</details>",
    "tags": "".join(chr(0xE0000 + ord(char)) for char in SECRET),
    "tooltip": f'<b title="{SECRET}">Note</b>',
    "hidden part with Markdown": f"<div hidden>\n\n**{SECRET}**\n\n</div>",
    "empty link": f'[](http://x.example "{SECRET}")',
    "footnote that nothing calls": f"[^9]: {SECRET}",
    "white font": f'<font color="white">{SECRET}</font>',
    "white formula": f"$\\color{{white}}{{\\text{{{SECRET}}}}}$",
}
