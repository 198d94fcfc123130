import pytest
from doubles.judge import JudgeDouble
from doubles.model_server import ModelServer

from stepresearch.evals.judge_model import open_judge
from stepresearch.evals.judger.cache import AnswerCache
from stepresearch.evals.judger.spending import Spending
from stepresearch.tools.errors import ConfigError
from stepresearch.tools.llm.openai.settings import ModelSettings


@pytest.mark.parametrize("window", [None, 32_768])
async def test_the_record_names_the_model_that_the_server_tells(window: int | None) -> None:
    async with ModelServer(JudgeDouble()) as server:
        settings = ModelSettings(base_url=server.base_url, window_tokens=window, temperature=0.0)
        _, record = await open_judge(settings, cache=AnswerCache(), spending=Spending())
    assert record.model == "tiny-32b"
    assert "tiny-32b at http://127.0.0.1" in str(record)


async def test_a_judge_that_is_not_there_is_told_at_once() -> None:
    with pytest.raises(ConfigError, match="does not answer"):
        await open_judge(
            ModelSettings(base_url="http://127.0.0.1:9/v1"), cache=AnswerCache(), spending=Spending()
        )
