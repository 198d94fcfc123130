"""What stands above a document's text: its letterhead, title, fields, stamps and dates."""

import re
from collections.abc import Iterator, Sequence

from stepresearch.text.entities.letterheads import names_a_body
from stepresearch.text.language.layout_blocks import Kind, blocks
from stepresearch.tools.page_dates import date_line, in_force_line
from stepresearch.tools.page_standing import Declared, declared, is_stamp

HEAD_CHARS = 2000
_PROSE_COLUMNS = 90
_LONGEST = 160
_MOST_LINES = 30
_CJK = re.compile("[\u2e80-\u9fff\uac00-\ud7af]")
_STOP = re.compile(r"[.!?。！？；;,，]['\"”’」』)）]*$")
_ADDRESS = re.compile(
    r"@|\bwww\.|https?:|\b(?:tel|phone|fax|telefon|téléphone|registered|reg(?:istration)?\.? no|vat|iban)\b|\d{5,}|\d{3}[ -]\d{3}"
    r"|^\d+[a-z]? [A-Z]\w+ \w+|\b[A-Z]{1,2}\d{1,2} ?\d[A-Z]{2}\b|电话|传真|地址|邮编|^\W*$",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"(?:our |your )?(?:ref(?:erence)?|no|nr|n°|№|document no|file|version|revision)\b[.:]?\s*\S*\d|.{1,16}[〔\[(（【]\d{4}[〕\])）】].{0,4}\d+号$|第.{1,6}号$"
    r"|page \d+|\d+ ?/ ?\d+$",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:written |prepared |posted |published |issued |drafted |words )?(?:by|von|par|por|door|от)\s+\S|(?:to|from|cc|attn|an|von)\s*[:：]"
    r"|(?:作者|编制|撰写|责任编辑|记者|主送|抄送|来源)",
    re.IGNORECASE,
)
_RUNS_ON = re.compile(r"(?<!\bLtd)(?<!\bInc)(?<!\bCo)[.。,，;；:：]$")
_FIRST_HEADING = re.compile(r"#+ (.+)")
_TEMPLATE = re.compile(
    r"(?:un(?:titled|named)|microsoft word - .*|.*\.(?:docx?|dotx?|indd|tex|dvi|pdf|qxd|pptx?|odt|rtf)"
    r"|(?:document|dokument|presentation|slide|book|doc|letter|memo|report|title|normal|blank|文档|演示文稿|无标题)\s?\d*|.*\((?:a4|letter)\)|(?:powerpoint|word)[ -].*)?",
    re.IGNORECASE,
)
_TEMPLATE_WORD = re.compile(r"\btemplate\b|vorlage|模板", re.IGNORECASE)
_FIELD = re.compile(r"[^\W\d_][\w .'’/-]{0,28}[:：]\s|[\w（）]{2,8}：")
_KIND_OF_PAPER = re.compile(
    r"(?:press|news|media) release|memo(?:randum)?|internal(?: use only)?|confidential|report|notice|newsletter|circular"
    r"|letter|agenda|minutes|for immediate release|通知|公告|简报|文件|内部资料|机密",
    re.IGNORECASE,
)


def front_groups(text: str) -> list[list[str]]:
    """Return the lines above the first running text, list or table, in groups between blank lines."""
    groups: list[list[str]] = []
    at = -2
    for block in blocks(text[:HEAD_CHARS]):
        words = text[block.start : block.end]
        lines = [line.strip() for line in words.split("\n")]
        if block.kind is Kind.HEADING and block.body - block.start > len("# "):
            break
        is_front = block.kind is Kind.HEADING or (
            block.kind is Kind.PARAGRAPH and not any(map(is_prose, lines))
        )
        if not is_front and not (block.kind in (Kind.ITEM, Kind.ROW) and (not groups or is_stamp(words))):
            break
        if groups and block.follows_on and block.kind is not Kind.HEADING:
            groups[-1] += lines
        else:
            groups.append([line.lstrip("# ") if block.kind is Kind.HEADING else line for line in lines])
        at = block.end
    return groups if at > 0 and sum(map(len, groups)) <= _MOST_LINES else groups[:8]


def declared_in(title: str, text: str, file_name: str) -> Declared:
    """Return what a document says of its standing."""
    front = [line for group in front_groups(text) for line in group]
    return declared(title, text, file_name, front=front)


def is_prose(line: str) -> bool:
    """Return whether a line is running text: long, or a sentence of some length."""
    columns = len(line) + len(_CJK.findall(line))
    if is_stamp(line):
        return False
    return columns > _LONGEST or (
        _STOP.search(line) is not None and columns > 40 and _FIELD.match(line) is None
    )


