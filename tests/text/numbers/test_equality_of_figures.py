"""Which figures can be one, told twice: equal values, rounding where one is written less exactly, and bounds that hold."""

import pytest

from stepresearch.text.numbers.equality import borne_out, quantities_agree, same_dimension
from stepresearch.text.numbers.quantities import quantities


def agree(a: str, b: str) -> bool:
    [first], [second] = quantities(a), quantities(b)
    return same_dimension(first, second) and quantities_agree(first, second)


def held(told: str, given: str) -> bool:
    [quantity] = quantities(told)
    return borne_out(quantity, quantities(given))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The collapse killed 11 people.", "The collapse killed 12 people."),
        ("The co-operative runs 5 mills.", "The co-operative runs 6 mills."),
        ("Inflation was 3.6 percent.", "Inflation was 3.7 percent."),
        ("The repair cost 48 million crowns.", "The repair cost 47 million crowns."),
        ("It counted 2,310,408 trips.", "It counted 2,310,409 trips."),
        ("It carried 471 thousand passengers.", "It carried 474 thousand passengers."),
        ("Die Stadt hat 31.400 Einwohner.", "Die Stadt hat 31.500 Einwohner."),
        ("La ville compte 84 200 habitants.", "La ville compte 84 300 habitants."),
        ("Le pont a coûté 7 millions d'euros.", "Le pont a coûté 7 milliards d'euros."),
        ("Die Brücke kostete 2 Millionen Euro.", "Die Brücke kostete 2 Milliarden Euro."),
        ("Мост стоил 5 миллионов рублей.", "Мост стоил 5 миллиардов рублей."),
        ("工事費は62億3000万円だった。", "工事費は62億4000万円だった。"),
        ("सड़क पर 18 करोड़ रुपये खर्च हुए।", "सड़क पर 19 करोड़ रुपये खर्च हुए।"),
        ("火灾造成9人死亡。", "火灾造成8人死亡。"),
        ("El puente costó 3,5 millones de euros.", "El puente costó 3,6 millones de euros."),
        ("The gain was 3.2 %.", "The gain was -3.2 %."),
        ("Rents rose 20-25 %.", "Rents rose 25-30 %."),
        ("More than 100,000 people came.", "90,000 people came."),
        ("Up to 300 houses burned.", "340 houses burned."),
        ("655 thousand people", "650 thousand people"),
    ],
)
def test_figures_that_differ_do_not_agree(a: str, b: str) -> None:
    assert not agree(a, b)
    assert not agree(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("About 1.2 million trips.", "1,204,511 trips."),
        ("1.2 million people", "1,204,511 people"),
        ("645 thousand people", "650 thousand people"),
        ("41億5000万円", "4150000000円"),
        ("Die Brücke kostete 1.234.567,89 Euro.", "It cost 1,234,567.89 euros."),
        ("12 500 euros", "12,500 euros"),
        ("Mehr als 100.000 Menschen kamen.", "258,000 people came."),
        ("超过5000人报名。", "5,812 people signed up."),
        ("At least 12 people", "14 people"),
        ("Fewer than 50 people", "43 people"),
        ("二十一名教师", "21人"),
        ("Exports doubled.", "出口翻了一番。"),
        ("Two thirds of the farms", "66.7 percent"),
        ("47 crore rupees", "470 million rupees"),
        ("Rents rose 20-25 %.", "Rents rose 22 %."),
    ],
)
def test_figures_that_can_be_one_agree(a: str, b: str) -> None:
    assert agree(a, b)
    assert agree(b, a)


@pytest.mark.parametrize(
    ("told", "given"),
    [
        ("More than 100,000 people came.", "258,000 people came."),
        ("More than 100,000 people came.", "More than 100,000 people came."),
        ("At least 40 people died.", "42 people died."),
        ("Up to 300 people work there.", "280 people work there."),
        ("不足30%的家庭有电。", "28%的家庭有电。"),
        ("Some 1.2 million trips were made.", "1,204,511 trips were made."),
        ("Net profit fell 59.6 %.", "| Net profit | 486 | -59.6 % |"),
    ],
)
def test_a_bound_is_borne_out_by_what_it_holds_for(told: str, given: str) -> None:
    assert held(told, given)


@pytest.mark.parametrize(
    ("told", "given"),
    [
        ("More than 100,000 people came.", "90,000 people came."),
        ("258,000 people came.", "More than 100,000 people came."),
        ("Up to 300 people work there.", "340 people work there."),
        ("1,204,512 trips were made.", "1,204,511 trips were made."),
        ("It killed 8 people.", "It killed 7 people."),
        ("It fell 3.2 %.", "It changed by -4.2 %."),
    ],
)
def test_a_bound_or_figure_is_not_borne_out_by_another(told: str, given: str) -> None:
    assert not held(told, given)
