# Everything a developer needs; .ci/run calls the same targets.
GO ?= go
CC ?= cc
# The race detector needs a C compiler; a machine with nothing but Go goes without.
RACE := $(if $(shell command -v $(CC) 2>/dev/null),-race)
VEGETA := github.com/tsenart/vegeta/v12@v12.12.0
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2

.PHONY: run test bench lint build fmt

run: ## run the compliance test on the three simulated systems
	$(GO) run ./cmd/klarmeld run

test: ## all tests; what needs Chromium, Python, Node, Java or the official schemas skips with a reason
	$(GO) test $(RACE) -timeout 20m ./...

bench: ## one import of 3.5 kB: bare net/http, parsed only, recorded, recorded and judged; then sent by vegeta
	KLARMELD_VEGETA="$(GO) run $(VEGETA)" $(GO) test ./cmd/klarmeld -run '^$$' -bench . -benchtime 5s

lint: ## what must be silent before a commit
	$(GO) vet ./...
	test -z "$$(gofmt -l .)"
	$(GO) run $(STATICCHECK) ./...

build: ## one static binary
	CGO_ENABLED=0 $(GO) build -o klarmeld ./cmd/klarmeld

fmt:
	gofmt -w .
