"""What whole answers mean "go on", "yes", "no" or "stop", in the languages that people answer in.

An answer is compared as a whole, never searched for such words: "no estimates, please" is a wish, and no refusal.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

from stepresearch.text.language.visible_characters import visible_characters

Word = Literal["go_on", "yes", "no", "stop"]

_WORDS: dict[Word, str] = {
    "go_on": """
        approve|approved|i approve|accept|accepted|i accept|confirm|confirmed|ok|okay|k|kk|go|go on|go ahead|go for it|proceed
        |continue|carry on|do it|do that|let's go|lets go|let's do it|start|begin|run|run it|start the research|start research
        |skip|next|ship it|looks good|look good|looks good to me|looks great|looks great to me|looks fine|looks ok|looks okay
        |looks right|lgtm|sounds good|sounds good to me|sounds great|sounds fine|good|great|perfect|fine|excellent|nice|cool
        |all good|that's fine|that is fine|that's good|that works|works for me|fine by me|fine with me|good to go|agreed
        |i agree|no changes|no change|nothing to change|no objections|no objection|as it is|as is|good plan|great plan
        |the plan is good|the plan is fine|the plan looks good|plan looks good|it looks good|it's fine|it is fine
        |weiter|mach weiter|los|los geht's|einverstanden|in ordnung|genehmigt|passt|passt so|gut|sieht gut aus
        |d'accord|vas-y|allez-y|continuer|continuez|parfait|c'est bon|adelante|de acuerdo|vale|perfecto|continuar|continua
        |continúa|va bene|procedi|perfetto|pode seguir|prossiga|perfeito
        |продолжай|продолжайте|хорошо|согласен|согласна|давай|了解|お願いします|進めて|進めてください|続けて|続けてください
        |問題ありません|問題ない|大丈夫|大丈夫です|좋아요|좋습니다|진행|진행해 주세요|진행해주세요|계속|괜찮아요|괜찮습니다
        |继续|请继续|继续吧|跳过|同意|批准|通过|确认|开始|开始吧|好|好的|好吧|好啊|好呀|好滴|可以|可以的|可以了|行|行的|行吧
        |没问题|没有问题|没意见|没有意见|就这样|就这样吧|挺好|挺好的|很好|不错|看起来不错|看着不错|看起来很好|没有修改|无需修改
        |不用改|不需要修改|計劃不錯|繼續|請繼續|同意了|沒問題|沒有問題|確認|開始|開始吧|干吧|执行|执行吧
    """,
    "yes": """
        yes|y|yep|yeah|yup|ya|yes it is|sure|sure thing|of course|absolutely|definitely|certainly|correct|right|exactly|true|aye
        |ja|jawohl|genau|oui|bien sûr|sí|si|claro|certo|sì|sim|да|конечно|はい|ええ|네|예|응
        |是|是的|对|对的|嗯|嗯嗯|当然|當然|對|對的
    """,
    "no": """
        no|n|nope|nah|no way|never|false|not approved|disapprove|disapproved|i disagree|i don't approve|i do not approve
        |reject|rejected|i reject|decline|declined|refuse|refused|i refuse|not ok|not okay|not good|no good
        |nein|non|não|нет|いいえ|だめ|だめです|아니요|아니오|아니|不|不行|不可以|不好|不是|不对|不同意|不批准|不要|否|拒绝|拒絕
        |不對|別|别
    """,
    "stop": """
        stop|stop it|stop here|stop now|stop the run|stop the research|stop this|please stop|cancel|cancel it|cancel this
        |cancel the run|cancel the research|cancelled|abort|abort it|abort the run|quit|q|exit|halt|end|end it|terminate|kill it
        |don't|do not|don't do it|do not do it|don't proceed|do not proceed|don't continue|do not continue|don't go on
        |do not go on|don't start|do not start|don't run|never mind|nevermind|forget it|not now|drop it|leave it
        |stopp|abbrechen|abbruch|halt an|nicht weiter|aufhören|arrête|arrêtez|arrêter|annuler|annule|stoppe
        |detener|detente|para|cancelar|cancela|ferma|annulla|fermati|parar|pare|стоп|отмена|хватит|остановись|остановить
        |中止|停止|停止してください|やめて|やめてください|キャンセル|중지|취소|그만|멈춰
        |停|停下|停下来|停一下|停止吧|停止研究|取消|取消吧|算了|算了吧|终止|結束|结束|退出|不用了|不要继续|不继续|不做了|先不要
        |别继续|不了|取消任務|停下來|終止
    """,
}
_MEANING: dict[str, Word] = {
    phrase.strip(): word
    for word, phrases in _WORDS.items()
    for phrase in phrases.split("|")
    if phrase.strip()
}
_SIGNS: dict[str, Word] = {
    **dict.fromkeys("👍👌✅✔☑🆗🚀💯🙂😀😊🎉", "go_on"),
    **dict.fromkeys("👎❌✖🚫🙅", "no"),
    **dict.fromkeys("🛑⛔✋", "stop"),
}
_POLITE = re.compile(
    r"^(?:please|pls|then|well|oh|hi|hello|hey|and|so|bitte|请|那|那就)\s+|^(?:请|那就|那)(?=.{2})"
    r"|(?<!\s)\s+(?:please|pls|then|now|thanks|thank you|thx|ty|everyone|all|bitte|merci|s'il vous plaît|por favor|gracias)$",
)
_THANKS = frozenset(
    {"thanks", "thank you", "many thanks", "thx", "ty", "please", "pls", "bitte", "danke", "merci", "gracias", "por favor",
     "hi", "hello", "谢谢", "多谢", "谢谢你", "谢谢您", "謝謝", "请", "お願い", "ありがとう", "감사합니다", "спасибо"}
)  # fmt: skip
_PARTS = re.compile(r"[,;.!?…:~\n，。；！？、：～]+|(?<!\s)\s+[-–—]+\s+")
_MOST_CHARS = 120
"""A longer answer is no mere yes or no, however it begins."""


def meaning_of(text: str) -> Word | None:
    """Return what a whole answer means, or None where it says more, nothing known, or yes and no at once."""
    if len(text) > _MOST_CHARS:
        return None
    meant = set(_meanings(text))
    if None in meant or not meant:
        return None
    if meant <= {"go_on", "yes"}:
        return "yes" if meant == {"yes"} else "go_on"
    if meant <= {"no", "stop"}:
        return "stop" if "stop" in meant else "no"
    return None


def _meanings(text: str) -> Iterator[Word | None]:
    """The meaning of each part of an answer that is more than politeness."""
    plain = unicodedata.normalize("NFKC", visible_characters(text)).casefold().replace("’", "'")
    signs = [_SIGNS[char] for char in plain if char in _SIGNS]
    yield from signs
    plain = "".join(" " if char in _SIGNS else char for char in plain)
    for part in _PARTS.split(plain):
        words = " ".join(part.strip(" \t'\"“”‘’«»()[]{}*_`").split())
        if not words or words in _THANKS:
            continue
        yield _MEANING.get(words) or _MEANING.get(_without_politeness(words))


def _without_politeness(words: str) -> str:
    """`yes please` and `ok then` without what is only said to be polite."""
    before = ""
    while before != words:
        before, words = words, _POLITE.sub("", words).strip()
    return words
