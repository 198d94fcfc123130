"""No text makes a regular expression of the project slow: twice the text takes about twice the time.

The one test that asserts a timing: an expression that grows as the square of a text can be told apart by nothing else
that is as short. Its figures are ratios of the least processor times of several tries, and what is over the bound is
measured again before it counts.
"""

import re
from importlib import import_module

import pytest
from doubles.patterns import LONGEST, Used, all_patterns
from doubles.slow_texts import LINEAR, Growth, confirmed, worst_growth


def growth_of(used: Used, longest: int | None = None) -> Growth:
    """Return the least of three measurements, the first one that is linear."""
    growths: list[Growth] = []
    while len(growths) < 3 and not (growths and growths[-1].ratio <= LINEAR):
        growths.append(worst_growth(used, longest))
    return min(growths, key=lambda growth: growth.ratio)


def test_every_expression_takes_time_that_grows_as_the_text() -> None:
    found = {place: growth_of(used, LONGEST.get(place)) for place, used in all_patterns().items()}

    assert len(found) > 500
    doubtful = {place: growth for place, growth in found.items() if growth.ratio > LINEAR}
    again = {place: confirmed(all_patterns()[place], growth) for place, growth in doubtful.items()}
    assert {place: growth for place, growth in again.items() if growth.ratio > LINEAR} == {}


@pytest.mark.parametrize("place", LONGEST)
def test_each_expression_with_a_bound_is_one_of_the_project(place: str) -> None:
    module, _, name = place.removesuffix("[0]").rpartition(".")
    assert isinstance(getattr(import_module(module), name), re.Pattern)


@pytest.mark.parametrize(
    "expression",
    [
        r"\s+$",
        r"\s*\n\s*x",
        r".*.*x",
        r"(?:\w+\.)+\w+",
        r"<!--.*?-->",
        r"\d+(?:,\d+)*x",
        r"(\*\*\*|\*\*|__)(?=\S)([^\n]*?\S)\1",
        r"(?:\s|\n)*x",
    ],
)
def test_an_expression_that_grows_as_the_square_of_the_text_is_found(expression: str) -> None:
    assert worst_growth(Used(re.compile(expression, re.DOTALL))).ratio > LINEAR


@pytest.mark.parametrize("expression", [r"(a+)+$", r"(a|a)*b", r"(\w+\s?)*$"])
def test_an_expression_that_doubles_with_each_letter_is_found(expression: str) -> None:
    assert worst_growth(Used(re.compile(expression))).ratio == float("inf")


@pytest.mark.parametrize(
    "expression", [r"(?<!\s)\s+$", r"\b\w+\b", r"\d{1,3}(?:,\d{3})*", r"<!--.*?(?:-->|\Z)"]
)
def test_a_linear_expression_passes(expression: str) -> None:
    assert growth_of(Used(re.compile(expression, re.DOTALL))).ratio <= LINEAR


def test_an_expression_is_measured_by_the_method_that_the_code_calls() -> None:
    anchored = re.compile(r"\s*x")

    assert worst_growth(Used(anchored)).ratio > LINEAR
    assert growth_of(Used(anchored, "match")).ratio <= LINEAR
