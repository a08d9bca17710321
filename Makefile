# Everything a developer needs; .ci/run calls the same targets.
GO ?= go
VEGETA := github.com/tsenart/vegeta/v12@v12.12.0
GOLANGCI := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
GREMLINS := github.com/go-gremlins/gremlins/cmd/gremlins@v0.6.0
BENCHSTAT := golang.org/x/perf/cmd/benchstat@v0.0.0-20260908200009-22c9c6c9d4da

# What runs side by side, and so is watched by the race detector.
RACED := ./internal/capture ./internal/driver ./internal/english ./internal/index ./internal/lookup ./internal/municipality/... ./internal/recording \
	./internal/road ./internal/schema ./internal/services ./internal/soap ./internal/stage ./internal/trial ./internal/wire
RACED_RUNS := ManyClients|RealSystem|Serve|Preflight|WireAndProcess|SameInput|Interrupt

# Whose tests must kill nine of ten mutants, each in its own package.
MUTATED := ./internal/trial ./internal/wire ./internal/recording ./internal/stage

# How much make bench measures, and the folder for the figures of each round.
BENCH_ROUNDS ?= 6
BENCH_TIME ?= 3s
BENCH_FILES ?= 10000
BENCH_CASES ?= 100000
BENCH_OUT ?= klarmeld-bench
BENCH = $(GO) test ./cmd/klarmeld -run '^$$' -timeout 3h

.PHONY: run test race trials mutants bench bench-compared bench-signed bench-cases profiles plots growth lint vet-others build release release-test fmt

run: ## run the compliance test on the three simulated systems
	$(GO) run ./cmd/klarmeld run

test: ## all tests, with small seeds (make lint vets); what needs Chromium, Python, Node, Java or the official schemas skips with a reason
	$(GO) test -vet=off -parallel 4 -timeout 30m ./...

race: ## what runs side by side, under the race detector (needs a C compiler)
	$(GO) test -race -timeout 20m $(RACED)
	$(GO) test -race -timeout 20m ./cmd/klarmeld -run '$(RACED_RUNS)'

trials: ## the full numbers: kills, clients, random sequences, fuzzing; hours
	$(GO) test ./cmd/klarmeld -run 'TestKilled$$' -kills 60 -v -timeout 60m
	$(GO) test ./cmd/klarmeld -run 'TestKilled(Simulated|Table)$$' -simulated.kills 50 -v -timeout 60m
	$(GO) test ./cmd/klarmeld -run 'TestNothingLost$$' -full 500 -v -timeout 60m
	$(GO) test ./cmd/klarmeld -run 'TestEveryKindLacking$$' -lacking.all -v -timeout 60m
	$(GO) test ./cmd/klarmeld -run 'TestNois' -noises 200 -v -timeout 60m
	$(GO) test -race ./cmd/klarmeld -run ManyClients -rounds 170 -v -timeout 60m
	$(GO) test ./cmd/klarmeld -run 'TestVariants(Allowed|Wrong|Together)$$' -variants.whole 200 -variants.pairs 500 -v -timeout 60m
	$(GO) test ./cmd/klarmeld -run 'TestVariantsOutOfPhase$$' -variants.http 20 -variants.columns '' -variants.delay svar-foerst -parallel 20 -v -timeout 60m
	$(GO) test ./internal/index -run 'TestModel$$' -rapid.checks 10000 -timeout 60m
	$(GO) test ./internal/proof -run 'Test(SuggestionsMend|Unmended)$$' -mended 1 -v -timeout 60m
	$(GO) test ./internal/conformant -conformant.messages 5000 -conformant.conversations 500 -conformant.metamorphic 1000 -v -timeout 180m
	$(GO) test ./internal/across -run 'TestAsAConversation$$' -across.deliveries 2000 -v -timeout 60m
	$(GO) test ./internal/soap -run 'TestReaders$$' -mutations 20000 -v -timeout 60m
	$(GO) test ./cmd/klarmeld -run 'TestTampered$$' -tampers 2000 -v -timeout 60m
	$(GO) test ./internal/recording -run 'TestTamperer$$' -tamperings 4000 -v -timeout 60m
	$(GO) test ./cmd/klarmeld -run 'TestMalformed' -malformed 500 -v -timeout 60m
	$(GO) test ./internal/xmldsig -run 'Test(Libxml2|Santuario)$$' -c14n.trials 20000 -v -timeout 60m
	$(GO) test ./internal/xmldsig -run 'TestSignedIsRead$$' -rapid.checks 10000 -timeout 60m
	$(GO) test ./internal/xmldsig -run 'TestChangedByte' -xmldsig.changes 20000 -v -timeout 60m
	$(GO) test ./internal/idws -run 'TestChangedByte$$' -idws.changes 20000 -v -timeout 60m
	$(GO) test ./internal/xmldsig -fuzz FuzzRead -run '^$$' -fuzztime 5m -fuzzminimizetime 20x
	$(GO) test ./internal/idws -fuzz FuzzSecured -run '^$$' -fuzztime 30m -fuzzminimizetime 20x
	$(GO) test ./internal/strictxml -fuzz FuzzRead -run '^$$' -fuzztime 5m
	$(GO) test ./internal/soap -fuzz FuzzReadDocument -run '^$$' -fuzztime 5m
	$(GO) test ./internal/contract -fuzz FuzzCheck -run '^$$' -fuzztime 5m
	$(GO) test ./internal/judge -fuzz FuzzCheckMessage -run '^$$' -fuzztime 5m
	$(GO) test ./internal/capture -fuzz FuzzHAR -run '^$$' -fuzztime 1m
	$(GO) test ./internal/notat -fuzz FuzzRead -run '^$$' -fuzztime 5m
	$(GO) test ./internal/proof -run 'TestFlips$$' -flips 1000 -v -timeout 60m
	$(GO) test ./internal/security -fuzz FuzzCheck -run '^$$' -fuzztime 15m -fuzzminimizetime 10x
	$(GO) test ./internal/security -fuzz FuzzSTS -run '^$$' -fuzztime 15m -fuzzminimizetime 10x
	$(GO) test ./internal/recording -fuzz FuzzReader -run '^$$' -fuzztime 2m
	$(GO) test ./cmd/klarmeld -run TestMalformed -malformed 2000 -v -timeout 60m

