# %% [markdown]
# # Step through a run
#
# A run is a LangGraph graph, and can be treated as one: stopped before any step, looked into, changed, continued, and
# forked from any point of its past. This notebook does all of that with the graph that is shipped. Like the first one
# it needs no key, no network and no language model.

# %%
import tempfile
from pathlib import Path

from IPython.display import Markdown
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.store.memory import InMemoryStore

from stepresearch.graph import STEPS, Options, Settings, build_graph
from stepresearch.tools.toolbox import Toolbox

library = Path("../examples/library").resolve()
data = Path(tempfile.mkdtemp(prefix="stepresearch-"))

# %% [markdown]
# ## The graph
#
# The checkpointer keeps the state after each step. The store keeps page texts and search answers, which are too large
# for the state and are shared between runs. Both live in memory here; `AsyncSqliteSaver` and `AsyncSqliteStore`, or
# those for Postgres, fit in their places.
#
# `interrupt_before` names the steps to stop before. To see everything, name them all.

# %%
toolbox = Toolbox(Settings(data=data))
store = InMemoryStore()
graph = build_graph(toolbox=toolbox, checkpointer=InMemorySaver(), store=store, interrupt_before=STEPS)

Markdown(f"```mermaid\n{graph.get_graph().draw_mermaid()}\n```")

# %% [markdown]
# ## Start
#
# A thread is one line of work with its checkpoints. The first call hands in the question and stops at once, before
# the first step.

# %%
thread = {"configurable": {"thread_id": "petrel"}}
options = Options(docs=str(library), max_sources=8, max_rounds=2)

question = "When does the second ferry, the Sollan Petrel, enter service?"
await graph.ainvoke({"question": question}, thread, context=options)

(await graph.aget_state(thread)).next

# %% [markdown]
# From there on the input is `None`, which means: go on. Each call runs one step, or one fan-out of steps that run side
# by side, such as all searches of a round. A small function goes on up to a step of interest.


# %%
async def go_on(thread, *, until=None):
    """Run up to the step named, or to the end, and return the state there."""
    snapshot = await graph.aget_state(thread)
    while snapshot.next and until not in snapshot.next:
        print(" + ".join(snapshot.next))
        await graph.ainvoke(None, thread, context=options)
        snapshot = await graph.aget_state(thread)
    return snapshot.values


# %%
state = await go_on(thread, until="plan")

state["brief"]

# %% [markdown]
# ## The plan, and another one
#
# The next step makes the plan: tasks, each with its first queries, and a checklist of what the report must hold.

# %%
state = await go_on(thread, until="review")

state["plan"]["tasks"]

# %% [markdown]
# A person often knows more. The state can be changed between steps: `aupdate_state` writes a new checkpoint as if the
# step named in `as_node` had returned these values. Here a second task joins the first.

# %%
plan = state["plan"]
delay = {
    "task_id": "T2",
    "question": "Why is the Sollan Petrel late?",
    "queries": ["Sollan Petrel battery rework cause", "insulation battery modules blade"],
    "settled": False,
}

await graph.aupdate_state(thread, {"plan": {**plan, "tasks": [*plan["tasks"], delay]}}, as_node="plan")

state = await go_on(thread, until="search")
[f"{query['query_id']} for {query['task_ids'][0]}: {query['text']}" for query in state["queries"].values()]

# %% [markdown]
# ## Searching and reading
#
# All queries run at once. Their answers go to the store; the state keeps how many hits there were.

# %%
state = await go_on(thread, until="select")

{query["text"]: query["hits"] for query in state["queries"].values()}

# %% [markdown]
# The hits of all queries are ranked together, and the best become sources.

# %%
state = await go_on(thread, until="read")

[f"{source['source_id']} {source['title']}" for source in state["sources"].values()]

# %% [markdown]
# Each source is read as a task of its own and cut into passages. Those that bear on the plan enter the state.

# %%
state = await go_on(thread, until="reflect")

print(len(state["passages"]), "passages")
print(next(iter(state["passages"].values()))["text"])

# %% [markdown]
# ## Reflecting
#
# `reflect` draws findings from the passages, says what is still missing, and decides: another round, or enough.

# %%
state = await go_on(thread, until="verify")

for finding in state["findings"].values():
    print(
        f"{finding['finding_id']} for {finding['task_id']}, {finding['passage_ids'][0]}: {finding['claim']}"
    )
print("missing:", state["gaps"])

# %% [markdown]
# ## Verifying, writing, checking
#
# `verify` compares the sources with each other. The report is then written section by section and each cited sentence
# is checked against the passages it cites. From here to the end in one go:

# %%
state = await go_on(thread)
first_report = state["report"]

Markdown(first_report["markdown"])

# %% [markdown]
# Each cited sentence carries its verdict.

# %%
for check in list(state["checks"].values())[:5]:
    print(f"{check['verdict']:10} {check['sentence'][:90]}")

# %% [markdown]
# ## Looking back
#
# Every step left a checkpoint. The history runs from the newest to the oldest.

# %%
history = [snapshot async for snapshot in graph.aget_state_history(thread)]

for snapshot in history:
    print(
        f"{snapshot.metadata['step']:3}  before {', '.join(dict.fromkeys(snapshot.next)) or 'nothing: finished'}"
    )

# %% [markdown]
# ## A fork
#
# Go back to where the plan was reviewed, and take another way from there. Writing to an old checkpoint makes a branch;
# the first run stays in the history, untouched. Pages and searches that the first branch has stored are not asked for
# again.

# %%
review = next(snapshot for snapshot in history if "review" in snapshot.next)
risk = {
    **delay,
    "task_id": "T1",
    "question": "What is at risk if the Sollan Petrel does not enter service this year?",
    "queries": ["grant lapse 31 December 2026", "claim relief ferry certificate reserves"],
}

await graph.aupdate_state(review.config, {"plan": {**plan, "tasks": [risk]}}, as_node="plan")
state = await go_on(thread)
second_report = state["report"]

Markdown(second_report["markdown"])

# %% [markdown]
# The two reports side by side: what each of them cites.


# %%
def cited(report, sources):
    return {sources[citation["source_id"]]["title"] for citation in report["citations"]}


before = cited(first_report, history[0].values["sources"])
after = cited(second_report, state["sources"])

print("Both:", *sorted(before & after), sep="\n   ")
print("The first alone:", *sorted(before - after), sep="\n   ")
print("The second alone:", *sorted(after - before), sep="\n   ")

# %% [markdown]
# ## The same from a program
#
# A program that wants a person's word need not stop before steps. With `review_plan` the run asks by itself: it
# interrupts with the plan, and `Command(resume=…)` answers, with `"approve"`, with an edited plan, or in plain words.

# %%
from langgraph.types import Command

asking = build_graph(toolbox=toolbox, checkpointer=InMemorySaver(), store=store)
thread = {"configurable": {"thread_id": "asking"}}
options = Options(docs=str(library), max_sources=4, max_rounds=1, review_plan=True)

waiting = await asking.ainvoke({"question": question}, thread, context=options)
waiting["__interrupt__"][0].value["plan"]["tasks"]

# %%
answer = "Which of the two ships has the better battery?"
finished = await asking.ainvoke(Command(resume=answer), thread, context=options)

[task["question"] for task in finished["plan"]["tasks"]]

# %% [markdown]
# The tools keep an index of the documents open. A program closes them when it is done; this one removes its data as
# well.

# %%
import shutil

await toolbox.aclose()
shutil.rmtree(data)
