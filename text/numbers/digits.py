"""The value of a number in digits, whichever way its thousands are grouped and its decimals are set off."""

import re
from decimal import Decimal

NUMBER_PATTERN = r"\d{1,3}(?: \d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,'，]\d+)*"
_SEPARATOR = re.compile(r"[.,' ，]")
_MOST_DIGITS = 40


def number_value(written: str, *, decimal_comma: bool) -> Decimal | None:
    """Return the value of a number that NUMBER_PATTERN matched, None where it is a version, a list or the like.

    Args:
        written: Digits with separators, all in ASCII but for a Chinese comma.
        decimal_comma: How the language writes decimals, which decides only for one separator before three digits.
    """
    if len(written) > _MOST_DIGITS:
        return None
    marks = _SEPARATOR.findall(written)
    groups = _SEPARATOR.split(written)
    if not marks:
        return Decimal(written)
    if len(set(marks)) > 1 and marks[-1] not in marks[:-1] and marks[-1] in ".,":
        whole = _grouped(groups[:-1])
        return None if whole is None else Decimal(f"{whole}.{groups[-1]}")
    if len(marks) > 1 or marks[0] not in ".,":
        whole = _grouped(groups) if len(set(marks)) == 1 else None
        return None if whole is None else Decimal(whole)
    if _is_decimal(groups[0], marks[0], groups[1], "," if decimal_comma else "."):
        return Decimal(".".join(groups))
    return Decimal("".join(groups))


def _is_decimal(whole: str, mark: str, rest: str, decimal_mark: str) -> bool:
    if len(rest) != 3 or len(whole) > 3 or whole.startswith("0"):
        return True
    return mark == decimal_mark


def _grouped(groups: list[str]) -> str | None:
    """Join groups of three, or of two before the last three as in India."""
    head, *rest = groups
    if not rest:
        return head
    inner = {len(group) for group in rest[:-1]}
    if len(rest[-1]) != 3 or len(head) > 3 or not (inner <= {3} or (inner <= {2} and len(head) < 3)):
        return None
    return "".join(groups)
