# What a newcomer needs: `make serve` and `make test`. Python 3.11 or newer, git and make are all that is asked for.
# Paths are relative, so that the folder may be called anything.

HOST ?= 127.0.0.1
PORT ?= 8000
# One process for each processor, but no more than four: an embedded database has one writer at a time anyway.
WORKERS ?= $(shell n=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2); [ "$$n" -le 4 ] && echo "$$n" || echo 4)

export DJANGO_SETTINGS_MODULE := config.settings
PYTHON := .venv/bin/python
STATIC := $(shell find config cooperation sources -path '*/static/*' -type f)
SITE := http://$(if $(filter 0.0.0.0,$(HOST)),localhost,$(HOST)):$(PORT)

.PHONY: help serve test soak bench sbom audit requirements check lint types imports generated deployable fixtures schema docs counts free-port clean
.NOTPARALLEL:

help: ## Say what there is
	@awk -F ': *.*## ' '/^[a-z-]+:.*## / {printf "make %-11s %s\n", $$1, $$2}' Makefile

serve: free-port .venv/runtime var/static/staticfiles.json ## Install what is missing, load the records (and trainings from DATA=file, TOTALS=file), serve on PORT (8000)
	@echo "Preparing the database ..."
	@$(PYTHON) manage.py bootstrap
	@$(if $(DATA),echo "Reading the training activities in $$DATA ..."; $(PYTHON) manage.py import_fmtrpt "$$DATA" $(if $(TOTALS),--totals "$$TOTALS"))
	@echo
	@echo "Security Cooperation API"
	@echo "  start here   $(SITE)/"
	@echo "  the API      $(SITE)/api/v1/"
	@echo "  the guide    $(SITE)/docs/api-guide/"
	@echo "  try it       $(SITE)/api/docs/"
	@echo "  the admin    $(SITE)/admin/"
	@echo "Stop it with Ctrl-C."
	@exec $(PYTHON) -m config.server --host $(HOST) --port $(PORT) --workers $(WORKERS)

# Each file by one process, so that what a file needs is made once; those that measure time come last, by themselves.
# Or TESTS, whatever it names, and nothing by itself.
test: .venv/development ## Run the tests
	@$(PYTHON) -m pytest -n auto --dist loadfile --no-loadscope-reorder $(or $(TESTS),-m "not alone")
	@$(if $(TESTS),,$(PYTHON) -m pytest -n 0 -m alone tests/cluster tests/attacks)

# Of all of these `make test` runs a short form. DATABASE_URL may name a PostgreSQL server.
soak: .venv/development ## Run what takes long: hundreds of kills and losses, thousands of mutants, ten minutes of reading, minutes of attacks
	$(PYTHON) tests/kills/test_import_kills.py --kills 200
	$(PYTHON) tests/kills/test_export_kills.py --kills 100
	$(PYTHON) tests/cluster/test_losses.py --seconds 20
	$(PYTHON) tests/cluster/test_soak.py --minutes 10
	$(PYTHON) tests/attacks/test_attacks.py --seconds 60
	$(PYTHON) tests/attacks/test_locks.py --seconds 60
	$(PYTHON) tests/attacks/test_memory.py --requests 100000
	FMTRPT_MUTANTS=10000 $(PYTHON) -m pytest -k mutant tests/cooperation
	BACKUP_MUTANTS=1000 $(PYTHON) -m pytest -k mutant tests/attacks
	RESTORE_KILLS=200 LEDGER_KILLS=200 $(PYTHON) -m pytest tests/kills/test_restore_kills.py tests/kills/test_ledger_kills.py

# Only here: elsewhere DATA is what the caller names, or nothing.
bench: DATA ?= ../shared/data/fmtrpt/fmtrpt_western_hemisphere.tsv.gz
bench: .venv/development var/bench/environment ## Measure the API beside its peers on DATA, the file of the reports (needs wrk)
	$(PYTHON) -m tests.benchmarks --data "$(DATA)" --environment var/bench/environment

var/bench/environment: tests/benchmarks/requirements.txt | $(PYTHON)
	@$(environment)

var/audit/environment: tests/audit/requirements.txt | $(PYTHON)
	@$(environment)

define environment
mkdir -p $(@D) && $(PYTHON) -m venv --clear $@ && { $(call install,$<,$@/bin/python); }
endef

sbom: var/audit/environment ## Write down what the server is made of, as CycloneDX (var/sbom.json)
	@PYTHONWARNINGS=ignore $</bin/cyclonedx-py requirements requirements.txt --pyproject pyproject.toml --output-reproducible --of JSON -o var/sbom.json
	@echo "var/sbom.json"

