"""The tools that a run uses, opened when first asked for and kept open for the next run."""

import asyncio
import hashlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from langchain_core.runnables import Runnable
from langgraph.store.base import BaseStore
from langgraph.store.memory import InMemoryStore

from stepresearch.tools.archive import Archive
from stepresearch.tools.budget import Prices
from stepresearch.tools.documents.engine import Documents
from stepresearch.tools.errors import ConfigError, ToolError
from stepresearch.tools.llm.cache.model import CachedModel
from stepresearch.tools.llm.chat_model import ChatModel
from stepresearch.tools.llm.openai.factory import configured_model
from stepresearch.tools.page import Page, PageReader
from stepresearch.tools.search.cached import CachedEngine
from stepresearch.tools.search.engine import SearchEngine
from stepresearch.tools.search.fused import WebSearch
from stepresearch.tools.search.own_tools import page_of
from stepresearch.tools.settings import Settings, load_settings
from stepresearch.tools.web.authority import Authority
from stepresearch.tools.web.kept_fetches import KeptFetches
from stepresearch.tools.web.reader import WebPages

if TYPE_CHECKING:
    from stepresearch.tools.llm.openai.chat_model import OpenAIChatModel

Folders = str | Sequence[str] | None
"""A folder of documents, several, or that of the settings."""

ENGINES = ("documents", "duckduckgo", "searxng", "tavily")
DAY_S = 86_400.0


