"""The letterhead of a paper: the name of the body that writes, above its text."""

import re

from stepresearch.text.language.stop_words import STOP_WORDS, word_set

_KINDS = word_set(
    """agenda annual article bulletin circular confidential contents copy draft final immediate internal letter
    media memo memorandum minutes news newsletter note notes notice page paper press private public release report
    restricted review statement strictly summary table tender update version"""
)
_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 8

_FORM = re.compile(
    r"(?:\b(?:ltd|limited|plc|llc|llp|inc|incorporated|corp|corporation|gmbh|s\.?a\.?s?|s\.?p\.?a|s\.?r\.?l|b\.?v|n\.?v|pty|a/?s|oy|ab|kg|ohg"
    r"|co\.,? ltd|e\.?v)\.?|(?<=[a-z\u00df-\u00ff] )AG)\s*$",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"\b(?:authority|trust|council|ministry|department|institute|university|college|agency|commission|committee|association"
    r"|federation|society|foundation|bureau|office|board|bank|company|group|holdings?|partners|laborator(?:y|ies)|hospital|museum"
    r"|union|chamber|court|parliament|observatory|lines|ferries|railways?|airways|ports?|harbours?|utility|works|school|library)\s*$"
    r"|^(?:the )?(?:borough|city|town|county|state|university|ministry|department|office|port|bank|institute|government|municipality"
    r"|district|republic|kingdom|diocese|parish|board|college|council|society|academy)\s+of\b"
    r"|\w(?:amt|behörde|gesellschaft|verband|verein|werke|ministerium|kammer|stiftung|betriebe)\b(?!.*\b(?:über|zu|zur|zum|für)\b)"
    r"|^(?:ministère|préfecture|mairie|conseil|université|port autonome|chambre|agence|office|société|ville|commune|ministerio|consejo"
    r"|ayuntamiento|universidad|autoridad|agencia|junta|ministério|câmara|prefeitura|comune|ministero|regione|gemeente"
    r"|министерство|комитет|управление|администрация|правительство)\b",
    re.IGNORECASE,
)
_HAN_BODY = re.compile(
    r"[\u4e00-\u9fff（）()·]{2,28}(?:公司|集团|局|委员会|委|政府|办公室|中心|协会|学会|研究院|研究所|大学|学院|银行|法院|检察院|厅|部|处"
    r"|院|社|署|基金会|联合会|总工会|管委会|株式会社|省|会)(?:文件|公报|简报|办公厅|函|红头文件)?"
)
_HAN_TITLE = re.compile(r"关于|的(?:通知|通报|决定|报告|意见|办法)")


def names_a_body(line: str) -> bool:
    """Return whether a line is nothing but the name of a company, authority or association."""
    name = line.strip(" *_:·-–—#")
    if _HAN_BODY.fullmatch(name):
        return _HAN_TITLE.search(name) is None
    words = _WORD.findall(name)
    if not 1 <= len(words) <= _MOST_WORDS or (name[-1:] in ".?!" and not _FORM.search(name)):
        return False
    if _FORM.search(name):
        return len(words) >= 2
    capital = [word for word in words if word[0].isupper()]
    small = [
        word for word in words if not word[0].isupper() and word not in STOP_WORDS["en"] and len(word) > 3
    ]
    return (
        _BODY.search(name) is not None
        and len(capital) >= 1
        and len(small) <= len(capital) // 2
        and not _is_kind(words)
    )


def letterhead(text: str) -> str:
    """Return the name in the first line of `text`, empty where there is none.

    It stands alone there in capitals, in two words or more that do not merely say what kind of paper it is, and
    the text names it again: a headline in capitals is not named again.
    """
    first, _, rest = text.lstrip("# \n").partition("\n")
    name = first.strip(" *_:·-–—")
    words = _WORD.findall(name.casefold())
    if not name.isupper() or not 2 <= len(words) <= _MOST_WORDS:
        return ""
    return name if not _is_kind(words) and name.casefold() in rest.casefold() else ""


def _is_kind(words: list[str]) -> bool:
    return all(
        word.casefold() in _KINDS or word.casefold() in STOP_WORDS["en"] or word.isdecimal() for word in words
    )
