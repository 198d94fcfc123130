"""Who says it, told from what is said: two statements that differ in that alone are of one thing.

Without these patterns rules prove 33 instead of 107 of the 120 conflicts on the rig's seeds 29, 31 and 37, none of them
falsely either way (benchmarks/relations.py has the worlds).
"""

import re

_ATTRIBUTIONS = [
    (marks, re.compile(pattern, re.IGNORECASE))
    for marks, pattern in (
        (("according",), r",? according to [^,;]+"),
        (
            ("said", "say", "show", "reported", "found", "wr", "estimate", "announced", "confirmed"),
            (
                r", (?:[^,]+ )?(?:said|say|says|shows?|showed|reported|found|wrote|writes|estimates?|estimated|announced|confirmed)"
                r"(?: (?:on|in|at|last|this|by|to) [^,;]*)?\.?$"
            ),
        ),
        (("said", "says"), r", (?:said|says) [^,;]*$"),
        (
            ("said", "says", "estimate", "show", "found", "forecast"),
            (
                r"^(?![^,;]{0,90}?\b(?:is|are|was|were|been|be) (?:\w+ )?(?:said|estimated|forecast|found|showed)\b)"
                r"[^,;]{1,90}?(?<! the)(?<! a)(?<! its)(?<! their)(?<! our) (?:said|says|estimates?|estimated|shows?|showed|found|forecasts?) (?:that )?"
                r"(?=(?:in|the|on|at|about|an?|[A-Z]\w+(?:'s)?) )(?!the (?:company|group|firm)\b)"
            ),
        ),
        (("we ", "i "), r"^(?:We|I) (?:expect|estimate|forecast|believe|think|agree|reckon)(?: that)? "),
        (("put",), r"^[^,;]{1,90}? puts? (?=.* at )"),
        (
            ("称", "表示", "显示", "估计", "写道", "指出", "报道", "认为"),
            r"^(?:据|根据)?[^，。；]{0,15}?(?:称|表示|数据显示|结果显示|显示|估计|写道|指出|报道|认为)[，：]?",
        ),
        (
            ("称", "表示", "显示", "写道", "指出", "报道", "认为"),
            r"，[^，。；]{0,18}(?:称|表示|显示|写道|指出|报道|认为)。?$",
        ),
    )
]
"""Each with what a sentence must hold for it to match at all."""


def without_attribution(sentence: str) -> str:
    """Return `sentence` with who said it blanked out; offsets stay what they were."""
    folded = sentence.casefold()
    for marks, pattern in _ATTRIBUTIONS:
        if any(mark in folded for mark in marks):
            sentence = pattern.sub(lambda match: " " * len(match[0]), sentence)
    return sentence
