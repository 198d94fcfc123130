"""Judges a report by a rubric: what can be measured by code, the rest by a model."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from stepresearch.evals.judger.answers import OneAnswer, batch_of
from stepresearch.evals.judger.asking import about_report, answer_form, asked_again, question
from stepresearch.evals.judger.calls import JudgeCalls
from stepresearch.evals.judger.long_reports import excerpts, fits
from stepresearch.evals.judger.measurable_text import recognized
from stepresearch.evals.judger.measuring import measure
from stepresearch.evals.judger.reading import Material, Read, read_answer
from stepresearch.evals.judger.rubric import Criterion
from stepresearch.evals.judger.verdicts import Judgement, Kind, Verdict
from stepresearch.evals.together import together
from stepresearch.tools.errors import BudgetExceeded, ModelError

SHARE_IN_BATCH = 0.4
"""Of the tokens of an answer on one criterion: what each further one in a batch gets."""

OnJudged = Callable[[Judgement], None]


@dataclass(frozen=True, slots=True)
class JudgeSettings:
    """How a judge works.

    Attributes:
        batch_size: Criteria of one kind in a call. One by one is surest; batches are cheaper where nothing caches
            the report's tokens.
        decides_by_code: Whether criteria that can be measured are.
        answer_tokens: Of an answer on one criterion at most.
        longest_tokens: A longer report is read in parts, as one that does not fit the judge's window.
    """

    batch_size: int = 1
    decides_by_code: bool = True
    answer_tokens: int = 1200
    longest_tokens: int = 150_000


class Judge:
    """A model that judges.

    Args:
        calls: Asks the model.
        settings: How.
    """

    def __init__(self, calls: JudgeCalls, settings: JudgeSettings | None = None) -> None:
        self.calls = calls
        self.settings = settings or JudgeSettings()

    async def judge(
        self,
        report: str,
        criteria: Sequence[Criterion],
        *,
        task: str = "",
        sample: int = 0,
        on_judged: OnJudged = lambda _judgement: None,
    ) -> list[Judgement]:
        """Return a judgement for each criterion, in their order.

        A criterion on which the model gives no usable answer has a judgement without a verdict, as do those left
        when a limit is reached.

        Args:
            report: Markdown or plain text.
            criteria: Their order is that in which they are asked.
            task: The prompt that the report was written for; helps with criteria that refer to it.
            sample: Another number asks the same questions anew.
            on_judged: Called with each judgement as it comes in.

        Raises:
            ConfigError: The model cannot be used as it is set up.
        """
        found: dict[str, Judgement] = {}

        def take(judgement: Judgement) -> None:
            found[judgement.criterion_id] = judgement
            on_judged(judgement)

        open_criteria: list[Criterion] = []
        for one in criteria:
            by_code = self._decided(one, report)
            if by_code is None:
                open_criteria.append(one)
            else:
                take(by_code)
        if open_criteria:
            await self._ask_all(report, open_criteria, task, sample, take)
        return [found[one.criterion_id] for one in criteria]

    def _decided(self, criterion: Criterion, report: str) -> Judgement | None:
        """Return what code decides, None where the model has to."""
        if not report.strip():
            return Judgement(criterion.criterion_id, Verdict.NONE, "code", "The report is empty.")
        if not self.settings.decides_by_code:
            return None
        measurable = criterion.measurable or recognized(criterion.text)
        if measurable is None:
            return None
        measured = measure(measurable, report)
        verdict = Verdict.FULL if measured.holds else Verdict.NONE
        return Judgement(criterion.criterion_id, verdict, "code", measured.reason)

    async def _ask_all(
        self, report: str, criteria: Sequence[Criterion], task: str, sample: int, take: OnJudged
    ) -> None:
        """Ask the first batch alone, so that the server has the report in its prefix cache when the others come."""
        material = await asyncio.to_thread(Material.of, report, criteria)
        is_short = await fits(self.calls.model, report, self.settings.longest_tokens)
        asked = _Asked(self.calls, material, task, sample, self.settings.answer_tokens)
        batches = list(_batches(criteria, self.settings.batch_size if is_short else 1))

        async def ask(batch: Sequence[Criterion]) -> None:
            for judgement in await (asked.on_batch(batch) if is_short else asked.on_parts(batch[0])):
                take(judgement)

        await ask(batches[0])
        async with together() as group:
            for batch in batches[1:]:
                group.create_task(ask(batch))


def _batches(criteria: Sequence[Criterion], size: int) -> Iterator[Sequence[Criterion]]:
    """Yield criteria in batches of one kind, since each kind has a prompt of its own."""
    for kind in Kind:
        of_kind = [one for one in criteria if one.kind is kind]
        for at in range(0, len(of_kind), size):
            yield of_kind[at : at + size]


@dataclass(frozen=True, slots=True)
class _Asked:
    """The questions on one report."""

    calls: JudgeCalls
    material: Material
    task: str
    sample: int
    answer_tokens: int

    async def on_batch(self, batch: Sequence[Criterion]) -> list[Judgement]:
        """Return the judgements on criteria asked together; where that fails, one by one."""
        if len(batch) == 1:
            return [await self.on_one(batch[0])]
        form = batch_of(answer_form(batch[0].kind), [one.criterion_id for one in batch])
        conversation = question(about_report(self.material.report, self.task), batch)
        try:
            answered = await self.calls.ask(
                conversation, form, max_tokens=self._tokens_of(batch), sample=self.sample
            )
        except (ModelError, BudgetExceeded):
            return [await self.on_one(one) for one in batch]
        judgements = []
        for number, one in enumerate(batch, 1):
            answer: OneAnswer = getattr(answered.value, f"criterion_{number}")
            read = read_answer(one, answer, self.material)
            judgements.append(await self.on_one(one) if read.not_found else read.judgement)
        return judgements

    def _tokens_of(self, batch: Sequence[Criterion]) -> int:
        return round(self.answer_tokens * (1 + SHARE_IN_BATCH * (len(batch) - 1)))

    async def on_one(self, criterion: Criterion, *, excerpt: str | None = None) -> Judgement:
        """Return the judgement on a criterion; once more asked where its quotations are not found."""
        frame, shown = ("report", self.material.report) if excerpt is None else ("excerpts", excerpt)
        conversation = question(about_report(shown, self.task, frame=frame), [criterion])
        form = answer_form(criterion.kind)
        try:
            answered = await self.calls.ask(
                conversation, form, max_tokens=self.answer_tokens, sample=self.sample
            )
            read = read_answer(criterion, answered.value, self.material)
            if not read.not_found:
                return read.judgement
            conversation = asked_again(conversation, answered.text, read.not_found)
            answered = await self.calls.ask(
                conversation, form, max_tokens=self.answer_tokens, sample=self.sample
            )
        except (ModelError, BudgetExceeded) as error:
            return Judgement(criterion.criterion_id, None, fault=str(error))
        return _told(read_answer(criterion, answered.value, self.material))

    async def on_parts(self, criterion: Criterion) -> list[Judgement]:
        """Return the judgement on a criterion of a long report: passages from each part, then one verdict."""
        try:
            excerpt = await excerpts(self.calls, self.material.report, self.task, criterion, self.sample)
        except (ModelError, BudgetExceeded) as error:
            return [Judgement(criterion.criterion_id, None, fault=str(error))]
        return [await self.on_one(criterion, excerpt=excerpt)]


def _told(read: Read) -> Judgement:
    """Return the second answer's judgement; what it still claims without the report's words is taken for none."""
    judgement = replace(read.judgement, has_been_asked_again=True)
    if not read.not_found:
        return judgement
    return replace(
        judgement, reason=f"Taken for none: what it quotes is not in the report. {judgement.reason}".strip()
    )
