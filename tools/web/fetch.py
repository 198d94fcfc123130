"""The bytes behind a web address."""

import asyncio
import re
from dataclasses import dataclass, replace
from email.message import Message
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

import httpcore

from stepresearch.tools.certificates import certificates_for
from stepresearch.tools.errors import ToolError
from stepresearch.tools.http_body import ACCEPT_ENCODING, read_body
from stepresearch.tools.redaction import Secrets, taken_apart
from stepresearch.tools.urls import canonical_url
from stepresearch.tools.web.proxy_guard import check_asked_of_proxy

USER_AGENT = "stepresearch/0.1 (research agent; reads pages that its user asked about)"

_MAX_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({429, 500, 502, 503, 504})
_RETRY_WAIT_S = 0.5
_MAX_RETRY_WAIT_S = 3.0
# Characters of DNS names and IPv6 literals; anything else can make two parsers disagree.
_HOST = re.compile(r"[A-Za-z0-9._~%:-]+")
_HEADERS = [
    ("User-Agent", USER_AGENT),
    ("Accept", "text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9,*/*;q=0.5"),
    ("Accept-Encoding", ACCEPT_ENCODING),
]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server sent.

    Attributes:
        url: Where the last redirect led.
        media_type: As declared, in lower case without parameters; empty if the server gave none.
        charset: As declared, else None.
        data: The body, decompressed.
    """

    url: str
    media_type: str
    charset: str | None
    data: bytes


class PageFetch:
    """Gets addresses over a pool of connections for each scheme: certificates are read where there is TLS.

    Connections are not kept: pages come from many hosts, and the next run may have another event loop.

    Args:
        network: What opens connections, and refuses to.
        proxy: URL of an HTTP proxy that asks for pages in our place. It resolves names itself, so names
            are judged by how they are spelt alone: the caller must trust it.
        allow_private: Whether addresses that are not public may be asked of the proxy.
    """

    def __init__(
        self, *, network: httpcore.AsyncNetworkBackend, proxy: str | None = None, allow_private: bool = False
    ) -> None:
        self._asks_proxy = proxy is not None
        self._allow_private = allow_private
        self._network = network
        address = taken_apart(proxy or "")
        self._proxy = httpcore.Proxy(address.plain, auth=address.auth) if proxy else None
        self._secrets = Secrets(urls=[proxy or ""])
        self._pools: dict[str, httpcore.AsyncConnectionPool] = {}

    async def aclose(self) -> None:
        """Close all connections."""
        for pool in self._pools.values():
            await pool.aclose()

    def _pool(self, scheme: str) -> httpcore.AsyncConnectionPool:
        if scheme not in self._pools:
            self._pools[scheme] = httpcore.AsyncConnectionPool(
                ssl_context=certificates_for(f"{scheme}:"),
                max_connections=20,
                max_keepalive_connections=0,
                network_backend=self._network,
                proxy=self._proxy,
            )
        return self._pools[scheme]

    async def get(self, url: str) -> Fetched:
        """Return what is at `url` after at most five redirects, each checked as the first address was.

        Transient failures are retried once. There is no time limit here: a server may drip for ever.

        Raises:
            ToolError: The address is refused, the server cannot be reached or answers with an error.
        """
        here = canonical_url(url)
        for _ in range(_MAX_REDIRECTS + 1):
            found = await self._get_patiently(here)
            if isinstance(found, Fetched):
                return found
            here = _joined(here, found)
        raise ToolError(f"The page {url!r} redirects more than {_MAX_REDIRECTS} times.")

    async def _get_patiently(self, url: str) -> Fetched | str:
        try:
            return await self._get_once(url)
        except _PassingError as error:
            if error.wait_s > _MAX_RETRY_WAIT_S:
                raise ToolError(str(error)) from error
            await asyncio.sleep(error.wait_s)
        try:
            return await self._get_once(url)
        except _PassingError as error:
            raise ToolError(str(error)) from error

    async def _get_once(self, url: str) -> Fetched | str:
        """Return the page, or the redirect target."""
        target = self._checked(url)
        try:
            async with self._pool(target.scheme.decode()).stream("GET", target, headers=_HEADERS) as response:
                return self._without_secrets(await _read(response, url, self._secrets))
        except (httpcore.NetworkError, httpcore.RemoteProtocolError) as error:
            raise _PassingError(f"The page {url!r} cannot be reached: {self._said(error)}.") from error
        except (httpcore.ProtocolError, httpcore.ProxyError, httpcore.TimeoutException) as error:
            raise ToolError(f"The page {url!r} cannot be read: {self._said(error)}.") from error

    def _said(self, error: Exception) -> str:
        return self._secrets.hidden(str(error) or type(error).__name__)

    def _without_secrets(self, found: Fetched | str) -> Fetched | str:
        """Return the response with any echo of the proxy's password removed."""
        if isinstance(found, str):
            return self._secrets.hidden(found)
        return replace(found, data=self._secrets.hidden_bytes(found.data))

    def _checked(self, url: str) -> httpcore.URL:
        """Return the address as it goes to the network; names are checked there, or trusted to the proxy."""
        target = _network_url(url)
        if self._asks_proxy and not self._allow_private:
            check_asked_of_proxy(target.host.decode(), target.origin.port)
        return target


