package cli_test

import (
	"bytes"
	"io"
	"testing"

	"huying/internal/edge/cli"
	"huying/internal/kernel/clock"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// BenchmarkDemo builds the whole demonstration, some 21,000 cases with their
// events and 32,187 contacts, and then starts it a second time, on either
// database. PostgreSQL's is the tests' server, which does not wait for disks.
func BenchmarkDemo(b *testing.B) {
	for _, kind := range testdb.Kinds() {
		b.Run(string(kind), func(whole *testing.B) {
			var address, dir string
			whole.Run("build", func(b *testing.B) {
				for b.Loop() {
					b.StopTimer()
					dir, address = whole.TempDir(), ""
					if kind == store.Postgres {
						address = testdb.Empty(whole, kind)
					}
					b.StartTimer()
					demo(b, dir, address)
				}
			})
			whole.Run("second", func(b *testing.B) {
				for b.Loop() {
					demo(b, dir, address)
				}
			})
		})
	}
}

// demo runs `huying demo --build` in a folder.
func demo(b *testing.B, dir, address string) {
	b.Helper()
	args := []string{"demo", "--build", "--data", dir}
	if address != "" {
		args = append(args, "--database", address)
	}
	var said bytes.Buffer
	env := &cli.Env{
		Args: args, Stdin: &bytes.Buffer{}, Stdout: io.Discard, Stderr: &said,
		Getenv: func(string) string { return "" }, Clock: clock.System{},
	}
	if code := cli.Main(b.Context(), env); code != 0 {
		b.Fatalf("exit %d: %s", code, said.String())
	}
}
