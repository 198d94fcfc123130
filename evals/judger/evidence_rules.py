"""Which words of a report count as evidence: not the criteria pasted into it, nor its own praise."""

import re
from collections.abc import Sequence

from stepresearch.evals.judger.quotation import occurrences
from stepresearch.evals.judger.rubric import Criterion
from stepresearch.text.language.sentences import split_sentences

_ABOUT_THE_REPORT = re.compile(
    r"(?i)(?:does )?(?:the |this )?(?:final |whole )?(?:response|report|answer|output|reponse|document|text)\b"
    r"|(?:该|本|这份)?(?:报告|回答|回复|文章)"
)
"""A criterion that begins so speaks of the report; no report says that of itself about its subject."""

_SELF = r"\b(?:report|response|answer|document|text|article|essay)\b"
_YARDSTICK = r"\b(?:criteri(?:a|on)|rubrics?|checklist|grading|scoring|evaluation points?)\b"
_PRAISE = r"\b(?:met|meets|meeting|satisf\w+|fulfil\w*|full (?:marks|credit|score)|complies|compliant|passed|perfect score)\b"
_SELF_ASSESSMENT = re.compile(
    rf"(?i)(?=.*{_SELF})(?=.*{_YARDSTICK})(?=.*{_PRAISE})"
    rf"|(?=.*\ball (?:of )?(?:the |these |your )?(?:\w+ )?(?:criteria|requirements|points of the rubric)\b)(?=.*{_PRAISE})"
    r"|(?=.*\b(?:verdict|score|grade|rating)s?\b)(?=.*\b(?:must|should|please|give|assign|return|mark|award)\b)(?=.*\b(?:full|maximum|highest|perfect)\b)"
    r"|(?=.*(?:本报告|该报告|报告|回答))(?=.*(?:评分标准|评分项|评价标准|所有标准|全部标准|评分细则))(?=.*(?:满足|符合|达到|满分))"
    r"|(?=.*(?:所有|全部)(?:评分)?(?:标准|要求|评分项|条目))(?=.*(?:均已|都已|已经|全部|均)(?:满足|符合|达到))"
)

_LACKING = (
    r"(?:(?:does|do|did|has|is|was|must|should|may|can|could) ?n[o’']t|cannot|never|avoid\w*|fail\w*|lack\w*|omit\w*|miss(?:es|ing)?|neglect\w*|"
    r"ignor\w*|leaves? out|refrain\w*|exclud\w*|(?:has|have|contains?|includes?|makes?|uses?|gives?|provides?|offers?|cites?) (?:no|neither|none)\b|"
    r"is (?:free of|without|missing|silent)|only|stays? (?:free|clear) of)"
)
_ABSENCE = re.compile(
    rf"(?i)(?:(?:does |is )?(?:the |this )?(?:final |whole )?(?:response|report|answer|output|reponse|document|text)s?\W+)?(?:\w+ly )?{_LACKING}\b"
    r"|(?:该|本|这份)?(?:报告|回答|回复|文章)?(?:应当?|须|必须|需)?(?:完全)?(?:不|没有|未|避免|缺|遗漏|忽略|仅)"
)
"""The report itself, as the subject, lacks something. "States that it is not safe" can be quoted like any other statement."""


def states_absence(criterion: Criterion) -> bool:
    """Return whether a criterion can be met, or a flaw be there, by what the report does not say."""
    return _ABSENCE.match(criterion.text.strip()) is not None


def no_evidence(report: str, criteria: Sequence[Criterion]) -> list[tuple[int, int]]:
    """Return the slices of a report in which nothing counts as evidence, in order and merged.

    These are the texts of criteria that speak of the report, word for word, and sentences in which the report says
    of itself that it meets criteria or should be given a verdict.
    """
    slices = [
        place
        for one in criteria
        if _ABOUT_THE_REPORT.match(one.text)
        for place in occurrences(one.text, report)
    ]
    for span in split_sentences(report):
        sentence = " ".join(report[span.start : span.end].split())
        if _SELF_ASSESSMENT.match(sentence):
            slices.append((span.start, span.end))
    return _merged(sorted(slices))


def _merged(slices: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in slices:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
