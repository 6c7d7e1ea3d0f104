# hcsctl: build, test, check, install. `make` alone prints the targets.

PREFIX ?= /usr/local
DESTDIR ?=
SWIFT ?= swift

.DEFAULT_GOAL := help
.PHONY: help build release test demo check check-format check-layers check-scripts format soak bench-core bench-streams \
	install uninstall clean ci

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## Build everything for debugging, into .build
	scripts/install-requirements
	$(SWIFT) build

# Two scratch folders: -static-executable reaches every target of a build, and the agent's Embedded Swift does not
# build with it.
release: ## Build the static hcsctl and hcs-agent, stripped, into dist/
	scripts/install-requirements
	$(SWIFT) build -c release --product hcsctl -Xswiftc -static-executable --scratch-path .build-release
	$(SWIFT) build -c release --product hcs-agent --scratch-path .build-agent
	mkdir -p dist
	strip -s -o dist/hcsctl .build-release/release/hcsctl
	strip -s -o dist/hcs-agent .build-agent/release/hcs-agent
	@wc -c dist/hcsctl dist/hcs-agent

test: ## Install what the tests need, build, and run them all
	scripts/install-requirements
	$(SWIFT) build
	$(SWIFT) test

demo: release ## Show a container from its document through every command
	HCSCTL="$(CURDIR)/dist/hcsctl" scripts/demo

check: check-format check-layers check-scripts ## Check format, layers and scripts

check-format:
	git ls-files -z -- '*.swift' | xargs -0 $(SWIFT) format lint --strict --parallel

check-layers:
	scripts/check-layers --self-test
	scripts/check-layers

check-scripts:
	scripts/check-scripts

format: ## Format every Swift file in place
	git ls-files -z -- '*.swift' | xargs -0 $(SWIFT) format format --in-place --parallel

soak: release ## 200 containers under each runtime, and killed supervisors; nothing may be left
	HCSCTL="$(CURDIR)/dist/hcsctl" scripts/soak
	HCSCTL="$(CURDIR)/dist/hcsctl" scripts/soak --adopt

bench-core: release ## Measure hcsctl beside crun and runc
	scripts/install-requirements bench
	HCSCTL="$(CURDIR)/dist/hcsctl" Benchmarks/core

bench-streams: release ## Measure 1 GiB through exec
	HCSCTL="$(CURDIR)/dist/hcsctl" Benchmarks/streams

install: ## Install dist/ (made by `make release`) under DESTDIR and PREFIX
	install -D -m 0755 dist/hcsctl "$(DESTDIR)$(PREFIX)/bin/hcsctl"
	install -D -m 0755 dist/hcs-agent "$(DESTDIR)$(PREFIX)/libexec/hcsctl/hcs-agent"

uninstall: ## Remove what `make install` installed
	rm -f "$(DESTDIR)$(PREFIX)/bin/hcsctl" "$(DESTDIR)$(PREFIX)/libexec/hcsctl/hcs-agent"

clean: ## Remove everything that was built
	rm -rf .build .build-release .build-agent dist

ci: ## What CI runs
	.ci/run
