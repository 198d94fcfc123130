"""The words that the report itself says, by language; English where a language is not there yet."""

from string import Template

LABELS: dict[str, dict[str, str]] = {
    "en": {
        "summary": "Short answer",
        "disagree": "Where sources disagree",
        "missing": "What was not found",
        "sources": "Sources",
        "notes": "Notes on this run",
        "extractive": "Extractive report: sentences quoted from the sources, chosen without a language model.",
        "evidence": "$read pages read, $groups independent; $findings findings, $corroborated of them said by two or more "
        "independent sources, $contested disputed.",
        "nothing": "Nothing on this question was found in the $read pages that were read.",
        "nothing_read": "Nothing was found on this question: no search brought a page that could be read.",
        "not_found": "No source read answers: $task",
        "undated": "undated",
        "old": "older source, may be superseded",
        "read_only": "Read, not cited: $titles.",
        "supports": "cited for $count findings",
        "supports_one": "cited for 1 finding",
        "copy": "same text as $other, counted once",
        "newer": "The newer figure is taken as current.",
        "primary": "The first is the primary source.",
        "open": "Not settled by the sources read.",
        "outdated": "superseded; see $heading",
        "contested": "disputed; see $heading",
        "confirmed": "$count independent sources",
        "doubt_open": "disputed",
        "doubt_newer": "older figure",
        "doubt_primary": "disputed",
        "other_open": "Another source gives $value",
        "other_newer": "The newer figure is $value",
        "other_primary": "The primary source gives $value",
        "quote": "“$text”",
        "as_of": "As of $date",
    },
    "zh": {
        "summary": "简要回答",
        "disagree": "来源不一致之处",
        "missing": "未找到的内容",
        "sources": "来源",
        "notes": "本次运行说明",
        "extractive": "摘录式报告：句子摘自来源，未使用语言模型。",
        "evidence": "阅读 $read 页，其中 $groups 个独立来源；$findings 条发现，$corroborated 条有两个以上独立来源支持，$contested 条存在分歧。",
        "nothing": "在阅读的 $read 页中没有找到与该问题有关的内容。",
        "nothing_read": "没有找到与该问题有关的内容：搜索没有得到可以阅读的页面。",
        "not_found": "没有来源回答：$task",
        "undated": "无日期",
        "old": "较早的来源，可能已过时",
        "read_only": "已读未引用：$titles。",
        "supports": "支持 $count 条发现",
        "supports_one": "支持 1 条发现",
        "copy": "与 $other 同文，只计一次",
        "newer": "以较新的数字为准。",
        "primary": "前者为一手来源。",
        "open": "所读来源未能定论。",
        "outdated": "已被取代，见“$heading”",
        "contested": "存在分歧，见“$heading”",
        "confirmed": "$count 个独立来源",
        "doubt_open": "存在争议",
        "doubt_newer": "较早的数字",
        "doubt_primary": "存在争议",
        "other_open": "另一来源给出 $value",
        "other_newer": "较新的数字为 $value",
        "other_primary": "一手来源给出 $value",
        "quote": "“$text”",
        "as_of": "截至 $date",
    },
}


def label(language: str, name: str, **values: object) -> str:
    """Return the words for `name` in a language, with its values filled in."""
    words = LABELS.get(language, LABELS["en"])[name]
    return Template(words).substitute({key: str(value) for key, value in values.items()})