def title_of(text: str) -> str:
    """Return the title that stands above a text; empty where none does.

    It is neither the letterhead nor a field, stamp, date, reference or byline. Where the letterhead is all there is,
    there is no title.
    """
    candidates = [lines for group in front_groups(text) if (lines := _title_lines(group))]
    if not candidates:
        return ""
    first, *others = candidates
    own = [line for line in first if not is_letterhead(line, text)]
    if own and (len(own) < len(first) or not (others and _is_name_above(first, others[0]))):
        return _as_title(own)
    rest = next(
        (found for group in others if (found := [line for line in group if not is_letterhead(line, text)])),
        [],
    )
    return _as_title(rest or own)


def title_beside(stated: str, text: str, *, large: Sequence[str] = ()) -> str:
    """Return a document's title where its file states one too: what stands above the text, unless both agree.

    The title in a file's properties is often the template's, or that of the document which was written over.

    Args:
        stated: The title in the file's properties; may be empty.
        text: The document's text.
        large: Lines at its head in letters larger than the text's, the largest first.
    """
    if stated and _squeezed(stated) in _squeezed(text[:HEAD_CHARS]):
        return stated
    heading = _FIRST_HEADING.match(text)
    own = next(
        (line for line in large if _title_lines([line]) and not is_letterhead(line, text)), ""
    ) or title_of(text)
    is_of_template = bool(_TEMPLATE.fullmatch(stated) or _TEMPLATE_WORD.search(stated))
    if own and not is_of_template and _squeezed(own) in _squeezed(stated):
        return stated  # "Harbour Trust: annual report", and "Annual report" on its cover
    return own or ("" if is_of_template else stated) or (heading[1] if heading else "")


def _squeezed(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def is_letterhead(line: str, text: str) -> bool:
    """Return whether a line above a text is the name of the body that writes."""
    return (
        names_a_body(line)
        or _KIND_OF_PAPER.fullmatch(line.strip()) is not None
        or (line.isupper() and 2 <= len(line.split()) <= 5 and line.title() in text)
    )


def _title_lines(group: Sequence[str]) -> list[str]:
    lines = [line.strip("*_ ") for line in group]
    return [line for line in lines if line and not _is_beside_a_title(line)]


def _is_beside_a_title(line: str) -> bool:
    return bool(
        _RUNS_ON.search(line)
        or (_FIELD.match(line) and _is_short_value(line))
        or is_stamp(line)
        or (date_line(line) or in_force_line(line)) is not None
        or _REFERENCE.match(line)
        or _BYLINE.match(line)
        or _ADDRESS.search(line)
    )


def _is_short_value(line: str) -> bool:
    """Return whether a line with a colon is a field: titles have colons too, behind several words."""
    label = re.split("[:：]", line, maxsplit=1)[0].strip()
    return label in _HAN_LABELS or all(
        word in _LABEL_WORDS for word in re.findall(r"[^\W_]+", label.casefold())
    )


_LABEL_WORDS = frozenset(
    [
        "date",
        "status",
        "state",
        "version",
        "revision",
        "author",
        "authors",
        "owner",
        "contact",
        "subject",
        "to",
        "from",
        "cc",
        "ref",
        "reference",
        "document",
        "type",
        "no",
        "number",
        "issued",
        "issue",
        "published",
        "updated",
        "effective",
        "replaces",
        "supersedes",
        "superseded",
        "replaced",
        "by",
        "department",
        "prepared",
        "approved",
        "reviewed",
        "classification",
        "place",
        "time",
        "location",
        "present",
        "chair",
        "language",
        "editor",
        "taken",
        "file",
        "copy",
        "copies",
        "distribution",
        "tel",
        "email",
        "datum",
        "stand",
        "autor",
        "betreff",
        "an",
        "von",
        "objet",
        "de",
        "para",
        "asunto",
        "fecha",
        "estado",
        "data",
        "autore",
        "oggetto",
        "statut",
        "état",
    ]
)
_HAN_LABELS = frozenset(
    [
        "日期",
        "状态",
        "版本",
        "作者",
        "编号",
        "文号",
        "发布机构",
        "来源",
        "主题",
        "索引号",
        "编制日期",
        "发布日期",
        "成文日期",
        "时效性",
        "时间",
        "地点",
        "主持",
        "责任编辑",
        "主送",
        "抄送",
        "密级",
    ]
)


def _is_name_above(first: Sequence[str], second: Sequence[str]) -> bool:
    """Return whether a short line in capitals stands above a longer title."""
    return (
        len(first) == 1 and first[0].isupper() and len(first[0].split()) <= 4 and len(second[0].split()) >= 5
    )


def _as_title(lines: Sequence[str]) -> str:
    return " — ".join(_unwrapped(lines[:3]))[:200]


def _unwrapped(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines of a title, those joined that a narrow page broke."""
    whole = ""
    for line in lines:
        if whole and (
            line[0].islower()
            or re.search(r"(?:[,，、]|\b(?:of|the|and|for|in|to|on|de|der|von|und|et))$", whole)
        ):
            whole = f"{whole} {line}"
        elif whole and _CJK.match(whole[-1]) and len(whole) >= 15:
            whole += line
        else:
            if whole:
                yield whole
            whole = line
    if whole:
        yield whole
