"""Small words that decide what a figure means: denied or not, expected or measured, by how much or how many."""

import re

_NEGATION = re.compile(
    r"\b(?:not|never|no longer|no evidence|none|neither|cannot|without|failed to|fails to|denied|denies)\b|n['’]t\b|"
    r"\bno (?=\w)|没有|尚未|并未|从未|未能|未(?![来知])|并非|不(?=[是会能存含符再具])|否认",
    re.IGNORECASE,
)
_NO_DENIAL = re.compile(
    r"\bnot (?:only|just|merely|simply|least|until|till|before|all|every|always|necessarily)\b|"
    r"\bno (?:less|more|fewer|later|earlier|sooner|doubt|matter)\b|"
    r"\bn['’]t .{0,40}\b(?:until|till|before|only)\b|\bnot\b.{0,40}\b(?:until|till|before)\b|"
    r"\bwithout (?:delay|doubt|exception|question)\b|不仅|不但|不只|不少于|不低于|不超过|不到|不足|不晚于|不断|不同",
    re.IGNORECASE,
)
_FORECAST = re.compile(
    r"\b(?<!than )(?<!as )(?:project(?:ed|ion|ions|s)(?! of)|forecast(?:s|ed)?|expect(?:ed|s)?|planned|plans|target(?:s|ed)?|"
    r"predict(?:ed|s)|will|would|could|(?-i:may)|might|aims?)\b|预计|预测|预期|计划|目标|规划|有望|将(?!近)",
    re.IGNORECASE,
)
_PLAN = re.compile(
    r"\b(?:strategy|master ?plan|proposal|prospectus|business case|feasibility study)\b|规划|方案|可行性研究|可研",
    re.IGNORECASE,
)
_CURRENT = re.compile(
    r"\b(?:now|currently|today|at present|at the moment|as of this|so far)\b|目前|现有|现在|如今|当前|迄今",
    re.IGNORECASE,
)
_LAST_YEAR = re.compile(r"\blast year\b|去年", re.IGNORECASE)
_PART = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|\d+(?:st|nd|rd|th)) "
    r"(?!quarter|half|time|century|year|place|largest|full|fare|passenger|guest|visitor|patient|reader|car|train|flight|promise|rise|day)"
    r"[a-z]+|"
    r"\b(?:new|used(?= [a-z]+s\b)|old|male|female|men|women|girls|boys|upper|northern|southern|eastern|western|urban|rural)\b|"
    r"第[一二三四五六七八九十\d]+(?!季度)[期批届代阶号条]|[一二三四五]期(?=工程|项目)|男性|女性|城镇|农村|东部|西部",
    re.IGNORECASE,
)
_JOINT = re.compile(r"\b(?:both|all (?:of )?(?:the|two|three))\b|[两二]者|两[船艘座家个]|均", re.IGNORECASE)
_ANAPHORA = re.compile(
    r"^\W*(?:its?|he|she|his|her|they|their|this|we|our)\b|"
    r"\b(?:it|he|she|they) (?:is|was|has|had|were|are|will|\w+s|\w+ed)\b|"
    r"^\W*(?:the|this|both) (?:song|single|album|film|movie|book|novel|show|series|game|season|club|team|band|group|"
    r"company|firm|agency|school|university|college|county|city|town|village|district|region|country|state|station|"
    r"hotel|casino|museum|bridge|project|plant|airline|charity|bank)\b|^\W*[该其它]",
    re.IGNORECASE,
)
_STAND_IN = re.compile(
    r"^\W*(?:the|this) (?P<noun>[a-z]+) (?:(?:is|was|has|had|will|can)\b|[a-z]+(?:ed|s)\b)", re.IGNORECASE
)
_BASELINE = re.compile(
    r"(?:\bfrom|compared (?:with|to)|against|versus|\bvs\.?|rather than|instead of)"
    r"(?: (?:a record|about|some|just))? ?$|[从由较比]$",
    re.IGNORECASE,
)
_BASE_YEAR = re.compile(r"\b(?:since|from)(?: \w+)? $|自$", re.IGNORECASE)
_RISE = r"r[io]se|risen|rising|gr[eo]w|grown|growing|increas\w+|up|climb\w*|jump\w*|gain\w*|surg\w+|higher"
_FALL = r"f[ae]ll|fallen|falling|decreas\w+|declin\w+|drop\w*|down|cut|slip\w*|shr[aiu]nk|lower|reduced"
_CHANGE = re.compile(
    rf"(?:(?P<rise>\b(?:{_RISE})|增长|上升|增加|提高|上涨)|(?P<fall>\b(?:{_FALL})|下降|减少|下滑|降低|下跌))"
    r"(?: by| of| about| around| nearly| almost| roughly|了|约)* ?$",
    re.IGNORECASE,
)
_CHANGE_AFTER = re.compile(
    r" (?:(?P<rise>increase|rise|growth|jump|gain)|(?P<fall>decrease|decline|drop|fall|cut))\b"
)
_PER = re.compile(
    r" ?(?:of (?:[a-z]{1,30} ){1,3}|[a-z]{1,30} )?(?:per|an?|each|every|/) ?(?P<unit>second|minute|hour|day|week|month|year|unit|person|capita|head|"
    r"tonne|ton|kilogram|kg|watt|litre|barrel|household|km|kilometre|mile|MWh|kWh)\b"
)
_PER_BEFORE = re.compile(r"(?P<unit>每[年月日天人户吨]|日均|人均|户均)[^，。；]{0,8}$")
_REACH = 40

