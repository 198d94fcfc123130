"""Opens the judge that a command names."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from stepresearch.app.delivery import tell
from stepresearch.app.eval_options import JudgeOptions
from stepresearch.evals.judge_model import JudgeRecord, open_judge
from stepresearch.evals.judger.cache import AnswerCache
from stepresearch.evals.judger.judge import Judge, JudgeSettings
from stepresearch.evals.judger.spending import Limits, Spending
from stepresearch.evals.prices import load_prices
from stepresearch.evals.reliability.kept import trust_in
from stepresearch.tools.budget import NO_PRICES
from stepresearch.tools.errors import ConfigError
from stepresearch.tools.llm.openai.factory import model_settings
from stepresearch.tools.llm.openai.settings import ModelSettings
from stepresearch.tools.settings import Settings

CACHE = Path("evals") / "answers.sqlite"


@dataclass(frozen=True, slots=True)
class OpenJudge:
    """A judge that is ready, who it is, what its gates said, and whether its calls have prices."""

    judge: Judge
    record: JudgeRecord
    trust: str
    has_prices: bool


@asynccontextmanager
async def judge_of(options: JudgeOptions, settings: Settings, data_folder: Path) -> AsyncIterator[OpenJudge]:
    """Open the judge of the options; its answers are kept in the data folder.

    Raises:
        ConfigError: There is none, it cannot be used, or the options contradict each other.
    """
    prices = NO_PRICES if options.prices is None else load_prices(options.prices).tokens()
    if options.max_price is not None and options.prices is None:
        raise ConfigError("A limit in price needs prices.", hint="Give a price list with --prices FILE.")
    model = await _model(options, settings)
    limits = Limits(options.max_calls, options.max_tokens, options.max_price)
    with AnswerCache(data_folder / CACHE) as cache:
        judge, record = await open_judge(
            model,
            cache=cache,
            spending=Spending(limits, prices),
            settings=JudgeSettings(batch_size=options.batch_size),
        )
        trust = await asyncio.to_thread(trust_in, record, data_folder)
        tell(f"Judge: {record}. It {trust}.")
        yield OpenJudge(judge, record, trust, has_prices=options.prices is not None)


async def _model(options: JudgeOptions, settings: Settings) -> ModelSettings:
    url = options.url or settings.judge_url
    if url is None:
        own = await model_settings(settings)
        if own is None:
            raise ConfigError("There is no model that judges.", hint="Give its endpoint with --judge URL.")
        tell("No judge is named: the agent's own model judges, which may favour its own reports.")
        url = own.base_url
    return ModelSettings(
        base_url=url,
        model=options.model or settings.judge_model or _own_name(url, settings),
        api_key=_key(url, settings),
        temperature=options.temperature,
        concurrency=options.concurrency or settings.concurrency,
        patience_s=settings.patience_s,
        call_timeout_s=settings.call_timeout_s,
    )


def _own_name(url: str, settings: Settings) -> str:
    return (settings.model or "") if url == settings.base_url else ""


def _key(url: str, settings: Settings) -> str:
    """Return the key for an endpoint; the agent's own goes to the agent's own endpoint alone."""
    if settings.judge_api_key is not None and settings.judge_url in (None, url):
        return settings.judge_api_key.get_secret_value()
    if settings.api_key is not None and url == settings.base_url:
        return settings.api_key.get_secret_value()
    return ""
