import random

import pytest

from stepresearch.evals.reliability.probes import shipped_probes
from stepresearch.evals.reliability.statements import statements
from stepresearch.evals.reliability.tamper import Change, Tampering, tamperings

REPORT = (
    "The ferry Kestrel cost 41.5 million euros in March 2022, and the Norr yard was paid in full [1](https://a.example/x). "
    "An auditor of the Harbour Board attributes two thirds of the overrun to the pier [2](https://b.example/y).\n\n"
    "坝体已于2025年11月完成加高，由原来的62米升至71米，澄源公司承担了全部费用[1](https://a.example/x)。\n"
)
ENGLISH = statements(REPORT, language="en")


def made(change: Change) -> list[Tampering]:
    return tamperings(REPORT, statements(REPORT, language="zh"), dice=random.Random(3), changes=[change])


def test_a_statement_is_plain_without_its_citation() -> None:
    assert ENGLISH[0].plain == (
        "The ferry Kestrel cost 41.5 million euros in March 2022, and the Norr yard was paid in full."
    )
    assert ENGLISH[0].links == ["https://a.example/x"]


@pytest.mark.parametrize(
    ("change", "gone"),
    [
        (Change.FIGURE, ("41.5 million", "62米升至71米")),
        (Change.DATE, ("March 2022", "2025年11月")),
        (Change.UNIT, ("41.5 million",)),
        (Change.NAME, ("Kestrel cost", "Norr yard was", "Harbour Board", "澄源公司")),
        (Change.NEGATION, ("yard was paid", "已于")),
        (Change.CITATION, ("(https://a.example/x)", "(https://b.example/y)")),
    ],
)
def test_each_kind_of_change_changes_what_it_names(change: Change, gone: tuple[str, ...]) -> None:
    changed = made(change)
    assert changed
    for one in changed:
        assert any(words in one.statement.written and words not in one.now for words in gone), one.now


def test_a_cut_statement_is_gone_and_all_else_stands() -> None:
    (one,) = (
        found
        for found in tamperings(REPORT, ENGLISH[:1], dice=random.Random(1), changes=[Change.CUT])
        if found.change is Change.CUT
    )
    assert one.report == REPORT.replace(ENGLISH[0].written, "")


def test_every_tampering_changes_its_statement_and_nothing_around_it() -> None:
    for probe in shipped_probes():
        for one in tamperings(probe.report, probe.statements, dice=random.Random(7)):
            head, tail = probe.report[: one.statement.start], probe.report[one.statement.end :]
            assert one.report == head + one.now + tail
            assert one.now != one.statement.written


def test_the_shipped_probes_give_every_kind_of_change_in_both_languages() -> None:
    for language in ("en", "zh"):
        kinds = {
            one.change
            for probe in shipped_probes()
            if probe.language == language
            for one in tamperings(probe.report, probe.statements, dice=random.Random(7))
        }
        assert kinds == set(Change)
