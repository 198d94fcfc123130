"""The tripwire of check: figures and dates of a sentence against its passages and the heads of their sources."""

import pytest

from stepresearch.nodes.checking.rules import draft_check

MINUTES = ("Minutes of the meeting of 23 June 2026", "2026-06-23")


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("The Fund was asked on 19 June 2026.", "Mr Hask said that the Fund had been asked on 19 June."),
        (
            "By the end of March 2026 it had cost €47.9 million.",
            "By the end of March it had cost €47.9 million.",
        ),
        ("In June 2026 the Council deferred the decision.", "The decision was deferred."),
    ],
)
def test_a_date_may_take_its_year_from_the_head_of_the_source(sentence: str, passage: str) -> None:
    assert draft_check(sentence, [passage]).verdict == "not_found"
    assert draft_check(sentence, [passage], MINUTES).verdict == "supported"


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("The Fund was asked on 19 June 2025.", "Mr Hask said that the Fund had been asked on 19 June."),
        ("It had cost €47.9 million by August 2026.", "By the end of March it had cost €47.9 million."),
    ],
)
def test_a_date_that_neither_passage_nor_head_gives_is_not_found(sentence: str, passage: str) -> None:
    assert draft_check(sentence, [passage], MINUTES).verdict == "not_found"


def test_a_figure_of_the_title_alone_does_not_support_a_sentence() -> None:
    verdict = draft_check(
        "It saved 1.9 million litres.", ["It saved fuel."], ["Ferry saves 1.9 million litres"]
    )
    assert verdict.verdict == "not_found"


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("Two hulls cost €22.7 million.", "€ million\nTwo hulls, with variations\n22.7\nBatteries\n9.6"),
        ("Passengers were 612,000.", "The crossing had 612,000 passengers."),
    ],
)
def test_a_number_may_stand_apart_from_its_unit(sentence: str, passage: str) -> None:
    assert draft_check(sentence, [passage]).verdict == "supported"


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("It saved 1.9 million litres.", "It displaced 1.19 million litres."),
        ("It cost €22.7 million.", "It is 22.7 km long and cost € 5 million."),
    ],
)
def test_the_number_of_another_measure_does_not_support_a_sentence(sentence: str, passage: str) -> None:
    assert draft_check(sentence, [passage]).verdict == "not_found"


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("It cost 99 million euros, “a fair price for all of us”.", "not_found"),
        ("It cost 41 million euros, “a fair price for all of us”.", "supported"),
        ("“A price that nobody ever named” was 41 million euros.", "not_found"),
    ],
)
def test_a_quotation_does_not_vouch_for_the_figure_beside_it(sentence: str, verdict: str) -> None:
    passage = "The bridge cost 41 million euros, a fair price for all of us."
    assert draft_check(sentence, [passage]).verdict == verdict


@pytest.mark.parametrize(
    "passage", ["The bridge cost 412 million euros.", "The bridge cost 41.5 million euros."]
)
def test_a_sentence_that_ends_within_a_figure_of_the_passage_does_not_stand_in_it(passage: str) -> None:
    assert draft_check("The bridge cost 41.", [passage]).verdict == "not_found"


def test_a_name_may_be_taken_from_the_question_or_the_site() -> None:
    sentence, passage = (
        "The Quiet Crossing cost 41 million euros, says Norr Daily.",
        "It cost 41 million euros.",
    )
    assert draft_check(sentence, [passage]).verdict == "not_found"
    naming = ["What did the Quiet Crossing cost?", "Norr Daily"]
    assert draft_check(sentence, [passage], naming=naming).verdict == "supported"


def test_a_passage_that_denies_a_sentence_stops_it_and_is_not_called_a_contradiction() -> None:
    passage = "It was May. The Council has not approved the revised budget."
    verdict = draft_check("The Council approved the revised budget.", [passage])
    assert (verdict.verdict, verdict.quote) == (
        "not_found",
        "The Council has not approved the revised budget.",
    )


def test_a_date_may_be_taken_from_another_passage_of_the_source_and_a_figure_may_not() -> None:
    passage, beside = "The €4.7 million are still to come.", ["By 31 March 2026 it had cost €47.9 million."]
    dated = "After 31 March 2026 €4.7 million are still to come."
    assert draft_check(dated, [passage]).verdict == "not_found"
    assert draft_check(dated, [passage], beside=beside).verdict == "supported"
    assert draft_check("It had cost €47.9 million.", [passage], beside=beside).verdict == "not_found"


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        (
            r"The option idle\_timeout\_s “closes a quiet connection after 30 seconds”.",
            "idle_timeout_s closes a quiet connection after 30 seconds.",
        ),
        (r"The file says “the value of cache\_dir is read once”.", "The value of cache_dir is read once."),
        (r"It is “measured in \[m\] and \*not\* in feet”.", "It is measured in [m] and *not* in feet."),
        ("He said “it was a ‘quiet’ year for us all”.", "“It was a “quiet” year for us all,” he said."),
        (
            'He called it "the firm\'s longest – and dearest – delay".',
            "It was the firm’s longest — and dearest — delay.",
        ),
        ("The letter speaks of “an effective and final refusal”.", "an e\ufb00ective and \ufb01nal refusal"),
        ("The note says “the work is fin\u00adished on time”.", "The work is finished on time."),
        (
            "The board “approved the budget … after a long debate”.",
            "The board approved the budget for 2026 after a long debate.",
        ),
        ("The board said “[the ferry] was never late in winter”.", "The vessel was never late in winter."),
        ("报告称“该项目已按期完成，并投入使用”。", "该项目已按期完成， 并投入使用。"),
        ("通知写道「全部設備ＡＢＣ已經驗收」。", "全部設備ABC已經驗收。"),
        (
            "Der Bericht nennt „eine Verzögerung von vielen Monaten“.",
            "Es war eine Verzögerung von vielen Monaten.",
        ),
        ("Le rapport évoque « un retard de plusieurs mois ».", "Il y eut un retard de plusieurs\u00a0mois."),
        ("Mr Hask’s “wait-and-see approach to it” failed.", "Mr Hask had a wait‑and‑see approach to it."),
    ],
)
def test_a_quotation_is_held_however_it_is_typeset(sentence: str, passage: str) -> None:
    assert draft_check(sentence, [passage], naming=[sentence]).verdict == "supported"


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("It says “the value is read twice a day”.", "The value is read once a day."),
        ("It says “the work … was finished before summer”.", "It was finished before summer, the work."),
        ("It says “the work cost them about 41”.", "The work cost them about 412."),
        ("报告称“该项目已按期完成并投产”。", "该项目尚未按期完成。"),
    ],
)
def test_a_quotation_with_other_words_is_stopped(sentence: str, passage: str) -> None:
    assert draft_check(sentence, [passage]).verdict == "not_found"


def test_what_stands_between_two_short_quotations_is_not_quoted() -> None:
    passage = 'The "old" ship is now called the "new" one.'
    assert draft_check('The "old" ship has by now become the "new" one.', [passage]).verdict == "supported"


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("The ship is something other than a Danish Navy vessel.", "The ship is a Finnish tug."),
        ("She was born outside of Merrowick.", "She was born in Norr."),
        ("Er wurde nicht in Altmoor geboren.", "Er wurde in Norr geboren."),
    ],
)
def test_a_name_that_a_sentence_denies_need_not_stand_in_the_passage(sentence: str, passage: str) -> None:
    assert draft_check(sentence, [passage]).verdict == "supported"
