.PHONY: setup fmt check test notebooks bench

setup:  ## environment, and links through which type checkers see the namespace package
	uv sync
	.ci/types

fmt:
	uv run ruff format
	uv run ruff check --fix

check: setup
	uv run ruff format --check
	uv run ruff check
	uv run mypy

test:
	uv run pytest

notebooks:
	uv run pytest --nbmake notebooks

bench:
	uv run python benchmarks/documents.py
	uv run python benchmarks/hotpot.py ../shared/data/hotpot