audit: var/audit/environment ## Ask whether a vulnerability of what we use is known
	@$(PYTHON) tests/audit/vulnerabilities.py $</bin/pip-audit requirements.txt tests/requirements.txt

# What was pinned stays, unless what was chosen says otherwise; for every Python that may be there and every system.
requirements: .venv/development ## Work out each requirements.txt of what the file beside it chose, with the digests of all packages
	@for file in requirements.in tests/requirements.in tests/*/requirements.in; do .venv/bin/uv pip compile --quiet --universal \
		--python-version 3.11 --generate-hashes --no-annotate --custom-compile-command "make requirements" \
		$$file --output-file $${file%.in}.txt || exit 1; done

check: lint types imports generated deployable ## All of these checks

lint: .venv/development ## Check the style
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .

types: .venv/development ## Check the types
	$(PYTHON) -m mypy

imports: .venv/development ## Check that imports run one way
	.venv/bin/lint-imports

generated: .venv/development ## Check that what is generated is up to date
	$(PYTHON) manage.py makemigrations --check --dry-run
	$(PYTHON) manage.py build_fixtures --check
	$(PYTHON) manage.py build_schema --check
	$(PYTHON) manage.py build_docs --check

deployable: .venv/runtime ## Check the settings of production
	PRODUCTION=true SECRET_KEY=$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))') \
		$(PYTHON) manage.py check --deploy --fail-level WARNING

fixtures: .venv/runtime ## Build the fixtures from the seeds
	$(PYTHON) manage.py build_fixtures

schema: .venv/runtime ## Build the OpenAPI document
	$(PYTHON) manage.py build_schema

docs: .venv/runtime ## Build what is generated in the documents
	$(PYTHON) manage.py build_docs

counts: .venv/development ## Write down how many queries answers take
	$(PYTHON) -m pytest tests/contracts/test_query_counts.py --write-counts

clean: ## Remove what was installed and cached; the database in var/ stays
	rm -rf .venv var/static .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The first of the usual names that is Python 3.11 or newer: a name alone may be anything, even a wrapper that fails.
$(PYTHON):
	@for name in python3.11 python3.12 python3.13 python3.14 python3 python; do \
		if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$name; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "There is no Python 3.11 or newer. Install it (Debian, Ubuntu: apt-get install python3.11 python3.11-venv)."; \
		exit 1; \
	fi; \
	echo "Making .venv with $$("$$found" --version) ..."; \
	"$$found" -m venv --clear .venv || { \
		rm -rf .venv; \
		echo "$$found cannot make environments. Install its venv (Debian, Ubuntu: apt-get install $$found-venv)."; \
		exit 1; \
	}

.venv/runtime: requirements.txt $(PYTHON)
	@$(call install,requirements.txt,$(PYTHON))

.venv/development: tests/requirements.txt .venv/runtime
	@$(call install,tests/requirements.txt,$(PYTHON))

# uv does in seconds what takes pip a minute, but knows nothing of pip's configuration: who has named another index, or none,
# is served by pip alone; and so is everybody whom uv fails.
define install
echo "Installing what $(1) lists ..."; mkdir -p var; \
if ! { ! $(PYTHON) -m pip config list | grep -qE "[.](index-url|no-index)=" \
	&& $(PYTHON) -m pip install --disable-pip-version-check --retries 0 --require-hashes --requirement tests/installer/requirements.txt \
	&& .venv/bin/uv pip install --python $(2) --require-hashes --requirement $(1); } > var/install.log 2>&1 \
	&& ! $(2) -m pip install --disable-pip-version-check --require-hashes --requirement $(1) >> var/install.log 2>&1; then \
	cat var/install.log; \
	echo "pip could not install $(1). Is there a network, and may it reach a package index (pip config list)?"; \
	exit 1; \
fi; \
touch $@
endef

var/static/staticfiles.json: .venv/runtime $(STATIC)
	@echo "Collecting style sheets and scripts ..."
	@$(PYTHON) manage.py collectstatic --noinput --verbosity 0

free-port: | $(PYTHON)
	@$(PYTHON) -c 'import socket; socket.create_server(("$(HOST)", $(PORT)))' 2>/dev/null || { \
		echo "Port $(PORT) on $(HOST) is taken, or not allowed. Take another: make serve PORT=$$(( $(PORT) + 1 ))"; \
		exit 1; \
	}
