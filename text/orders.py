"""Sentences that give orders to whoever reads a page for someone else: a source must not say what the report says.

Laws, guides and forms give orders too, to people: what counts is an order about what is read, written or cited.
"""

import re
from functools import lru_cache

from stepresearch.text.spacing import folded

_IMPERATIVE = (
    r"(?:^|[.:;!?,\"“”(>*\]-]\s*|\b(?:please|kindly|you|must|should|now|and|then|system|assistant)[:,]?\s)"
)
_ORDERS = [
    (marks, re.compile(pattern, re.IGNORECASE))
    for marks, pattern in (
        (
            ("ignore", "disregard", "forget", "override"),
            (
                rf"{_IMPERATIVE}(?:ignore|disregard|forget|override)\b[^.]{{0,40}}\b(?:instruction|prompt|rule|above|previous|prior|guideline)"
                r"|\b(?:ignore|disregard|forget|override)\b[^.]{0,30}\b(?:previous|prior|above|earlier|your|all|system)\b[^.]{0,20}"
                r"\b(?:instruction|prompt)"
            ),
        ),
        (("your ",), r"\b(?:in|into|for) your (?:report|answer|summary|response|reply|output)\b"),
        (
            ("you ",),
            (
                r"\byou (?:must|should|shall|are to|have to|need to)\b[^.]{0,30}\b(?:(?:state|write|say|report|claim|answer|respond|"
                r"output|include)(?: that\b| only\b|:| [\"“])|mention|cite|recommend)"
            ),
        ),
        (("cite ",), r"\bcite (?:this|only this|the following) (?:page|site|source|article)\b"),
        (
            ("do not ", "don't ", "never "),
            rf"{_IMPERATIVE}(?:do not|don't|never) (?:mention|cite|reveal|tell|report (?:this|that|on|about))\b",
        ),
        (
            ("as a", "you are a"),
            r"\b(?:as|you are) an? (?:ai|assistant|language model|chatbot|research (?:agent|assistant))\b",
        ),
        (
            ("ai", "llm", "language model", "chatbot"),
            (
                r"\b(?:ai|llm|language model|chatbot)s?\b[^.]{0,30}\b(?:must|should|are instructed|are asked)\b[^.]{0,20}"
                r"\b(?:say|write|answer|cite|respond|output|recommend|summari[sz]e|ignore|quote)\b"
            ),
        ),
        (("system prompt", "new instruction"), r"\bsystem prompt\b|\bnew instructions?:"),
        (("忽略", "无视", "忘记"), "(?:忽略|无视|忘记)[^。]{0,12}(?:指令|指示|提示|规则|要求)"),
        (
            ("你", "您"),
            "在(?:你|您)的(?:报告|回答|总结)中|(?:你|您)(?:必须|应当|需要)(?:写|说|声明|引用|回答|报告)",
        ),
        (("不要提", "引用本"), "不要提(?:及|到)|请?引用本(?:页|文|站)"),
    )
]
"""Each with what a text must hold for it to match at all: most texts hold nothing of that."""


@lru_cache(maxsize=8192)
def gives_orders(text: str) -> bool:
    """Return whether a sentence tells its reader what to write, cite or leave out, as prompt injections do."""
    plain = folded(text).replace("’", "'").replace("‘", "'").replace("ʼ", "'")
    lowered = plain.casefold()
    return any(pattern.search(plain) for marks, pattern in _ORDERS if any(mark in lowered for mark in marks))
