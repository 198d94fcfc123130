"""What documents say of their own force, and which of the sources read replaces which."""

import re
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from stepresearch.nodes.locale.labels import label
from stepresearch.nodes.state.schema import Source

_WORDS = re.compile(r"[^\W\d_]+|\d+")
_SEPARATE = re.compile(r"[,;，；、]|\band\b")


def successor_of(source_id: str, sources: Mapping[str, Source]) -> str | None:
    """Return the source that replaces another one, as either of them says, None where none was read."""
    source = sources[source_id]
    for other_id, other in sources.items():
        if other_id == source_id or other.get("status") != "read":
            continue
        if _names(source.get("superseded_by", ""), other, source) or _names(
            other.get("replaces", ""), source, other
        ):
            return other_id
    return None


def told_standing(source_id: str, sources: Mapping[str, Source], language: str) -> str:
    """Return in words what a source says of its force, with the title of what replaces it; empty where it is in force."""
    source = sources[source_id]
    newer = successor_of(source_id, sources)
    standing = source.get("standing") or ("superseded" if newer else "")
    if newer and standing == "superseded":
        return label(language, "standing_superseded_by", other=sources[newer]["title"])
    return label(language, f"standing_{standing}") if standing else ""


def _names(reference: str, named: Source, naming: Source) -> bool:
    """Return whether a reference names a source: by its title, by its file's name, or by its number in the same series."""
    return any(
        _is_named(part.strip(), named, naming)
        for part in [reference, *_SEPARATE.split(reference)]
        if part.strip()
    )


def _is_named(reference: str, named: Source, naming: Source) -> bool:
    words = _words(reference)
    title, stem = _words(named.get("title", "")), _words(_stem(named["url"]))
    if not words:
        return False
    if words in (title, stem) or (len(words) >= 2 and _is_within(words, title)):
        return True
    # "489" in the field of pep-0399 is pep-0489
    series = [word for word in _words(_stem(naming["url"])) if not word.isdecimal()]
    return len(words) == 1 and words[0].isdecimal() and bool(series) and stem == [*series, *words]


def _is_within(words: list[str], others: list[str]) -> bool:
    return any(others[start : start + len(words)] == words for start in range(len(others) - len(words) + 1))


def _words(text: str) -> list[str]:
    return [word.lstrip("0") or "0" for word in _WORDS.findall(text.casefold())]


def _stem(url: str) -> str:
    name = unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2])
    return name.rpartition(".")[0] or name
