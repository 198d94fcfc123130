from pathlib import Path

import jupytext
import nbformat
import pytest

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def names(paths: list[Path]) -> list[str]:
    return [path.stem for path in paths]


def test_each_notebook_has_its_script_and_each_script_its_notebook() -> None:
    assert names(NOTEBOOKS) == names(sorted((ROOT / "notebooks").glob("*.py")))
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=names(NOTEBOOKS))
def test_a_notebook_and_its_script_say_the_same(path: Path) -> None:
    script = jupytext.read(path.with_suffix(".py"), fmt="py:percent")
    notebook = nbformat.read(path, as_version=4)
    assert [(cell.cell_type, cell.source) for cell in notebook.cells] == [
        (cell.cell_type, cell.source) for cell in script.cells
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=names(NOTEBOOKS))
def test_a_notebook_is_committed_without_outputs(path: Path) -> None:
    code = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert [(cell.outputs, cell.execution_count) for cell in code] == [([], None)] * len(code)