mutants: ## how many mutants of the packages that judge a run their own tests kill; half an hour and more
	GREMLINS=$(GREMLINS) .ci/mutants $(MUTATED)

bench: bench-compared bench-signed bench-cases ## klarmeld beside others, in rounds, and what is asked of it: half an hour (BENCH_ROUNDS=1 BENCH_TIME=1s BENCH_FILES=1000 BENCH_CASES=10000 sees that it works)

bench-compared: ## serve, check and run beside net/http, etree, WireMock, Metro and xmllint, and which bounds hold
	@mkdir -p $(BENCH_OUT)
	$(BENCH) -bench 'Compared$$' -benchtime 1x -compared.rounds $(BENCH_ROUNDS) -compared.time $(BENCH_TIME) -compared.files $(BENCH_FILES) -compared.csv $(abspath $(BENCH_OUT))/compared.csv

# Everybody once in each round, and benchstat makes medians of them. What is skipped says
# so with -v alone.
bench-signed: ## signed messages beside xmlsec1 and CXF, and what another program sees that sends imports (vegeta)
	@mkdir -p $(BENCH_OUT) && : > $(BENCH_OUT)/signed.txt
	@$(GO) run $(VEGETA) --version > /dev/null && $(GO) run $(BENCHSTAT) /dev/null # fetched, and not while it is measured
	for round in $$(seq $(BENCH_ROUNDS)); do \
		$(BENCH) -v -bench 'Signed$$/^(Check|Verified|Enforced|Xmlsec)$$|CXF$$' -benchtime 2000x >> $(BENCH_OUT)/signed.txt && \
		$(BENCH) -v -bench 'Signed$$/^XmlsecProcess$$' -benchtime 100x >> $(BENCH_OUT)/signed.txt && \
		KLARMELD_VEGETA="$(GO) run $(VEGETA)" $(BENCH) -v -bench 'Vegeta$$' -benchtime 5000x >> $(BENCH_OUT)/signed.txt \
		|| { cat $(BENCH_OUT)/signed.txt; exit 1; }; \
	done
	@grep -h 'skipped: ' $(BENCH_OUT)/signed.txt | sort -u
	$(GO) run $(BENCHSTAT) -filter '.unit:(msg/s OR cpu-µs/msg OR ms-p50 OR ms-p99)' $(BENCH_OUT)/signed.txt

bench-cases: ## what a message and a search cost as the index grows, and what a case takes of memory
	@mkdir -p $(BENCH_OUT)
	$(BENCH) -bench 'Growing$$' -benchtime 1x -growing.cases $(BENCH_CASES) -growing.csv $(abspath $(BENCH_OUT))

profiles: ## what costs most in serve, in serve that judges, and in check: the ten functions of ours that have most processor time, with what they call of others
	@mkdir -p $(BENCH_OUT)
	for what in Serve ServeJudged Check; do \
		$(BENCH) -bench "^Benchmark$$what$$" -cpu 1 -benchtime 20s -cpuprofile $(abspath $(BENCH_OUT))/$$what.cpu -o $(BENCH_OUT)/klarmeld.test && \
		$(GO) tool pprof -top -nodecount 10 -show '^klarmeld/internal/' $(BENCH_OUT)/klarmeld.test $(BENCH_OUT)/$$what.cpu || exit 1; \
	done

plots: ## docs/growing.svg, of what make bench-cases has left (needs gnuplot; Debian: gnuplot-nox)
	gnuplot -c docs/growing.gnuplot $(BENCH_OUT) docs/growing.svg

growth: ## what each kind of input costs at n, 2n, 4n and 8n: some minutes; fails on what costs more than 2.3 times for twice the size
	$(GO) test ./cmd/klarmeld -run 'TestGrowth$$' -growth -v -timeout 60m

lint: ## what must be silent before a commit: a minute or two (.golangci.yml; staticcheck is in it)
	$(GO) vet ./...
	test -z "$$(gofmt -l .)"
	$(GO) run $(GOLANGCI) run ./...

vet-others: ## what is built on Windows and macOS alone, tests included (-trimpath: make release builds the same then)
	GOOS=windows CGO_ENABLED=0 $(GO) vet -trimpath ./...
	GOOS=darwin CGO_ENABLED=0 $(GO) vet -trimpath ./...

build: ## one static binary
	CGO_ENABLED=0 $(GO) build -o klarmeld ./cmd/klarmeld

release: ## dist/: archives and SBOMs for each platform, an OCI image, checksums, of what is committed (docs/releases.md)
	rm -rf dist
	cd release && $(GO) run . -source .. -out ../dist

release-test: ## the release's own tests: it is the same in two folders, and its image runs
	cd release && $(GO) vet ./... && $(GO) run $(GOLANGCI) run -c ../.golangci.yml ./... && $(GO) test -vet=off ./...

fmt:
	gofmt -w .
