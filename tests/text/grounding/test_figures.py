import pytest

from stepresearch.text.grounding.figures import absent_figure


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("It carried 612 thousand travellers.", "612,000 passengers used it."),
        ("It used 4,860 MWh.", "It used 4.86 GWh of electricity."),
        ("The line is 1,224 kilometres long.", "It runs for 761 miles."),
        ("More than 600,000 people came.", "There were 612,000 of them: 612,000 people."),
        (
            "It cost 3 to 5 million euros.",
            "It cost 3 million euros in one year and 5 million euros in another.",
        ),
        ("It cost up to 5 million euros.", "It cost between 3 and 5 million euros."),
        ("Of the three risks two are new.", "The cable is late, the arm is weak, and the fare is high."),
        ("投资98000万元。", "总投资9.8亿元。"),
    ],
)
def test_a_figure_may_be_told_in_another_unit_rounded_or_counted(sentence: str, text: str) -> None:
    assert absent_figure(sentence, [text]) is None


@pytest.mark.parametrize(
    ("sentence", "text", "figure"),
    [
        ("It cost €41.4 million.", "It cost €41 million.", "€41.4 million"),
        ("About 621,000 people came.", "612,000 people came.", "621,000 people"),
        ("It cost 3 to 6 million euros.", "It cost 3 to 5 million euros.", "3 to 6 million euros"),
        ("It ran three ships.", "It ran two ships.", "three ships"),
        ("It came before Article 13 of the treaty.", "It came before Article 12 of the treaty.", "13"),
    ],
)
def test_a_figure_is_not_told_more_exactly_or_otherwise(sentence: str, text: str, figure: str) -> None:
    assert absent_figure(sentence, [text]) == figure


@pytest.mark.parametrize(
    ("sentence", "text", "head"),
    [
        (
            "Repairs of the weir cost 42.3 million crowns.",
            "| Weir | 2020 | 42.3 |",
            "Work | Year | Cost, million crowns",
        ),
        (
            "Repairs of the weir cost 42.3 million crowns.",
            "| Work | Cost (million crowns) |\n| Weir | 42.3 |",
            "",
        ),
        ("本期收入为8,350万元。", "单位：万元\n| 收入 | 8,350 |", ""),
        ("本期收入为8350万元。", "| 收入 | 8,350 |", "利润表（单位：万元）"),
        ("The hull cost €22.7 million.", "€ million\nHull\n22.7", ""),
        ("Revenue was $4,310 million.", "| Revenue | 4,310 |", "Income statement (in millions of dollars)"),
        (
            "Revenue was 4.31 billion dollars.",
            "| Revenue | 4,310 |",
            "Income statement (in millions of dollars)",
        ),
        ("Die Anlage lieferte 96 GWh.", "| Anlage | 96 |", "Erzeugung (GWh)"),
        ("Ventes de 512 millions d'euros.", "| Ventes | 512 |", "Compte (millions d'euros)"),
        ("The fund held GBP 88 thousand.", "| Fund | 88 |", "Balance, GBP '000"),
    ],
)
def test_a_figure_of_a_table_takes_the_unit_of_its_head(sentence: str, text: str, head: str) -> None:
    assert absent_figure(sentence, [text], [head]) is None


@pytest.mark.parametrize(
    ("sentence", "text", "head"),
    [
        (
            "The weir cost 43.2 million crowns.",
            "| Weir | 2020 | 42.3 |",
            "Work | Year | Cost, million crowns",
        ),
        (
            "The weir cost 42.3 billion crowns.",
            "| Weir | 2020 | 42.3 |",
            "Work | Year | Cost, million crowns",
        ),
        ("本期收入为8350亿元。", "单位：万元\n| 收入 | 8,350 |", ""),
    ],
)
def test_a_figure_of_a_table_is_of_no_other_value_or_scale(sentence: str, text: str, head: str) -> None:
    assert absent_figure(sentence, [text], [head]) is not None


def test_a_number_whose_unit_stands_in_the_head_of_its_table_is_given_with_whatever_unit() -> None:
    assert absent_figure("| 2025 | 39.8 |", ["Revenue in 2025: EUR 39.8 million"]) is None
    assert absent_figure("| 2025 | 38.9 |", ["Revenue in 2025: EUR 39.8 million"]) == "38.9"
