# Daily commands. `make` alone says what there is.
.DEFAULT_GOAL := help
.PHONY: help install test fast style types check schema read

PYTHON ?= python

help:  ## what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1	/'

install:  ## the package, editable, with all tools
	$(PYTHON) -m pip install -e '.[dev]'

test:  ## all tests
	$(PYTHON) -m pytest

fast:  ## tests that load no model
	$(PYTHON) -m pytest tests/intake tests/cli tests/show tests/export tests/test_record.py tests/test_public.py

style:  ## ruff
	$(PYTHON) -m ruff check .

types:  ## mypy --strict
	$(PYTHON) -m mypy

check: style types test  ## everything that .ci/run checks, in this environment

schema:  ## write the shipped JSON Schema from the record's types
	$(PYTHON) -m verbale.cli schema > src/verbale/data/verbale-1.schema.json

read:  ## read the example
	$(PYTHON) -m verbale.cli read examples/webinar.txt
