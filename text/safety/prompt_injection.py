"""Sentences that give orders to whoever reads a page for someone else: a source must not say what the report says.

Laws, guides and forms give orders too, to people: what counts is an order about what is read, written or cited.
"""

import re
from functools import lru_cache

from stepresearch.text.language.sentences import Span, split_sentences
from stepresearch.text.language.whitespace import folded

_IMPERATIVE = (
    r"(?:^|[.:;!?,\"“”(>*\]-]\s*|\b(?:please|kindly|you|must|should|now|and|then|system|assistant)[:,]?\s)"
)
_START = r"(?:^|[.:;!?\"“”(>*\]\n-][^\S\n]*|\b(?:please|kindly|also|now|then|next)[:,]?\s)"
_OUTPUT = "responses?|replies|reply|answers?|output|final (?:response|answer|report)"
_OUTPUTS = ("your response", "your reply", "your answer", "your output", "your final")
_CHANGE = (
    "add|include|insert|integrate|incorporate|embed|append|attach|mention|use|replace|substitute|swap|introduce|misspell|"
    "scramble|jumble|rearrange|reverse|anagram|remove|delete|omit|group|combine|merge|encode|convert|translate|capitali[sz]e|"
    "put|place|work|weave|slip|sprinkle|recommend|promote|advertise|emphasi[sz]e|highlight|suggest|link|cite|quote|apply|write"
)
_RESHAPE = (
    "modify|augment|enhance|extend|enrich|adapt|adjust|alter|change|expand|improve|supplement|begin|start|open|end|close|finish|"
    "conclude|preface|format|encode|encrypt|translate|render|provide|give|write|deliver|present|convert|reverse|restrict|limit|"
    "keep|make|phrase|express|compose|craft|structure|transform"
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
        (
            _OUTPUTS,
            (
                rf"{_START}(?:{_CHANGE})\b(?:[^.?!]|[.!?](?=[\w\"”])){{0,160}}\b(?:in|into|to|of|from|within|with|throughout|at the (?:end|start|beginning|top|bottom) of)"
                rf" (?:(?:the|your) [^.?!]{{0,40}}\b(?:in|of) )?your (?:{_OUTPUT})\b"
            ),
        ),
        (_OUTPUTS, rf"\byour (?:{_OUTPUT})'s? (?:words|letters|text|sentences|vowels|characters)\b"),
        (
            _OUTPUTS,
            (
                rf"{_START}(?:{_RESHAPE}) your (?:{_OUTPUT})"
                r"\b(?= (?:in|into|to|with|without|by|using|as|so|entirely|only|such)\b[^.?!]{3,})(?! (?:by|to) (?:e-?mail|post|mail|phone|\d|the (?:editor|address)))"
            ),
        ),
        (
            _OUTPUTS,
            rf"{_START}(?:in|within|throughout|at the (?:end|start|beginning) of) your (?:{_OUTPUT})\s*,",
        ),
        (
            ("code ", "snippet"),
            (
                r"\b(?:following|subsequent|below|next|this|ensuing|provided|given)\b (?:piece of )?(?:code|program|script)"
                r" ?(?:block|section|snippet|excerpt|segment|fragment|chunk|lines?)?\b"
                r"[^.?!`]{0,80}\b(?:in|into|to|within|with|of|for)\b[^.?!`]{0,25}\b(?:your|the)\b[^.?!`]{0,25}"
                r"\b(?:response|answer|reply|solution|implementation|elucidation|explanation|codebase|algorithm|architecture|code)\b"
            ),
        ),
        (
            ("your ",),
            (
                r"\b(?:your|the) (?:response|answer|reply|solution|implementation|codebase|code|algorithm)\b[^.?!`]{0,60}\b(?:following|subsequent|below|ensuing)\b"
                r" (?:code )?(?:block|section|snippet|excerpt|segment|fragment|code)\b"
            ),
        ),
        (
            ("translate", "paraphrase", "summari", "proofread", "rewrite"),
            (
                rf"{_START}(?:please )?(?:translate|paraphrase|summari[sz]e|proofread|rewrite) (?:the|this)"
                r" (?:following|above|below|sentence|phrase|paragraph|statement|text)\b[^.]{0,40}(?:\b(?:in|into|to)\b|:)"
            ),
        ),
        (
            (
                "poem",
                "story",
                "essay",
                "letter",
                "speech",
                "haiku",
                "song",
                "limerick",
                "joke",
                "blog post",
                "script",
                "email",
                "tweet",
            ),
            (
                rf"{_START}(?:please )?(?:write|compose|draft|create|generate|craft|provide|give me|tell me|develop|pen)"
                r" (?:me )?(?:an?|the) (?:\w+ ){0,3}(?:poem|story|essay|speech|haiku|song|limerick|joke|blog post|tweet)\b"
            ),
        ),
        (
            ("can you ", "could you ", "show me"),
            rf"{_START}(?:can|could|would) you (?:please )?(?:show me|tell me|explain|write|give me|help me|translate|summari[sz]e|provide)\b",
        ),
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


def orders_in(text: str) -> list[Span]:
    """Return the sentences of a text that give orders, in order."""
    return [span for span in split_sentences(text) if gives_orders(text[span.start : span.end])]
