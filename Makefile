# Tasks. `make serve` shows the page, `make test` runs every check; both set up what they need first.
# Variables: PORT (8080), CHROMIUM, CHROMEDRIVER, CARGO_TARGET_DIR, XDG_CACHE_HOME.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup tools browser build serve check test test-rust test-wasm test-page size clean

# Equal to the version of wasm-bindgen in Cargo.toml.
WASM_BINDGEN := 0.2.130
WASM_PACK := 0.15.1

CACHE := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/sayso
BINDGEN_HOME := $(CACHE)/tools/wasm-bindgen-$(WASM_BINDGEN)
PACK_HOME := $(CACHE)/tools/wasm-pack-$(WASM_PACK)
export PATH := $(BINDGEN_HOME)/bin:$(PACK_HOME)/bin:$(CURDIR)/node_modules/.bin:$(or $(CARGO_HOME),$(HOME)/.cargo)/bin:$(PATH)

# A service that builds every commit afresh keeps its compiled dependencies.
ifdef CI
CARGO_TARGET_DIR ?= $(CACHE)/target
export CARGO_TARGET_DIR
endif

SUDO := $(if $(filter 0,$(shell id -u)),,sudo)
export CHROMIUM ?= /usr/bin/chromium
export CHROMEDRIVER ?= /usr/bin/chromedriver
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER := wasm-bindgen-test-runner
WASM := --target wasm32-unknown-unknown --no-default-features --features embed
PORT ?= 8080

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

setup: tools node_modules/.package-lock.json ## toolchain, programs and packages

# Rust comes from rustup, so that rust-toolchain.toml holds; the two programs are compiled once a machine.
tools:
	@command -v cargo >/dev/null || { echo "cargo not found: install Rust with rustup (https://rustup.rs), then run this again" >&2; exit 1; }
	@command -v node >/dev/null && command -v npm >/dev/null || { echo "node or npm not found: install Node.js 20 or later (Debian: apt-get install nodejs npm), then run this again" >&2; exit 1; }
	@node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)' || { echo "Node.js 20 or later is needed; this is $$(node --version)" >&2; exit 1; }
	@if command -v rustup >/dev/null; then \
	  rustup target list --installed 2>/dev/null | grep -qx wasm32-unknown-unknown && cargo fmt --version >/dev/null 2>&1 && cargo clippy --version >/dev/null 2>&1 \
	    || rustup toolchain install --no-self-update; \
	elif [ ! -d "$$(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown" ]; then \
	  echo "this Rust has no wasm32-unknown-unknown target: install Rust with rustup (https://rustup.rs), then run this again" >&2; exit 1; \
	fi
	@command -v cc >/dev/null || { echo "no C compiler found, Rust needs one to link: install it (Debian: apt-get install build-essential), then run this again" >&2; exit 1; }
	@[ -x $(BINDGEN_HOME)/bin/wasm-bindgen-test-runner ] || { echo "compiling wasm-bindgen $(WASM_BINDGEN), a few minutes, once"; \
	  cargo install wasm-bindgen-cli --version $(WASM_BINDGEN) --root $(BINDGEN_HOME); }
	@[ -x $(PACK_HOME)/bin/wasm-pack ] || { echo "compiling wasm-pack $(WASM_PACK), a few minutes, once"; \
	  cargo install wasm-pack --locked --version $(WASM_PACK) --root $(PACK_HOME); }

node_modules/.package-lock.json: package.json package-lock.json
	npm ci --no-audit --no-fund
	@touch $@

browser:
	@if [ ! -x "$(CHROMIUM)" ] || [ ! -x "$(CHROMEDRIVER)" ]; then \
	  command -v apt-get >/dev/null || { echo "Chromium or ChromeDriver not found: install both, or set CHROMIUM and CHROMEDRIVER to their paths" >&2; exit 1; }; \
	  $(SUDO) apt-get update -q && DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -qy --no-install-recommends chromium chromium-driver; \
	fi

build: dist/.made ## the page and the element as they are served, into dist

# The modules without their comments and types; everything else as it is.
dist/.made: www/pkg/sayso_bg.wasm tsconfig.json $(shell find www -type f -not -path 'www/pkg/*')
	rm -rf dist
	tsc -p tsconfig.json --noEmit false --checkJs false --allowImportingTsExtensions false --removeComments --rootDir www --outDir dist
	tsc www/pkg/sayso.js --allowJs --skipLibCheck --target ES2022 --module ES2022 --removeComments --outDir dist/pkg
	cd www && cp -r --parents *.html *.css *.svg *.d.ts samples pkg/*.wasm pkg/*.d.ts ../dist
	@touch $@

www/pkg/sayso_bg.wasm: Cargo.toml Cargo.lock rust-toolchain.toml www/types.d.ts $(shell find src -type f) | setup
	wasm-pack build --target web --release --mode no-install --no-pack --out-dir www/pkg --out-name sayso . --no-default-features --features embed
	@touch $@

serve: build ## build and serve the page; prints the address
	@node tests/www/serve.js dist $(PORT)

check: setup build ## the quick part: format, lints, types
	cargo fmt --check
	cargo clippy --all-targets --all-features -- -D warnings
	@# Here what only the training and evaluation programs use is unused.
	cargo clippy $(WASM) --lib --test wasm -- -D warnings -A dead_code
	tsc -p tsconfig.json

test-rust: setup
	cargo test --all-features

# Not with -q: the runner does not know the flag.
test-wasm: setup browser
	cargo test $(WASM) --test wasm

test-page: build browser
	cargo build --bin sayso
	node --test --test-concurrency=1 --test-timeout=300000 --test-reporter=spec tests/www/*.test.js

size: build ## what a page transfers, compressed, against the limits
	@node tests/www/size.js

test: check test-rust test-wasm size test-page ## everything

clean: ## what was built, but not the cache
	cargo clean
	rm -rf dist www/pkg node_modules
