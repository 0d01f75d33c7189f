package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestKilled is `load -kill` in short: the server is killed under clients that
// work through HTTP, and whatever it had acknowledged is there when it is started
// again; the proofs hold.
func TestKilled(t *testing.T) {
	t.Parallel()
	program := filepath.Join(t.TempDir(), "huying")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", program, "./cmd/huying")
	build.Dir, build.Env = "../..", append(os.Environ(), "CGO_ENABLED=0")
	if said, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	// .ci/test names the maintenance database of its server, which nothing else
	// puts tables into.
	databases := map[string]string{"sqlite": ""}
	if there := os.Getenv("HUYING_TEST_PG"); there != "" {
		databases["postgres"] = there
	} else if os.Getenv("HUYING_TEST_REQUIRE") == "postgres" {
		t.Error("PostgreSQL is not there")
	}
	for kind, database := range databases {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			i := &installation{huying: program, dir: t.TempDir(), database: database}
			if err := i.found(t.Context()); err != nil {
				t.Fatal(err)
			}
			const rounds = 2
			if err := i.killed(t.Context(), rounds); err != nil {
				t.Fatal(err)
			}
		})
	}
}
