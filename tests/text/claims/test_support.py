import pytest

from stepresearch.text.claims.claim import analyse
from stepresearch.text.claims.support import Support, support

TRUST = "The Kestrel (62 cars, 290 passengers, 4.2 MWh) runs with charging stations of 6 MW and 2.5 MW."
EXACT = "The Sollan Kestrel entered service on 3 March 2025."
VAGUE = "The Sollan Kestrel has been in service since March 2025."


def supported(claim: str, other: str) -> Support:
    return support(analyse(claim), analyse(other))


def test_the_same_figure_of_the_same_thing_supports_a_claim() -> None:
    found = supported("The bridge cost 41 million euros.", "The cost of the bridge was 41 million euros.")
    assert found == Support(frozenset({"41 million euros"}), mainly=True)


def test_a_vaguer_date_confirms_no_more_exact_one_but_is_confirmed_by_it() -> None:
    assert supported(EXACT, VAGUE) == Support()
    assert supported(VAGUE, EXACT) == Support(frozenset({"March 2025"}), mainly=True)


def test_a_claim_with_many_figures_is_not_supported_by_one_of_them() -> None:
    found = supported(TRUST, "The Kestrel carries 290 passengers.")
    assert found.values == {"290 passengers"}
    assert not found.mainly


def test_a_statement_that_gives_another_value_for_one_of_the_figures_does_not_support_the_claim() -> None:
    found = supported(
        "Two ships for 62 cars and 290 passengers each, with batteries of 3.6 MWh a ship.",
        "She carries 62 cars and 290 passengers, and her batteries hold 4.2 MWh.",
    )
    assert "3.6 MWh" not in found.values
    assert not found.mainly


def test_a_statement_that_says_a_value_was_replaced_does_not_confirm_it() -> None:
    found = supported(
        "Each ship needs 3.6 MWh of batteries.", "Each ship has 4.2 MWh of batteries and not the 3.6 MWh."
    )
    assert "3.6 MWh" not in found.values or not found.mainly


@pytest.mark.parametrize("text", ["The council deferred its decision on the ferry programme.", EXACT])
def test_a_statement_supports_itself(text: str) -> None:
    assert supported(text, text).mainly


def test_about_a_round_figure_bears_out_no_exact_one_but_is_borne_out_by_it() -> None:
    exact, vague = "The tram line cost £236.4 million.", "The tram line cost £240 million or so."
    assert not supported(exact, vague).mainly
    assert supported(vague, exact).mainly
