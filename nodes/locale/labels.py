"""The words that the report itself says, by language; English where a language is not there yet."""

from collections.abc import Sequence
from string import Template

LABELS: dict[str, dict[str, str]] = {
    "en": {
        "summary": "Short answer",
        "disagree": "Where sources disagree",
        "changed": "What changed over time",
        "named": "$what: $value",
        "earlier": "earlier: $value",
        "planned": "planned: $value",
        "more": "$count more of this kind are in the ledger.",
        "written": "Written on $date with $writer.",
        "missing": "What was not found",
        "sources": "Sources",
        "notes": "Notes on this run",
        "how": "How this was researched",
        "round": "Round $number: queries, each with its hits: $queries; pages read: $read of $chosen chosen",
        "extractive": "Extractive report: sentences quoted from the sources, chosen without a language model.",
        "all_rules": "Extractive report: rules quoted its sentences from the sources. A language model was asked ($calls "
        "calls), and none of its text could be used.",
        "some_rules": "The language model wrote $parts; rules quoted the rest from the sources.",
        "by_model_summary": "the short answer",
        "by_model_sections": "$written of $sections sections",
        "by_model_both": "the short answer and $written of $sections sections",
        "line": "$told.",
        "aside": " ($told)",
        "and": "; ",
        "checked": "Cited sentences: $cited, supported: $supported",
        "n_partly": "partly supported: $count",
        "n_marked": "not supported, marked ⚠: $count",
        "n_contested": "on disputed claims: $count",
        "control": "The sources do not say what the $what annex cost.",
        "n_absent": "statements that something was not found: $count, each checked against all $passages passages read",
        "n_absent_wrong": "of these wrong and replaced: $count",
        "n_sources": "sources cited: $sources, independent groups: $groups; pages read: $read",
        "n_unknown": "groups whose independence is not known: $count",
        "n_known": "$known; independence not known: $unknown",
        "one_owner": "All sources read have one owner ($owner): nothing here is confirmed independently.",
        "no_owner": "Of none of the sources read can it be told whose it is: nothing here counts as confirmed independently.",
        "claims": "Key claims",
        "claim": "Claim",
        "verdict": "Verdict",
        "independent": "Independent sources",
        "corroborated": "Corroborated",
        "single_source": "Single source",
        "resolved": "Resolved",
        "place": "$passage, characters $start to $end",
        "nothing": "Nothing on this question was found in the $read pages that were read.",
        "nothing_read": "Nothing was found on this question: no search brought a page that could be read.",
        "not_found": "No source read answers: $task",
        "open_asked": "May not be met in full: $point",
        "open_implied": "May not be met in full: $point",
        "open_form": "Form wanted, not met in full: $point",
        "in_detail": "In detail",
        "question": "Question: $question",
        "open_must_not": "May still be there: $point",
        "undated": "undated",
        "standing_superseded": "superseded",
        "standing_superseded_by": "superseded by “$other”",
        "standing_withdrawn": "withdrawn",
        "standing_archived": "archived",
        "standing_draft": "draft",
        "kind_government": "government",
        "kind_standards": "standards or international body",
        "kind_scholarly": "scholarly",
        "kind_company": "the company itself",
        "kind_press": "press",
        "kind_user": "user-generated",
        "old": "older source, may be superseded",
        "read_only": "Read, not cited: $titles.",
        "supports": "$count statements taken from it",
        "supports_one": "1 statement taken from it",
        "hard_to_see": "$count passages were hard to see and were left out",
        "hard_to_see_one": "1 passage was hard to see and was left out",
        "orders": "$count sentences that give orders to a reader’s assistant were left out",
        "orders_one": "1 sentence that gives orders to a reader’s assistant was left out",
        "copy": "same text as “$other”, counted once",
        "grouped": "counted as one with “$other”",
        "grouped_more": "counted as one with “$other” and $count more",
        "newer": "The newer figure is taken as current.",
        "primary": "The others repeat the first, with another value.",
        "open": "Not settled by the sources read.",
        "outdated": "Outdated",
        "contested": "Disputed",
        "see_outdated": "superseded; see $heading",
        "see_contested": "disputed; see $heading",
        "confirmed": "$count independent sources",
        "doubt_open": "disputed",
        "doubt_newer": "older figure",
        "doubt_primary": "disputed",
        "doubt_contested": "disputed",
        "doubt_outdated": "older figure",
        "other_open": "Another source gives $value",
        "other_newer": "The newer figure is $value",
        "other_primary": "The source that it repeats gives $value",
        "quote": "“$text”",
        "as_of": "As of $date",
    },
    "zh": {
        "summary": "简要回答",
        "disagree": "来源不一致之处",
        "changed": "随时间的变化",
        "named": "$what：$value",
        "earlier": "此前：$value",
        "planned": "计划：$value",
        "more": "另有 $count 处同类情况记录在账本中。",
        "written": "撰写于 $date，模型：$writer。",
        "missing": "未找到的内容",
        "sources": "来源",
        "notes": "本次运行说明",
        "how": "研究过程",
        "round": "第$number轮：检索 $queries（括号内为结果数）；选定$chosen页，读取$read页",
        "extractive": "摘录式报告：句子摘自来源，未使用语言模型。",
        "all_rules": "摘录式报告：句子由规则摘自来源。曾调用语言模型 $calls 次，但其文字均无法使用。",
        "some_rules": "语言模型撰写了$parts；其余由规则摘自来源。",
        "by_model_summary": "简要回答",
        "by_model_sections": "$sections 节中的 $written 节",
        "by_model_both": "简要回答和 $sections 节中的 $written 节",
        "line": "$told。",
        "aside": "（$told）",
        "and": "；",
        "checked": "已核查 $cited 个带引用的句子：$supported 个得到支持",
        "n_partly": "$count 个部分支持",
        "n_marked": "$count 个未获支持并标有 ⚠",
        "n_contested": "$count 个依据有分歧的论断",
        "control": "来源没有说明 $what 附楼的造价。",
        "n_absent": "$count 处“未找到”的陈述已逐一与读到的全部 $passages 个段落核对",
        "n_absent_wrong": "其中 $count 处有误并已替换",
        "n_sources": "引用 $sources 个来源，分属 $groups 个独立组；阅读 $read 页",
        "n_unknown": "$count 组的独立性不明",
        "n_known": "$known；独立性不明：$unknown",
        "one_owner": "所读来源均属同一方（$owner）：本报告内容没有独立印证。",
        "no_owner": "所读来源均无法判断归属：本报告内容均不计为独立印证。",
        "claims": "关键论断",
        "claim": "论断",
        "verdict": "结论",
        "independent": "独立来源",
        "corroborated": "多方印证",
        "single_source": "单一来源",
        "resolved": "已判明",
        "place": "$passage，第 $start 至 $end 字",
        "nothing": "在阅读的 $read 页中没有找到与该问题有关的内容。",
        "nothing_read": "没有找到与该问题有关的内容：搜索没有得到可以阅读的页面。",
        "not_found": "没有来源回答：$task",
        "open_asked": "可能未完全满足：$point",
        "open_implied": "可能未完全满足：$point",
        "open_form": "要求的形式可能未完全满足：$point",
        "in_detail": "详细说明",
        "question": "问题：$question",
        "open_must_not": "可能仍然存在：$point",
        "undated": "无日期",
        "standing_superseded": "已被替代",
        "standing_superseded_by": "已被“$other”替代",
        "standing_withdrawn": "已废止",
        "standing_archived": "已归档",
        "standing_draft": "草案，尚未生效",
        "kind_government": "政府机构",
        "kind_standards": "标准或国际组织",
        "kind_scholarly": "学术",
        "kind_company": "企业自行发布",
        "kind_press": "新闻媒体",
        "kind_user": "用户发布",
        "old": "较早的来源，可能已过时",
        "read_only": "已读未引用：$titles。",
        "supports": "摘取 $count 条陈述",
        "supports_one": "摘取 1 条陈述",
        "hard_to_see": "有 $count 段文字难以看见，未采用",
        "hard_to_see_one": "有 1 段文字难以看见，未采用",
        "orders": "有 $count 句向读者的助手下指令的文字，未采用",
        "orders_one": "有 1 句向读者的助手下指令的文字，未采用",
        "copy": "与《$other》同文，只计一次",
        "grouped": "与《$other》合计为一组",
        "grouped_more": "与《$other》及另外 $count 个来源合计为一组",
        "newer": "以较新的数字为准。",
        "primary": "其他来源转述了第一个来源，但数值不同。",
        "open": "所读来源未能定论。",
        "outdated": "已过时",
        "contested": "存在分歧",
        "see_outdated": "已被取代，见“$heading”",
        "see_contested": "存在分歧，见“$heading”",
        "confirmed": "$count 个独立来源",
        "doubt_open": "存在争议",
        "doubt_newer": "较早的数字",
        "doubt_primary": "存在争议",
        "doubt_contested": "存在争议",
        "doubt_outdated": "较早的数字",
        "other_open": "另一来源给出 $value",
        "other_newer": "较新的数字为 $value",
        "other_primary": "其所转述的来源给出 $value",
        "quote": "“$text”",
        "as_of": "截至 $date",
    },
}


