from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
from doubles.judge import JudgeDouble, PairRule, Rule, fair, honest
from doubles.model_server import ModelServer

from stepresearch.evals.judger.cache import AnswerCache
from stepresearch.evals.judger.calls import JudgeCalls
from stepresearch.evals.judger.judge import Judge, JudgeSettings
from stepresearch.evals.judger.spending import Limits, Spending
from stepresearch.tools.llm.openai.chat_model import OpenAIChatModel
from stepresearch.tools.llm.openai.settings import ModelSettings

OpenJudge = Callable[..., AbstractAsyncContextManager[tuple[Judge, ModelServer]]]


@asynccontextmanager
async def opened(
    rule: Rule = honest,
    *,
    pair_rule: PairRule = fair,
    settings: JudgeSettings | None = None,
    cache: AnswerCache | None = None,
    limits: Limits | None = None,
    window: int = 32_768,
) -> AsyncIterator[tuple[Judge, ModelServer]]:
    async with ModelServer(JudgeDouble(rule, pair_rule), window=window) as server:
        model = OpenAIChatModel(ModelSettings(base_url=server.base_url, window_tokens=window, patience_s=0.1))
        calls = JudgeCalls(
            model,
            judge="double",
            cache=cache or AnswerCache(),
            spending=Spending(limits or Limits()),
            concurrency=8,
        )
        yield Judge(calls, settings), server


@pytest.fixture
def open_judge() -> OpenJudge:
    """A judge by a rule, behind a server of its own."""
    return opened
