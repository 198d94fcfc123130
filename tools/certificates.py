"""The certificates that connections are checked against, read once."""

import ssl
from functools import cache

import httpx


@cache
def trusted_certificates() -> ssl.SSLContext:
    """Return the context of all clients: each one that reads the certificates itself takes 40 ms a proxy for it."""
    return httpx.create_ssl_context()


def certificates_for(url: str) -> ssl.SSLContext:
    """Return what a connection to an address is checked against: for one without TLS a context that trusts nobody."""
    return trusted_certificates() if url.startswith("https:") else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
