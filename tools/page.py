"""What a page is, and the one way to get one."""

from dataclasses import dataclass
from typing import Protocol

from stepresearch.tools.page_standing import Standing


@dataclass(frozen=True, slots=True)
class Page:
    """One document as text, from the web or from a folder.

    Attributes:
        url: Canonical URL, `file://…` for a file.
        title: As the page names itself; the file name where it does not.
        text: Main text. Paragraphs are separated by a blank line; a heading is a line of its own that
            starts with `#` to `######` and a space. Passages and quotations are slices of this string.
        published: ISO date as exactly as it is known (`2024`, `2024-05`, `2024-05-03`), else None.
        author: Person or body, else None.
        site: The name people know it by: a host, or a path relative to the folder researched.
        hard_to_see: How many passages were left out of `text` because nobody can tell whether a reader sees
            them. The report says so. What is certainly hidden is left out and not counted.
        standing: What the document says of its own force: superseded, withdrawn, archived or a draft; else None.
        superseded_by: The document that replaces it, in its words (`PEP 489`, a title); empty if it names none.
        replaces: The document that it replaces, likewise.
        unread: What of the document could not be read and what to do about it, for people; empty if all was read.
    """

    url: str
    title: str
    text: str
    published: str | None = None
    author: str | None = None
    site: str = ""
    hard_to_see: int = 0
    unread: str = ""
    standing: Standing | None = None
    superseded_by: str = ""
    replaces: str = ""


class PageReader(Protocol):
    """Reads one page."""

    async def read(self, url: str) -> Page:
        """Return the page at `url`.

        Raises:
            ToolError: The page cannot be had or holds no text; the message says why.
        """
        ...
