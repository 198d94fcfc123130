"""Figures and dates in twenty and more languages, with what is right.

Expressions that Babel's own formatters write from random values, and sentences written by hand before the readers were.
"""

import random
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

from babel.dates import format_date, format_skeleton
from babel.numbers import format_compact_decimal, format_currency, format_decimal, format_percent

from stepresearch.text.numbers.dates import dates
from stepresearch.text.numbers.quantities import Quantity, quantities

FRAMES = {
    "en": "The report of the agency says that it was {} in the end.",
    "zh": "根据该机构的报告，最后的结果是{}。",
    "hi": "एजेंसी की रिपोर्ट के अनुसार यह {} था।",
    "es": "Según el informe de la agencia fue de {} al final.",
    "ar": "وفقا لتقرير الوكالة كان ذلك {} في النهاية.",
    "fr": "Selon le rapport de l'agence, c'était {} à la fin.",
    "bn": "সংস্থার প্রতিবেদন অনুযায়ী এটি ছিল {} শেষে।",
    "pt": "Segundo o relatório da agência, foi de {} no final.",
    "ru": "По отчёту агентства, в итоге это было {} на конец периода.",
    "id": "Menurut laporan dari badan itu, hasilnya adalah {} pada akhirnya.",
    "ur": "ادارے کی رپورٹ کے مطابق یہ {} ہے۔",
    "de": "Nach dem Bericht der Behörde war es am Ende {} und nicht mehr.",
    "ja": "機関の報告によると、それは{}でした。",
    "sw": "Kwa mujibu wa ripoti ya shirika ilikuwa {} na zaidi ya hapo.",
    "mr": "संस्थेच्या अहवालानुसार ते {} होते.",
    "vi": "Theo báo cáo của cơ quan, kết quả là {} vào lúc đó.",
    "te": "సంస్థ నివేదిక ప్రకారం ఇది {} అయింది.",
    "ha": "Rahoton hukumar ya ce shi ne {} a ƙarshe.",
    "tr": "Kurumun raporuna göre bu {} olarak bulundu ve bitti.",
    "ta": "நிறுவனத்தின் அறிக்கையின்படி இது {} ஆகும்.",
    "it": "Secondo il rapporto dell'agenzia era di {} alla fine.",
    "pl": "Według raportu agencji było to {} na koniec.",
    "nl": "Volgens het rapport van de dienst was het {} aan het eind.",
    "ko": "기관의 보고서에 따르면 그것은 {} 이었다.",
}
KINDS = ("decimal", "compact", "currency", "percent", "date", "month")
LANGUAGES = list(FRAMES)
DATA = Path(__file__).parent.parent / "text" / "numbers" / "data"


def generated(seed: int, per_language: int) -> Iterator[tuple[str, str, str, str]]:
    """Yield kind, language, sentence and what is right."""
    rng = random.Random(seed)
    for language in LANGUAGES:
        for number in range(per_language):
            kind = KINDS[number % len(KINDS)]
            if (kind, language) == ("compact", "sw"):  # Babel writes 64.8 million as `milioni 6480`
                kind = "decimal"
            written, right = _expression(kind, language, rng)
            yield kind, language, FRAMES[language].format(written), right


def _expression(kind: str, language: str, rng: random.Random) -> tuple[str, str]:
    day = date(rng.randint(1950, 2026), rng.randint(1, 12), rng.randint(1, 28))
    if kind == "date":
        return format_date(day, rng.choice(["long", "medium"]), locale=language), f"@{day.isoformat()}"
    if kind == "month":
        return format_skeleton("MMMMd", day, locale=language), f"@--{day.isoformat()[5:]}"
    value = Decimal(rng.randint(10**4, 10**8)).scaleb(-rng.randint(0, 3))
    if kind == "percent":
        share = Decimal(rng.randint(11, 999)).scaleb(-1)
        return format_percent(
            share / 100, "%#,##0.#" if language == "tr" else "#,##0.#%", locale=language
        ), f"{share} %"
    if kind == "currency":
        # A bare ¥ is the yuan to some and the yen to others: it is asked for where the language tells.
        code = rng.choice(["EUR", "USD", "INR", "JPY" if language == "ja" else "BRL", "CNY"])
        amount = Decimal(rng.randint(10**5, 10**9)).scaleb(0 if code == "JPY" else -2)
        return format_currency(amount, code, locale=language), f"{amount} {code}"
    if kind == "compact":
        value = Decimal(rng.randint(11, 989)).scaleb(rng.choice([3, 6, 6, 9, 9]) - 1)
        width: Literal["long", "short"] = "short" if rng.random() < 1 / 3 else "long"
        written = format_compact_decimal(value, format_type=width, locale=language, fraction_digits=1)
        return written, f"{value:f} ±"
    value = round(value, 3)
    return format_decimal(
        value, format="#,##,##0.###" if language == "hi" else None, locale=language
    ), f"{value}"


def held_out() -> Iterator[tuple[str, str, str, str]]:
    """Yield the like of sentences written by hand, in two goes, when the readers stood, and read once before any mend."""
    yield from by_hand("figures_held_out.tsv")
    yield from by_hand("figures_third.tsv")


def by_hand(name: str = "figures_by_hand.tsv") -> Iterator[tuple[str, str, str, str]]:
    """Yield kind, language, sentence and what is right, of the sentences written by hand."""
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        kind, language, sentence, right = line.split("\t")
        yield kind, language, sentence, right


def verdict(sentence: str, right: str) -> str:
    """Return `right`, `wrong` or `not read`."""
    expected = [part for part in right.split("; ") if part]
    if right.startswith("@"):
        found = [f"@{point.iso}" for point in dates(sentence)]
        is_right = found == expected and not quantities(sentence)
    else:
        found_quantities = quantities(sentence)
        found = [written(quantity) for quantity in found_quantities]
        is_right = (
            len(found) == len(expected)
            and not dates(sentence)
            and all(map(matches, found_quantities, expected))
        )
    return "right" if is_right else ("wrong" if found or dates(sentence) else "not read")


def matches(quantity: Quantity, expected: str) -> bool:
    """Return whether a quantity has the value, the range, the unit and the bound that a line names."""
    figure, *rest = expected.split(" ")
    low, _, high = figure.partition("..")
    marks = {"<": -1, ">": 1, "~": 0}
    if rest == ["±"]:  # written with one decimal of its scale word
        return abs(quantity.value - Decimal(figure)) <= quantity.precision
    bound = next((marks[mark] for mark in rest if mark in marks), None)
    unit = next((part for part in rest if part not in marks), None)
    return (
        _near(quantity.value, low)
        and (
            _near(quantity.high, high)
            if high and quantity.high is not None
            else not high and quantity.high is None
        )
        and (unit is None or quantity.unit == unit)
        and (bound is None or (quantity.approximate and quantity.bound == bound))
    )


def _near(value: Decimal, expected: str) -> bool:
    return abs(value - Decimal(expected)) <= Decimal("0.01")


def written(quantity: Quantity) -> str:
    """Return a quantity the way the lines write it."""
    high = f"..{quantity.high:f}" if quantity.high is not None else ""
    mark = {1: " >", -1: " <", 0: " ~"}[quantity.bound] if quantity.approximate else ""
    return f"{quantity.value:f}{high} {quantity.unit}{mark}".strip()
