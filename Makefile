# The tasks of everyday work; "make" lists them.

SWIFT ?= swift
# Arguments for "ringbox serve", such as ARGS="--port 9000".
ARGS ?=
# Names the tests to run, as a regular expression, such as TESTS=JSONTextTests.
TESTS ?=
# How many tests run at the same time. Many of them start hosts with deadlines to keep: more of them only wait for each other.
WIDTH ?= 4
# How long each fuzzer runs, or all of them together, and which of them; one sanitizer instead of both.
FUZZ_SECONDS ?=
FUZZ_TOTAL_SECONDS ?=
FUZZ_TARGETS ?=
SANITIZER ?=
# The parts of bench-state, such as "size rivals".
STATE_PARTS ?=

# A target that imports what Package.swift does not give it is an error.
checked = --explicit-target-dependency-import-check error
release = $(checked) -c release --static-swift-stdlib
sources = Sources Tests Package.swift Benchmarks/Sources Benchmarks/Package.swift Fuzz/Targets Fuzz/Package.swift

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run build test fuzz fuzz-merge sanitize lint format bench bench-neighbour bench-state bench-start bench-agi soak soak-state image-check cgroup-check asterisk-check clean toolchain

help:
	@echo 'make run          build the release and serve handlers/ (ARGS="--port 9000" for options)'
	@echo 'make build        build the release: .build/release/ringbox and .build/release/ringbox-worker'
	@echo 'make test         run every test (TESTS=JSONTextTests for some of them)'
	@echo 'make fuzz         throw made-up bytes at the parsers, a minute each (FUZZ_SECONDS=600 FUZZ_TARGETS="frames settings")'
	@echo 'make fuzz-merge   put what the fuzzers came upon into their corpora, and minimise them'
	@echo 'make sanitize     run the tests under the address and the thread sanitizer (SANITIZER=address for one)'
	@echo 'make lint         check the formatting and the rules of the house'
	@echo 'make format       format the sources'
	@echo 'make bench        measure requests per second, memory, start-up, what a bad neighbour costs, and the state'
	@echo 'make bench-neighbour  only what a bad neighbour costs'
	@echo 'make bench-state  measure the state engine against its bars (STATE_PARTS="size rivals" for some of them)'
	@echo 'make bench-start  start a host with 10,000 sandboxes, without and with what an earlier start has kept (START_SANDBOXES=2000)'
	@echo 'make bench-agi    let 200 calls at once run a scenario, and see that no memory stays (AGI_CALLS=500 AGI_ROUNDS=20)'
	@echo 'make soak         ten minutes of everything at once; nothing may stay (SOAK_SECONDS=60 for less)'
	@echo 'make soak-state   turns that change one state, again and again (STATE_SOAK_TURNS=5000000 STATE_SOAK_SECONDS=3600)'
	@echo 'make image-check  build the container image without a Docker engine and try it'
	@echo 'make cgroup-check see the kernel limit the workers, on a virtual machine (x86_64)'
	@echo 'make asterisk-check  have a real Asterisk run a scenario, with real SIP calls (as root; fetches Asterisk at first)'
	@echo 'make clean        remove what was built'
	@echo
	@echo 'What needs Debian packages installs the missing ones (scripts/packages.txt), with sudo if need be.'

run: build
	@echo 'Serving handlers/ (stop with Ctrl-C)'
	@.build/release/ringbox serve $(ARGS)

build: toolchain
	@scripts/install-packages.sh build run
	@echo 'Building the release'
	@$(SWIFT) build $(release) --product ringbox
	@$(SWIFT) build $(release) --product ringbox-worker

test: toolchain
	@scripts/install-packages.sh build run test
	@echo 'Building the tests'
	@$(SWIFT) build $(checked) --build-tests
	@echo 'Running the tests'
	@SWIFT='$(SWIFT)' scripts/run-tests.sh $(checked) --skip-build --experimental-maximum-parallelization-width $(WIDTH) $(if $(TESTS),--filter '$(TESTS)')

fuzz: toolchain
	@FUZZ_SECONDS='$(FUZZ_SECONDS)' FUZZ_TOTAL_SECONDS='$(FUZZ_TOTAL_SECONDS)' FUZZ_TARGETS='$(FUZZ_TARGETS)' scripts/fuzz.sh

fuzz-merge: toolchain
	@FUZZ_TARGETS='$(FUZZ_TARGETS)' scripts/fuzz.sh merge

sanitize: toolchain
	@scripts/install-packages.sh build run test
	@SANITIZER='$(SANITIZER)' TESTS='$(TESTS)' scripts/sanitize.sh

lint: toolchain
	@echo 'Checking the formatting'
	@$(SWIFT) format lint --strict --parallel --recursive $(sources)
	@echo 'Checking the rules of the house'
	@scripts/check-house.sh

format: toolchain
	@$(SWIFT) format --in-place --parallel --recursive $(sources)

bench: build
	@scripts/install-packages.sh bench
	@scripts/bench.sh
	@scripts/bench-neighbour.sh
	@scripts/bench-state.sh

bench-neighbour: build
	@scripts/bench-neighbour.sh

bench-state: build
	@scripts/install-packages.sh bench
	@scripts/bench-state.sh $(STATE_PARTS)

bench-start: build
	@scripts/install-packages.sh bench
	@SANDBOXES=$(or $(START_SANDBOXES),10000) scripts/bench-start.sh

bench-agi: build
	@scripts/install-packages.sh run bench
	@scripts/bench-agi.sh

soak: build
	@scripts/install-packages.sh soak
	@scripts/soak.sh

soak-state: build
	@scripts/install-packages.sh bench
	@scripts/soak-state.sh

image-check: toolchain
	@scripts/install-packages.sh image
	@scripts/image-check.sh

cgroup-check: build
	@scripts/install-packages.sh cgroup
	@scripts/cgroup-check.sh

asterisk-check: build
	@scripts/install-packages.sh asterisk-check
	@scripts/asterisk-check.sh

clean:
	@rm -rf .build .build-address .build-thread Fuzz/.build
	@echo 'Removed .build, .build-address, .build-thread and Fuzz/.build'

toolchain:
	@command -v $(firstword $(SWIFT)) >/dev/null || { \
		echo 'make: there is no Swift here: install Swift 6.3 from https://www.swift.org/install/linux/ and put its usr/bin on PATH' >&2; \
		exit 1; \
	}
