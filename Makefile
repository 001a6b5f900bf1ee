# `make demo` and `make test` do all the set-up; everything else expects that one of them ran, or scripts/setup.

PREFIX ?= /usr/local
# Two jobs are what two cores can do; more only costs memory.
JOBS ?= $(shell nproc)
RELEASE = .build/release/pipec
# Starting a program costs what the dynamic linker has to do: with the Swift runtime, libyaml, PCRE2, libstdc++ and libgcc inside,
# and at a fixed address, an empty main takes 0.7 ms instead of 1.3 ms (a C program: 0.5 ms). STATIC holds the archives alone,
# because the linker takes a shared library where it finds one beside them. libcurl is loaded when a run begins, so libc stays
# dynamic.
STATIC = .build/static
RELEASE_FLAGS = --static-swift-stdlib --disable-local-rpath -Xswiftc -L$(STATIC) -Xlinker -s \
	$(addprefix -Xswiftc -Xclang-linker -Xswiftc ,-static-libgcc -no-pie)

SHARED = $(addprefix share/,man/man1 bash-completion/completions zsh/site-functions fish/vendor_completions.d)

.DEFAULT_GOAL := help
.PHONY: help demo test check bench mutants build release man install wheel image format update library fuzz clean

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

demo: ## Set up, build a release, and check, plan and run the examples
	@scripts/demo

test: ## Set up, build and run all tests, in containers where that is possible
	@scripts/test

check: ## What every change must pass: format, scripts, warnings, tests, fresh documentation
	@scripts/setup build engine test lint
	swift format lint --strict -r -p Sources Tests Package.swift
	shellcheck .ci/run $(wildcard scripts/* Benchmarks/yaml examples/*/*.sh examples/*/*/*.sh)
	@scripts/selftest
	@scripts/test

bench: release ## Measure against bare libyaml, a bare C program and bare API calls
	@scripts/bench

mutants: release ## Plant mistakes into clean real files and report which of them check finds
	@scripts/mutants

build: ## Build for development
	@scripts/setup build
	swift build -j $(JOBS)

release: ## Build the program that `install` installs
	@scripts/setup build
	@mkdir -p $(STATIC)
	@for name in libyaml.a libpcre2-8.a libstdc++.a; do ln -sf "$$(gcc -print-file-name=$$name)" $(STATIC)/; done
	swift build -c release $(RELEASE_FLAGS) -j $(JOBS) --product pipec

man: release ## Write the manual for man to .build/man
	install -d .build/man
	$(RELEASE) man --folder .build/man

install: release ## Install to PREFIX (/usr/local): the program, its manual, and what shells need to complete lines
	install -d $(addprefix $(DESTDIR)$(PREFIX)/,bin $(SHARED))
	install -s -m 755 $(RELEASE) $(DESTDIR)$(PREFIX)/bin/pipec
	$(RELEASE) man --folder $(DESTDIR)$(PREFIX)/share/man/man1
	$(RELEASE) completions bash >$(DESTDIR)$(PREFIX)/share/bash-completion/completions/pipec
	$(RELEASE) completions zsh >$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_pipec
	$(RELEASE) completions fish >$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/pipec.fish

wheel: release ## Make a wheel for pip in .build/wheel, which carries the program
	python3 packaging/python/backend.py $(RELEASE) .build/wheel

IMAGE ?= pipec
image: release ## Make a container image (IMAGE, BASE) with the engine of the docker program
	install -d .build/image
	install -m 755 $(RELEASE) .build/image/pipec
	docker build $(if $(BASE),--build-arg BASE=$(BASE)) -t $(IMAGE) -f Containerfile .build/image

format: ## Lay the code out as `check` wants it
	swift format --in-place -r -p Sources Tests Package.swift

update: ## Renew golden files and generated pages; read the difference before committing it
	UPDATE_GOLDEN=1 swift test --disable-xctest

library: ## Build and run the program that uses pipec as a Swift package
	@scripts/library

fuzz: ## Fuzz each target for DURATION seconds (600)
	@scripts/fuzz

clean: ## Remove what was built
	rm -rf .build .demo