class Toolbox:
    """Chooses and opens search engines and page readers.

    Args:
        settings: Read from the environment on first use where None.
        engines: Own engines; they take the place of all that are named in options.
        reader: Own page reader for every address.
        model: Own chat model, in place of the one that the settings name: a `ChatModel`, or a ChatOpenAI of LangChain.
        confined: A folder asked for must lie in the folder of the setting STEPRESEARCH_DOCS: for servers, whose
            clients must not choose what is read from the disk.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        engines: Sequence[SearchEngine] = (),
        reader: PageReader | None = None,
        model: ChatModel | Runnable[Any, Any] | None = None,
        confined: bool = False,
    ) -> None:
        self._settings = settings
        self._engines = tuple(engines)
        self._reader = reader
        self._model = model
        self._own_model: OpenAIChatModel | None = None
        self._has_looked = False
        self._authority: Authority | None = None
        self._confined = confined
        self._documents: dict[Path, Documents] = {}
        self._web_pages: WebPages | None = None
        self._memory = InMemoryStore()

    @property
    def settings(self) -> Settings:
        """The settings, read once."""
        if self._settings is None:
            self._settings = load_settings()
        return self._settings

    def archive(self, store: BaseStore | None, *, started_s: float) -> Archive:
        """Return the archive of a run that began at `started_s`; without a store it lasts as long as this object."""
        fresh_since_s = started_s - self.settings.cache_days * DAY_S
        return Archive(self._memory if store is None else store, fresh_since_s=fresh_since_s)

    async def prepare(self, *, docs: Folders, search: Sequence[str]) -> list[tuple[str, str]]:
        """Check what a run asks for and index its documents; return (file, reason) of those passed over.

        A model that was not there when the run before began is looked for again.

        Raises:
            ConfigError: An engine is unknown or lacks its setting, the folder cannot be researched, or the list of
                authorities cannot be used.
        """
        self._has_looked = self._own_model is not None
        await asyncio.to_thread(self.authority)
        engines = await asyncio.to_thread(self._chosen_engines, docs, search)
        indexed = [engine for engine in engines if isinstance(engine, Documents)]
        skipped: list[tuple[str, str]] = []
        for engine in indexed:
            report = await engine.refresh()
            folder = f"{engine.folder.name}/" if len(indexed) > 1 else ""
            skipped += [(f"{folder}{path}", reason) for path, reason in report.skipped]
        return skipped

    def authority(self) -> Authority:
        """Return the table of who stands behind a page, with the user's own list on top. Blocking, once.

        Raises:
            ConfigError: The user's own list cannot be used.
        """
        if self._authority is None:
            self._authority = Authority(self.settings.authority)
        return self._authority

    def lack_of(self, engine: str) -> str:
        """Return what an engine lacks to be used without further options, in words; empty where nothing. Blocking."""
        try:
            self._opened(engine, self._folders(None))
        except ConfigError as error:
            return str(error)
        return ""

    async def web_search(self, archive: Archive, *, docs: Folders, search: Sequence[str]) -> WebSearch:
        """Return the search over the chosen engines; their answers come from the archive where they can.

        Raises:
            ConfigError: An engine is unknown or lacks its setting.
        """
        engines = await asyncio.to_thread(self._chosen_engines, docs, search)
        return WebSearch([CachedEngine(engine, archive) for engine in engines])

    async def read(self, url: str, *, docs: Folders, archive: Archive | None = None) -> Page:
        """Return the page at `url`, by the reader that its scheme needs.

        With an archive, the bytes of a web page are stored before they are parsed, until the page is stored.

        Raises:
            ToolError: The page cannot be had.
        """
        if self._reader is not None:
            return await page_of(self._reader, url)
        if url.startswith("file:"):
            return await self._document(url, await asyncio.to_thread(self._folders, docs))
        return await self._web().read(url, fetches=None if archive is None else KeptFetches(archive))

    @property
    def prices(self) -> Prices:
        """The prices of the model's tokens."""
        settings = self.settings
        return Prices(settings.price_prompt, settings.price_cached, settings.price_completion)

    async def chat_model(self, archive: Archive, *, run_key: str) -> ChatModel | None:
        """Return the model, whose answers within a run are paid once, or None where none is configured or found.

        Raises:
            ConfigError: Several models are served and none is chosen, or the one given is of another integration.
        """
        model = await self._given_model() or await self.own_model()
        return CachedModel(model, archive, run_key=run_key) if model else None

    async def _given_model(self) -> ChatModel | None:
        """Return the model that was given, made ours with its first use where it is LangChain's."""
        if isinstance(self._model, Runnable):
            self._model = await asyncio.to_thread(self._wrapped, self._model)
        return self._model

    def _wrapped(self, model: Runnable[Any, Any]) -> ChatModel:
        from stepresearch.tools.llm.openai.given_model import chat_model_of  # noqa: PLC0415 - start-up time

        return chat_model_of(model, self.settings, memory_path=self.data_folder() / "rungs.json")

    async def own_model(self) -> "OpenAIChatModel | None":
        """Return the model that the settings name or that runs on this machine, or None; looked for once a run.

        Raises:
            ConfigError: Several models are served and none is chosen.
        """
        if not self._has_looked:
            memory_path = self.data_folder() / "rungs.json"
            self._own_model = await configured_model(self.settings, memory_path=memory_path)
            self._has_looked = True
        return self._own_model

    async def aclose(self) -> None:
        """Close connections and indexes; the next use opens them anew."""
        pages, self._web_pages = self._web_pages, None
        if pages is not None:
            await pages.aclose()
        documents, self._documents = self._documents, {}
        for index in documents.values():
            await index.aclose()

    async def _document(self, url: str, folders: Sequence[Path]) -> Page:
        """The page of a file, from the index that has it: folders do not hold one another."""
        for folder in folders:
            with suppress(ToolError):
                return await self._documents_in(folder).read(url)
        raise ToolError(f"{url} is a file, and in none of the folders of documents that were given.")

    def _chosen_engines(self, docs: Folders, search: Sequence[str]) -> list[SearchEngine]:
        if self._engines:
            return list(self._engines)
        folders = self._folders(docs)
        names = [name.strip().lower() for name in search]
        names = names or (["documents"] if folders else _listed(self.settings.search))
        if folders and docs and "documents" not in names:
            names.insert(0, "documents")
        return [engine for name in dict.fromkeys(names) for engine in self._opened(name, folders)]

    def _opened(self, name: str, folders: Sequence[Path]) -> list[SearchEngine]:
        """The engines of a name: one for each folder of documents."""
        if name != "documents":
            return [self._engine(name)]
        if not folders:
            raise ConfigError("The engine documents needs a folder.", hint="Give one with --docs FOLDER.")
        return [self._documents_in(folder) for folder in folders]

    def _engine(self, name: str) -> SearchEngine:
        settings = self.settings
        if name == "duckduckgo":
            from stepresearch.tools.search.duckduckgo import DuckDuckGo  # noqa: PLC0415 - opened only where asked for

            return DuckDuckGo(timeout_s=settings.search_timeout_s)
        if name == "searxng":
            from stepresearch.tools.search.searxng import SearXNG  # noqa: PLC0415 - opened only where asked for

            if not settings.searxng_url:
                raise ConfigError(
                    "The engine searxng needs an address.",
                    hint="Set SEARXNG_URL, such as http://localhost:8888.",
                )
            return SearXNG(settings.searxng_url, timeout_s=settings.search_timeout_s)
        if name == "tavily":
            from stepresearch.tools.search.tavily import Tavily  # noqa: PLC0415 - opened only where asked for

            if settings.tavily_api_key is None:
                raise ConfigError(
                    "The engine tavily needs a key.",
                    hint="Set TAVILY_API_KEY, or choose another with --search.",
                )
            key = settings.tavily_api_key.get_secret_value()
            return Tavily(key, base_url=settings.tavily_base_url, timeout_s=settings.search_timeout_s)
        raise ConfigError(f"There is no engine {name!r}.", hint=f"Engines: {', '.join(ENGINES)}.")

    def _folders(self, docs: Folders) -> list[Path]:
        """The folders that are meant, without those that lie in another one of them."""
        roots = [root.expanduser().resolve() for root in self.settings.docs]
        named = [docs] if isinstance(docs, str) else docs
        found = roots if named is None else [self._folder(folder, roots) for folder in named]
        return [
            one
            for one in dict.fromkeys(found)
            if not any(one != other and one.is_relative_to(other) for other in found)
        ]

    def _folder(self, docs: str, roots: Sequence[Path]) -> Path:
        try:
            folder = Path(docs).expanduser().resolve()
        except (OSError, RuntimeError, ValueError) as error:  # ValueError: a NUL in it
            raise ConfigError(
                f"The folder to research, {docs!r}, cannot be found: {error}.",
                hint="Give a folder that exists and that you may read.",
            ) from None
        if self._confined and not any(folder.is_relative_to(root) for root in roots):
            raise ConfigError(
                f"The folder {docs!r} may not be researched here.",
                hint="A server reads only below the folder that its STEPRESEARCH_DOCS names.",
            )
        return folder

    def _documents_in(self, folder: Path) -> Documents:
        if folder not in self._documents:
            name = hashlib.sha256(str(folder).encode("utf-8", "surrogateescape")).hexdigest()[:16]
            index_path = self.data_folder() / "indexes" / f"{name}.sqlite"
            self._documents[folder] = Documents(folder, index_path=index_path)
        return self._documents[folder]

    def data_folder(self) -> Path:
        """Return the folder for runs, indexes and stored pages; it may not exist yet."""
        if self.settings.data is not None:
            return self.settings.data.expanduser().resolve()
        from platformdirs import user_data_path  # noqa: PLC0415 - only where no folder is set

        return user_data_path("stepresearch", appauthor=False)

    def _web(self) -> WebPages:
        if self._web_pages is None:
            settings = self.settings
            self._web_pages = WebPages(
                timeout_s=settings.fetch_timeout_s,
                proxy=settings.proxy,
                trust_proxy=settings.proxy is not None,
                allow_private=settings.allow_private,
            )
        return self._web_pages


def _listed(names: str) -> list[str]:
    return [name for name in (part.strip() for part in names.split(",")) if name]
