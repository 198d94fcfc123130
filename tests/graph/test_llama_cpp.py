"""A whole run against a real llama.cpp server. Its model's words are noise; its grammar, counts and cache are real."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from doubles.llama_server import llama_server
from doubles.research import PAGES, QUESTION, graph_over, run

from stepresearch.tools.llm.openai.chat_model import OpenAIChatModel
from stepresearch.tools.llm.openai.settings import ModelSettings
from stepresearch.tools.search.engine import SearchHit
from stepresearch.tools.search.fake import FakeEngine

pytest.importorskip("xllamacpp", reason="the wheel xllamacpp is not installed")


class DeafEngine(FakeEngine):
    """Finds the pages for the question whatever it is asked, since noise finds nothing."""

    async def search(self, query: str, *, max_results: int) -> list[SearchHit]:
        return await super().search(QUESTION, max_results=max_results)


@pytest.fixture(scope="module")
def base_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    from doubles.tiny_gguf import write_tiny_gguf

    path: Path = tmp_path_factory.mktemp("gguf") / "tiny.gguf"
    write_tiny_gguf(path)
    with llama_server(path) as url:
        yield url


async def test_a_run_on_a_real_server_ends_with_a_report_and_is_served_from_the_cache(base_url: str) -> None:
    model = OpenAIChatModel(ModelSettings(base_url, patience_s=20.0, concurrency=2, call_timeout_s=20.0))
    state = await run(graph_over(engine=DeafEngine(PAGES), model=model), max_rounds=1, clarify=False)
    assert state["report"]["status"] == "complete"
    assert "41 million euros" in state["report"]["markdown"]
    asked = [record for record in state["usage"].values() if record.get("prompt_tokens")]
    assert len(asked) >= 3
    assert sum(record["cached_tokens"] for record in asked) > 0
