# Every developer command, once. `make` alone lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev
FUZZ_SECONDS ?= 300
SETTINGS := setup.cfg pyproject.toml constraints.txt

.DEFAULT_GOAL := help
.PHONY: help demo bench country fuzz audit test lint types imports check golden docs template sample pictures bundle constraints clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(RUN_STAMP): $(SETTINGS)
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

$(DEV_STAMP): $(SETTINGS)
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@ $(RUN_STAMP)

demo: $(RUN_STAMP) ## Run the whole journey on the shipped sample, in the folder demo
	@$(BIN)/phuluc demo

test: $(DEV_STAMP) ## Run the tests with branch coverage
	@rm -f .coverage .coverage.*
	@$(BIN)/python -m pytest --numprocesses auto --cov --cov-report=term

lint: $(DEV_STAMP) ## Check style
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(DEV_STAMP) ## Check types
	@$(BIN)/mypy

imports: $(DEV_STAMP) ## Check that imports point down only
	@$(BIN)/lint-imports --config setup.cfg

check: lint types imports test ## Everything that CI checks

bench: $(DEV_STAMP) ## Measure merge against other ways; SIZES="25x36 300x36" for less
	@$(BIN)/python benchmarks/bench.py $(SIZES)

country: $(DEV_STAMP) ## Measure a commune and a province, and reckon with a country
	@$(BIN)/python benchmarks/country.py

fuzz: $(DEV_STAMP) ## Fuzz what reads strangers' data, FUZZ_SECONDS for each target
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[fuzz]'
	@for target in guard sheets parts deadlines cells headings; do \
		echo "fuzz $$target"; \
		$(BIN)/python tests/fuzz/fuzz.py $$target -max_total_time=$(FUZZ_SECONDS) >build/fuzz-$$target.log 2>&1 \
			|| { tail -n 60 build/fuzz-$$target.log; exit 1; }; \
		tail -n 1 build/fuzz-$$target.log; \
	done

audit: $(DEV_STAMP) ## Known faults and licences of everything the program stands on
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[audit]'
	@$(BIN)/python -m pip_audit --requirement constraints.txt --no-deps --disable-pip --progress-spinner off
	@$(BIN)/python docs/make_licences.py

golden: $(DEV_STAMP) ## Write the expected text dumps in tests/golden anew
	@RENEW_GOLDEN=1 $(BIN)/python -m pytest --quiet tests/test_golden.py

docs: $(DEV_STAMP) ## Write docs/lenh.md (commands) and docs/ma_loi.md (codes) anew
	@RENEW_DOCS=1 $(BIN)/python -m pytest --quiet tests/test_docs.py

template: $(RUN_STAMP) ## Build the shipped plan and Word template in workbooks
	@$(BIN)/python workbooks/make_template.py
	@$(BIN)/python workbooks/make_report_template.py

sample: $(DEV_STAMP) ## Build workbooks/sample anew (needs LibreOffice)
	@$(BIN)/python workbooks/make_sample.py

pictures: $(DEV_STAMP) ## Render every sheet and the report to build/pictures, the best to docs/pictures
	@$(BIN)/python docs/make_pictures.py

bundle: $(DEV_STAMP) ## Build the zip for Windows machines without internet in build/bundle
	@$(BIN)/python bundle/make_bundle.py

constraints: ## Pin the newest allowed versions in constraints.txt
	@rm -rf build/pins && $(PYTHON) -m venv build/pins
	@build/pins/bin/python -m pip install --quiet '.[dev,fuzz,audit]'
	@build/pins/bin/python -m pip freeze --exclude phuluc-toolkit | grep -v '@' > constraints.txt

clean: ## Remove what these commands made
	@rm -rf $(VENV) build demo .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache
