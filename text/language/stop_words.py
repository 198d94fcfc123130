"""Words that say nothing about a text's subject, by language.

The Latin lists are the most frequent function words of each language: enough to tell the languages apart
and to leave content words behind, and no more.
"""

import re
from collections.abc import Mapping

_LISTS = {
    "en": """a about above after again against all also although am an and any are as at be because been before
        being below between both but by can could did do does doing down during each else few for from further had
        has have having he her here hers herself him himself his i if in into is it its itself just may me might
        more most must my myself no nor not now of off on once only or other our ours out over own per same shall
        she should since so some such than that the their theirs them then there these they this those through to
        too under until up upon us very was we were while will with within without would you your yours""",
    "de": """aber alle als also am an auch auf aus bei bis damit dann das dass dem den der des die dies
        diese dieser doch durch ein eine einem einen einer eines er es für gegen habe haben hat hatte
        hatten ich ihr ihre im in ist ja kann kein keine mehr mit nach nicht noch nur ob oder ohne sehr
        sich sie sind so um und uns unter vom von vor war waren weil wenn werden wir wird wurde wurden
        zu zum zur zwischen über""",
    "fr": """a au aux avaient avait avec car ce ces cette comme dans de des donc du elle elles en entre
        est et eux furent fut il ils je la le les leur leurs lui mais me mes moi mon même ne nos notre
        nous on ont ou où par pas plus pour qu que sa sans se ses si son sont sous sur ta te tes tu un
        une vos votre vous y étaient était été être""",
    "es": """a al algo ante como con contra cuando de del desde durante e el ella ellos en entre era
        eran es esta este esto están fue fueron ha había han hasta hay hubo la las le les lo los me mi
        mientras muy más ni no nos o para pero por porque que se según ser si sido sin sobre son su sus
        también te tiene todo un una uno unos y ya""",
    "it": """a ad agli ai al alla alle allo anche aveva che chi ci come con da dal dalla degli dei del
        della delle dello di e ed era erano fu furono gli ha hanno i il in la le lo loro ma mi nel nella
        nelle non o per perché più se si sia sono stata stati stato su sua sul sulla suo tra un una uno
        è""",
    "pt": """a ao aos as até com como da das de dela dele do dos e ela ele em entre era eram essa esse
        esta este está estão foi foram havia há isso já mais mas na nas no nos não o os ou para pela
        pelo por porque quando que se sem ser seu seus sido sobre sua são também tem tinha um uma à é""",
    "nl": """aan al als bij dat de deze die dit doch door een en er ge geen had hadden heb heeft het hij
        hoe hun ik in is je kan maar me meer met mij na naar niet nog nu of om onder ook op over te
        tegen tot uit van veel voor want waren was we werd werden worden wordt ze zich zij zijn zo zou""",
    "sv": """alla att av bara blev bli blir de dem den denna deras det detta dig din du där efter ej
        eller en er ett från för ha hade han hans har hon hur här i icke ingen inte jag kan man med
        mellan men mig min mot mycket nu när och om på samma sedan sig sin som så till under upp ut var
        vara vi vid än är över""",
    "pl": """a ale bez by być był była było były co czy dla do gdy go i ich ile im ja jak jako jego jej
        jest już lub ma mi na nad nie o od oraz po pod przed przez przy się są ta tak tam te tego tej
        ten to tu tylko tym w we więc wszystko z za ze został została zostało że""",
    "ru": """а без более бы был была были было быть в вам вас весь во вот все всех вы где да для до его ее если есть
        еще же за и из или им их к как ко когда кто ли между мы на над не него нее нет ни но о об он она они оно от
        по под при с со так также то того той только том у уже что чтобы эта эти это этот я""",
    "tr": """ama bir bu çok da daha de değil en gibi göre her için ile ise kadar ki mi ne o olan olarak oldu olduğu sonra
        şu tarafından tüm var ve veya ya yok""",
    "id": """ada adalah akan atau bagi bahwa bisa dalam dan dapat dari dengan di hingga ini itu juga
        karena ke lebih oleh pada para saat sebagai sebanyak secara sejak sekitar setelah tahun telah
        tersebut tidak untuk yang""",
    "vi": """bị các cái cho có của cũng cùng đã đang đây để đến được hơn không khi là lên mà một này năm người nhiều những
        ra rất sẽ sau tại theo thì trong trên từ và vào về với""",
    "sw": """baada bila cha hii hilo huo ili kama kati katika kila kuwa kwa kwamba la lakini mwaka na ni pia sana ulio wa
        wakati watu ya yake za zaidi""",
    "ha": """amma ba ce cikin da daga don ga haka ita kan ko kuma mai na ne ne shi su sun ta wannan wata ya yi za""",
    "ko": """그 그리고 그러나 이 저 및 또는 의 에 에서 를 을 은 는 이다 있는 하는 대한 대해""",
    "ar": """في من على إلى عن مع هذا هذه ذلك التي الذي و أو ثم أن إن كان كانت لا ما هو هي هم قد""",
}


def word_set(lines: str) -> frozenset[str]:
    """Return the words of a text block, so that long lists stay readable in the source."""
    return frozenset(lines.split())


STOP_WORDS: Mapping[str, frozenset[str]] = {code: word_set(lines) for code, lines in _LISTS.items()}
"""Function words by ISO 639-1 code, casefolded. A language that is not listed has none."""

QUESTION_WORDS = word_set(
    """what what's whats which who who's whom whose when where why how how's many much often long far kind type sort
    tell find give list name describe explain compare contrast report overview summarize summarise summary research
    investigate analyze analyse discuss show write please want need know let question answer difference differences
    versus vs between every ever
    was wer wie wo wann warum welche welcher welches wieviel wieviele nenne beschreibe erkläre vergleiche bitte
    quel quelle quels quelles quoi qui comment combien pourquoi quand décris compare explique
    qué cuál cuáles quién cómo cuánto cuántos cuándo dónde describe explica compara
    cosa quale quali quanto quanti quando dove perché spiega confronta descrivi
    qual quais quem quantos onde explique compare descreva
    wat wie welke waar wanneer waarom hoeveel vergelijk
    vad vem vilken vilket vilka hur varför jämför
    jaki jaka jakie kto kiedy gdzie dlaczego porównaj
    какой какая какие сколько почему зачем расскажи сравни найди опиши
    무엇 무엇인가 누구 언제 어디 어떤 어떻게 왜 얼마 몇 비교 설명 알려줘
    ما ماذا من متى أين كيف لماذا كم أي هل قارن"""
)
"""Words that ask rather than name what is asked about, in all languages together, casefolded."""

CHINESE_STOP_PHRASES = word_set(
    """请问 请 帮我 帮忙 告诉我 介绍一下 介绍 一下 写一份 写一篇 报告 概述 综述 总结 比较 对比 分析 研究 调查 说明
    解释 描述 列出 列举 查找 找出 什么是 是什么 什么样 什么时候 什么 是多少 有多少 多少 有哪些 是哪些 哪些 哪一年
    哪年 哪个 哪种 哪里 哪 几个 几年 如何 怎么样 怎样 怎么 为什么 为何 是谁 谁 是否 是不是 有没有 能否 可以 吗 呢
    吧 的 了 着 和 与 及 以及 或者 或 在 是 有 对 对于 关于 从 到 把 被 由 于 之间 之 其 这个 这些 这 那个 那些 那
    它 他 她 它们 他们 我们 我 你 您 都 也 就 还 并 且 而 但是 但 因为 所以 如果 以 为 哪家 主要 目前 以来 区别
    不同 差异"""
)
"""Function words and question phrases of Chinese; a run of characters is cut at them."""

_WORDS_AROUND_STOP_CHARACTERS = word_set(
    """
    目的 的士 和平 共和国 共和 饱和 总和 温和 和谐 存在 现在 在线 内在 潜在 了解 为了 参与 与会 于是 对象 对手 面对
    绝对 相对 针对 反对 有限 有机 有效 所有 拥有 国有 私有 占有 稀有 是非 到达 达到 感到 自由 理由 由来 以色列 可以
    行为 成为 认为 作为 华为 之江 其他 其中 土耳其 就业 成就 还原 归还 并购 合并 并行 而且 从事 服从 普及 埃及 以及
    涉及 及时 那不勒斯 印第安那 首都 成都 京都 都市 其实 着手 沿着 附着 研究所 研究院 研究生 调查局 分析师 报告书
    得到 遇到 关于 对于 由于 位于 属于 等于 基于 以下 以上 以前 以后 难以 被告 把握 从而 也门 维也纳 有色 对外
    大和 哪吒 巴基斯坦 吉他 其余 极其 共和党 刹那 之后 之前 之一
    """
)

_CHINESE_CUT = re.compile(
    "|".join(
        [
            "(?P<kept>" + "|".join(sorted(_WORDS_AROUND_STOP_CHARACTERS - CHINESE_STOP_PHRASES)) + ")",
            "|".join(sorted(CHINESE_STOP_PHRASES, key=lambda phrase: (-len(phrase), phrase))),
        ]
    )
)


def chinese_chunks(run: str) -> list[str]:
    """Return what is left of a run of Chinese characters when it is cut at stop words and question phrases.

    There is no dictionary behind it: words that merely contain a stop character are kept whole where they
    are known (`目的`, `和平`), and a chunk may hold several words.
    """
    chunks = []
    start = 0
    for match in _CHINESE_CUT.finditer(run):
        if match["kept"] is None:
            chunks.append(run[start : match.start()])
            start = match.end()
    chunks.append(run[start:])
    return [chunk for chunk in chunks if chunk]
