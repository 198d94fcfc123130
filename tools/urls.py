"""Names of pages: one spelling for each address."""

from urllib.parse import urlsplit


def host(url: str) -> str:
    """Return the host people know a page by, in lower case without `www.`; empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
