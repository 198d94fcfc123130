"""The shape of the code, held: what imports what, how long things are, what a catalogue says."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import pytest

from stepresearch.graph import STEPS

ROOT = Path(__file__).parent.parent
LAYERS = ["text", "tools", "nodes", "graph", "evals", "app"]
"""Each may import those before it, and itself."""

MAX_FILE_LINES = 350
MAX_FUNCTION_LINES = 40
FILES = sorted(path for layer in LAYERS for path in (ROOT / layer).rglob("*.py"))
EXECUTED = [*FILES, *sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "benchmarks").rglob("*.py"))]

ENTRIES = (
    "stepresearch.app.cli",
    "stepresearch.graph",
    "stepresearch.tools.documents.engine",
    "stepresearch.tools.settings",
    "stepresearch.tools.toolbox",
    "stepresearch.tools.web.reader",
)
"""What every run imports. Modules that wrap one of the libraries below are imported where they are needed."""

HEAVY = {
    "bs4",
    "ddgs",
    "docx",
    "langchain_openai",
    "numpy",
    "openai",
    "pypdfium2",
    "tavily",
    "tinycss2",
    "tldextract",
}


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(("stepresearch", *(part for part in parts if part != "__init__")))


def imports_of(path: Path) -> Iterator[str]:
    """Modules of the project that a file imports, wherever it does so."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("stepresearch"):
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if full in MODULES else str(node.module)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("stepresearch"))


MODULES = {module_of(path): path for path in FILES}


def test_imports_point_down_only() -> None:
    wrong = [
        f"{module_of(path)} imports {module}"
        for path in FILES
        for module in imports_of(path)
        if LAYERS.index(module.split(".")[1]) > LAYERS.index(path.relative_to(ROOT).parts[0])
    ]
    assert wrong == []


def assert_no_cycle(edges: Mapping[str, Collection[str]]) -> None:
    done: set[str] = set()

    def visit(one: str, trail: tuple[str, ...]) -> None:
        assert one not in trail, " -> ".join((*trail, one))
        if one not in done:
            for other in sorted(edges.get(one, ())):
                visit(other, (*trail, one))
            done.add(one)

    for one in edges:
        visit(one, ())


def package_of(module: str) -> str:
    """The folder below a layer that holds a module; a file at the top of a layer stands for itself."""
    return module.rpartition(".")[0] if module.count(".") > 2 else module


def test_no_module_imports_itself_through_others() -> None:
    assert_no_cycle({module_of(path): set(imports_of(path)) for path in FILES})


def test_no_package_imports_itself_through_others() -> None:
    edges: dict[str, set[str]] = {}
    for path in FILES:
        package = package_of(module_of(path))
        edges.setdefault(package, set()).update(map(package_of, imports_of(path)))
    assert_no_cycle({package: others - {package} for package, others in edges.items()})


def package_imports() -> dict[str, set[str]]:
    """What each package below a layer imports of the packages beside it."""
    found: dict[str, set[str]] = {}
    for path in FILES:
        package = path.relative_to(ROOT).parent.as_posix()
        if "/" in package:
            others = {MODULES[module].relative_to(ROOT).parent.as_posix() for module in imports_of(path)}
            beside = {one for one in others if "/" in one and one.split("/")[0] == package.split("/")[0]}
            found.setdefault(package, set()).update(beside - {package})
    return found


def test_the_architecture_lists_what_each_package_imports_of_those_beside_it() -> None:
    rows = [
        f"| {package} | {', '.join(sorted(others)) or '-'} |"
        for package, others in sorted(package_imports().items())
    ]
    assert "\n".join(rows) in (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def test_the_files_at_the_top_of_nodes_are_the_steps_of_the_graph() -> None:
    assert {path.stem for path in (ROOT / "nodes").glob("*.py")} - {"__init__"} == set(STEPS)


@pytest.mark.parametrize("path", EXECUTED, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_is_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= MAX_FILE_LINES


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_function_fits_a_screen(path: Path) -> None:
    functions = [
        n
        for n in ast.walk(ast.parse(path.read_text()))
        if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    long = [
        f"{f.name}: {f.end_lineno - f.lineno + 1}"
        for f in functions
        if f.end_lineno - f.lineno + 1 > MAX_FUNCTION_LINES
    ]
    assert long == []


@pytest.mark.parametrize("path", sorted(ROOT.glob("*/__init__.py")), ids=lambda path: path.parent.name)
def test_a_package_lists_what_it_exports(path: Path) -> None:
    tree = ast.parse(path.read_text())
    imported = {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    listed: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            listed = set(ast.literal_eval(node.value))
    assert imported == listed


@pytest.mark.parametrize("layer", ["nodes", "graph"])
def test_annotations_can_be_read_at_run_time(layer: str) -> None:
    wrong = [
        str(path)
        for path in (ROOT / layer).rglob("*.py")
        if re.search(r"from __future__ import annotations|TYPE_CHECKING", path.read_text())
    ]
    assert wrong == []


def test_only_settings_read_the_environment() -> None:
    readers = [
        str(path.relative_to(ROOT))
        for path in FILES
        if re.search(r"\bos\.(environ\b(?!\.setdefault)|getenv)", path.read_text())
    ]
    assert readers == []


def test_every_suppression_says_why() -> None:
    bare = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in EXECUTED
        if path != Path(__file__)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(r"#\s*(noqa|type: ignore)", line)
        and not re.search(r"#\s*(noqa: \S+|type: ignore\[[^\]]+\]).*\s[-#–]\s+\S", line)
    ]
    assert bare == []


@pytest.mark.parametrize("module", ENTRIES)
def test_an_entry_loads_no_library_that_only_some_runs_need(module: str) -> None:
    code = f"import sys, {module}; print(sorted({HEAVY!r} & sys.modules.keys()))"
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert output.strip() == "[]"


def test_the_wheel_holds_every_file(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    for layer in LAYERS:
        shutil.copytree(ROOT / layer, source / layer, ignore=shutil.ignore_patterns("__pycache__"))
    code = f"from setuptools.build_meta import build_wheel; build_wheel({str(tmp_path)!r})"
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=source, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("stepresearch/")}
    files = [path for layer in LAYERS for path in (source / layer).rglob("*")]
    wanted = {f"stepresearch/{path.relative_to(source)}" for path in files if path.is_file()}
    assert inside == wanted


def test_every_package_is_listed_in_pyproject() -> None:
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]
    found = {
        module_of(path / "__init__.py")
        for layer in LAYERS
        for path in (ROOT / layer, *(ROOT / layer).rglob("*"))
        if (path / "__init__.py").is_file()
    }
    assert set(packages) == found
