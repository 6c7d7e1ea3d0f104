# hcsctl: build, test, check, install. `make` alone prints the targets.

PREFIX ?= /usr/local
DESTDIR ?=
SWIFT ?= swift

.DEFAULT_GOAL := help
.PHONY: test-cgroup2 test-images help build release test demo check check-format check-layers check-scripts format soak stress bench-core bench-streams \
	bench-watch bench-validate fuzz install uninstall deb tarball check-deb reproducible clean ci

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "%-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

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
	scripts/build-information >.build-release/information
	objcopy --strip-all --update-section .hcs_build=.build-release/information .build-release/release/hcsctl dist/hcsctl
	objcopy --strip-all .build-agent/release/hcs-agent dist/hcs-agent
	@wc -c dist/hcsctl dist/hcs-agent

test: ## Install what the tests need, build, and run them all
	scripts/install-requirements
	$(SWIFT) build
	scripts/reference --check
	scripts/test-completions
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

reference: build ## Write the completion table, scripts, manual pages and Docs/Commands.md
	scripts/reference
	$(SWIFT) build
	scripts/reference

format: ## Format every Swift file in place
	git ls-files -z -- '*.swift' | xargs -0 $(SWIFT) format format --in-place --parallel

soak: release ## 200 containers under each runtime, and killed supervisors; nothing may be left
	HCSCTL="$(CURDIR)/dist/hcsctl" scripts/soak
	HCSCTL="$(CURDIR)/dist/hcsctl" scripts/soak --adopt

stress: release ## 2,000 runs, 1,000 races of kill, wait and delete, 1 GiB both ways; every answer is checked
	HCSCTL="$(CURDIR)/dist/hcsctl" scripts/stress run
	HCSCTL="$(CURDIR)/dist/hcsctl" scripts/stress wait
	HCSCTL="$(CURDIR)/dist/hcsctl" scripts/stress streams

test-cgroup2: release ## Boot a machine with pure cgroup v2 under QEMU and check containers there
	scripts/install-requirements cgroup2
	HCSCTL="$(CURDIR)/dist/hcsctl" scripts/test-cgroup2

test-images: release ## Import a Debian image made by debootstrap and run PostgreSQL in it
	scripts/install-requirements images
	HCSCTL="$(CURDIR)/dist/hcsctl" scripts/test-images

bench-core: release ## Measure hcsctl beside crun and runc
	scripts/install-requirements bench
	HCSCTL="$(CURDIR)/dist/hcsctl" Benchmarks/core

bench-watch: release ## Measure list, stats and ps beside podman and ctr, at hundreds of containers
	scripts/install-requirements bench watch
	HCSCTL="$(CURDIR)/dist/hcsctl" Benchmarks/watch

bench-streams: release ## Measure 1 GiB through exec
	HCSCTL="$(CURDIR)/dist/hcsctl" Benchmarks/streams

bench-validate: release ## Measure validate on 100 MB and 1 GB beside rapidjson, yajl, Go, JSONDecoder, jq, check-jsonschema
	scripts/install-requirements bench
	Benchmarks/validate/run "$(CURDIR)/dist/hcsctl"

fuzz: ## Fuzz the validator: SECONDS=600 for each target
	scripts/install-requirements fuzz
	scripts/fuzz $(or $(SECONDS),600)

# Debian's folders below /usr, the others' below /usr/local.
zsh_folder = $(if $(filter /usr,$(PREFIX)),vendor-completions,site-functions)
share = $(DESTDIR)$(PREFIX)/share
INSTALL_DATA = install -D -m 0644

install: ## Install dist/ (made by `make release`) under DESTDIR and PREFIX
	install -D -m 0755 dist/hcsctl "$(DESTDIR)$(PREFIX)/bin/hcsctl"
	install -D -m 0755 dist/hcs-agent "$(DESTDIR)$(PREFIX)/libexec/hcsctl/hcs-agent"
	@for page in $(wildcard man/*.[1-9]); do \
		$(INSTALL_DATA) "$$page" "$(share)/man/man$${page##*.}/$${page##*/}"; done
	@if [ -e completions/hcsctl.bash ]; then $(INSTALL_DATA) completions/hcsctl.bash \
		"$(share)/bash-completion/completions/hcsctl"; fi
	@if [ -e completions/_hcsctl ]; then $(INSTALL_DATA) completions/_hcsctl "$(share)/zsh/$(zsh_folder)/_hcsctl"; fi
	@if [ -e completions/hcsctl.fish ]; then $(INSTALL_DATA) completions/hcsctl.fish \
		"$(share)/fish/vendor_completions.d/hcsctl.fish"; fi

uninstall: ## Remove what `make install` installed
	rm -f "$(DESTDIR)$(PREFIX)/bin/hcsctl" "$(DESTDIR)$(PREFIX)/libexec/hcsctl/hcs-agent"
	rm -f "$(share)"/man/man8/hcsctl.8 "$(share)"/man/man8/hcsctl-*.8 "$(share)"/man/man5/hcsctl-*.5
	rm -f "$(share)/bash-completion/completions/hcsctl" "$(share)/zsh/$(zsh_folder)/_hcsctl" \
		"$(share)/fish/vendor_completions.d/hcsctl.fish"
	rmdir "$(DESTDIR)$(PREFIX)/libexec/hcsctl" 2>/dev/null || true

deb: release ## Make a Debian package in dist/, checked by lintian where that is installed
	rm -f dist/*.deb
	scripts/make-deb
	if command -v lintian >/dev/null; then lintian --fail-on error dist/*.deb; fi

tarball: release ## Make a tarball in dist/, and run it in a root with nothing else
	scripts/check-static

check-deb: deb ## Install, use and purge the package in a container of hcsctl itself (needs debootstrap and a Debian mirror)
	scripts/install-requirements package
	HCSCTL="$(CURDIR)/dist/hcsctl" scripts/check-deb

reproducible: ## Build the release twice, in two places, and compare the bytes
	scripts/check-reproducible

clean: ## Remove everything that was built
	rm -rf .build .build-release .build-agent dist

ci: ## What CI runs
	.ci/run
