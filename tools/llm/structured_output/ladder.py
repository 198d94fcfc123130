"""Knows on which rung a server answers, and leaves one only for a reason."""

from dataclasses import replace

from stepresearch.tools.llm.structured_output.formats import Rung
from stepresearch.tools.llm.structured_output.memory import Learnt

MISSES = 2
"""Answers without any JSON in a row after which a server counts as ignoring the form: one may be the model's whim."""


class FallbackChain:
    """The rungs of one server and model.

    A rung that the server refuses is left for the time being, and for good once a lower one has worked: a request
    that it refuses in every form says nothing about the forms.

    Args:
        learnt: What is known already.
    """

    def __init__(self, learnt: Learnt) -> None:
        self.learnt = learnt
        self._misses = 0

    @property
    def rung(self) -> Rung:
        """The rung to ask on."""
        return self.learnt.rung

    def start_at(self, rung: Rung, left: dict[Rung, str]) -> None:
        """Forget what was learnt of the rungs: this one works, those do not, for these reasons."""
        self.learnt = replace(self.learnt, rung=rung, left={})
        self._leave_for(rung, left)

    def worked(self, rung: Rung, refused: dict[Rung, str]) -> bool:
        """Take note of an answer on a rung and of why those above it refused; return whether that is news."""
        self._misses = 0
        if not refused:
            return False
        self._leave_for(rung, refused)
        return True

    def missed(self, rung: Rung, why: str) -> bool:
        """Take note of an answer without JSON; return whether the rung is left for it."""
        below = rung.below
        if rung is not self.rung or below is None:
            return False
        self._misses += 1
        if self._misses < MISSES:
            return False
        self._misses = 0
        self._leave_for(below, {rung: why})
        return True

    def reasons(self) -> bool:
        """Take note that the model reasons; return whether that is news."""
        is_news = not self.learnt.reasons
        self.learnt = replace(self.learnt, reasons=True)
        return is_news

    def _leave_for(self, rung: Rung, why: dict[Rung, str]) -> None:
        left = {**self.learnt.left, **{str(name): words for name, words in why.items()}}
        self.learnt = replace(self.learnt, rung=rung, left=left)
