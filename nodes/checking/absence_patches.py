"""Wrong statements that something was not found, replaced in the texts by what the passages say, and put back where that fails."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from stepresearch.nodes.checking.batches import cited_sentences
from stepresearch.nodes.checking.judge import Judge
from stepresearch.nodes.citations.marks import bare, without_marks
from stepresearch.nodes.state.schema import AbsenceCheck, SectionPlan
from stepresearch.text.language.sentences import split_sentences
from stepresearch.text.language.words import terms


@dataclass(frozen=True, slots=True)
class Replaced:
    """A statement that was replaced: its key, the text it is in, what stood there and what stands there now."""

    key: str
    section_id: str
    before: str
    after: str


def replaced_in(
    texts: Mapping[str, str], absences: Mapping[str, AbsenceCheck], outline: Sequence[SectionPlan]
) -> tuple[dict[str, str], list[Replaced]]:
    """Return the texts with what takes the place of wrong statements, and what was replaced.

    A sentence is replaced wherever it stands. A line of what was not found has no place in the texts: what answers it is
    added to the section that shares most with it.
    """
    changed, done = dict(texts), list[Replaced]()
    for key, one in absences.items():
        if one["verdict"] != "wrong":
            continue
        if one["section_id"]:
            places = [(section_id, _raw(text, one["text"])) for section_id, text in changed.items()]
        else:
            places = [(_nearest(one, changed, outline), "")]
        for section_id, found in places:
            if found:
                changed[section_id] = changed[section_id].replace(found, one["instead"], 1)
                done.append(Replaced(key, section_id, found, one["instead"]))
            elif not one["section_id"] and section_id:
                instead = _added(changed[section_id], one["instead"])
                changed[section_id] += instead
                done.append(Replaced(key, section_id, "", instead))
    return changed, done


def statements_replaced(replaced: Iterable[Replaced], absences: Mapping[str, AbsenceCheck]) -> dict[str, str]:
    """Return the statements that sentences took the place of, by the words of these as `bare` leaves them."""
    return {
        bare(sentence["text"]): absences[one.key]["text"]
        for one in replaced
        for sentence in cited_sentences(one.section_id, one.after)
    }


def put_back(
    texts: Mapping[str, str], replaced: Iterable[Replaced], judge: Judge
) -> tuple[dict[str, str], set[str]]:
    """Return the texts with statements back whose replacement was read and does not hold, and their keys."""
    changed, kept = dict(texts), set[str]()
    for one in replaced:
        checks = [judge.known(sentence) for sentence in cited_sentences(one.section_id, one.after)]
        if any(check and check["verdict"] in ("not_found", "contradicted") for check in checks):
            changed[one.section_id] = changed[one.section_id].replace(one.after, one.before, 1).rstrip()
            kept.add(one.key)
    return changed, kept


def _raw(text: str, words: str) -> str:
    """A sentence as it stands in a text, with its citations; empty where it does not."""
    for line in text.splitlines():
        for span in split_sentences(line):
            piece = line[span.start : span.end]
            if without_marks(piece) == words:
                return piece
    return ""


def _added(text: str, sentence: str) -> str:
    """A sentence as it is added behind a text: in its last paragraph, or below a list, and below what a rule quoted."""
    last = text.rstrip().rpartition("\n")[2]
    if last.lstrip().startswith(("- ", "* ", "|", "*")):
        return f"\n\n- {sentence}" if sentence.startswith("“") else f"\n\n{sentence}"
    return sentence if last.endswith(("。", "！", "？")) else f" {sentence}"


def _nearest(one: AbsenceCheck, texts: Mapping[str, str], outline: Sequence[SectionPlan]) -> str:
    """The section whose heading, question and text share most words with a line and its answer."""
    wanted = frozenset(terms(f"{one['text']} {without_marks(one['instead'])}"))

    def shared(plan: SectionPlan) -> tuple[int, int]:
        headed = frozenset(terms(f"{plan['title']} {plan.get('question', '')}"))
        return len(wanted & headed), len(wanted & frozenset(terms(texts[plan["section_id"]])))

    own = [plan for plan in outline if plan["section_id"] in texts]
    return max(own, key=shared)["section_id"] if own else ""
