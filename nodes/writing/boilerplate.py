"""What a model says around its text and not in it: greetings, good wishes, words on itself, lists of sources and addresses of its own.

Only what is sure is taken: a line by which the text is announced, a sentence that takes leave or speaks of the model or of its
section. Such a sentence stays where it cites or holds a figure.
"""

import re

from stepresearch.nodes.citations.marks import cited_ids, without_marks
from stepresearch.nodes.citations.sentence_removal import cut
from stepresearch.text.language.sentences import split_sentences

MAX_CHARS = 120

_YES = r"(?:sure(?: thing)?|certainly|of course|okay|ok|absolutely|understood|got it|好的|好|当然(?:可以)?|没问题|明白了?|收到|抱歉)"
_TEXT = (
    r"\b(?:section|part|text|draft|answer|version|report|summary|paragraphs?)\b"
    r"|章节|小节|部分|正文|文本|回答|答案|版本|报告|摘要|内容"
)
_ABOUT = rf"[^.。:：]*(?:{_TEXT})[^.。:：]*"
_OPENING = re.compile(
    rf"(?:{_YES}[\s,，!！.。、:：]*|(?:{_YES}[\s,，!！.。、]*)?(?:here(?:'s|’s| is| are)|below is|以下(?:是|为)|下面(?:是|为)){_ABOUT}"
    rf"|{_YES}[\s,，!！.。、]*(?:this is|这是){_ABOUT})[.。:：!！]*",
    re.IGNORECASE,
)
_ITEM = re.compile(r"\s*(?:[-*+•]|\d+[.)])\s")
_CLOSING = re.compile(
    r"(?:i )?hope (?:this|that|it) (?:section |text |answer |report )?(?:helps|is (?:helpful|useful)|meets).*"
    r"|(?:please )?(?:let me know (?:if|whether|should)|feel free to (?:ask|reach out|let me know))\b.*"
    r"|if you (?:have|need|would like|want) .*\b(?:let me know|feel free|(?:i am|i'm|i’m|i'll|i’ll) )\b.*"
    r"|希望(?:这|以上|本|上述).{0,12}(?:对您|对你|能).{0,6}(?:帮助|有用|满足).*|希望(?:能)?对(?:您|你)有(?:所)?(?:帮助|用).*"
    r"|(?:如果?|若)(?:您|你)?(?:还|仍)?(?:有|需要)(?:任何|其他|更多|进一步|什么).{0,20}(?:随时|告诉我|联系我|告知我|欢迎).*",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"as an? (?:ai|artificial intelligence|(?:large )?language model)(?: (?:language )?(?:model|assistant))?, i\b.*"
    r"|作为(?:一个|一名|一款)?(?:人工智能|ai|大?语言模型)[^，。]*，我.*"
    r"|this section (?:will (?:now )?)?(?:discuss|describe|examine|outline|present|cover|explore|introduce|summari[sz]e|address)(?:e?s)? .*"
    r"|in this section,? (?:we|i)(?: will|'ll|’ll)? .*|(?:本节|本部分|本章节|本小节)(?:内容)?(?:将|主要|旨在)?(?:会)?(?:介绍|讨论|说明|阐述|分析|概述|探讨|总结).*",
    re.IGNORECASE,
)
_FENCED = re.compile(r"\s*```[^\n`]*\n(?P<text>(?:(?!```).)*?)\n?```\s*", re.DOTALL)
_SOURCES = (
    r"(?:#{1,6} *)?[*_]*(?:sources?|references?|bibliography|works cited|citations?(?: used)?|(?:参考|引用|资料)?来源|参考(?:文献|资料))"
    r"(?: (?:used|cited))?[*_]*+"
)
_SOURCE_LIST = re.compile(
    rf"(?:^|\n)[ \t]*{_SOURCES}[:：]?[*_]*+[ \t]*+\n++(?P<items>(?:[ \t]*(?:[-*+•]|\d+[.)]|\[)[^\n]*(?:\n+|$))+)$",
    re.IGNORECASE,
)
_SOURCE_LINE = re.compile(rf"(?:^|\n)[ \t]*{_SOURCES}[:：][*_]*+(?P<items>[^\n]*)$", re.IGNORECASE)
_CITED_STOP = re.compile(r"[\]】)）][.。!！]\s*$")
_ADDRESS = re.compile(
    r"[<(（]?\b(?:https?://|www\.)[^\s<>()（）\[\]，。；、！？“”\"]*[^\s<>()（）\[\]，。；、！？“”\".,;:!?][>)）]?",
    re.IGNORECASE,
)
_POINTER = re.compile(
    r"(?:see|see also|visit|source|sources|link|more|details?|read more|for (?:more|further) (?:information|details)[, ]*(?:see|visit)?"
    r"|详见|参见|参考|见|请见|请参见|来源|链接|更多信息(?:请)?(?:见|参见)?)?(?: at| here| on)?",
    re.IGNORECASE,
)


def without_boilerplate(text: str) -> str:
    """Return a text without what announces it, takes leave, speaks of the model or of the section, or lists sources at its end.

    A fence around all of it goes too. Where nothing would be left, the text stays.
    """
    fenced = _FENCED.fullmatch(text)
    text = fenced["text"] if fenced else text
    first, _, rest = text.strip().partition("\n")
    if rest.strip() and not _ITEM.match(rest) and _is_chatter(first, _OPENING):
        text = rest
    text = _without_source_list(text.strip())
    text = cut(text, lambda sentence: _is_chatter(sentence, _ASIDE)) or text
    while spans := split_sentences(text.rpartition("\n")[2]):
        last = text.rpartition("\n")[2][spans[-1].start : spans[-1].end]
        left = text[: text.rindex(last)].rstrip()
        if not left or not _is_chatter(last, _CLOSING):
            break
        text = left
    return text


def _without_source_list(text: str) -> str:
    """The text without a list at its end that names sources and says nothing of them."""
    listed = _SOURCE_LIST.search(text)
    if listed and not any(_says_something(item) for item in listed["items"].splitlines()):
        return text[: listed.start()].rstrip() or text
    line = _SOURCE_LINE.search(text)
    if line and not without_marks(re.sub(r"\[\d+\]", "", _ADDRESS.sub("", line["items"]))).strip(
        " ,;，；、.。"
    ):
        return text[: line.start()].rstrip() or text
    return text


def _says_something(item: str) -> bool:
    """Whether an item of a list is a sentence: it ends like one, its citations left out."""
    return without_marks(item).rstrip("*_ ").endswith((".", "。", "!", "！", "?", "？")) or bool(
        _CITED_STOP.search(item)
    )


def without_addresses(text: str) -> str:
    """Return a text without bare web addresses; a sentence that only points to one goes with it."""
    if not _ADDRESS.search(text):
        return text
    text = cut(text, _only_points)
    return re.sub(r"[ \t]*" + _ADDRESS.pattern, "", text, flags=re.IGNORECASE)


def _only_points(sentence: str) -> bool:
    words = _ADDRESS.sub("", sentence)
    return words != sentence and _POINTER.fullmatch(words.strip(" .。:：,，*_-")) is not None


def _is_chatter(words: str, pattern: re.Pattern[str]) -> bool:
    bare = words.strip().strip("*_ ")
    is_plain = len(bare) <= MAX_CHARS and not cited_ids(bare) and not any(char.isdigit() for char in bare)
    return is_plain and pattern.fullmatch(bare) is not None
