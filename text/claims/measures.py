"""What is measured and what happened: words that mean the same, and words that tell two measures apart.

Within a group the words are interchangeable in a claim, where a dimension stands before it only beside figures of
that: a pipeline runs for kilometres, a ferry for years. Two claims that name different groups beside their
figures measure different things. English words are matched by stem, Chinese ones as substrings.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from stepresearch.text.language.words import terms

_MEASURES = """
revenue turnover revenues | 营业收入 营收 销售收入 销售额 总收入
profit earnings income | 净利润 利润 盈利
loss losses | 亏损
margin | 利润率 毛利率
export exports exported | 出口
import imports imported | 进口
population inhabitants residents | 人口
employees workforce staff employs employed employ headcount workers | 员工 职工 雇员
unemployment jobless | 失业率
inflation | 通胀 通货膨胀
price prices | 价格 售价 均价
cost costs | 成本 造价
investment invested invest | 投资
subsidy subsidies | 补贴
debt debts | 债务 负债
deficit | 赤字
budget | 预算
capacity | 装机容量 装机规模 产能
production output produced | 产量
sales sold sell | 销量
shipments | 出货量
share | 占比 份额
saved saving savings saves cut displaced displacement | 节省 节约
growth growing grew | 增长率 增速
consumption consumed consumes | 消耗量 用电量
emissions emitted | 排放量 排放
temperature: temperature | 气温 温度
length: length long longest stretches runs | 全长 长度
length: depth deep | 深度 水深
length: height tall high elevation altitude | 高度 海拔
length: width wide | 宽度
mass: weight weigh weighs | 重量 自重
area: area covers cover | 面积 占地
length: distance | 距离 相距
visitors visited | 游客 参观人数
members | 会员 成员
enrolled enrolment enrollment recruited | 入组 招募
deaths died dead killed | 死亡 遇难
injured wounded | 受伤
"""
_EVENTS = """
opened opens inaugurated | 开馆 通车 开业 开放 开园
founded established incorporated | 成立 创立 创办 建立
completed finished | 竣工 建成 完工
began begins started starts commenced | 开工 动工 启动 开始
closed closes shut | 关闭 停产 闭馆
signed | 签署 签订
born | 出生
died dies | 去世 逝世
acquired bought purchased | 收购
launched launches released | 发布 上市 推出
discovered | 发现
elected | 当选
promised
commissioned energised energized live ready
"""
_PHRASES = {
    "ready": re.compile(r"\bgiven(?: by [\w ]{1,30})? (?:as|for)\b"),
    "service": re.compile(
        r"\b(?:in|into|enter(?:s|ed|ing)?|beg[ai]ns?|start(?:s|ed)?)(?: [a-z]+){0,2}? service\b|"
        r"\bservice (?:is|was|will|beg[ai]ns?|start(?:s|ed)?)\b|"
        r"\bfirst (?:[\w-]+ ){0,2}?(?:passengers?|guests?|visitors?|patients?|readers?|cars?|trains?|flights?)\b|"
        r"投入运营|投入使用|投运|启用|载客|开始运营",
        re.IGNORECASE,
    ),
}
"""Events that take more words than one: the word of `_EVENTS` that they mean, or a name of their own."""


@dataclass(frozen=True, slots=True)
class _Lexicon:
    stems: Mapping[str, int]
    han: Mapping[str, int]
    han_pattern: re.Pattern[str]
    dimensions: Mapping[int, str]

    def find(self, text: str) -> list[tuple[int, int]]:
        """Return group and offset of each word of the lexicon in `text`."""
        found = [
            (self.stems[stem], match.start())
            for match in _WORD.finditer(text)
            for stem in _stems(match[0])
            if stem in self.stems
        ]
        return found + [(self.han[match[0]], match.start()) for match in self.han_pattern.finditer(text)]


@cache
def _read_lexicon(table: str) -> _Lexicon:
    stems: dict[str, int] = {}
    han: dict[str, int] = {}
    dimensions: dict[int, str] = {}
    for number, line in enumerate(table.strip().splitlines()):
        dimension, colon, words = line.rpartition(": ")
        if colon:
            dimensions[number] = dimension
        english, _, chinese = words.partition("|")
        stems.update(dict.fromkeys(terms(english), number))
        han.update(dict.fromkeys(chinese.split(), number))
    longest_first = sorted(han, key=len, reverse=True)
    return _Lexicon(stems, han, re.compile("|".join(longest_first)), dimensions)


_WORD = re.compile("[A-Za-z]+")


@lru_cache(maxsize=20_000)
def _stems(word: str) -> tuple[str, ...]:
    return tuple(terms(word))


@cache
def measure_stems() -> frozenset[str]:
    """Return the stems of all English measure words."""
    return frozenset(_read_lexicon(_MEASURES).stems)


def measure_groups(text: str, dimension: str) -> frozenset[int]:
    """Return the groups of measure words that occur in `text` and suit a figure of `dimension`."""
    lexicon = _read_lexicon(_MEASURES)
    return frozenset(
        group for group, _ in lexicon.find(text) if lexicon.dimensions.get(group, dimension) == dimension
    )


def event_words(text: str) -> list[tuple[str, int]]:
    """Return the event words of `text`, each as the name of its group and its offset; `French Open` is none."""
    start = len(text) - len(text.lstrip())
    found = [
        (_event_names()[group], at)
        for group, at in _read_lexicon(_EVENTS).find(text)
        if at == start or not text[at].isupper()
    ]
    phrases = ((name, match.start()) for name, phrase in _PHRASES.items() for match in phrase.finditer(text))
    return [*found, *phrases]


@cache
def _event_names() -> tuple[str, ...]:
    """Return the last English word of each group of `_EVENTS`."""
    return tuple(line.partition("|")[0].split()[-1] for line in _EVENTS.strip().splitlines())
