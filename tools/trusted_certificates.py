"""The certificates that connections are checked against, read once."""

import ssl
from functools import cache

import httpx


@cache
def trusted_certificates() -> ssl.SSLContext:
    """Return the context of all clients: each one that reads the certificates itself takes 40 ms a proxy for it."""
    return httpx.create_ssl_context()
