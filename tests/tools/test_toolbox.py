from pathlib import Path

from doubles.research import settings

from stepresearch.tools.toolbox import Toolbox


async def test_an_engine_named_twice_in_other_letters_is_asked_once(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").write_text("The bridge cost 41 million euros.")
    toolbox = Toolbox(settings(tmp_path / "data"))
    skipped = await toolbox.prepare(docs=str(tmp_path / "docs"), search=["Documents", "documents "])
    search = await toolbox.web_search(
        toolbox.archive(None, started_s=0.0), docs=str(tmp_path / "docs"), search=["Documents", "documents "]
    )
    found = await search.search("bridge cost", max_results=5)
    await toolbox.aclose()
    assert skipped == []
    assert [hit.engines for hit in found.hits] == [("documents",)]
