"""The text of an HTML document, whatever it says about its encoding."""

import codecs
import re

# The Encoding Standard (https://encoding.spec.whatwg.org/#names-and-labels) as far as Python has a codec.
# An allow-list: Python also decodes `punycode` and `unicode_escape`, which take quadratic time or give wrong text.
_CODECS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5hkscs": "big5hkscs",
    "shift_jis": "cp932",
    "cp932": "cp932",
    "euc_jp": "euc_jp",
    "iso2022_jp": "iso2022_jp",
    "euc_kr": "cp949",
    "cp949": "cp949",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
    "iso8859-11": "cp874",
    **{name: name for name in ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "koi8-r", "koi8-u", "cp866")},
    **{f"iso8859-{part}": f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **{f"cp{page}": f"cp{page}" for page in (874, *range(1250, 1259))},
}
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*+=\s*+[\"']?\s*+([\w.:-]{2,40})", re.IGNORECASE
)
# A page cut in the middle of a letter or with one bad paste is still in the encoding it names.
_TOLERATED_SHARE = 0.01
_SAMPLE_BYTES = 64_000


def decode_html(data: bytes, charset: str | None = None) -> str:
    """Return `data` as text: by its byte order mark, `charset`, its meta element, else by detection.

    The order is that of the HTML Standard, 13.2.3.2. An encoding that does not fit the bytes is skipped.
    """
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(codec, "replace")
    for codec in _named_codecs(data, charset):
        text = data.decode(codec, "replace")
        if text.count("\ufffd") <= len(text) * _TOLERATED_SHARE:
            return text
    return data.decode(_detectedcodec_named(data), "replace")


def _named_codecs(data: bytes, charset: str | None) -> list[str]:
    declared = _META.search(data, 0, 4096)
    labels = [charset or "", declared[1].decode("ascii") if declared else ""]
    codecs_named = [codec for label in labels if (codec := codec_named(label))]
    # The bytes of a meta element were found as ASCII, so the document cannot be UTF-16, whatever it declares.
    if declared and len(codecs_named) > 0 and codecs_named[-1].startswith("utf-16"):
        codecs_named[-1] = "utf-8"
    return [*codecs_named, "utf-8"]


def codec_named(label: str) -> str | None:
    """Return the codec for a label of the Encoding Standard, or None: `punycode`, `undefined` and `idna` are no charsets."""
    try:
        return _CODECS.get(codecs.lookup(label.strip().lower()).name) if label else None
    except (LookupError, ValueError):  # an unknown name, or one with a NUL in it
        return None


def _detectedcodec_named(data: bytes) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - 30 ms of import for the rare page without a charset

    best = from_bytes(data[:_SAMPLE_BYTES], cp_isolation=sorted(set(_CODECS.values()))).best()
    return (best and codec_named(best.encoding)) or "cp1252"
