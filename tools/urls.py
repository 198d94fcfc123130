"""Names of pages: one spelling for each address, and who stands behind it."""

import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, quote, unquote, urlsplit, urlunsplit

if TYPE_CHECKING:
    from tldextract import TLDExtract

_DEFAULT_PORTS = {"http": 80, "https": 443}
WEB_SCHEMES = frozenset(_DEFAULT_PORTS)
LINKED_SCHEMES = WEB_SCHEMES | {"file"}
"""What a report links to: pages of the web, and files of the folder researched."""
# Parameters that tell a site where its visitor came from and never which page to show: those of the lists of
# ClearURLs (https://docs.clearurls.xyz) that are found on any site.
_TRACKING = re.compile(
    r"utm_\w+|gclid|gclsrc|dclid|gbraid|wbraid|fbclid|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_cid|mc_eid|_ga|_gl"
    r"|_hsenc|_hsmi|mkt_tok|vero_id|oly_enc_id|oly_anon_id|srsltid|at_medium|at_campaign|cmpid|ref_src|ref_url|wt_mc",
    re.IGNORECASE,
)
_PERCENT = re.compile("%[0-9A-Fa-f]{2}")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_OTHER_FACES = ("www.", "m.", "mobile.", "amp.")


def canonical_url(url: str) -> str:
    """Return the address as it is stored, cited and fetched: the same page in its plainest spelling.

    Changed is only what no server tells apart: letter case of scheme and host, default port, dot segments,
    escapes, user names, fragments (but not `#!` routes) and tracking parameters. Addresses that are not
    http or https come back as they are. Applying it twice changes nothing.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        scheme, port = parts.scheme.lower(), parts.port
    except ValueError:
        return url
    if scheme not in _DEFAULT_PORTS or not parts.hostname:
        return url
    place = _bracketed(parts.hostname.rstrip(".") or parts.hostname)
    if port not in (None, _DEFAULT_PORTS[scheme]):
        place += f":{port}"
    fragment = _escaped(parts.fragment) if parts.fragment.startswith("!") else ""
    return urlunsplit(SplitResult(scheme, place, _path(parts.path), _query(parts.query), fragment))


def is_linked(url: str) -> bool:
    """Say whether an address may become a link: no script runs from it, and nothing but a page opens."""
    return url.partition(":")[0].lower() in LINKED_SCHEMES and ":" in url


def page_key(url: str) -> str:
    """Return what two addresses of most likely one page have in common; to compare, not to fetch.

    Beyond `canonical_url` it forgets the scheme, `www.`, `m.` and `amp.` hosts, a final slash and the order
    of parameters.
    """
    try:
        parts = urlsplit(canonical_url(url))
    except ValueError:
        return url
    if parts.scheme not in _DEFAULT_PORTS:
        return url
    place = parts.netloc
    for face in _OTHER_FACES:
        place = place.removeprefix(face) if place.count(".") > 1 else place
    path = re.sub(r"(/(amp|index\.html?))?/?$", "", parts.path)
    query = "&".join(
        sorted(piece for piece in parts.query.split("&") if piece.lower() not in {"", "amp=1", "amp"})
    )
    return urlunsplit(SplitResult("", place, path, query, parts.fragment))


def host(url: str) -> str:
    """Return the host people know a page by, in lower case without `www.`; empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".").removeprefix("www.")
    except ValueError:
        return ""


def registrable_domain(url: str) -> str:
    """Return the domain that one owner registered (`bbc.co.uk`), the host where there is none to find.

    By the public suffix list that comes with tldextract; nothing is fetched or cached on disk.
    """
    name = host(url)
    return _suffix_list()(name).top_domain_under_public_suffix or name


@cache
def _suffix_list() -> "TLDExtract":
    from tldextract import TLDExtract  # noqa: PLC0415 - 50 ms and 10 MB that many runs do not need

    return TLDExtract(suffix_list_urls=(), cache_dir=None)


def _bracketed(name: str) -> str:
    return f"[{name}]" if ":" in name else name


def _path(path: str) -> str:
    """Return the path without dot segments (RFC 3986, 5.2.4) and with escapes in one spelling."""
    kept: list[str] = []
    segments = _escaped(path).split("/")[1:] or [""]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in {".", ".."}:
        kept.append("")
    return "/" + "/".join(kept)


def _query(query: str) -> str:
    pieces = (_escaped(piece) for piece in query.split("&"))
    return "&".join(piece for piece in pieces if not _TRACKING.fullmatch(piece.partition("=")[0]))


def _escaped(text: str) -> str:
    """Return `text` with unreserved characters plain, others escaped in capitals (RFC 3986, 6.2.2)."""
    plain = _PERCENT.sub(_unescaped, text)
    return quote(plain, safe="/%:=?@!$&'()*+,;~[]|")


def _unescaped(match: re.Match[str]) -> str:
    character = unquote(match[0], errors="replace")
    return character if _UNRESERVED.fullmatch(character) else match[0].upper()
