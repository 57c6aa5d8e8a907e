# Each command prepares the environment under .venv/ by itself, from a fresh clone too.
PYTHON ?= python3
WORKERS ?= 2
RUN_IN_DEV = $(PYTHON) config/bootstrap.py dev
BIN = .venv/bin
SPANISH = locale/es/LC_MESSAGES/django
COMPILE = $(BIN)/uv pip compile --quiet --generate-hashes --no-header --universal --python-version 3.11
# What an office would set; only `make check` uses it, to examine the production settings.
AS_AN_OFFICE = env DJANGO_SETTINGS_MODULE=config.settings.prod \
	SECRET_KEY=0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ \
	DATABASE_URL=postgres://entente@db.example/entente BROKER_URL=redis://broker.example/0 \
	EMAIL_URL=smtp://mail.example ALLOWED_HOSTS=entente.example BASE_URL=https://entente.example

.PHONY: help run environment test test-full test-services bench check format lock docs messages

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-15s %s\n", $$1, $$2 }' Makefile

run: ## Run the register on this machine; PORT=8080 make run chooses the port
	@exec $(PYTHON) config/bootstrap.py runtime manage.py up

environment: ## Make the environment for development
	@$(RUN_IN_DEV)

test: ## Run the tests on a database server of their own
	@$(RUN_IN_DEV) -m pytest -n $(WORKERS) --dist worksteal

test-full: ## The same in every theme and width, searching far longer for counterexamples to the date rules
	@$(RUN_IN_DEV) -m pytest -n $(WORKERS) -m "not services" --hypothesis-profile thorough

test-services: ## Run the product in a clone of its own, kill its parts, and see that nothing is lost
	@$(RUN_IN_DEV) -m pytest -m services

bench: ## Measure how fast the law and approvals are; BENCH_SIZE=10000 make bench for fewer agreements
	@$(RUN_IN_DEV) -m tests.bench

check: environment ## Examine style, types, layers, migrations, settings and generated documents
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint --quiet --lint .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	$(AS_AN_OFFICE) $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/python manage.py write_docs --check

format: environment ## Put everything in the house format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: environment ## Write the documents generated from the code
	$(BIN)/python manage.py write_docs

messages: environment ## Bring the Spanish texts up to date with the code, and compile them (needs GNU gettext)
	$(BIN)/django-admin makemessages --locale es --no-location --no-obsolete \
		--ignore .venv --ignore var --ignore tests --ignore docs
	sed -i '/^"POT-Creation-Date/d' $(SPANISH).po
	msgfmt --check-format --output-file $(SPANISH).mo $(SPANISH).po

lock: environment ## Compile the lock files after a change to the requirements-*.in files
	$(COMPILE) requirements-uv.in --output-file requirements-uv.txt
	$(COMPILE) requirements.in --output-file requirements.txt
	$(COMPILE) requirements-dev.in --output-file requirements-dev.txt
