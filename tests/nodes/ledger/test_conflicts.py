from stepresearch.nodes.ledger.conflicts import Conflict, in_disputes, value_of
from stepresearch.nodes.ledger.ledger import draft_ledger
from tests.nodes.ledger.test_ledger import FINDINGS, GROUPS

COST = Conflict("F1", "F2", "bridge cost", ("41 million euros", "48 million euros"))


def ids(*conflicts: Conflict) -> list[str]:
    found = {frozenset((one.a, one.b)): one.dispute_id for one in in_disputes(conflicts)}
    return [found[frozenset((one.a, one.b))] for one in conflicts]


def test_one_value_is_one_however_it_is_written() -> None:
    assert value_of("47.9 million euros") == value_of("4790万欧元") == value_of("€47.9 million")


def test_conflicts_over_the_same_two_values_are_one_dispute() -> None:
    assert ids(COST, Conflict("F3", "F4", "", ("48 million euros", "€41 million"))) == ["D1", "D1"]


def test_conflicts_that_share_a_value_of_a_finding_are_one_dispute() -> None:
    assert ids(COST, Conflict("F1", "F3", "", ("41 million euros", "52 million euros"))) == ["D1", "D1"]


def test_two_values_of_one_finding_are_two_disputes() -> None:
    assert ids(COST, Conflict("F1", "F3", "", ("412 m", "398 m"))) == ["D1", "D2"]


def test_what_is_settled_is_no_part_of_what_is_open() -> None:
    settled = Conflict("F1", "F3", "", ("41 million euros", "31 million euros"), "F3", "newer")
    assert ids(COST, settled) == ["D1", "D2"]


def test_a_dispute_keeps_its_id_in_later_rounds() -> None:
    before = draft_ledger(FINDINGS, [], in_disputes([COST]), GROUPS)
    new = Conflict("F3", "F4", "", ("412 m", "398 m"))
    assert [one.dispute_id for one in in_disputes([new, COST], before)] == ["D2", "D1"]


def test_a_dispute_is_called_what_the_model_calls_one_of_its_conflicts() -> None:
    unnamed = Conflict("F1", "F3", "", ("41 million euros", "52 million euros"))
    assert {one.measure for one in in_disputes([unnamed, COST])} == {"bridge cost"}
