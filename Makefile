.DEFAULT_GOAL := help
.PHONY: help setup fmt check test test-all notebooks bench

RUN = uv run --group dev

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "%-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## create the environment, and the links through which type checkers see the namespace package
	uv sync --group dev --compile-bytecode
	.ci/types

fmt: ## format, and apply the linter's fixes
	$(RUN) ruff format
	$(RUN) ruff check --fix

check: setup ## formatting, lint, types
	$(RUN) ruff format --check
	$(RUN) ruff check
	$(RUN) mypy

test: ## the fast tests: no processes, no whole runs
	$(RUN) pytest -m "not slow"

test-all: ## every test, as the README's second command runs them
	$(RUN) pytest

notebooks: ## execute the notebooks
	$(RUN) pytest -n 0 --nbmake notebooks

bench: ## the benchmarks that need no server
	$(RUN) python benchmarks/documents.py
	$(RUN) python benchmarks/hotpot.py ../shared/data/hotpot
