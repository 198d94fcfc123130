"""What a report file shows of a run."""

import copy
import re
from string import Template

import pytest
from doubles.finished import newer, written

from stepresearch.app.report.html_report import html_of
from stepresearch.app.report.overview import NARROW, WIDE, Frame, overview, shortened
from stepresearch.app.report.telling import about, verification
from stepresearch.app.report.view import view_of
from stepresearch.app.report.words import SIGNS, WORDS
from stepresearch.graph.result import ResearchResult
from stepresearch.nodes.locale.labels import LABELS
from stepresearch.nodes.rendering.markdown import render
from stepresearch.nodes.rendering.verdicts import RANK
from stepresearch.tools.web.authority import TOLD


def test_the_verification_line_counts_what_the_evidence_says(result: ResearchResult) -> None:
    view = view_of(result)
    told = " · ".join(text for _kind, text in verification(view))
    assert told.startswith(f"{view.counts.cited} cited sentences · {view.counts.supported} supported")
    assert "3 sources in 3 independent groups" in told
    assert view.counts.cited == view.counts.supported + view.counts.partly + view.counts.marked


def test_a_sentence_with_two_citations_is_counted_once(result: ResearchResult) -> None:
    view = view_of(written(result, "It is long [S1.1] and wide [S2.1]."))
    assert (view.counts.cited, len(view.evidence)) == (1, 2)


def test_every_face_of_a_report_counts_the_same_sentences_as_resting_on_disputed_claims(
    result: ResearchResult,
) -> None:
    text = "It cost 48 million euros [S3.1]. It is long [S1.1]. It carries 12,000 cars [S1.1]."
    told = written(result, text)
    told.state["checks"] = {}
    view = view_of(told)
    assert view.counts.contested == 1
    assert [one.sentence for one in view.evidence if one.disputed] == ["It cost 48 million euros."]
    assert "on disputed claims: 1;" in render(told.state)["markdown"]
    assert "1 resting on disputed claims" in html_of(view)


def test_sources_of_the_table_alone_are_listed_and_not_counted(result: ResearchResult) -> None:
    mended = written(result, "It is long [S1.1].")
    mended.state["ledger"]["disagreements"] = []
    view = view_of(mended)
    assert (len(view.cited), view.counts.sources, view.counts.groups) == (3, 1, 1)


def test_doubtful_claims_come_before_supported_ones(result: ResearchResult) -> None:
    ranks = [RANK[claim.verdict] for claim in view_of(result).claims]
    assert ranks == sorted(ranks)
    assert ranks[0] == RANK["contested"]


def test_a_disagreement_has_its_sides_with_quotation_and_source(result: ResearchResult) -> None:
    (dispute,) = view_of(result).disputes
    assert len(dispute.sides) == 2
    for side in dispute.sides:
        assert side.value.split()[0] in side.quote
        assert side.quoted_from in side.sources


@pytest.mark.parametrize(
    ("measure", "heading"), [("programme cost", "Programme cost"), ("pH of the water", "pH of the water")]
)
def test_what_is_disputed_begins_with_a_capital(result: ResearchResult, measure: str, heading: str) -> None:
    changed = written(result, "It is long [S1.1].")
    changed.state["ledger"]["disagreements"][0]["measure"] = measure
    assert view_of(changed).disputes[0].measure == heading


def test_a_report_that_found_nothing_quotes_nothing(result: ResearchResult) -> None:
    bare = written(result, "")
    assert view_of(result).written_by
    bare.state.update(sections={}, outline=[])
    assert not view_of(bare).written_by


def test_a_copy_is_told_as_counted_once(result: ResearchResult) -> None:
    state = copy.deepcopy({key: value for key, value in result.state.items() if key != "messages"})
    state["ledger"].update(groups={"G1": ["S1", "S2", "S3"]}, copies={"S2": "S1"})
    view = view_of(ResearchResult(result.run_id, state))
    told = {source.source_id: about(source, view.words)[-1] for source in view.cited}
    assert told["S2"] == f"same text as “{state['sources']['S1']['title']}”, counted once"
    assert told["S3"].startswith("counted as one with")
    assert view.counts.groups == 1


@pytest.mark.parametrize(("language", "told"), [("en", "government"), ("zh", "政府机构")])
def test_what_kind_a_source_is_stands_in_the_html_where_it_is_known(
    result: ResearchResult, language: str, told: str
) -> None:
    state = copy.deepcopy({key: value for key, value in result.state.items() if key != "messages"})
    state["brief"]["language"] = language
    assert f"<li>{told}</li>" not in html_of(view_of(ResearchResult(result.run_id, state)))
    state["sources"]["S1"]["authority"] = "government"
    assert f"<li>{told}</li>" in html_of(view_of(ResearchResult(result.run_id, state)))


def test_every_kind_that_is_told_has_its_words() -> None:
    assert {f"kind_{kind}" for kind in TOLD} == {name for name in LABELS["en"] if name.startswith("kind_")}


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", " javascript:x"])
def test_an_address_that_could_run_is_no_link(result: ResearchResult, url: str) -> None:
    state = copy.deepcopy({key: value for key, value in result.state.items() if key != "messages"})
    for source in state["sources"].values():
        source["url"] = url
    assert {source.url for source in view_of(ResearchResult(result.run_id, state)).cited} == {None}


@pytest.mark.parametrize("frame", [WIDE, NARROW], ids=lambda frame: frame.name)
def test_the_picture_holds_every_key_claim_and_source_within_its_frame(
    result: ResearchResult, frame: Frame
) -> None:
    view = view_of(result)
    picture = overview(view, frame)
    assert picture is not None
    assert sorted(node.label for node in picture.claims) == sorted(claim.claim_id for claim in view.claims)
    assert len(picture.lines) == len(view.claims) + sum(len(claim.sources) for claim in view.claims)
    for node in (*picture.tasks, *picture.claims, *picture.sources):
        assert 0 < node.x < picture.width
        assert 0 < node.y < picture.height


def test_a_label_is_cut_by_its_width() -> None:
    assert shortened("abcdef", 4) == "abcd…"
    assert shortened("渡轮电动化", 4) == "渡轮…"
    assert shortened("abc", 4) == "abc"
    assert shortened("abc", 0) == ""


@pytest.mark.parametrize("told", [WORDS, LABELS], ids=["words", "labels"])
@pytest.mark.parametrize("language", sorted(WORDS))
def test_every_language_has_all_words_with_the_same_values(
    language: str, told: dict[str, dict[str, str]]
) -> None:
    values = {name: set(Template(text).get_identifiers()) for name, text in told[language].items()}
    assert values == {name: set(Template(text).get_identifiers()) for name, text in told["en"].items()}


def test_every_verdict_has_a_sign_of_its_own_among_its_kind() -> None:
    claims = [SIGNS[verdict] for verdict in RANK]
    assert len(set(claims)) == len(claims)
    assert all(re.fullmatch(r"\S", sign) for sign in SIGNS.values())


def test_what_changed_stands_apart_from_what_is_disputed(result: ResearchResult) -> None:
    assert list(view_of(result).differing) == ["disagree"]
    assert list(view_of(newer(result)).differing) == ["changed"]


def test_of_very_many_disputes_some_are_told_and_the_rest_counted(result: ResearchResult) -> None:
    many = written(result, "It is long [S1.1].")
    many.state["ledger"]["disagreements"] *= 1070
    view = view_of(many)
    assert (len(view.differing["disagree"]), view.untold) == (30, {"disagree": 1040})
