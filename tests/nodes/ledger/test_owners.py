import pytest

from stepresearch.nodes.ledger.owner_verdicts import judge_owners
from stepresearch.nodes.ledger.owners import owners_of, to_ask_about, without_owner
from stepresearch.nodes.ledger.source_groups import independent_groups, unknown_groups
from stepresearch.nodes.state.schema import Source
from stepresearch.tools.llm.chat_model import Message
from stepresearch.tools.llm.fake import FakeModel


def paper(number: int, **more: str) -> Source:
    source = Source(source_id=f"S{number}", url=f"file:///docs/{number}.md", title=f"Paper {number}")
    source.update(more)  # type: ignore[typeddict-item]  # fields of a source
    return source


@pytest.mark.parametrize(
    "text",
    [
        "Norr Yard\nWrite to office@norr-yard.example for a copy.",
        "Sales of the yard\nPrepared by: Norr Yard Finance",
        "码头月报 来源：诺尔造船厂",
        "NORR YARD\nNotice\n\nNorr Yard has sold a ship.",
    ],
)
def test_a_paper_that_says_whose_it_is_has_an_owner(text: str) -> None:
    assert owners_of(paper(1), text)


@pytest.mark.parametrize(
    "text",
    [
        "The yard sold a ship.",
        "Write to jane@gmail.com.",
        "From: a@norr.com\nTo: b@orla.com\nThe yard sold a ship.",
    ],
)
def test_whose_a_paper_is_that_does_not_say_so_nobody_can_tell(text: str) -> None:
    assert not owners_of(paper(1), text)


def test_papers_with_one_mail_domain_are_one_source() -> None:
    sources = {f"S{n}": paper(n) for n in (1, 2, 3)}
    texts = {"S1": "Mail coo@norr.com", "S2": "Ask cfo@mail.norr.com", "S3": "Ask cfo@orla.com"}
    assert list(independent_groups(sources, texts, []).values()) == [["S1", "S2"], ["S3"]]


def test_a_group_of_which_no_member_says_whose_it_is_is_unknown() -> None:
    sources = {f"S{n}": paper(n) for n in (1, 2)}
    texts = {"S1": "Mail coo@norr.com", "S2": "The yard sold a ship."}
    groups = independent_groups(sources, texts, [])
    assert unknown_groups(groups, without_owner(sources, texts)) == ["G2"]


async def test_the_model_tells_whose_a_paper_is_that_does_not_say_so_once() -> None:
    sources = {"S1": paper(1), "S2": paper(2), "S3": paper(3, owner="")}
    model = FakeModel(answers={"owners": lambda _: {"owners": [{"source_id": "S1", "owner": "Norr Yard"}]}})
    owners, _ = await judge_owners(
        ["S1", "S2", "S3"],
        sources,
        dict.fromkeys(sources, "Ships."),
        model=model,
        conversation=[Message(role="system", content="You research.")],
    )
    assert owners == {"S1": "Norr Yard", "S2": ""}
    assert owners_of({**sources["S1"], "owner": "Norr Yard"}, "Ships.") == {("name", "norr yard")}


def test_an_office_that_prepared_a_paper_is_no_owner_of_its_own() -> None:
    text = "Figures\nPrepared by the finance director's office for the board meeting of 17 March."
    assert without_owner({"S1": paper(1)}, {"S1": text}) == ["S1"]


def test_papers_of_one_owner_are_one_source_whether_a_rule_or_the_model_names_it() -> None:
    sources = {
        "S1": paper(1, owner=""),
        "S2": paper(2, owner="Norr Yard Ltd"),
        "S3": paper(3, owner="Norr Yard"),
        "S4": paper(4, owner="Orla Audit LLP"),
        "S5": {**paper(5), "url": "https://www.norryard.example/prices"},
    }
    texts = {
        "S1": "NORR YARD LTD\nKey figures\n\nNorr Yard Ltd built 12 hulls.",
        "S2": "Prepared by: Fleet manager",
        "S3": "Mail coo@norr.example",
        "S4": "We audited Norr Yard Ltd.",
        "S5": "Prices",
    }
    groups = independent_groups(sources, texts, [])
    assert list(groups.values()) == [["S1", "S2", "S3", "S5"], ["S4"]]


def test_papers_are_asked_about_that_a_rule_gave_an_owner_after_those_without_one() -> None:
    sources = {f"S{n}": paper(n) for n in (1, 2)} | {"S3": {**paper(3), "url": "https://a.example/"}}
    texts = {"S1": "Mail coo@norr.example", "S2": "The yard sold a ship.", "S3": "Ships."}
    assert to_ask_about(sources, texts) == ["S2", "S1"]


def test_one_paper_that_names_its_owner_is_not_asked_about() -> None:
    assert to_ask_about({"S1": paper(1)}, {"S1": "Mail coo@norr.example"}) == []
