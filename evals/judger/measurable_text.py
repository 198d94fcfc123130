"""Recognizes criteria that code can decide from their wording alone.

A criterion is taken only where its whole text asks for nothing else: "cites at least five sources" is counted,
"cites at least five peer-reviewed sources" is judged.
"""

import re
from collections.abc import Callable
from typing import Literal

from stepresearch.evals.judger.measurable import InLanguage, Length, Measurable, Section, Sources, Tables

_LANGUAGES = {
    "english": "en", "chinese": "zh", "german": "de", "french": "fr", "spanish": "es", "japanese": "ja",
    "korean": "ko", "russian": "ru", "italian": "it", "portuguese": "pt", "中文": "zh", "英文": "en", "英语": "en",
    "汉语": "zh", "日文": "ja", "日语": "ja",
}  # fmt: skip
_NUMBERS = {
    word: number
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
        start=1,
    )
} | {"a": 1, "an": 1, "fifteen": 15, "twenty": 20}
_HAN_NUMBERS = {word: number for number, word in enumerate("一二三四五六七八九十", start=1)} | {"两": 2}

_N = r"(?P<n>\d[\d,]*|[a-z]+|[一二三四五六七八九十两])"
_SUBJECT = r"(?:does )?(?:the |this |its )?(?:final |whole |entire |full )?(?:response|report|answer|output|text|reponse)"
_UNIT = r"(?P<unit>words|characters)(?: long| in length)?"
_QUOTED = r"[\"'“‘「《](?P<title>[^\"'”’」》]{2,80})[\"'”’」》]"

Build = Callable[[dict[str, str | None]], Measurable | None]


def _count(groups: dict[str, str | None], name: str = "n") -> int | None:
    written = (groups.get(name) or "").replace(",", "")
    if written.isdigit():
        return int(written)
    return _NUMBERS.get(written) or _HAN_NUMBERS.get(written)


def _language(groups: dict[str, str | None]) -> Measurable | None:
    code = _LANGUAGES.get(groups["language"] or "")
    return InLanguage(code=code) if code else None


def _longest(groups: dict[str, str | None]) -> Measurable | None:
    count = _count(groups)
    strictly = groups.get("strict") is not None
    return (count and Length(unit=_unit(groups), at_most=count - strictly)) or None


def _shortest(groups: dict[str, str | None]) -> Measurable | None:
    count = _count(groups)
    strictly = groups.get("strict") is not None
    return (count and Length(unit=_unit(groups), at_least=count + strictly)) or None


def _between(groups: dict[str, str | None]) -> Measurable | None:
    low, high = _count(groups, "low"), _count(groups, "high")
    if low is None or high is None or low > high:
        return None
    return Length(unit=_unit(groups), at_least=low, at_most=high)


def _unit(groups: dict[str, str | None]) -> Literal["words", "characters"]:
    return "characters" if groups.get("unit") == "characters" else "words"


def _tables(groups: dict[str, str | None]) -> Measurable | None:
    return Tables(at_least=_count(groups) or 1) if groups.get("n") is None or _count(groups) else None


def _sources(groups: dict[str, str | None]) -> Measurable | None:
    count = _count(groups)
    return Sources(at_least=count) if count else None


def _section(groups: dict[str, str | None]) -> Measurable | None:
    return Section(title=(groups["title"] or "").strip())


_FORMS: tuple[tuple[re.Pattern[str], Build], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), build)
    for pattern, build in (
        (rf"{_SUBJECT} (?:is|be) (?:entirely |fully |completely )?(?:written )?in (?P<language>[a-z]+)", _language),
        (rf"{_SUBJECT} (?:uses?|is) (?P<language>[a-z]+)", _language),
        (r"(?:报告|回答|全文|回复)(?:全文)?(?:应|须|需)?(?:使用|采用|用|以|为)(?P<language>..)(?:撰写|写成|书写|作答|回答|写作)?", _language),
        (rf"{_SUBJECT} (?:is|has|contains|stays|be) (?:at most|no more than|not more than|within|up to|(?P<strict>under|below|less than|fewer than)) {_N} {_UNIT}", _longest),
        (rf"{_SUBJECT} (?:does not|doesn't) exceed {_N} {_UNIT}", _longest),
        (r"(?:报告|全文|字数|篇幅)(?:字数)?(?:应|须)?(?:不超过|不多于|在)(?P<n>\d+)字(?:以内)?", _longest),
        (rf"{_SUBJECT} (?:is|has|contains|be) (?:at least|no less than|no fewer than|(?P<strict>over|more than)) {_N} {_UNIT}", _shortest),
        (rf"{_SUBJECT} (?P<strict>exceeds) {_N} {_UNIT}", _shortest),
        (r"(?:报告|全文|字数|篇幅)(?:字数)?(?:应|须)?(?:不少于|不低于|至少)(?P<n>\d+)字", _shortest),
        (rf"{_SUBJECT} (?:is|has|contains) between (?P<low>\d[\d,]*) and (?P<high>\d[\d,]*) {_UNIT}", _between),
        (r"(?:报告|全文|字数|篇幅)(?:字数)?(?:应|须)?在(?P<low>\d+)(?:字)?(?:至|到|-|~|—)(?P<high>\d+)字之间", _between),
        (rf"{_SUBJECT} (?:includes?|contains?|has|presents?|provides?) (?:at least )?{_N} tables?", _tables),
        (r"(?:报告|回答|全文)?(?:应)?(?:包含|含有|有|给出|提供)(?:至少)?(?:(?P<n>[一二三四五六七八九十两\d]+)[个张])?表格", _tables),
        (rf"{_SUBJECT} (?:cites?|includes?|lists?|references?|provides?|links to|contains?|has) (?:at least|a minimum of) {_N} (?:different |distinct |unique )?(?:sources|references|links|urls|citations)", _sources),
        (r"(?:报告|回答|全文)?(?:应)?(?:引用|列出|给出|包含|附有)至少(?P<n>[一二三四五六七八九十两\d]+)[个条篇项](?:不同的?)?(?:来源|参考文献|链接|参考资料|引用)", _sources),
        (rf"{_SUBJECT} (?:includes?|contains?|has) an? (?:separate |dedicated )?section (?:titled|called|named|entitled|headed|labell?ed) {_QUOTED}", _section),
        (r"(?:报告|回答|全文)?(?:应)?(?:包含|设有|有)(?:题为|名为|标题为)" + _QUOTED + "的?(?:章节|部分|一节|小节)", _section),
    )
)  # fmt: skip
"""Each must match the whole text, less its end mark."""


def recognized(text: str) -> Measurable | None:
    """Return what a criterion's text asks to be measured, or None where it asks for anything else as well."""
    plain = " ".join(text.split()).rstrip(".。?？!！ ")
    plain = re.sub(r"(?i)^does (the \w+) (\w+)", r"\1 \2", plain)
    for form, build in _FORMS:
        match = form.fullmatch(plain)
        if match:
            groups = {
                name: value.lower() if value and name != "title" else value
                for name, value in match.groupdict().items()
            }
            return build(groups)
    return None
