"""What a person means who edits the state of a run, in Studio's editor or by `update_state`.

Reducers cannot tell: a step returns the records that it changed, a person hands back all of them and leaves out what
is to go. So edits are turned into whole values here, before a reducer sees them.
"""

from collections.abc import Mapping
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError

from stepresearch.nodes.state.reducers import fresh, is_fresh, merge_records, union
from stepresearch.nodes.state.schema import ResearchState
from stepresearch.tools.errors import ConfigError

RECORDS = (
    "queries",
    "sources",
    "passages",
    "findings",
    "verdicts",
    "sections",
    "checks",
    "absences",
    "usage",
)
LISTS = ("guidance", "notices")
_NOT_CHECKED = frozenset({"messages"})


def as_meant(state: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the update of the state that an edit means.

    Of records, null removes one. Where a record came back just as it was, or none did, all of them were handed back,
    and those that are missing were removed; otherwise those given are changed or added. What rests on a removed
    record goes with it.

    Raises:
        ConfigError: The state would be one that no step can go on from.
    """
    changed: dict[str, Any] = {}
    for name, value in given.items():
        if is_fresh(value) or name in _NOT_CHECKED:
            changed[name] = value
        elif name in RECORDS:
            changed[name] = _records(name, state.get(name) or {}, value)
        elif name in LISTS:
            changed[name] = _items(name, state.get(name) or [], value)
        else:
            changed[name] = value
    _check(changed)
    changed |= _without_what_rests_on_removed(state, changed)
    merged = {*RECORDS, *LISTS}
    return {name: fresh(v) if name in merged and not is_fresh(v) else v for name, v in changed.items()}


def _records(name: str, known: Mapping[str, Any], given: Any) -> dict[str, Any]:
    if given is not None and not isinstance(given, Mapping):
        raise ConfigError(f"{name!r} holds records by their ids; {type(given).__name__} cannot be used.")
    given = given or {}
    is_whole = not given or any(known.get(one) == record for one, record in given.items())
    kept = {one: record for one, record in known.items() if one in given or not is_whole}
    removed = {one for one, record in given.items() if record is None}
    merged = merge_records(kept, {one: record for one, record in given.items() if record is not None})
    return {one: record for one, record in merged.items() if one not in removed}


def _items(name: str, known: list[Any], given: Any) -> list[Any]:
    if given is not None and not isinstance(given, list):
        raise ConfigError(f"{name!r} is a list; {type(given).__name__} cannot be used.")
    is_whole = not given or any(item in known for item in given)
    return list(given or []) if is_whole else union(known, given)


def _without_what_rests_on_removed(state: Mapping[str, Any], changed: Mapping[str, Any]) -> dict[str, Any]:
    """Passages without their source, findings without a passage, and what names them."""

    def now(name: str) -> dict[str, Any]:
        value = changed.get(name)
        return (
            dict(value) if isinstance(value, Mapping) and not is_fresh(value) else dict(state.get(name) or {})
        )

    if not {"sources", "passages", "findings"} & changed.keys():
        return {}
    sources = now("sources")
    passages = {i: one for i, one in now("passages").items() if _source_of(i) in sources}
    findings = {
        i: {**one, "passage_ids": kept}
        for i, one in now("findings").items()
        if isinstance(one, Mapping) and (kept := [p for p in one.get("passage_ids", []) if p in passages])
    }
    update: dict[str, Any] = {"passages": passages, "findings": findings}
    update["shown"] = [i for i in state.get("shown") or [] if i in passages]
    if state.get("ledger"):
        update["ledger"] = _ledger(changed.get("ledger") or state["ledger"], findings, sources)
    if state.get("outline"):
        plans = changed.get("outline") or state["outline"]
        update["outline"] = [{**one, "finding_ids": _in(one["finding_ids"], findings)} for one in plans]
    return {name: value for name, value in update.items() if value != state.get(name) or name in changed}


def _source_of(passage_id: str) -> str:
    return passage_id.partition(".")[0]


def _in(ids: list[str], known: Mapping[str, Any]) -> list[str]:
    return [one for one in ids if one in known]


def _ledger(ledger: Mapping[str, Any], findings: Mapping[str, Any], sources: Mapping[str, Any]) -> Any:
    claims = [
        {**claim, "finding_ids": kept, "supported_by": _in(claim["supported_by"], findings)}
        for claim in ledger["claims"]
        if (kept := _in(claim["finding_ids"], findings))
    ]
    disputes = []
    for dispute in ledger["disagreements"]:
        sides = [
            {**side, "finding_ids": kept}
            for side in dispute["sides"]
            if (kept := _in(side["finding_ids"], findings))
        ]
        disputes += [{**dispute, "sides": sides}] if len(sides) > 1 else []
    groups = {name: kept for name, ids in ledger["groups"].items() if (kept := _in(ids, sources))}
    copies = {one: of for one, of in ledger["copies"].items() if one in sources and of in sources}
    return {**ledger, "claims": claims, "disagreements": disputes, "groups": groups, "copies": copies}


def _check(changed: Mapping[str, Any]) -> None:
    types = get_type_hints(ResearchState)
    for name, value in changed.items():
        if name not in types or name in _NOT_CHECKED or is_fresh(value):
            continue
        try:
            TypeAdapter(types[name]).validate_python(value)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join([name, *(str(part) for part in first["loc"])])
            raise ConfigError(
                f"The state cannot be changed like that: {place}: {first['msg']}.",
                hint="Nothing was changed. A record is removed with null in its place.",
            ) from None