class _PassingError(Exception):
    """A failure that may be gone in `wait_s` seconds."""

    def __init__(self, message: str, *, wait_s: float = _RETRY_WAIT_S) -> None:
        super().__init__(message)
        self.wait_s = wait_s


async def _read(response: httpcore.Response, url: str, secrets: Secrets) -> Fetched | str:
    """Return the page, or where the server redirects to; the headers may echo what was sent, as the body may."""
    headers = {
        name.decode("latin-1").lower(): secrets.hidden_bytes(value).decode("latin-1")
        for name, value in response.headers
    }
    if response.status in _REDIRECTS and "location" in headers:
        return headers["location"]
    if response.status in _PASSING:
        raise _PassingError(_refusal(url, response.status), wait_s=_wait_s(headers.get("retry-after")))
    if response.status != HTTPStatus.OK:
        raise ToolError(_refusal(url, response.status))
    data = await read_body(
        response.aiter_stream(), encoding=headers.get("content-encoding", ""), what=f"The page {url!r}"
    )
    media_type, charset = _kind(headers.get("content-type", ""))
    return Fetched(
        url=url,
        media_type=media_type,
        charset=charset,
        data=data,
    )


def _kind(content_type: str) -> tuple[str, str | None]:
    """Return the media type, empty where none is said, and the charset; what cannot be read counts as not said.

    The charset may be written by RFC 2231, where the standard library decodes it by a codec that the server names.
    """
    if not content_type:
        return "", None
    header = Message()
    header["content-type"] = content_type
    try:
        return header.get_content_type(), header.get_content_charset()
    except (LookupError, ValueError):
        return header.get_content_type(), None


def _joined(url: str, location: str) -> str:
    try:
        return canonical_url(urljoin(url, location))
    except ValueError as error:
        raise ToolError(
            f"The page {url!r} redirects to {location[:200]!r}, which cannot be read: {error}."
        ) from error


def _network_url(url: str) -> httpcore.URL:
    """Return the address with its host in ASCII (IDNA 2008), as DNS and the Host header have it."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        name = host if host.isascii() else _ascii_name(host)
        target = parts.path + ("?" + parts.query if parts.query else "")
        address = httpcore.URL(scheme=parts.scheme, host=name, port=parts.port, target=target)
    except ValueError as error:
        raise ToolError(f"The address {url[:200]!r} cannot be read: {error}.") from error
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(name):
        raise ToolError(
            f"The address {url[:200]!r} is not a web page.", hint="Read are http and https addresses."
        )
    return address


def _ascii_name(name: str) -> str:
    import idna  # noqa: PLC0415 - 10 ms of tables that few addresses need

    return idna.encode(name, uts46=True).decode()


def _refusal(url: str, status: int) -> str:
    known = {
        401: "asks for a login",
        403: "refuses to be read",
        404: "does not exist",
        410: "is gone",
        429: "asks for patience",
    }
    return f"The page {url!r} {known.get(status, 'failed')} (HTTP status {status})."


def _wait_s(retry_after: str | None) -> float:
    """Return the seconds the server asks to wait; a date instead of seconds counts as too long."""
    if retry_after is None:
        return _RETRY_WAIT_S
    return float(retry_after) if retry_after.isdecimal() else float("inf")
