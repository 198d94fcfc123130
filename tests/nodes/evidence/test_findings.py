from stepresearch.nodes.citations.resolution import resolved
from stepresearch.nodes.evidence.findings import Noted, best_sentence, with_ids
from stepresearch.nodes.state.schema import PassageRecord


def passage(passage_id: str, text: str) -> PassageRecord:
    source_id = passage_id.partition(".")[0]
    return PassageRecord(
        passage_id=passage_id, source_id=source_id, start=0, end=len(text), heading="", text=text
    )


PASSAGES = {
    one["passage_id"]: one
    for one in (
        passage("S1.1", "The bridge opened in 2019. It has two lanes."),
        passage("S1.2", "The bridge cost 41 million euros."),
        passage("S2.1", "The builder was Norr AG."),
    )
}


def noted(claim: str, *passage_ids: str, verbatim: bool = False) -> Noted:
    return Noted("T1", claim, passage_ids, 1.0, verbatim)


def test_an_id_of_a_passage_is_that_passage() -> None:
    assert resolved(["S1.1"], "cost of the bridge", PASSAGES) == (["S1.1"], [])


def test_an_id_of_a_source_is_its_passage_that_says_it() -> None:
    assert resolved(["S1"], "It cost 41 million euros", PASSAGES) == (["S1.2"], [])


def test_ids_that_were_never_shown_are_told_apart() -> None:
    assert resolved(["S9.9", "S2.1", "S1.7", "nonsense", ""], "built", PASSAGES) == (
        ["S2.1"],
        ["S9.9", "S1.7", "nonsense", ""],
    )


def test_one_passage_cited_twice_is_cited_once() -> None:
    assert resolved(["S2.1", "S2", "S2.1"], "Norr", PASSAGES) == (["S2.1"], [])


def test_a_finding_quotes_the_sentence_of_its_first_passage_that_is_closest_to_it() -> None:
    found = with_ids([noted("It opened in the year 2019", "S1.1", "S2.1")], {}, PASSAGES, round_number=2)
    assert found["F1"]["quote"] == "The bridge opened in 2019."
    assert (found["F1"]["round"], found["F1"]["passage_ids"]) == (2, ["S1.1", "S2.1"])


def test_a_claim_that_is_known_is_no_new_finding_and_ids_go_on() -> None:
    known = with_ids([noted("A cost of 41 million", "S1.2")], {}, PASSAGES, round_number=1)
    claims = [noted("A cost of 41 million", "S1.2"), noted("Norr built it", "S2.1")]
    assert list(with_ids(claims, known, PASSAGES, round_number=2)) == ["F2"]


def test_the_closest_sentence_is_a_part_of_the_passage_whatever_the_claim() -> None:
    for claim in ("", "???", "两车道", "lanes"):
        assert best_sentence(claim, PASSAGES["S1.1"]["text"]) in PASSAGES["S1.1"]["text"]


def test_a_claim_of_which_the_passage_says_nothing_has_no_quotation() -> None:
    found = with_ids([noted("大桥已经封闭", "S1.1")], {}, PASSAGES, round_number=1)
    assert found["F1"]["quote"] == ""
