from pathlib import Path

import pytest
from doubles.research import settings

from stepresearch.tools.errors import ConfigError, ToolError
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


async def test_several_folders_are_searched_and_read_and_one_within_another_only_once(tmp_path: Path) -> None:
    for name in ("one", "one/inner", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file.md").write_text(f"# Bridge\n\nThe bridge of {name} is long.\n")
    (tmp_path / "two" / "broken.pdf").write_bytes(b"%PDF-1.7")
    docs = [str(tmp_path / name) for name in ("one", "one/inner", "two")]
    toolbox = Toolbox(settings(tmp_path / "data"))
    skipped = await toolbox.prepare(docs=docs, search=[])
    engines = await toolbox.web_search(toolbox.archive(None, started_s=0.0), docs=docs, search=[])
    found = (await engines.search("bridge", max_results=9)).hits
    assert [name for name, _ in skipped] == ["two/broken.pdf"]
    assert len({hit.url for hit in found}) == len(found) == 3
    for hit in found:
        assert "bridge" in (await toolbox.read(hit.url, docs=docs)).text
    with pytest.raises(ToolError, match="none of the folders"):
        await toolbox.read((tmp_path / "other.md").as_uri(), docs=docs)
    await toolbox.aclose()


async def test_a_server_reads_each_folder_of_its_own_and_none_beside_them(tmp_path: Path) -> None:
    for name in ("one", "two", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file.md").write_text("# Bridge\n\nThe bridge is long.\n")
    own = f"{tmp_path / 'one'}:{tmp_path / 'two'}"
    toolbox = Toolbox(settings(tmp_path / "data", docs=own), confined=True)
    await toolbox.prepare(docs=None, search=[])
    await toolbox.prepare(docs=[str(tmp_path / "one"), str(tmp_path / "two")], search=[])
    with pytest.raises(ConfigError, match="may not be researched here"):
        await toolbox.prepare(docs=[str(tmp_path / "one"), str(tmp_path / "other")], search=[])
    await toolbox.aclose()
