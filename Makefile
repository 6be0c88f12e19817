# `make help` lists the targets. Tests and demo share one release build: without testable imports, `swift test` compiles the
# modules exactly as `swift build` does.

SWIFT  ?= swift
PREFIX ?= /usr/local
# Without debug information, which took a sixth of the compiler's time in the larger modules: all that would use it is a crash's
# backtrace, which names functions without it.
RELEASE = -c release -debug-info-format none
BUILD   = $(SWIFT) build $(RELEASE)
CACT    = .build/release/cact
SOURCES = Package.swift $(wildcard Sources Tests Benchmarks)

.DEFAULT_GOAL := help
.PHONY: demo test checked avx2 build benchmarks mpi archive packages install lint format clean help

demo: build ## build, then run examples/quickstart.cact on the embedded model and data
	$(CACT) run examples/quickstart.cact

test: ## build and run all tests
	@scripts/packages openmpi-bin libopenmpi-dev
	@# Set here, so that no test has to while others read the environment.
	CACT_SHARE="$(CURDIR)/share" CACT_WITHOUT_BENCHMARKS=1 $(SWIFT) test $(RELEASE) --disable-testable-imports

checked: packages ## build and test the small modules and the readers with all checks and the address sanitizer
	@scripts/checked

avx2: test ## run the tests of the kernels for processors without AVX-512
	@scripts/avx2

build: packages ## build .build/release/cact
	$(BUILD) --product cact

benchmarks: packages ## build .build/release/Benchmarks
	$(BUILD) --product Benchmarks

mpi: ## build .build/libcact_mpi.so with this machine's mpicc, for cact under mpirun or srun
	@scripts/mpi

packages: ## install the system libraries that are missing
	@scripts/packages

install: build ## install program, manual page, model and data to PREFIX (/usr/local), below DESTDIR if set
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/share/cact/model" "$(DESTDIR)$(PREFIX)/share/cact/teaching" \
		"$(DESTDIR)$(PREFIX)/share/cact/mixed" "$(DESTDIR)$(PREFIX)/share/cact/lessons" \
		"$(DESTDIR)$(PREFIX)/share/man/man1"
	install -m 755 $(CACT) "$(DESTDIR)$(PREFIX)/bin/cact"
	if [ -f .build/libcact_mpi.so ]; then \
		install -d "$(DESTDIR)$(PREFIX)/lib/cact"; \
		install -m 755 .build/libcact_mpi.so "$(DESTDIR)$(PREFIX)/lib/cact/"; fi
	install -m 644 docs/cact.1 "$(DESTDIR)$(PREFIX)/share/man/man1/cact.1"
	rm -rf "$(DESTDIR)$(PREFIX)/share/cact/model/cact-4m"
	cp -R share/model/cact-4m "$(DESTDIR)$(PREFIX)/share/cact/model/cact-4m"
	install -m 644 share/teaching/*.jsonl "$(DESTDIR)$(PREFIX)/share/cact/teaching/"
	install -m 644 share/mixed/*.jsonl "$(DESTDIR)$(PREFIX)/share/cact/mixed/"
	install -m 644 share/lessons/*.cact "$(DESTDIR)$(PREFIX)/share/cact/lessons/"

archive: build ## pack all that cact needs into .build/cact-VERSION-linux-MACHINE.tar.gz, which runs wherever it is unpacked
	@CACT=$(CACT) scripts/archive

lint: ## check the style of all Swift sources, and that targets declare exactly what they import
	$(SWIFT) format lint --strict --parallel --recursive $(SOURCES)
	@scripts/imports
	@# The documentation calls scripts by their names.
	@! find Benchmarks examples scripts share -type f ! -perm -u+x -exec sh -c 'head -c 2 "$$1" | grep -q "#!"' _ {} ';' -print | grep .
	@# It traps on a relative path of one character: `pathFolder` in its place.
	@! grep -rnE 'as NSString\)\.deletingLastPathComponent' Sources

format: ## format all Swift sources
	$(SWIFT) format --in-place --parallel --recursive $(SOURCES)

clean: ## remove all build products
	rm -rf .build

help:
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
