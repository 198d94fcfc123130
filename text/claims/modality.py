"""Whether a sentence or a title tells what is planned or expected, not what is."""

import re

_FORECAST = re.compile(
    r"\b(?<!than )(?<!as )(?:project(?:ed|ion|ions|s)(?! of)|forecast(?:s|ed)?|expect(?:ed|s)?|planned|plans|target(?:s|ed)?|"
    r"predict(?:ed|s)|will|would|could|(?-i:may)|might|aims?)\b|预计|预测|预期|计划|目标|规划|有望|将(?!近)",
    re.IGNORECASE,
)
_PLAN = re.compile(
    r"\b(?:strategy|master ?plan|proposal|prospectus|business case|feasibility study)\b|规划|方案|可行性研究|可研",
    re.IGNORECASE,
)


def is_forecast(sentence: str) -> bool:
    """Return whether the sentence tells what is expected or planned, not what is."""
    return _FORECAST.search(sentence) is not None


def is_plan(title: str) -> bool:
    """Return whether a title is that of a plan, which tells what is to be even where it says `is`."""
    return _PLAN.search(title) is not None
