# %% [markdown]
# # Quickstart
#
# Ask a question, give a folder of documents, get a report in which every sentence can be traced to its source.
#
# Nothing has to be set up for this notebook: no key, no network, no language model. Without a model the report
# quotes sentences instead of writing its own. Everything else, from the plan to the list of sources, is the same.

# %% [markdown]
# ## A question and a folder
#
# `examples/library` holds 27 documents about an invented harbour town and its two battery ferries: reports, minutes,
# letters, newspapers, in English and Chinese, as Markdown, HTML, PDF and Word files. Some are out of date, some copy
# each other, and some disagree.

# %%
import tempfile
from pathlib import Path

from IPython.display import Markdown

from stepresearch.graph import Options, Settings, research

library = Path("../examples/library").resolve()
data = Path(tempfile.mkdtemp(prefix="stepresearch-"))

question = (
    "What has Merrowick's Quiet Crossing ferry programme cost so far, and why is the second ferry late?"
)

# %% [markdown]
# `Options` are what may differ from run to run. `Settings` are what holds for this machine. They are read from the
# environment and from `.env`; here one of them is given by hand, so that runs and stored pages go to a folder that
# the last cell removes.

# %%
options = Options(docs=str(library))
settings = Settings(data=data)

result = await research(question, options=options, settings=settings)

# %%
Markdown(result.markdown)

# %% [markdown]
# ## What stands behind it
#
# The result carries the whole state of the run as plain data. The sources, with who wrote them and when:

# %%
sources = result.state["sources"]

for citation in result.report["citations"]:
    source = sources[citation["source_id"]]
    print(f"[{citation['number']}] {source['published'] or 'no date':10}  {source['title'][:70]}")

# %% [markdown]
# Findings are the claims that the report rests on. Each names the passages that say it, and each quotation is an
# exact part of its passage. That is not a promise to believe: it can be checked.

# %%
findings = result.state["findings"]
passages = result.state["passages"]

for finding in list(findings.values())[:5]:
    print(f"{finding['finding_id']:4} {finding['passage_ids'][0]:6} {finding['claim'][:90]}")

assert all(finding["quote"] in passages[finding["passage_ids"][0]]["text"] for finding in findings.values())

# %% [markdown]
# Sources that give different figures for the same thing are set side by side, not averaged and not dropped.

# %%
for disagreement in result.state["ledger"]["disagreements"]:
    print(disagreement["measure"])
    for side in disagreement["sides"]:
        claim = findings[side["finding_ids"][0]]["claim"]
        print(f"   {side['value']:24} {claim[:80]}")

# %% [markdown]
# What went wrong on the way is told too: a page that could not be read, an engine that gave no answer, a limit that
# was reached.

# %%
for notice in result.state["notices"]:
    print(f"{notice['node']}: {notice['text']}")

# %% [markdown]
# ## Follow it as it works
#
# `on_event` is called whenever a step has ended, with what it changed. The index of the documents was kept in the data
# folder, so this second run only looks whether a file has changed.

# %%
from stepresearch.graph import Event, StepDone


def show(event: Event) -> None:
    if isinstance(event, StepDone):
        print(f"{event.node:10} {', '.join(event.update)}")


short = await research(
    "How much diesel has the first ferry displaced?",
    options=Options(docs=str(library), max_sources=3, max_rounds=1),
    settings=settings,
    on_event=show,
)

# %% [markdown]
# ## Another language
#
# The report is in the language of the question. Documents in other languages are searched too.

# %%
chinese = await research(
    "梅罗威克的第二艘渡轮为何推迟？",
    options=Options(docs=str(library), max_sources=5),
    settings=settings,
)

Markdown(chinese.markdown)

# %% [markdown]
# ## Your own search engine
#
# Anything that finds pages can be searched: a database, a wiki, an internal service. An engine has a name, a key that
# says what its answers depend on, and one method. A reader turns an address into a page. Here one class is both.

# %%
from stepresearch.tools.page import Page
from stepresearch.tools.search.engine import SearchHit

NOTES = {
    "note:1": "The lighthouse of Inch Sollan was built in 1887. Its lamp was changed to electricity in 1952.",
    "note:2": "The lighthouse keeper left Inch Sollan in 1988, when the lamp began to switch itself on and off.",
    "note:3": "The lighthouse is 31 metres high and open to visitors on Sundays from May to September.",
}


class Notes:
    name = "notes"

    async def cache_key(self) -> str:
        return str(len(NOTES))

    async def search(self, query: str, *, max_results: int) -> list[SearchHit]:
        words = set(query.lower().split())
        found = [url for url, text in NOTES.items() if words & set(text.lower().split())]
        return [
            SearchHit(url, f"Note {url[-1]}", NOTES[url], self.name, rank)
            for rank, url in enumerate(found[:max_results], start=1)
        ]

    async def read(self, url: str) -> Page:
        return Page(url=url, title=f"Note {url[-1]}", text=NOTES[url], site="my notes")


notes = Notes()
own = await research(
    "When was the lighthouse of Inch Sollan built, and when did the lighthouse keeper leave?",
    settings=settings,
    engines=[notes],
    reader=notes,
)

Markdown(own.markdown)

# %% [markdown]
# ## From here
#
# - With a model the report is written instead of quoted. Any server that speaks the OpenAI protocol will do, such as
#   vLLM, llama.cpp or Ollama: set `STEPRESEARCH_BASE_URL=http://localhost:8000/v1` before the notebook starts.
# - `Options(search=["duckduckgo"])` researches the web instead of a folder.
# - In a program without an event loop, `research_sync` takes the same arguments as `research`.
# - `02_step_through.ipynb` stops the same graph before each step, edits the plan and goes back in time.

# %%
import shutil

shutil.rmtree(data)