_NUMBERED = re.compile(
    r"\b(?P<thing>line|phase|stage|lane|route|room|unit|block|platform|gate|reactor|turbine|well|plot|lot|class|zone|bay|berth|pier|"
    r"terminal|building|floor|house|hall|sector|district|ward|channel|track|bus|tram|train|flight|station|shaft|pump|"
    r"tank|boiler|sample|group|team|level|table|item|case|series|season|episode|type|model|version)\s"
    r"(?:no\.\s?|number\s)?(?=(?P<number>\d{1,3})\b)(?!\d+[.,:]\d)|"
    r"第?(?=(?P<digits>\d{1,3}))\d{1,3}(?P<chinese>号线|号机组|号楼|号井|号泵|车道)",
    re.IGNORECASE,
)
"""Things that are told apart by a number alone."""


def stand_in(sentence: str) -> str:
    """Return the noun that stands for the sentence's subject, as in `The ship saved fuel`, else an empty string."""
    match = _STAND_IN.search(sentence)
    return match["noun"] if match else ""


def is_negated(sentence: str) -> bool:
    """Return whether the sentence denies something."""
    return _NEGATION.search(sentence) is not None


def without_negation(sentence: str) -> str:
    """Return the sentence without the words that deny."""
    return _NEGATION.sub("", sentence)


def negated_word(sentence: str) -> str:
    """Return the words behind the first denial, as many as say what is denied; empty where nothing is."""
    found = _NEGATION.search(sentence)
    if found is None:
        return ""
    rest = sentence[found.end() :].lstrip()
    return " ".join(rest.split()[:3]) if rest[:1].isascii() else rest[:2]


def turns_a_denial(sentence: str) -> bool:
    """Return whether a word of denial denies nothing, as in `not only`, `no later than`, `not until`, or there are two."""
    return _NO_DENIAL.search(sentence) is not None or len(_NEGATION.findall(sentence)) > 1


def is_forecast(sentence: str) -> bool:
    """Return whether the sentence tells what is expected or planned, not what is."""
    return _FORECAST.search(sentence) is not None


def is_plan(title: str) -> bool:
    """Return whether a title is that of a plan, which tells what is to be even where it says `is`."""
    return _PLAN.search(title) is not None


def is_current(sentence: str) -> bool:
    """Return whether the sentence speaks of now."""
    return _CURRENT.search(sentence) is not None


def is_anaphoric(sentence: str) -> bool:
    """Return whether the sentence's subject is a pronoun or the like, so that its title says whom it is about."""
    return _ANAPHORA.search(sentence) is not None


def is_of_last_year(sentence: str) -> bool:
    """Return whether the sentence speaks of the year before its publication."""
    return _LAST_YEAR.search(sentence) is not None


def parts(sentence: str) -> frozenset[str]:
    """Return which of several like things the sentence is about: `second phase`, `used` cars, `5 lane`, `第二期`."""
    told = {match.lower() for match in _PART.findall(sentence)}
    numbered = {
        f"{one['number'] or one['digits']} {(one['thing'] or one['chinese']).lower()}"
        for one in _NUMBERED.finditer(sentence)
    }
    return frozenset(told | numbered)


def is_joint(sentence: str) -> bool:
    """Return whether the sentence is about both or all of several like things."""
    return _JOINT.search(sentence) is not None


def is_baseline(sentence: str, start: int) -> bool:
    """Return whether the figure at `start` is only what another is compared with: `up from 71 percent`."""
    return _BASELINE.search(sentence, max(0, start - _REACH), start) is not None


def is_base_year(sentence: str, start: int) -> bool:
    """Return whether the date at `start` only says since when: `since 2020`."""
    return _BASE_YEAR.search(sentence, max(0, start - _REACH), start) is not None


def change_of(sentence: str, start: int, end: int) -> int:
    """Return 1 where the figure between the offsets says by how much something rose, -1 fell, 0 for a level."""
    match = _CHANGE.search(sentence, max(0, start - _REACH), start) or _CHANGE_AFTER.match(sentence, end)
    if match is None:
        return 0
    return 1 if match["rise"] else -1


def divisor_of(sentence: str, start: int, end: int) -> str:
    """Return what the figure between the offsets is divided by (`day` of `per day`), else an empty string."""
    match = _PER.match(sentence, end) or _PER_BEFORE.search(sentence, 0, start)
    return match["unit"] if match else ""
