import pytest

from stepresearch.nodes.ledger.owner_names import names_owner, one_name_each


def are_joined(*names: str) -> bool:
    return frozenset(names) in one_name_each(names, [])


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Norr Yard Ltd", "NORR YARD"),
        ("Norr Yard S.A.", "Norr Yard Co., Ltd."),
        ("Orla Mills GmbH", "orla mills"),
        ("Norr Yard Ltd — Fleet manager", "Sales department, Norr Yard Ltd"),
        ("Jane Clerk, Norr Yard Ltd", "Tom Smith | Norr Yard plc"),
        ("Norr Yard", "Norr Yard Shipbuilding"),
        ("Ashford County: Health Department", "Ashford County Council"),
        ("NorrYard", "Norr Yard Ltd"),
        ("诺尔造船集团股份有限公司", "诺尔造船有限公司财务部"),
    ],
)
def test_one_name_is_one_owner_however_it_is_written(a: str, b: str) -> None:
    assert are_joined(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Kestrelmoor Logistics", "Kestrel Moor Haulage"),
        ("Kestrelmoor Logistics Ltd", "Kestrelmoor Haulage Ltd"),
        ("County A", "County B"),
        ("Health Department, County A", "Health Department, County B"),
        ("County of Ashford Finance Department", "County of Brenlow Finance Department"),
        ("Orla Mills, Dublin", "Norr Yard, Dublin"),
        ("Orla Mills, Dublin", "Dublin"),
        ("Harbour Board", "Norr Harbour Board"),
        ("Ltd", "Norr Yard Ltd"),
        ("甲县财政局", "乙县财政局"),
        ("Port District 4", "Port District 9"),
    ],
)
def test_names_that_differ_in_a_telling_word_stay_two_owners(a: str, b: str) -> None:
    assert one_name_each([a, b], []) == []


def test_a_short_name_that_may_be_of_two_owners_joins_neither() -> None:
    assert one_name_each(["Norr", "Norr Shipping", "Norr Insurance"], []) == []


def test_a_name_that_holds_two_parties_joins_neither() -> None:
    assert one_name_each(["Orla Mills plc and Norr Yard Ltd", "Orla Mills", "Norr Yard"], []) == []


def test_a_domain_with_the_name_for_its_label_is_of_that_owner() -> None:
    joined = one_name_each(
        ["Norr Yard Ltd", "Orla Mills"], ["norr-yard.example", "norryard.co.uk", "norr.example"]
    )
    assert joined == [frozenset({"Norr Yard Ltd", "norr-yard.example", "norryard.co.uk"})]


@pytest.mark.parametrize("name", ["the finance director's office", "Investor Relations", "Annual report"])
def test_a_department_names_no_owner(name: str) -> None:
    assert not names_owner(name)
