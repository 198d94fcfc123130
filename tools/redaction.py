"""What must not be told: keys, and user names and passwords in addresses.

A server may echo what we send it: in the body of a 400, in a reason phrase, in a redirect. So each client takes its own
secrets out of what it reads, before anybody else does.
"""

import base64
import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import httpx

HIDDEN = "[hidden]"
_PLAIN_SIGNS = re.compile("[A-Za-z0-9]+")
_MIN_SECRET_CHARS = 4
_MIN_USER_CHARS = 6
"""A shorter user name (`admin`, `root`) is no secret, and a word that texts are full of."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address, taken apart.

    Attributes:
        plain: Without user name and password: what goes into requests, messages and files.
        auth: (user name, password), or None where the address has none.
    """

    plain: str
    auth: tuple[str, str] | None


def taken_apart(url: str) -> Address:
    """Return an address and its user name and password, each on its own."""
    parts = urlsplit(url)
    userinfo, _, place = parts.netloc.rpartition("@")
    if not userinfo:
        return Address(url, None)
    user, _, password = userinfo.partition(":")
    return Address(urlunsplit(parts._replace(netloc=place)), (unquote(user), unquote(password)))


class Secrets:
    """The secrets of one client.

    Args:
        keys: API keys; empty ones are none.
        urls: Addresses that may hold a user name and a password.
    """

    def __init__(self, *, keys: Iterable[str] = (), urls: Iterable[str] = ()) -> None:
        spelt = {key for key in keys if len(key) >= _MIN_SECRET_CHARS}
        for url in urls:
            spelt |= _spellings(url)
        self._patterns = [_Pattern(secret) for secret in sorted(spelt, key=len, reverse=True)]

    def hidden(self, text: str) -> str:
        """Return `text` without them."""
        for pattern in self._patterns:
            text = pattern.hidden(text)
        return text

    def hidden_bytes(self, data: bytes) -> bytes:
        """Return `data` without them."""
        for pattern in self._patterns:
            data = pattern.hidden_bytes(data)
        return data

    async def hide_echo(self, response: httpx.Response) -> None:
        """Take them out of a response's reason phrase and headers; an httpx event hook, to run before all others."""
        response.headers = httpx.Headers(
            [(self.hidden_bytes(name), self.hidden_bytes(value)) for name, value in response.headers.raw]
        )
        if "reason_phrase" in response.extensions:
            response.extensions["reason_phrase"] = self.hidden_bytes(response.extensions["reason_phrase"])


class _Pattern:
    """A secret in all ways in which a server may spell it: each sign as it is, or escaped for a URL, JSON or HTML."""

    def __init__(self, secret: str) -> None:
        pattern = "".join(map(_sign, secret))
        self._text, self._bytes = re.compile(pattern), re.compile(pattern.encode())
        self._part = max(_PLAIN_SIGNS.findall(secret), key=len, default="")
        self._part_bytes = self._part.encode()

    def hidden(self, text: str) -> str:
        return self._text.sub(HIDDEN, text) if self._part in text else text

    def hidden_bytes(self, data: bytes) -> bytes:
        return self._bytes.sub(HIDDEN.encode(), data) if self._part_bytes in data else data


def _sign(sign: str) -> str:
    """Return a pattern for one sign of a secret; only letters and figures of ASCII are never escaped."""
    if _PLAIN_SIGNS.fullmatch(sign):
        return sign
    in_url = "".join(f"%(?:25)*(?i:{byte:02x})" for byte in sign.encode("utf-8", "replace"))
    units = sign.encode("utf-16-be", "replace").hex()
    in_json = "".join(rf"\\u(?i:{units[at : at + 4]})" for at in range(0, len(units), 4))
    in_html = rf"&#0*{ord(sign)};|&#(?i:x0*{ord(sign):x});|{re.escape(html.escape(sign))}"
    return rf"(?:\\?{re.escape(sign)}|{in_url}|{in_json}|{in_html})"


def _spellings(url: str) -> set[str]:
    """Return what of an address is secret, as it is written, unescaped, escaped, and as it goes over the wire."""
    try:
        userinfo = urlsplit(url).netloc.rpartition("@")[0]
    except ValueError:
        return set()
    user, _, password = userinfo.partition(":")
    names = {user, unquote(user), quote(unquote(user), safe="")}
    words = {password, unquote(password), quote(unquote(password), safe="")}
    spelt = {name for name in names if len(name) >= _MIN_USER_CHARS}
    spelt |= {word for word in words if len(word) >= _MIN_SECRET_CHARS}
    if userinfo:
        spelt |= {userinfo, base64.b64encode(unquote(userinfo).encode()).decode()}
    return spelt
