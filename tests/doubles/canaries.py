"""Secrets in every place that takes one, and the search for them in all that a program writes."""

import base64
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pypdfium2

MARK = "cnry"
"""Every canary has it, so that a part of one is found too."""

KEYS = ("STEPRESEARCH_API_KEY", "OPENAI_API_KEY", "TAVILY_API_KEY", "STEPRESEARCH_JUDGE_API_KEY")
ADDRESSES = {
    "STEPRESEARCH_BASE_URL": "/v1",
    "SEARXNG_URL": "",
    "TAVILY_BASE_URL": "",
    "STEPRESEARCH_PROXY": "",
}


@dataclass(frozen=True, slots=True)
class Canary:
    """A secret, and the variable that holds it."""

    place: str
    secret: str


def canaries(*, key: str = "STEPRESEARCH_API_KEY") -> list[Canary]:
    """Return them all; only `key` of the two for the model is set, for the first hides the second."""
    keys = [Canary(name, f"sk-{MARK}-key-{number}") for number, name in enumerate(KEYS)]
    named = [
        Canary(name, secret)
        for number, name in enumerate(ADDRESSES)
        for secret in (f"user{number}-{MARK}", f"p@ss/{number}:{MARK}+%")
    ]
    return [one for one in keys if one.place == key or one.place not in KEYS[:2]] + named


def environment(planted: list[Canary], url: str) -> dict[str, str]:
    """Return the variables that hold them, the addresses all leading to `url`."""
    by_place: dict[str, list[str]] = {}
    for canary in planted:
        by_place.setdefault(canary.place, []).append(canary.secret)
    variables = {}
    for place, secrets in by_place.items():
        if place in ADDRESSES:
            user, password = (quote(secret, safe="") for secret in secrets)
            variables[place] = url.replace("://", f"://{user}:{password}@") + ADDRESSES[place]
        else:
            (variables[place],) = secrets
    return variables


def found_in(planted: list[Canary], data: bytes) -> set[str]:
    """Return the places whose secret is in the data: plain, URL-encoded, or as base64 of user name and password."""
    spelt: dict[str, set[str]] = {}
    for canary in planted:
        spelt.setdefault(canary.place, set()).update({canary.secret, quote(canary.secret, safe="")})
    for place in ADDRESSES:
        pair = ":".join(canary.secret for canary in planted if canary.place == place)
        spelt.setdefault(place, set()).add(base64.b64encode(pair.encode()).decode())
    found = {place for place, ways in spelt.items() if any(way.encode() in data for way in ways)}
    return found or ({f"a part: {_around(data)!r}"} if MARK.encode() in data else set())


def searched(planted: list[Canary], folder: Path) -> dict[str, set[str]]:
    """Return what was found in the files of a folder, by file."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            places = set().union(*(found_in(planted, part) for part in (data, *_inside(data))))
            if places:
                found[str(path.relative_to(folder))] = places
    return found


def _inside(data: bytes) -> list[bytes]:
    """What is packed in a file: the members of a Word file, the text of a PDF."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [archive.read(name) for name in archive.namelist()]
    if data.startswith(b"%PDF"):
        with pypdfium2.PdfDocument(data) as document:
            return [page.get_textpage().get_text_range().encode() for page in document]
    return []


def _around(data: bytes) -> bytes:
    at = data.index(MARK.encode())
    return data[max(0, at - 40) : at + 40]
