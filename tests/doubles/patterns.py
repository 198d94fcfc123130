"""Every regular expression of the project, with the way the code applies it."""

import ast
import importlib
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from stepresearch.nodes.writing import boilerplate

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ("text", "tools", "nodes", "graph", "evals", "app")
METHODS = {"match", "search", "fullmatch", "findall", "finditer", "sub", "subn", "split"}
ANCHORED = {"match", "fullmatch"}
SEARCH = "finditer"
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
WORKER = "stepresearch.tools.parsing.process"
"""Importing it begins to serve as a worker process."""

LONGEST = {
    "stepresearch.nodes.writing.boilerplate._OPENING[0]": boilerplate.MAX_CHARS,
    "stepresearch.nodes.writing.boilerplate._CLOSING[0]": boilerplate.MAX_CHARS,
    "stepresearch.nodes.writing.boilerplate._ASIDE[0]": boilerplate.MAX_CHARS,
}
"""Characters of the longest text that the code applies an expression to, where it bounds them: `_is_chatter`."""


@dataclass(frozen=True, slots=True)
class Used:
    """An expression, and `match` or `fullmatch` where the code applies it in no other way, else `finditer`."""

    pattern: re.Pattern[Any]
    method: str = SEARCH


def all_patterns() -> dict[str, Used]:
    """Return the expressions by where they stand: `module.NAME`, or `module:line` for one written where it is used."""
    modules = list(_modules())
    trees = {module: ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8")) for module in modules}
    methods = {module: _methods_by_name(tree) for module, tree in trees.items()}
    found: dict[str, Used] = {}
    for module, tree in trees.items():
        for name, value in vars(module).items():
            where = [methods[module]] if name.startswith("_") else list(methods.values())
            method = _only_method([used.get(name, set()) for used in where])
            for place, pattern in enumerate(_patterns_in(value)):
                found[f"{module.__name__}.{name}[{place}]"] = Used(pattern, method)
        found |= {f"{module.__name__}:{line}": used for line, used in _literals(tree)}
    return {place: used for used, place in {used: place for place, used in reversed(found.items())}.items()}


def _modules() -> Iterator[ModuleType]:
    for package in PACKAGES:
        if not (ROOT / package).is_dir():
            continue
        parent = importlib.import_module(f"stepresearch.{package}")
        yield parent
        for info in pkgutil.walk_packages(parent.__path__, f"stepresearch.{package}."):
            if info.name != WORKER:
                yield importlib.import_module(info.name)


def _methods_by_name(tree: ast.Module) -> dict[str, set[str]]:
    """Return the methods that are called on each name, or on what a loop takes from it; any other use is a search."""
    used: defaultdict[str, set[str]] = defaultdict(set)
    parents = {id(child): node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    looped: list[tuple[str, ast.expr]] = []
    for node in ast.walk(tree):
        match node, parents.get(id(node)):
            case ast.Name(name, ast.Load()), ast.Attribute(attr=method) as access:
                match parents[id(access)]:
                    # From a position on, an anchored method is called time and again over one text.
                    case ast.Call(func, args) if func is access and len(args) != 1:
                        used[name].add(SEARCH)
                    case _:
                        used[name].add(method)
            case ast.Name(name, ast.Load()), (ast.For() | ast.comprehension()) as loop if loop.iter is node:
                looped.append((name, loop.target))
            case ((ast.Name(name, ast.Load()) | ast.Attribute(attr=name)), _):
                used[name].add(SEARCH)
    for name, target in looped:
        taken = [node.id for node in ast.walk(target) if isinstance(node, ast.Name)]
        used[name] |= set().union(*(used[one] & METHODS for one in taken)) or {SEARCH}
    return used


def _only_method(uses: list[set[str]]) -> str:
    methods = set().union(*uses)
    return methods.pop() if len(methods) == 1 and methods <= ANCHORED else SEARCH


def _patterns_in(value: Any, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 4 and isinstance(value, dict):
        yield from (p for item in value.items() for p in _patterns_in(item, depth + 1))
    elif depth < 4 and isinstance(value, list | tuple | set | frozenset):
        yield from (p for item in value for p in _patterns_in(item, depth + 1))


def _literals(tree: ast.Module) -> Iterator[tuple[int, Used]]:
    """Expressions given to a function of `re` where they are used; those compiled at once stand in a name."""
    names = {
        id(node)
        for statement in tree.body
        if not isinstance(statement, DEFINITIONS)
        for node in ast.walk(statement)
    }
    for node in ast.walk(tree):
        if id(node) in names:
            continue
        match node:
            case ast.Call(ast.Attribute(ast.Name("re"), method), [ast.Constant(source), *args]) if (
                method in METHODS | {"compile"}
            ):
                given = [ast.unparse(arg) for arg in (*args, *(keyword.value for keyword in node.keywords))]
                flags = [re.RegexFlag[name] for arg in given for name in re.findall(r"\bre\.([A-Z]+)\b", arg)]
                pattern = re.compile(source, sum(flags))
                yield node.lineno, Used(pattern, method if method in ANCHORED else SEARCH)
