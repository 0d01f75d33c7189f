// Command pgserver runs a command with a PostgreSQL server for its tests:
//
//	go run ./internal/store/testdb/pgserver -- go test ./...
//
// The server is started once for all packages (HUYING_TEST_PG tells them
// where) and ends with the command. Without PostgreSQL on the machine the
// command runs all the same, and its tests say what they leave out.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"

	"huying/internal/store/testdb/pg"
)

func main() { os.Exit(run(context.Background(), os.Args[1:])) }

const usage = 2

func run(ctx context.Context, args []string) (code int) {
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if len(args) == 0 {
		fmt.Fprintln(os.Stderr, "usage: pgserver -- command [argument …]")
		return usage
	}
	s, err := pg.New(ctx, pg.Options{})
	switch {
	case errors.Is(err, pg.ErrNone):
		fmt.Fprintln(os.Stderr, "pgserver: left out:", err)
	case err != nil:
		fmt.Fprintln(os.Stderr, "pgserver:", err)
		return 1
	default:
		defer func() {
			if err := s.Close(); err != nil {
				fmt.Fprintln(os.Stderr, "pgserver:", err)
				code = max(code, 1)
			}
		}()
	}
	return command(args, s)
}

// command runs the command with the server's address and gives its exit code.
func command(args []string, s *pg.Server) int {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Env = os.Environ()
	if s != nil {
		cmd.Env = append(cmd.Env, "HUYING_TEST_PG="+s.URL("postgres"))
	}
	err := cmd.Run()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return max(exit.ExitCode(), 1)
	}
	fmt.Fprintln(os.Stderr, "pgserver:", err)
	return 1
}
