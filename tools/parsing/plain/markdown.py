"""Markdown and plain text files as pages."""

import re
from collections.abc import Callable, Iterator

from stepresearch.tools.page import Page
from stepresearch.tools.page_dates import iso_date
from stepresearch.tools.page_front import title_of
from stepresearch.tools.page_published import find_date
from stepresearch.tools.parsing.plain.markdown_hidden import seen_markdown
from stepresearch.tools.parsing.plain.wrapped_lines import rejoined

_FRONT_MATTER = re.compile(
    r"\A(?P<fence>---|\+\+\+)[ \t]*\n(?P<fields>.*?)\n(?P=fence)[ \t]*(?:\n|\Z)", re.DOTALL
)
_FIELD = re.compile(r"^(?P<name>\w+)[ \t]*[:=][ \t]*(?P<value>\S.*)$", re.MULTILINE)
_LIST_ITEM = re.compile(r"^(?P<name>\w+)[ \t]*:[ \t]*\n(?P<items>(?:[ \t]*-[ \t]+.*\n?)+)", re.MULTILINE)
_FENCE = re.compile(r"^[ \t]*(?P<mark>`{3,}(?=[^`\n]*$)|~{3,})(?P<info>.*)", re.MULTILINE)
_HEADING = re.compile(r"^#{1,2} (.+)$", re.MULTILINE)
# What emphasis encloses never holds its own mark: a mark that is not closed is looked at up to the next, and not up
# to the end of its line once for each mark there.
_MARKUP: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL), ""),
    (re.compile(r"^([^\n#>|\s-][^\n]*)\n=+[ \t]*$", re.MULTILINE), r"# \1\n"),
    (re.compile(r"^([^\n#>|\s-][^\n]*)\n-{2,}[ \t]*$", re.MULTILINE), r"## \1\n"),
    (re.compile(r"^#{1,6} .*#[ \t]*$", re.MULTILINE), lambda heading: _without_closing_marks(heading[0])),
    (re.compile(r"^(#{1,6} .*)\n(?!\n|\Z)", re.MULTILINE), r"\1\n\n"),
    (re.compile(r"(?<=[^\n])\n(?=#{1,6} )"), "\n\n"),
    (re.compile(r"!?\[([^\[\]\n]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"\n]*\")?\)"), r"\1"),
    (re.compile(r"!?\[([^\[\]\n]+)\]\[[^\[\]\n]*\]"), r"\1"),
    (re.compile(r"^[ \t]*\[[^\[\]\n^]+\]:[ \t]+\S+[^\n]*\n?", re.MULTILINE), ""),
    (re.compile(r"<((?:https?|mailto):[^<>\s]+)>"), r"\1"),
    (re.compile(r"\*\*\*(?=[^\s*])([^\n*]*(?:\*{1,2}(?!\*)[^\n*]*)*)(?<=\S)\*\*\*"), r"\1"),
    (re.compile(r"\*\*(?=[^\s*])([^\n*]*(?:\*(?!\*)[^\n*]*)*)(?<=\S)\*\*"), r"\1"),
    (re.compile(r"__(?=[^\s_])([^\n_]*(?:_(?!_)[^\n_]*)*)(?<=\S)__"), r"\1"),
    (re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^\n*_]*[^\s*_])\1(?![\w*])"), r"\2"),
)
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")


def markdown_page(text: str, *, url: str, file_name: str) -> Page:
    """Return a Markdown text as a page: front matter read, headings kept as `# …` lines, links and emphasis as words.

    Code blocks stay as they are; what the rendered text does not show is dropped.
    """
    fields, body = _split_front_matter(text)
    body, folded = seen_markdown(body)
    parts = (part if is_code else _prose(part) for is_code, part in _code_and_prose(body))
    body = _paragraphs("".join(parts))
    heading = _HEADING.search(body)
    title = fields.get("title") or (heading[1].strip() if heading else title_of(body))
    return Page(
        url=url,
        title=title or file_name,
        text=body,
        published=iso_date(fields.get("date", "") or fields.get("published", ""))
        or find_date(body, title=title),
        author=fields.get("author") or fields.get("authors") or fields.get("by"),
        hard_to_see=folded,
    )


def plain_page(text: str, *, url: str, file_name: str) -> Page:
    """Return a plain text as a page, its broken lines joined. Its title stands above the text, below the letterhead."""
    body = rejoined(_paragraphs(text.replace("\f", "\n\n")))
    title = title_of(body)
    return Page(url=url, title=title or file_name, text=body, published=find_date(body, title=title))


def _split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """Read the flat fields of YAML or TOML front matter; nested ones other than lists are ignored."""
    match = _FRONT_MATTER.match(text)
    if match is None:
        return {}, text
    fields = {m["name"].lower(): _unquoted(m["value"].rstrip()) for m in _FIELD.finditer(match["fields"])}
    for listed in _LIST_ITEM.finditer(match["fields"] + "\n"):
        items = [_unquoted(line.strip().removeprefix("-").strip()) for line in listed["items"].splitlines()]
        fields[listed["name"].lower()] = ", ".join(items)
    return fields, text[match.end() :]


def _unquoted(value: str) -> str:
    items = value.strip("[]").split(",") if value.startswith("[") else [value]
    return ", ".join(item.strip().strip("\"'") for item in items)


def _code_and_prose(text: str) -> Iterator[tuple[bool, str]]:
    """Yield the parts of a text, each with whether it is fenced code; an unclosed fence runs to the last line."""
    start, opened = 0, ""
    for fence in _FENCE.finditer(text):
        if not opened:
            yield False, text[start : fence.start()]
            start, opened = fence.start(), fence["mark"]
        elif fence["mark"].startswith(opened) and not fence["info"].strip():
            yield True, text[start : fence.end()]
            start, opened = fence.end(), ""
    yield bool(opened), text[start:]


def _prose(text: str) -> str:
    """Return prose without markup, the broken lines of its paragraphs joined, and the blank lines around it kept."""
    words = _without_markup(text)
    body = words.strip("\n")
    start = words.find(body) if body else 0
    return words[:start] + rejoined(body, has_columns=False) + words[start + len(body) :]


def _without_markup(text: str) -> str:
    for pattern, replacement in _MARKUP:
        text = pattern.sub(replacement, text)
    return text


def _without_closing_marks(heading: str) -> str:
    """Return a heading line without the marks that may close it: `## Costs ##`."""
    title = heading.rstrip(" \t").rstrip("#")
    is_closed = title.endswith((" ", "\t")) and title.strip("# \t")
    return title.rstrip(" \t") if is_closed else heading


def _paragraphs(text: str) -> str:
    return _BLANK_LINES.sub("\n\n", text).strip()
