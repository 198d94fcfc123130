"""The words that a report file says beside the report's own text, by language; English where one is not there.

What the Markdown says too is in `nodes/locale/labels.py`.
"""

from string import Template

from stepresearch.nodes.locale.labels import LABELS

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "contents": "Contents",
        "other_claims": "$count more claims of the ledger",
        "overview": "How the evidence hangs together",
        "overview_told": "Questions on the left ($tasks), key claims in the middle ($claims), sources on the right ($sources). "
        "A line joins a question to its claims and a claim to the sources that say it.",
        "read_only": "Read, but not cited",
        "evidence": "Passages",
        "evidence_told": "Each number in the text leads here: the passage it rests on, with the cited sentence marked.",
        "no_notes": "Nothing went wrong in this run.",
        "checked": "$cited cited sentences",
        "n_supported": "$count supported",
        "n_partly": "$count partly supported",
        "n_marked": "$count marked as not supported",
        "n_contested": "$count resting on disputed claims",
        "n_sources": "$sources sources in $groups independent groups",
        "pages_read": "$read pages read",
        "verified": "Verification",
        "made": "Researched on $date · run $run",
        "made_with": "Researched on $date with $writer · run $run",
        "supported": "Supported",
        "partly": "Partly supported",
        "contradicted": "Contradicted",
        "not_found": "Not found in the passage",
        "support_one": "1 independent source",
        "support": "$count independent sources",
        "independent": "Independent support",
        "passage": "Passage",
        "source_number": "Source $number",
        "cites": "Sources $numbers: $verdict. Show the passage.",
        "close": "Close",
        "next": "Next citation",
        "previous": "Previous citation",
        "back": "Back to the text",
        "hint": "Choose a number in the text to read the passage behind it.",
        "alone": "independent of the others",
        "supports_one": "supports 1 finding",
        "supports": "supports $count findings",
        "disputed_here": "Rests on a disputed claim: see $heading.",
        "unsettled": "Not settled by the sources read.",
        "nothing": "Nothing on this question was found.",
    },
    "zh": {
        "contents": "目录",
        "other_claims": "台账中的其他 $count 条论断",
        "overview": "证据关系图",
        "overview_told": "左侧为 $tasks 个问题，中间为 $claims 条关键论断，右侧为 $sources 个来源；连线表示问题包含的论断以及论断的来源。",
        "read_only": "已读未引用",
        "evidence": "原文段落",
        "evidence_told": "正文中的每个编号都指向这里：所依据的段落，被引句子已标出。",
        "no_notes": "本次运行没有出现问题。",
        "checked": "$cited 个带引用的句子",
        "n_supported": "$count 个得到支持",
        "n_partly": "$count 个部分支持",
        "n_marked": "$count 个标为未获支持",
        "n_contested": "$count 个依据有分歧的论断",
        "n_sources": "$sources 个来源，分属 $groups 个独立组",
        "pages_read": "阅读 $read 页",
        "verified": "核查",
        "made": "研究日期 $date · 运行 $run",
        "made_with": "研究日期 $date · 模型 $writer · 运行 $run",
        "supported": "得到支持",
        "partly": "部分支持",
        "contradicted": "与原文矛盾",
        "not_found": "原文中未找到",
        "support_one": "1 个独立来源",
        "support": "$count 个独立来源",
        "independent": "独立支持",
        "passage": "原文段落",
        "source_number": "来源 $number",
        "cites": "来源 $numbers：$verdict。显示原文段落。",
        "close": "关闭",
        "next": "下一处引用",
        "previous": "上一处引用",
        "back": "返回正文",
        "hint": "点击正文中的编号，查看其依据的原文段落。",
        "alone": "独立来源",
        "supports_one": "支持 1 条发现",
        "supports": "支持 $count 条发现",
        "disputed_here": "依据的论断存在分歧，见“$heading”。",
        "unsettled": "所读来源未能定论。",
        "nothing": "没有找到与该问题有关的内容。",
    },
}

SIGNS: dict[str, str] = {
    "supported": "✓",
    "partly": "◐",
    "contradicted": "✕",
    "not_found": "⚠",
    "corroborated": "✓",
    "single_source": "○",
    "contested": "≠",
    "outdated": "↺",
    "resolved": "◇",
}
"""A sign for each verdict, so that colour never says it alone."""


class Words:
    """The words in one language, English where there are none in it."""

    def __init__(self, language: str) -> None:
        self.language = language if language in WORDS else "en"
        self._words = LABELS[self.language] | WORDS[self.language]

    def __call__(self, name: str, **values: object) -> str:
        """Return the words for `name` with its values filled in."""
        return Template(self._words[name]).substitute({key: str(value) for key, value in values.items()})

    def counted(self, name: str, count: int) -> str:
        """Return the words for a count, in the singular where it is one."""
        return self(f"{name}_one") if count == 1 else self(name, count=count)
