import pytest

from stepresearch.text.numbers.equality import quantities_agree, same_dimension
from stepresearch.text.numbers.quantities import quantities


def agree(a: str, b: str) -> bool:
    [first], [second] = quantities(a), quantities(b)
    return same_dimension(first, second) and quantities_agree(first, second)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("5,812 hectares", "5,800 hectares"),
        ("1,224 kilometres", "761 miles"),
        ("1.4 GW", "1,400 megawatts"),
        ("40 °C", "104 degrees Fahrenheit"),
        ("about 50 billion euros", "51.4 billion euros"),
        ("between 3 and 5 million people", "4.2 million people"),
        ("at least 12 people", "14 people"),
        ("2250万千瓦", "22.5GW"),
        ("14130亿斤", "7065亿公斤"),
    ],
)
def test_one_quantity_told_twice_agrees(a: str, b: str) -> None:
    assert agree(a, b)
    assert agree(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("5,812 hectares", "5,900 hectares"),
        ("54 percent", "57 percent"),
        ("between 3 and 5 million people", "9 million people"),
        ("30 million dollars", "30 million euros"),
        ("at least 12 people", "8 people"),
        ("1200亿元", "1.2万亿元"),
        ("7 people", "8 people"),
        ("4.1 percent", "4.2 percent"),
        ("1,204,511 people", "1,204,512 people"),
    ],
)
def test_different_quantities_do_not_agree(a: str, b: str) -> None:
    assert not agree(a, b)
