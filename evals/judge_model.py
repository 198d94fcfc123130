"""The model that judges, and the record of it that stands in every result."""

from dataclasses import dataclass
from importlib.metadata import version

from stepresearch.evals.judger.cache import AnswerCache
from stepresearch.evals.judger.calls import JudgeCalls
from stepresearch.evals.judger.judge import Judge, JudgeSettings
from stepresearch.evals.judger.spending import Spending
from stepresearch.evals.prompt_files import prompts_hash
from stepresearch.tools.errors import ConfigError
from stepresearch.tools.llm.openai.settings import ModelSettings

PROMPT_PACKAGES = ("stepresearch.evals.judger", "stepresearch.evals.pairwise", "stepresearch.evals.fact")


@dataclass(frozen=True, slots=True)
class JudgeRecord:
    """Who judged, and how: results under another record are not comparable.

    Attributes:
        model: Its name, as the server tells it.
        address: Of the server, without name and password.
        temperature: None where it was left to the server.
        batch_size: Criteria in a call.
        decides_by_code: Whether what can be measured was.
        prompts: Hash of all prompts of judges.
        version: Of stepresearch.
    """

    model: str
    address: str
    temperature: float | None
    batch_size: int
    decides_by_code: bool
    prompts: str
    version: str

    def __str__(self) -> str:
        heat = "the server's temperature" if self.temperature is None else f"temperature {self.temperature:g}"
        batch = "one criterion a call" if self.batch_size == 1 else f"up to {self.batch_size} criteria a call"
        return f"{self.model} at {self.address}, {heat}, {batch}, prompts {self.prompts}, stepresearch {self.version}"


async def open_judge(
    model: ModelSettings, *, cache: AnswerCache, spending: Spending, settings: JudgeSettings | None = None
) -> tuple[Judge, JudgeRecord]:
    """Return the judge behind an endpoint, asked once for its name and window, and its record.

    Raises:
        ConfigError: Nothing answers there, or the server refuses the key, or offers no model or several where none is named.
    """
    from stepresearch.tools.llm.openai.chat_model import OpenAIChatModel  # noqa: PLC0415 - openai takes half a second

    chat = OpenAIChatModel(model)
    why = await chat.silence()  # it connects, so that the model has its name from here on
    if why:
        raise ConfigError(
            f"The judge does not answer: {why}", hint="Start its server first, or correct --judge URL."
        )
    await chat.window_tokens()
    settings = settings or JudgeSettings()
    record = JudgeRecord(
        model=model.model or chat.name.partition(" at ")[0],
        address=model.shown_url,
        temperature=model.temperature,
        batch_size=settings.batch_size,
        decides_by_code=settings.decides_by_code,
        prompts=prompts_hash(*PROMPT_PACKAGES),
        version=version("stepresearch"),
    )
    calls = JudgeCalls(
        chat,
        judge=f"{record.model} at {record.address}, {record.temperature}",
        cache=cache,
        spending=spending,
        concurrency=model.concurrency,
    )
    return Judge(calls, settings), record
