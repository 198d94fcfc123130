from stepresearch.evals.blocked import without_blocked
from stepresearch.evals.judger.quotation import find_quotation
from stepresearch.evals.judger.verdicts import Judgement, Verdict

BLOCKED = ["https://mdpi.example/1529"]
REPORT = (
    "Land sales reached 8.71 trillion yuan in 2021 [1](https://www.mdpi.example/1529/).\n\n"
    "Tax sharing began in 1994 [1](https://www.mdpi.example/1529/) [2](https://gov.example/tax).\n\n"
    "Prices rose by half within ten years.\n"
)


def judged(quotation: str) -> Judgement:
    found = find_quotation(quotation, REPORT)
    assert found
    return Judgement("c", Verdict.FULL, evidence=(found,), reason="It says so.")


def test_what_cites_a_blocked_source_alone_counts_for_nothing_and_says_so() -> None:
    (one,) = without_blocked([judged("Land sales reached 8.71 trillion yuan in 2021")], REPORT, BLOCKED)
    assert (one.verdict, one.is_blocked) == (Verdict.NONE, True)
    assert "blocked source" in one.reason


def test_what_another_source_says_too_or_nobody_is_cited_for_still_counts() -> None:
    kept = [judged("Tax sharing began in 1994"), judged("Prices rose by half within ten years.")]
    assert without_blocked(kept, REPORT, BLOCKED) == kept


def test_what_was_not_met_is_not_blocked() -> None:
    none = Judgement("c", Verdict.NONE)
    assert without_blocked([none], REPORT, BLOCKED) == [none]
