"""What a reader of rendered Markdown does not see."""

import re
from collections import Counter

_FIRST_KEPT = 0xE000
_PRIVATE = re.compile("[\ue000-\uf8ff]")
# Whichever begins first holds the others: a comment around code hides it, and code shows a comment.
_COMMENT_OR_CODE = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|\{/\*.*?(?:\*/\}|\Z)"  # MDX
    r"|\{::comment\}.*?(?:\{:/(?:comment)?\}|\Z)"  # kramdown
    r"|\{% *comment *%\}.*?(?:\{% *endcomment *%\}|\Z)"  # Liquid
    r"|(?P<code>^ {0,3}(?P<fence>`{3,}+|~{3,}+)[^\n]*\n.*?(?:^ {0,3}(?P=fence)[`~]*[ \t]*$|\Z)|(?<!`)(?P<ticks>`++)[^`\n]{1,500}(?P=ticks)(?!`))",
    re.DOTALL | re.MULTILINE,
)
_TITLE = r"(?:\"[^\"]{0,2000}\"|'[^']{0,2000}'|\([^()]{0,2000}\))"
_LINK_TITLE = re.compile(rf"(\]\([^()\s]{{0,2000}})\s{{1,20}}{_TITLE}\s{{0,20}}\)")
_DEFINITION = re.compile(
    rf"^ {{0,3}}\[(?P<label>[^\[\]\n^][^\[\]\n]{{0,400}})\]:[ \t]*+\n?[ \t]*+\S++(?:[ \t]*+\n?[ \t]*+{_TITLE})?[ \t]*+$",
    re.MULTILINE,
)
_FOOTNOTE = re.compile(
    r"^ {0,3}\[\^(?P<label>[^\[\]\s]{1,100})\]:[^\n]*(?:\n(?: {2,}|\t)[^\n]*)*", re.MULTILINE
)
_REFERENCE = re.compile(r"\[\^([^\[\]\s]{1,100})\]")
_IMAGE = re.compile(
    r"!\[(?P<alt>(?:[^\[\]\n]|\[[^\[\]\n]{0,400}\]){0,2000})\]"
    r"(?P<target>\((?:[^()\n]|\([^()\n]{0,400}\)){0,2000}\)|\[[^\[\]\n]{0,400}\])?"
)
_UNSEEN_MATH = re.compile(
    r"\$[^$\n]{0,400}\\(?:[hv]?phantom|(?:text)?color\{ ?(?:white|#f{3,6}) ?\})[^$\n]{0,2000}\$",
    re.IGNORECASE,
)
_AUTOLINK = re.compile(r"<((?:https?|mailto):[^<>\s]+)>")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,5000}>|<[!?]")
_NAME_WORDS = 3
_BLOCKS = [
    "p",
    "div",
    "section",
    "article",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "summary",
    "blockquote",
    "center",
    "dd",
    "dt",
]
_TEXTLESS = [
    "script",
    "style",
    "template",
    "noscript",
    "textarea",
    "select",
    "object",
    "iframe",
    "svg",
    "head",
    "title",
]


def seen_markdown(text: str) -> tuple[str, int]:
    """Return Markdown without what its rendered form does not show, and how many folded parts were left out.

    Not shown are comments, titles of links, link definitions, footnotes that nothing refers to, texts that stand for
    images, and what HTML hides. A part that must be unfolded to be read is hard to see. Code stays as it is.
    """
    kept: list[str] = []
    text = _COMMENT_OR_CODE.sub(lambda match: _kept(match, kept), _PRIVATE.sub("", text))
    text = _LINK_TITLE.sub(r"\1)", text)
    labels = {match["label"].casefold() for match in _DEFINITION.finditer(text)}
    text = _DEFINITION.sub("", text)
    text = _IMAGE.sub(lambda match: _without_image(match, labels), text)
    references = Counter(_REFERENCE.findall(text))
    references.subtract(match["label"] for match in _FOOTNOTE.finditer(text))
    text = _FOOTNOTE.sub(lambda match: match[0] if references[match["label"]] > 0 else "", text)
    text = _UNSEEN_MATH.sub("", text)
    folded = 0
    if _TAG.search(text):
        text, folded = _without_html(_AUTOLINK.sub(r"\1", text))
    return _with_code(text, kept), folded


def _kept(match: re.Match[str], kept: list[str]) -> str:
    if match["code"] is None:
        return ""
    kept.append(match["code"])
    return f"{chr(_FIRST_KEPT)}{len(kept) - 1}{chr(_FIRST_KEPT + 1)}"


def _with_code(text: str, kept: list[str]) -> str:
    return re.sub("\ue000([0-9]+)\ue001", lambda match: kept[int(match[1])], text)


def _without_image(match: re.Match[str], labels: set[str]) -> str:
    """Return a name in place of an image; a longer text for it is seen by nobody who sees the image."""
    is_image = match["target"] is not None or match["alt"].casefold() in labels
    is_name = len(match["alt"].split()) <= _NAME_WORDS
    return match["alt"] if is_image and is_name else "" if is_image else match[0]


def _without_html(text: str) -> tuple[str, int]:
    from bs4 import BeautifulSoup  # noqa: PLC0415 - start-up time

    from stepresearch.tools.html.hidden import drop_hidden  # noqa: PLC0415 - start-up time

    soup = BeautifulSoup(text, "lxml")
    drop_hidden(soup)
    for element in soup.find_all(_TEXTLESS):
        element.decompose()
    closed = [details for details in soup.find_all("details") if not details.has_attr("open")]
    for inner in [inner for details in closed for inner in details.children]:
        if getattr(inner, "name", None) != "summary":
            inner.extract()
    for element in soup.find_all("br"):
        element.replace_with("\n")
    for cell in soup.find_all(["td", "th"]):
        cell.insert_after(" | ")
    for block in soup.find_all(_BLOCKS):
        block.insert_before("\n\n")
        block.insert_after("\n\n")
    return soup.get_text(), len(closed)
