"""Text of strangers inside Markdown."""

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~#!$])")
_AUTOLINK = re.compile(r"(?i)\b(https?|ftp|mailto)(:)|\b(www)(\.)|(?<=\w)(@)(?=\w)")
_LINE_START = re.compile(r"^(\s*)([-+]|\d+(?=[.)]))")


def escape(text: str) -> str:
    """Return one line of Markdown that shows `text` as it is: no markup, link, image or HTML can come of it.

    Whitespace is folded. What CommonMark and its GitHub extension would read as markup is escaped by a backslash
    (CommonMark 0.31 section 2.4); what would become a link by itself is broken by one.
    """
    line = " ".join(text.split())
    line = _SPECIAL.sub(r"\\\1", line)
    line = _AUTOLINK.sub(lambda found: "\\".join(part for part in found.groups() if part), line)
    return _LINE_START.sub(
        lambda found: f"{found[1]}\\{found[2]}" if not found[2].isdigit() else found[0], line
    )


def without_links(text: str) -> str:
    """Return Markdown in which nothing links, loads or runs: emphasis, lists and tables stay.

    A link, an image and HTML all need a bracket, and those are escaped; what would become a link by itself is broken.
    """
    escaped = re.sub(r"(?<!\\)([\[\]<`])", r"\\\1", text)
    return _AUTOLINK.sub(lambda found: "\\".join(part for part in found.groups() if part), escaped)
