# What there is to run. Only Go is needed for `make build` and `make test`.
.DEFAULT_GOAL := help
.PHONY: help build test rules screenshots check lint generate bench fuzz clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1	\2/p' Makefile

build: ## bin/huying: one static binary
	CGO_ENABLED=0 go build -trimpath -buildvcs=auto -o bin/huying ./cmd/huying

test: ## every test that this machine can run; RACE=1 adds the race detector, which needs gcc
	@RACE='$(RACE)' CLIENT=1 .ci/test ./...

rules: ## every kind of page against rules of accessibility, in Chromium
	@.ci/rules

screenshots: ## bin/screenshots: every kind of page on a desk, a phone, in large type and in the dark; README's own
	@.ci/screenshots

check: ## all that CI does
	@.ci/run

lint: ## gofmt and golangci-lint, in the pinned version
	@.ci/lint

generate: ## write the generated files anew
	go generate ./...

bench: ## all benchmarks, COUNT times each, in benchstat's format
	@grep -rl --include='*_test.go' '^func Benchmark' . | xargs -n 1 dirname | sort -u \
		| xargs -r go test -run '^$$' -bench . -benchmem -timeout 1h -count $(or $(COUNT),6)

fuzz: ## every fuzz target for FUZZTIME (20s) each
	@.ci/fuzz

clean: ## remove what was built
	rm -rf bin
