"""Decoding of text files."""

import codecs
import re

from stepresearch.tools.errors import ToolError
from stepresearch.tools.html.charset import codec_named

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, as it starts with that mark
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PROBE_BYTES = 65_536
# Common legacy encodings. DOS code pages and rare ISO ones would only attract false matches on short texts.
_LEGACY = [f"cp125{number}" for number in range(8)]
_LEGACY += ["iso8859_2", "big5", "gb18030", "shift_jis", "euc_jp", "cp949", "cp874"]
_KANA = re.compile("[\u3040-\u30ff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")


def decode(data: bytes, *, charset: str | None = None) -> str:
    """Decode text, with line ends as LF.

    Tried in this order: byte order mark, the declared charset, UTF-8, UTF-16 without a mark, what
    charset-normalizer finds.

    Raises:
        ToolError: The bytes are not text.
    """
    text = _marked(data) or _declared(data, charset) or _declared(data, "utf-8") or _guessed(data)
    if text is None or len(_CONTROL.findall(text, 0, _PROBE_BYTES)) * 100 > min(len(text), _PROBE_BYTES):
        raise ToolError(
            "The content is not text: it holds binary data.", hint="Save it as text, PDF, DOCX or HTML."
        )
    return _CONTROL.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def _marked(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    return None


def _declared(data: bytes, charset: str | None) -> str | None:
    codec = codec_named(charset or "")
    if codec is None or (not codec.startswith("utf-16") and b"\0" in data[:_PROBE_BYTES]):
        return None
    try:
        return data.decode(codec)
    except UnicodeError:
        return None


def _guessed(data: bytes) -> str | None:
    if b"\0" in data[:_PROBE_BYTES]:
        return _unmarked_utf16(data)
    runs = _HIGH_RUN.findall(data)
    if len(runs) <= 32 and all(
        len(run) == 1 for run in runs
    ):  # too little for statistics, and how Western text looks
        return data.decode("cp1252", errors="replace")
    from charset_normalizer import from_bytes  # noqa: PLC0415 - start-up time; most files are UTF-8

    best = from_bytes(data[:_PROBE_BYTES], cp_isolation=_LEGACY).best()
    if best is None:
        return None
    as_japanese = _declared(data, "euc_jp") if best.encoding == "cp949" else None
    is_japanese = as_japanese is not None and len(_KANA.findall(as_japanese)) * 5 > len(as_japanese)
    return as_japanese if is_japanese else data.decode(best.encoding, errors="replace")


def _unmarked_utf16(data: bytes) -> str | None:
    """Decode UTF-16 of mostly Latin text: every second byte is zero there."""
    probe = data[:_PROBE_BYTES]
    for encoding, high in (("utf-16-le", probe[1::2]), ("utf-16-be", probe[0::2])):
        if high.count(0) * 2 > len(high) and probe.count(0) - high.count(0) == 0:
            return data.decode(encoding, errors="replace")
    return None
