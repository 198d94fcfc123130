"""Hosts that must not be requested through a proxy. It resolves names, so only spelling is checked."""

import re

from stepresearch.tools.errors import ToolError
from stepresearch.tools.web.ssrf_guard import PORTS, is_public, literal_address

# Names of networks of one's own: RFC 6761 and 6762, RFC 8375 (home.arpa), ICANN's .internal (2024) and the names it
# reserves for their use inside networks (SAC 090), and what Docker, Kubernetes, Consul and Tor resolve.
_PRIVATE_SUFFIXES = frozenset(
    [
        "localhost",
        "localdomain",
        "local",
        "internal",
        "intranet",
        "private",
        "corp",
        "home",
        "lan",
        "mail",
        "arpa",
        "invalid",
        "test",
        "onion",
        "docker",
        "svc",
        "cluster",
        "consul",
        "belkin",
        "router",
        "fritz",
    ]
)
# Public names, any part of which leads to the address that it spells, or to loopback.
_WILDCARD_DOMAINS = frozenset(
    [
        "nip.io",
        "sslip.io",
        "xip.io",
        "traefik.me",
        "localtest.me",
        "lvh.me",
        "vcap.me",
        "lacolhost.com",
        "localho.st",
        "fritz.box",
    ]
)
_NAME = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})+")
# The URL Standard, "ends in a number checker": a parser that follows it takes such a host for an IPv4 address.
_ENDS_IN_NUMBER = re.compile(r"(?:^|\.)(?:\d+|0x[0-9a-f]*)$")


def check_asked_of_proxy(host: str, port: int) -> None:
    """Allow only a public address or a name that looks public, on a web port.

    Raises:
        ToolError: The host is a private address in any spelling, a name of a network of one's own, or no name that
            DNS has; or the port is none of the web's.
    """
    if port not in PORTS:
        raise ToolError(
            f"The port {port} of {host!r} is refused.", hint="Web pages are read from ports 80 and 443."
        )
    if why := _fault(host.lower().removesuffix(".")):
        raise ToolError(
            f"The host {host!r} is refused: {why}.",
            hint="To research an intranet that you trust, allow private addresses in the settings.",
        )


def _fault(host: str) -> str:
    """Return why a host may not be requested, or empty if it may."""
    address = literal_address(host)
    if address is not None:
        return "" if is_public(address) else f"its address {address} is not public"
    if _ENDS_IN_NUMBER.search(host) or not _NAME.fullmatch(host):
        return "it is no name of a public host"
    labels = host.split(".")
    if labels[-1] in _PRIVATE_SUFFIXES:
        return f"names that end in .{labels[-1]} are not public"
    domain = ".".join(labels[-2:])
    return f"names below {domain} lead to private addresses" if domain in _WILDCARD_DOMAINS else ""
