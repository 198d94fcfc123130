"""News agencies that a text says it is from: papers that print one wire story are one source."""

import re
from functools import lru_cache

_KNOWN = {
    "Reuters": "reuters",
    "Associated Press": "ap",
    "AP": "ap",
    "Agence France-Presse": "afp",
    "AFP": "afp",
    "dpa": "dpa",
    "DPA": "dpa",
    "Xinhua": "xinhua",
    "新华社": "xinhua",
    "新华网": "xinhua",
    "中新社": "cns",
    "中国新闻社": "cns",
    "路透社": "reuters",
    "美联社": "ap",
    "法新社": "afp",
    "Kyodo": "kyodo",
    "共同社": "kyodo",
    "TASS": "tass",
    "Tass": "tass",
    "EFE": "efe",
    "ANSA": "ansa",
    "APA": "apa",
    "PA Media": "pa",
    "Press Association": "pa",
    "Bloomberg News": "bloomberg",
}
_NAMED = "|".join(map(re.escape, sorted(_KNOWN, key=len, reverse=True)))
# An agency that no list knows calls itself one: "Skua Wire", "Northern News Agency", "海潮通讯社".
_KINDS = ("Wire", "Newswire", "News Agency", "News Service", "Press Agency")
_HAN_KIND = "通讯社"
_SELF_NAMED = rf"(?:[A-Z][\w'’-]{{1,40}} ){{1,3}}(?:{'|'.join(_KINDS)})\b|[\u4e00-\u9fff]{{2,6}}?{_HAN_KIND}"
_AGENCY = rf"(?P<agency>{_NAMED}|{_SELF_NAMED})"
_CREDITS = [
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        # the dateline: "MERROWICK (Skua Wire) - The battery ferry", "（新华社）", "新华社北京3月4日电"
        rf"^[^()（）\n]{{0,60}}[(（]{_AGENCY}[)）]\s*(?:[-–—:：\u4e00-\u9fff]|$)",
        rf"^[^\n]{{0,12}}{_AGENCY}[\u4e00-\u9fff]{{0,8}}\d{{1,2}}月\d{{1,2}}日",
        # the credit: "By our news agency Skua Wire", "From Skua Wire and our own staff", "Source: dpa"
        rf"^(?:By|From)\s(?:our |the )?(?:news agency |agency )?{_AGENCY}(?:[\s·|,./]|$)",
        rf"(?:Source|Quelle|Fuente|Credit|来源|来自)\s?[:：]\s?{_AGENCY}(?![\w-])",
        # whom it follows: "according to Skua Wire", "据新华社报道"
        rf"\b(?:according to|reported by|told) (?:the )?(?:news agency )?{_AGENCY}(?![\w-])",
        rf"据{_AGENCY}[^，。\n]{{0,12}}(?:报道|电|消息)",
    )
]


@lru_cache(maxsize=256)
def agencies(text: str) -> frozenset[str]:
    """Return the news agencies that a text is from by its dateline, credit or attribution, folded."""
    if not any(mark in text for mark in (*_KNOWN, *_KINDS, _HAN_KIND)):  # most pages name none
        return frozenset()
    found = (match["agency"] for pattern in _CREDITS for match in pattern.finditer(text))
    return frozenset(_KNOWN.get(name, name.casefold()) for name in found)
