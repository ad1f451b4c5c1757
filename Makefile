# Everything a person needs: `make run`, `make test`, `make check`. The rest is called by these.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run test check setup lock soak bench messages manual clean

run: setup  ## Start the bot; without Slack tokens, the local workspace at http://127.0.0.1:8080
	@exec $(BIN)/coalition-bot run

test: setup  ## All tests, on SQLite and on a real PostgreSQL
	@$(BIN)/pytest

check: setup  ## Lint, types, import contracts, migrations
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/basedpyright
	@$(BIN)/lint-imports
	@$(BIN)/python -m storage.migrations.check

setup: $(READY)

$(READY): requirements.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --requirement requirements.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $(READY)

lock:  ## Renew requirements.txt from pyproject.toml
	@$(BIN)/uv pip compile --quiet --generate-hashes --universal --extra dev --upgrade \
		--python-version 3.11 --output-file requirements.txt pyproject.toml build-requirements.in

soak: setup  ## The long proofs: months with a Slack that fails, workers that are killed
	@$(BIN)/pytest -m soak

bench: setup  ## How fast it is, as ratios to a baseline in the same run
	@$(BIN)/python -m tests.bench

messages: setup  ## Collect every sentence that people see, for translators
	@$(BIN)/pybabel --quiet extract --keywords N_ --keywords NP_:1,2 --no-default-keywords \
		--project "Coalition Bot" --output-file build/coalition.pot handlers bot
	@echo "The sentences are in build/coalition.pot."

manual: setup  ## Build the manual as a site, in site/
	@$(BIN)/mkdocs build --quiet --strict

clean:
	rm -rf $(VENV)
