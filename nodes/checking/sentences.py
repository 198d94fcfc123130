"""Sentences held against the passages that they cite, by rules."""

from collections.abc import Mapping

from stepresearch.nodes.checking.rules import Verdict, draft_check
from stepresearch.nodes.state.schema import PassageRecord, Source
from stepresearch.nodes.state.tasks import SentenceToCheck
from stepresearch.nodes.writing.caveat_labels import without_caveats


def judged_by_code(
    sentence: SentenceToCheck,
    passages: Mapping[str, PassageRecord],
    sources: Mapping[str, Source],
    question: str,
) -> Verdict:
    """Return what figures, dates, names and quotations say of a sentence; it may name what the question names."""
    ids = sentence["passage_ids"]
    cited = [passages[passage_id] for passage_id in ids if passage_id in passages]
    heads = {passage["source_id"]: sources[passage["source_id"]] for passage in cited}
    titles = [text for head in heads.values() for text in (head["title"], head.get("published") or "")]
    return draft_check(
        without_caveats(sentence["text"]),
        [passage["text"] for passage in cited],
        [*titles, *(passage["heading"] for passage in cited)],
        [question, *(text for head in heads.values() for text in _naming(head))],
        [
            one["text"]
            for one in passages.values()
            if one["source_id"] in heads and one["passage_id"] not in ids
        ],
    )


def _naming(source: Source) -> tuple[str, ...]:
    """What names a source beside its title."""
    return source["url"], source.get("site") or "", source.get("author") or ""
