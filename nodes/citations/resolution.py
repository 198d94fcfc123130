"""Citations resolved to stored passages; invented ones removed."""

import re
from collections.abc import Mapping, Sequence

from stepresearch.nodes.citations.marks import before_stops, cited_ids, replace_marks, without_marks
from stepresearch.nodes.citations.sentence_removal import cut
from stepresearch.nodes.state.schema import Notice, PassageRecord
from stepresearch.text.language.markdown import without_links
from stepresearch.text.language.words import terms

_HEADING = re.compile(r"^#{1,6}\s+", re.MULTILINE)
_OWN_TARGET = re.compile(r"(?<=\])\((?:https?://|www\.|#)[^()\s]*\)")
"""The address that a model gives to a citation of its own, as in `[S3.2](https://…)`."""


def without_invented(text: str, passages: Mapping[str, PassageRecord]) -> tuple[str, list[str]]:
    """Return a text without the sentences that cite, and of whose citations none was shown, and these, with their ids."""
    invented: list[str] = []

    def is_invented(sentence: str) -> bool:
        ids = cited_ids(sentence)
        found, _ = resolved(ids, without_marks(sentence), passages)
        invented.extend([sentence] if ids and not found else [])
        return bool(ids) and not found

    return cut(before_stops(_OWN_TARGET.sub("", text)), is_invented), invented


def cited_text(text: str, passages: Mapping[str, PassageRecord]) -> tuple[str, list[str]]:
    """Return a model's text with citations as ids of passages and without links of its own, and the unknown ids."""
    unknown: list[str] = []

    def passage_marks(ids: list[str], words: str) -> str:
        found, missing = resolved(ids, words.rsplit("\n", 1)[-1], passages)
        unknown.extend(missing)
        return f" [{', '.join(found)}]" if found else ""

    own = before_stops(_OWN_TARGET.sub("", text))
    return replace_marks(own, passage_marks, plain=without_links).strip(), list(dict.fromkeys(unknown))


def dropped(unknown: list[str], where: str) -> Notice:
    """Return the notice that citations were dropped."""
    told = f"Citations of {', '.join(unknown)} in “{where}” name nothing that was shown; dropped."
    return Notice(node="assemble", kind="citation", text=told)


def without_title(text: str, title: str) -> str:
    """Return a section without a heading that repeats its title; other headings go below those of the report."""
    first, _, rest = text.strip().partition("\n")
    if first.startswith("#") or first.strip("*: ").casefold() == title.casefold():
        text = rest
    return _HEADING.sub("### ", text.strip())


def resolved(
    ids: Sequence[str], claim: str, passages: Mapping[str, PassageRecord]
) -> tuple[list[str], list[str]]:
    """Return the passages that cited ids mean, and the ids that mean none.

    `S3.2` is a passage, in brackets too. A mere `S3` means the passage of that source that has most of the claim's figures, and among
    those the one that shares most with it.
    """
    wanted = frozenset(terms(claim))
    figures = frozenset(term for term in wanted if term[0].isdecimal())

    def fit(passage_id: str) -> tuple[int, int]:
        own = frozenset(terms(passages[passage_id]["text"]))
        return len(figures & own), len(wanted & own)

    found: list[str] = []
    unknown: list[str] = []
    for one in (cited.strip("[]【】() ") for cited in ids):
        own = [one] if one in passages else [i for i in passages if i.partition(".")[0] == one]
        if own:
            found.append(max(own, key=fit) if len(own) > 1 else own[0])
        else:
            unknown.append(one)
    return list(dict.fromkeys(found)), unknown
