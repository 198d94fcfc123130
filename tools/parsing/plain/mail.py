"""E-mails, mailboxes, notebooks and rich text as pages."""

import email
import json
import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage, Message
from typing import Any

from stepresearch.tools.errors import ToolError
from stepresearch.tools.page import Page
from stepresearch.tools.page_front import title_of
from stepresearch.tools.page_published import find_date
from stepresearch.tools.parsing.plain.encoding import decode
from stepresearch.tools.parsing.plain.markdown import markdown_page
from stepresearch.tools.parsing.plain.wrapped_lines import joined_paragraphs, rejoined

_MAX_PARTS = 1_000
_FROM_LINE = re.compile(rb"^From (?=[^\n]*\d{4})[^\n]*+\n", re.MULTILINE)
_DAMAGED = (
    ValueError,
    LookupError,
    AttributeError,
    TypeError,
    AssertionError,
    ArithmeticError,
    RecursionError,
)
"""How Python's parser of headers fails on damaged ones (CPython issues 91002, 114906)."""
_HEADERS = ("From", "To", "Cc", "Date", "Subject")


def mail_page(data: bytes, *, url: str, file_name: str) -> Page:
    """Return an e-mail, or a web page saved as one (MHTML), as a page. Attachments are named in `unread`.

    Raises:
        ToolError: It is not an e-mail, or holds no text.
    """
    message, text, attached = _read(data, url)
    sender = _header(message, "From")
    is_saved_page = not sender or "Blink" in sender
    if not text.strip():
        raise ToolError("The e-mail holds no text.")
    head = "" if is_saved_page else "\n".join(_head_lines(message)) + "\n\n"
    subject = _header(message, "Subject")
    return Page(
        url=url,
        title=subject or file_name,
        text=head + text,
        published=_day(message) or find_date(text),
        author=sender or None,
        unread=""
        if not attached or is_saved_page
        else f"Attachments are not read: {', '.join(attached[:10])}. Save them as files.",
    )


def mailbox_page(data: bytes, *, url: str, file_name: str) -> Page:
    """Return a mailbox as a page: its e-mails one after the other, each under its subject."""
    marks = list(_FROM_LINE.finditer(data))
    if not marks or marks[0].start() != 0:
        raise ToolError("The file is not a mailbox: it does not start with a `From ` line.")
    blocks: list[str] = []
    damaged = 0
    ends = [*(mark.start() for mark in marks[1:]), len(data)]
    for mark, end in zip(marks, ends, strict=True):
        try:
            message, text, _ = _read(data[mark.end() : end], url)
        except ToolError:
            damaged += 1
            continue
        blocks += [f"## {_header(message, 'Subject') or 'E-mail'}", "\n".join(_head_lines(message)), text]
    text = "\n\n".join(filter(None, blocks))
    unread = f"{damaged} of {len(marks)} e-mails are damaged and were not read." if damaged else ""
    return Page(url=url, title=file_name, text=text, published=None, unread=unread)


def notebook_page(data: bytes, *, url: str, file_name: str) -> Page:
    """Return a Jupyter notebook as a page: texts, code and printed results. Raises `ToolError` if it is not one."""
    try:
        notebook = json.loads(decode(data))
        blocks = [block for cell in notebook["cells"] for block in _cell_blocks(cell)]
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        raise ToolError(
            f"The notebook is damaged: {error!r}.", hint="Open it in Jupyter and save it again."
        ) from error
    return markdown_page("\n\n".join(blocks), url=url, file_name=file_name)


def rtf_page(data: bytes, *, url: str, file_name: str) -> Page:
    """Return a rich text file as a page. Raises `ToolError` if it is not one."""
    from striprtf.striprtf import rtf_to_text  # noqa: PLC0415 - start-up time

    if not data.lstrip().startswith(b"{\\rtf"):
        raise ToolError("The file is not a rich text file.", hint="Save it as .docx.")
    try:
        text = rtf_to_text(data.decode("latin-1"), errors="replace")  # type: ignore[no-untyped-call]  # the library has no types
    except (ValueError, LookupError, ArithmeticError) as error:
        raise ToolError(f"The rich text file is damaged: {error}.", hint="Save it as .docx.") from error
    paragraphs = "\n\n".join(joined_paragraphs(line.strip() for line in text.splitlines()))
    title = title_of(paragraphs)
    return Page(
        url=url, title=title or file_name, text=paragraphs, published=find_date(paragraphs, title=title)
    )


def _read(data: bytes, url: str) -> tuple[EmailMessage, str, list[str]]:
    """Return an e-mail, its text and the names of what is attached.

    Raises:
        ToolError: It is none, or damaged.
    """
    try:
        message = _message(data)
        return message, *_body(message, url)
    except _DAMAGED as error:
        raise ToolError(f"The e-mail is damaged: {error!r}."[:300]) from error


def _message(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=policy.default)
    if not message.keys():
        raise ToolError("The file is not an e-mail: it has no header.")
    assert isinstance(message, EmailMessage)
    return message


def _head_lines(message: EmailMessage) -> Iterator[str]:
    for name in _HEADERS:
        if value := _header(message, name):
            yield f"{name}: {value}"


def _header(message: Message, name: str) -> str:
    try:
        return " ".join(str(message.get(name) or "").split())
    except _DAMAGED:
        return ""


def _day(message: EmailMessage) -> str | None:
    try:
        sent = message["Date"].datetime if message["Date"] else None
    except _DAMAGED:
        return None
    return sent.date().isoformat() if sent else None


def _body(message: EmailMessage, url: str) -> tuple[str, list[str]]:
    """Return the text of a message and the names of what is attached."""
    plain: list[str] = []
    html: list[str] = []
    attached: list[str] = []
    for number, part in enumerate(message.walk()):
        if number >= _MAX_PARTS:
            raise ToolError(f"The e-mail has more than {_MAX_PARTS:,} parts.")
        kind = part.get_content_type()
        if part.is_multipart():
            continue
        if part.get_content_disposition() == "attachment" or kind not in {"text/plain", "text/html"}:
            attached.append(_name(part))
        elif kind == "text/plain":
            plain.append(_decoded(part))
        else:
            html.append(_html_text(part, url))
    # A message in both forms has the same content twice.
    return "\n\n".join(text.strip() for text in (plain or html) if text.strip()), attached


def _name(part: Message) -> str:
    try:
        return " ".join((part.get_filename() or part.get_content_type()).split())
    except _DAMAGED:
        return "one without a name"


def _decoded(part: Message) -> str:
    return rejoined(decode(_payload(part), charset=part.get_content_charset()))


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _html_text(part: Message, url: str) -> str:
    from stepresearch.tools.html.extract import extract_page  # noqa: PLC0415 - start-up time

    return extract_page(_payload(part), url=url, charset=part.get_content_charset()).text


def _cell_blocks(cell: dict[str, Any]) -> Iterator[str]:
    source = _joined(cell.get("source", ""))
    if cell.get("cell_type") == "code":
        yield f"```\n{source}\n```"
        for output in cell.get("outputs", []):
            printed = _joined(output.get("text") or output.get("data", {}).get("text/plain", ""))
            if printed:
                yield f"```\n{printed}\n```"
    else:
        yield source


def _joined(lines: Any) -> str:
    return "".join(map(str, lines)) if isinstance(lines, list) else str(lines)
