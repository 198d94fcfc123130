"""A network that connects to public addresses only.

A page, a redirect or a search hit can name any host: `http://169.254.169.254/`, or a name that resolves to the
router. So addresses are checked at the socket, after the one resolution whose result is connected to.
"""

import asyncio
import re
import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Protocol

import httpcore

from stepresearch.tools.errors import ToolError

Address = IPv4Address | IPv6Address

_REFUSED_V4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network, RFC 791
        "10.0.0.0/8",  # private, RFC 1918
        "100.64.0.0/10",  # carrier NAT, RFC 6598; Alibaba's metadata service
        "127.0.0.0/8",  # loopback, RFC 1122
        "168.63.129.16/32",  # Azure's host services, https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
        "169.254.0.0/16",  # link local, RFC 3927; metadata services of most clouds
        "172.16.0.0/12",  # private, RFC 1918
        "192.0.0.0/24",  # protocol assignments, RFC 6890
        "192.0.2.0/24",  # documentation, RFC 5737
        "192.31.196.0/24",  # AS112, RFC 7535
        "192.52.193.0/24",  # AMT, RFC 7450
        "192.88.99.0/24",  # 6to4 relays, RFC 7526
        "192.168.0.0/16",  # private, RFC 1918
        "192.175.48.0/24",  # AS112, RFC 7534
        "198.18.0.0/15",  # benchmarks, RFC 2544
        "198.51.100.0/24",  # documentation, RFC 5737
        "203.0.113.0/24",  # documentation, RFC 5737
        "224.0.0.0/4",  # multicast, RFC 5771
        "240.0.0.0/4",  # reserved, RFC 1112; broadcast, RFC 919
    )
)
_GLOBAL_V6 = IPv6Network("2000::/3")  # all that is global unicast, RFC 4291
_REFUSED_V6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments with Teredo, RFC 2928 and 4380
        "2001:db8::/32",  # documentation, RFC 3849
        "2002::/16",  # 6to4 holds any IPv4 address, RFC 3056
        "3fff::/20",  # documentation, RFC 9637
        "2620:4f:8000::/48",  # AS112, RFC 7534
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)  # upper half of the interface identifier, RFC 5214
PORTS = (80, 443)
"""The web's ports."""
# What inet_aton takes for an IPv4 address: up to four parts, decimal, octal or hexadecimal.
_NUMERIC_HOST = re.compile(r"(0x[0-9a-f]*|\d+)(\.(0x[0-9a-f]*|\d+)){0,3}\.?", re.IGNORECASE)


def is_public(address: Address) -> bool:
    """Say whether `address` belongs to the public internet; IPv4 addresses inside IPv6 are judged as IPv4."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _REFUSED_V4)
    if address.scope_id is not None:
        return False
    if inner := _inner_v4(address):
        return is_public(inner)
    if (int(address) >> 32) & 0xFFFF_FFFF in _ISATAP:
        return False
    return address in _GLOBAL_V6 and not any(address in network for network in _REFUSED_V6)


def literal_address(host: str) -> Address | None:
    """Return the address that `host` spells in any form a resolver takes, or None where it is a name."""
    try:
        return ip_address(host.strip("[]").replace("%25", "%"))
    except ValueError:
        pass
    if not _NUMERIC_HOST.fullmatch(host):
        return None
    try:
        return IPv4Address(socket.inet_aton(host.rstrip(".")))
    except OSError:
        return None


class Resolver(Protocol):
    """Finds the addresses of a host."""

    async def __call__(self, host: str, port: int) -> list[str]:
        """Return the addresses of `host`, best first.

        Raises:
            OSError: The name does not resolve.
        """
        ...


async def system_resolver(host: str, port: int) -> list[str]:
    """Return the addresses that the operating system finds."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class GuardedNetwork(httpcore.AsyncNetworkBackend):
    """Connects to ports 80 and 443 of public addresses; a refusal opens no socket.

    A name is resolved once, all its addresses must be public, and the connection goes to an address that was
    checked. TLS still checks the certificate against the name.

    Args:
        allow_private: Unsafe: connect anywhere. For tests and for people who research their own intranet.
        resolver: How names are resolved.
        network: What opens the checked connections.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        resolver: Resolver = system_resolver,
        network: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        self._allow_private = allow_private
        self._resolver = resolver
        self._network = network or httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address of `host` that answers.

        Raises:
            ToolError: The port or an address is refused.
            httpcore.ConnectError: The name does not resolve, or no address answers.
        """
        failure: Exception = httpcore.ConnectError(f"The name {host!r} has no address")
        for address in await self._checked_addresses(host, port):
            try:
                return await self._network.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002, ASYNC109 - httpcore's signature
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002 - httpcore's signature
    ) -> httpcore.AsyncNetworkStream:
        """Refuse: no page of the web is behind a local socket."""
        raise ToolError(f"The local socket {path!r} is not a web page.")

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)

    async def _checked_addresses(self, host: str, port: int) -> list[str]:
        if port not in PORTS and not self._allow_private:
            raise ToolError(
                f"The port {port} of {host!r} is refused.", hint="Web pages are read from ports 80 and 443."
            )
        try:
            addresses = await self._resolver(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"The name {host!r} does not resolve: {error}") from error
        refused = [address for address in addresses if not is_public(ip_address(address))]
        if refused and not self._allow_private:
            raise ToolError(
                f"The host {host!r} is refused: its address {refused[0]} is not public.",
                hint="To research an intranet that you trust, allow private addresses in the settings.",
            )
        return addresses


def _inner_v4(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address inside a mapped (RFC 4291, 2.5.5.2) or NAT64 address."""
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped
