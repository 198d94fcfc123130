"""Whose a source is, as far as it says so itself: what counts as one source, and what nobody can tell."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from stepresearch.nodes.ledger.owner_names import names_owner
from stepresearch.nodes.state.schema import Source
from stepresearch.text.entities.letterheads import letterhead
from stepresearch.tools.urls import registrable_domain

Owner = tuple[str, str]
"""How an owner is known, and its name, folded."""

NOBODY = re.compile(
    "admin|administrator|anonymous|author|default|editor|guest|home|(?:microsoft |windows )?(?:office )?user|microsoft|"
    "owner|python-docx|root|staff|test|unknown"
)
"""What programs write for an author where nobody gave one."""

SIGNED_BY_PROGRAM = (".docx", ".pdf")
"""Files whose program fills in who saved them: their author owns them only where the text names it too."""

EDGE_CHARS = 800
"""Of the start and the end of a paper: where it says who issued it."""

_ISSUED = re.compile(
    r"\b(?:prepared|issued|published) by:?[ \t]+(?P<by>[^\n,;.|()]{3,60})|"
    r"(?:发布单位|发布机构|编制单位|来源)[：:][ \t]*(?P<name>[^\s，,。|；;]{2,40})",
    re.IGNORECASE,
)
_FOR_WHOM = re.compile(r"\s(?:for|to)\b.*", re.IGNORECASE)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}+@((?:[\w-]{1,63}\.){1,8}[a-z]{2,24})\b", re.IGNORECASE)
_MAILBOXES = frozenset(
    [
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "hotmail.com",
        "live.com",
        "yahoo.com",
        "icloud.com",
        "me.com",
        "aol.com",
        "proton.me",
        "protonmail.com",
        "gmx.com",
        "gmx.de",
        "gmx.net",
        "web.de",
        "mail.ru",
        "yandex.ru",
        "qq.com",
        "163.com",
        "126.com",
        "sina.com",
        "foxmail.com",
        "naver.com",
    ]
)
"""Domains that give a mailbox to anybody (their own sites, 2026): an address there tells no owner."""


def owners_of(source: Source, text: str) -> frozenset[Owner]:
    """Return by what the owner of a source is known, none where nobody can tell.

    A web page is its domain's, whoever signs it. A paper is whose author, letterhead, imprint or single mail domain stands
    there, or whose the model says it is.
    """
    if urlsplit(source["url"]).scheme in ("http", "https"):
        return frozenset({("domain", registrable_domain(source["url"]))})
    edges = text if len(text) <= 2 * EDGE_CHARS else f"{text[:EDGE_CHARS]}\n{text[-EDGE_CHARS:]}"
    names = [source.get("author") if _is_signed(source, text) else "", letterhead(text), source.get("owner")]
    issued = [found["by"] or found["name"] for found in _ISSUED.finditer(edges)][:1]
    names += [one for one in (_FOR_WHOM.sub("", name) for name in issued) if names_owner(one)]
    owners = {
        ("name", folded) for name in names if (folded := _folded(name or "")) and not NOBODY.fullmatch(folded)
    }
    addresses = {found[1].lower() for found in _MAIL.finditer(edges)} - _MAILBOXES
    domains = {registrable_domain(f"https://{one}/") for one in addresses}
    if len(domains) == 1:  # a letter from one body to another holds both
        owners.add(("domain", domains.pop()))
    return frozenset(owners)


def to_ask_about(sources: Mapping[str, Source], texts: Mapping[str, str]) -> list[str]:
    """Return the ids of the papers whose owner a reader may know better than the rules: those without one first."""
    papers = [one for one in texts if urlsplit(sources[one]["url"]).scheme not in ("http", "https")]
    unowned = without_owner(sources, texts)
    return [*unowned, *(one for one in papers if one not in unowned)] if len(papers) > 1 else unowned


def without_owner(sources: Mapping[str, Source], texts: Mapping[str, str]) -> list[str]:
    """Return the ids of the sources read of which nobody can tell whose they are."""
    return [source_id for source_id, text in texts.items() if not owners_of(sources[source_id], text)]


def _is_signed(source: Source, text: str) -> bool:
    name = _folded(source.get("author") or "")
    return not source["url"].lower().endswith(SIGNED_BY_PROGRAM) or name in _folded(text)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .:-–—")
