"""The role of a figure among others of its measure: a part of it, its target, its peak, what was spent of it so far.

Two figures of unlike roles never dispute each other: the last instalment is not the grant, the peak of the demand
not the connection that has to bear it.
"""

import re

_CLAUSE_ROLES = {
    "target": re.compile(
        r"\b(?:targets?|goals?|aims?|promised?|limits?|floor|threshold|must|shall|should)\b|目标|上限|下限|不超过|要求",
        re.IGNORECASE,
    ),
    "peak": re.compile(r"\b(?:peak(?:s|ed)?|demand|at most times|busiest)\b|峰值|高峰|最高值", re.IGNORECASE),
    "spent": re.compile(r"\b(?:spent|spending|ha[ds] cost)\b|支出|花费|已投入", re.IGNORECASE),
    "listed": re.compile(r"\b(?:timetable[ds]?|scheduled|listed)\b|时刻表", re.IGNORECASE),
    "full": re.compile(r"\bfull(?! (?:year|time))\b|\bin all\b|\bfully\b", re.IGNORECASE),
    "room": re.compile(
        r"\b(?:seats?|room for|can (?:carry|hold|seat|give))\b|可载|可容纳|座位", re.IGNORECASE
    ),
}
_SPELL = re.compile(
    r"\b(?:in|over|within|for) (?:the )?(?:first |last )?[a-z]+ (?:days|weeks|months|years)\b|[个]月[内间]",
    re.IGNORECASE,
)
_PART_BEFORE = re.compile(
    r"\b(?:last|first|remaining|further|another|additional|extra|next|of which|other|more than the)(?: [a-z]+)? $|"
    r"(?:其中|剩余|另有|新增|再增)[^，。；]{0,6}$",
    re.IGNORECASE,
)
_PART_AFTER = re.compile(
    r" (?:(?:of (?:the|this|that|these|those|them|it|its|their|his|her)\b|from (?:the|its|their|our) [a-z]))"
)
_CHANGE = re.compile(r" (?:more|less|fewer|higher|lower)\b")
_EACH = re.compile(r" (?:each|apiece)\b")
_RUNNING = re.compile(
    r"\bby (?:the end of |early |mid-|late )?(?:[A-Z]\w+ )?(?:\d{1,2} )?(?:[A-Z]\w+ )?\d{4}\b[^;.]{0,200}\bhad\b|\bhad\b[^;.]{0,200}\bby (?:the end of )?(?:[A-Z]\w+ )?\d{4}\b|"
    r"截[至止](?=[^，。；]{0,60}\d)[^。；]{0,200}[已累]",
    re.IGNORECASE,
)
"""A total up to a day: `by January 2023 it had enrolled`. What came by a later one disputes it as little as a part does."""
_REACH = 30


def roles(sentence: str, clause: tuple[int, int], start: int, end: int, *, is_share: bool) -> frozenset[str]:
    """Return the roles of the figure between `start` and `end`.

    Args:
        sentence: The claim.
        clause: The offsets of the stretch of it that is about the figure.
        start: Offset of the figure's first character.
        end: Offset after its last.
        is_share: It is a percentage, of which `of the` says what it is measured by.
    """
    around = sentence[slice(*clause)]
    found = {name for name, pattern in _CLAUSE_ROLES.items() if pattern.search(around)}
    if _PART_BEFORE.search(sentence, max(0, start - _REACH), start) or (
        not is_share and _PART_AFTER.match(sentence, end)
    ):
        found.add("part")
    if _CHANGE.match(sentence, end):
        found.add("change")
    if _EACH.match(sentence, end):
        found.add("each")
    if ("had" in around or "截" in around) and _RUNNING.search(around):
        found.add("running")
    if _SPELL.search(around):
        found.add("spell")
    return frozenset(found)