MAX_TOLD = 30
"""Disagreements, and changes, that a report tells; the rest is counted."""


def label(language: str, name: str, **values: object) -> str:
    """Return the words for `name` in a language, with its values filled in."""
    words = LABELS.get(language, LABELS["en"])[name]
    return Template(words).substitute({key: str(value) for key, value in values.items()})


def quoted(language: str, quote: str, claim: str) -> str:
    """Return a quotation in quotation marks; what was noted of it where no words of its passage come close.

    A quotation mark that closes what began before the quotation is left out.
    """
    if not quote:
        return claim
    lone = quote.endswith(('"', "”", "’")) and sum(quote.count(mark) for mark in '"“”') % 2 == 1
    return label(language, "quote", text=quote[:-1] if lone else quote)


def counted_with(language: str, others: Sequence[str]) -> str:
    """Return the words for a source that is counted as one with others, of which the first is named."""
    if len(others) == 1:
        return label(language, "grouped", other=others[0])
    return label(language, "grouped_more", other=others[0], count=len(others) - 1)


def left_out(language: str, *, hard_to_see: int, orders: int) -> list[str]:
    """Return the words for what was left out of a source: passages hard to see, and sentences that give orders."""
    counts = {"hard_to_see": hard_to_see, "orders": orders}
    return [
        label(language, f"{name}_one" if count == 1 else name, count=count)
        for name, count in counts.items()
        if count
    ]
