from stepresearch.text.claims.claim import analyse


def test_each_figure_keeps_the_words_of_its_own_clause() -> None:
    first, second = analyse("The firm employs 340 people and operates 12 clinics.").figures
    assert "clinic" in second.terms
    assert "clinic" not in first.terms


def test_a_figure_without_words_of_its_own_is_about_the_rest_of_the_sentence() -> None:
    [figure] = analyse("At 24 kilometres, the Fehmarn Belt tunnel is the longest of its kind.").figures
    assert {"fehmarn", "tunnel"} <= figure.terms


def test_an_earlier_value_is_no_figure_of_the_claim() -> None:
    claim = analyse("The reservoir was 38 percent full, down from 71 percent a year before.")
    assert [figure.written for figure in claim.figures] == ["38 percent"]


def test_a_figure_is_for_the_year_of_its_clause() -> None:
    first, second = analyse("Output was 5 million tonnes in 2022, and 7 million tonnes in 2023.").figures
    assert (first.dates, second.dates) == (frozenset({"2022"}), frozenset({"2023"}))


def test_a_base_year_is_not_the_year_of_a_figure() -> None:
    [figure] = analyse("Costs have fallen by 40 percent since 2020.").figures
    assert (figure.dates, figure.change) == (frozenset(), -1)


def test_last_year_is_the_year_before_publication() -> None:
    [figure] = analyse("The plant made 300 units last year.", published="2024-05-01").figures
    assert figure.dates == {"2023"}


def test_who_said_it_is_not_what_the_claim_is_about() -> None:
    claim = analyse("Output in Norway was 5 million tonnes, Statistics Sweden said on Tuesday.")
    assert claim.names == {"norway"}
    assert "statist" not in claim.terms


def test_a_dated_event_is_tied_to_the_verb_before_its_date() -> None:
    opened, closed = analyse("The mill opened in 1911 and closed in 1984.").events
    assert opened.group != closed.group
    assert (opened.iso, closed.iso) == ("1911", "1984")


def test_reports_of_unlike_parts_are_about_unlike_things() -> None:
    first = analyse("Prices for used cars rose 4 percent in April.")
    second = analyse("Prices for new cars rose 1 percent in April.")
    assert (first.parts, second.parts) == ({"used"}, {"new"})


def test_the_label_before_a_colon_names_the_figure_behind_it() -> None:
    figure = analyse("Actual enrolment of the ORION trial: 412 patients.").figures[0]
    assert {"enrol", "patient"} <= figure.terms


def test_a_forecast_that_somebody_published_is_a_thing_and_no_way_of_saying() -> None:
    said = analyse(
        "We have examined the accounts and the forecast that the Trust published in May 2026."
    ).said
    assert "examined the accounts" in said
