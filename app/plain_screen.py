"""Progress as plain lines, for logs and pipes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, TextIO

from stepresearch.app.progress import Progress
from stepresearch.app.report.lines import headed, one_line
from stepresearch.graph.run import StepDone, approve


class PlainScreen:
    """Writes a line for each thing that happens (`Screen`). Nobody is asked: what a run asks is left to it."""

    asks = False

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._progress = Progress()
        self._opening: list[str] = []

    @contextmanager
    def showing(self, opening: Sequence[str], state: dict[str, Any]) -> Iterator[None]:
        """Let `step` write, and sum up at the end."""
        self._progress.take(state)
        self._opening = list(opening)
        yield
        self.say(self._progress.counts)

    def say(self, line: str) -> None:
        """Write a line with the time."""
        # A reader of the progress who leaves must not end the run.
        with suppress(BrokenPipeError):
            print(f"[{self._progress.elapsed}] {line}", file=self._file, flush=True)

    def step(self, done: StepDone) -> None:
        """Write what a step brought."""
        round_before = self._progress.round
        self._progress.step(done)
        opening, self._opening = self._opening, []
        for line in opening:
            self.say(line)
        for line in self._news(done, round_before):
            self.say(line)

    async def ask(self, asked: dict[str, Any]) -> str:
        """Let the run go on."""
        return await approve(asked)

    def _news(self, done: StepDone, round_before: int) -> Iterator[str]:
        now = self._progress
        if done.node == "plan":
            yield from (f"task {task['task_id']}: {headed(task['question'])}" for task in now.tasks)
        if now.round > round_before:
            yield now.stage
        for query_id, query in done.update.get("queries", {}).items():
            if "answer_key" in query:
                hits = "1 hit" if query["hits"] == 1 else f"{query['hits']} hits"
                yield f"searched {one_line(now.queries[query_id]['text'])!r}: {hits}"
        for source_id, source in done.update.get("sources", {}).items():
            if source["status"] == "read":
                yield f"read {source_id}: {one_line(now.sources[source_id]['title'])}"
        if done.node == "reflect":
            yield f"findings {len(now.finding_ids)}"
        if done.node == "report":
            yield "writing the report"
        yield from (one_line(notice["text"]) for notice in done.update.get("notices", []))
