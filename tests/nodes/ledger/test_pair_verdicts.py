from stepresearch.nodes.ledger.pair_verdicts import (
    LEAF_STATEMENTS,
    instruction_for,
    judge_groups,
    packed,
    schema_for,
    tells_nothing_apart,
)
from stepresearch.tools.llm.chat_model import Message
from stepresearch.tools.llm.fake import FakeModel
from tests.nodes.ledger.samples import pair, ruling, said

A, B = said(1, "The pier cost 41 million euros.", "2025"), said(2, "The pier cost 48 million euros.")


def answering(*pairs: dict[str, str]) -> FakeModel:
    return FakeModel(answers={"verify": lambda _: {"pairs": list(pairs)}})


TALK = [Message(role="system", content="You research.")]


async def test_the_model_names_pairs_by_the_numbers_of_their_statements() -> None:
    model = answering({"a": "1", "b": "2", "relation": "contradiction", "name": "cost"})
    found = await judge_groups([[[A, B]]], model=model, conversation=TALK, language="en")
    assert [(one.key, given["relation"]) for one, given in found.pairs] == [
        ("S1.1@0/S2.1@0", "contradiction")
    ]
    assert found.asked == [frozenset(("S1.1@0", "S2.1@0"))]


async def test_without_a_model_and_without_groups_nothing_is_asked() -> None:
    assert (await judge_groups([[[A, B]]], model=None, conversation=TALK, language="en")).pairs == []
    assert (await judge_groups([], model=answering(), conversation=TALK, language="en")).usage == ()


async def test_a_leaf_without_a_usable_answer_leaves_its_statements_to_be_asked_about_again() -> None:
    model = FakeModel(failing={"verify"})
    found = await judge_groups([[[A, B]]], model=model, conversation=TALK, language="en")
    assert (found.pairs, found.asked) == ([], [])
    assert "how statements relate" in found.notices[0]["text"]


async def test_two_statements_of_one_source_are_not_related() -> None:
    model = answering({"a": "1", "b": "1", "relation": "contradiction"})
    found = await judge_groups([[[A, B]]], model=model, conversation=TALK, language="en")
    assert found.pairs == []


def test_statements_stand_with_passage_source_and_date_in_the_language_of_the_report() -> None:
    told = instruction_for([[A, B]], "zh")
    assert "1 [S1.1] (Paper 1, 2025): The pier cost 41 million euros." in told
    assert "Chinese" in told


def test_a_group_is_never_cut() -> None:
    groups = [[A] * size for size in (10, 10, 10, 8, 4, 2)]
    leaves = packed(groups)
    assert sorted(len(group) for leaf in leaves for group in leaf) == sorted(map(len, groups))
    assert all(sum(map(len, leaf)) <= LEAF_STATEMENTS for leaf in leaves)


def test_an_answer_can_only_name_statements_that_there_are() -> None:
    assert '"enum": ["1", "2"]' in str(schema_for(2)).replace("'", '"')


def test_contradictions_most_of_which_are_none_are_not_believed() -> None:
    false = [
        (pair(f"The pier cost {n} euros.", f"For {n} euros the pier was built."), ruling("contradiction"))
        for n in range(20, 23)
    ]
    true = [(pair("The pier cost 41 euros.", "The pier cost 48 euros."), ruling("contradiction"))]
    assert tells_nothing_apart([*false, *true])
    assert not tells_nothing_apart([*false[:2], *true * 2])
