package cli_test

import (
	"bytes"
	"context"
	"flag"
	"io"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"huying/internal/edge/cli"
	"huying/internal/kernel/clock"
)

// -update rewrites the expected files inside the scripts.
var update = flag.Bool("update", false, "rewrite what the scripts expect")

// TestScript runs the stories of testdata/script in process. Beside the
// commands of testscript they have
//
//	huying ARGS… [< FILE]   runs the command line; `! huying` when it must fail
//	exit CODE               checks the exit code of the last huying
//	now RFC3339             moves the clock, which stands at 2020-03-09 10:00
func TestScript(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireUniqueNames:  true,
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Values[lastRun{}] = &lastRun{
				clock: clock.NewHand(time.Date(2020, 3, 9, 10, 0, 0, 0, time.FixedZone("", 8*60*60))),
			}
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"huying": runHuying, "exit": checkExit, "now": moveClock,
		},
	})
}

// lastRun is what a script's commands share.
type lastRun struct {
	code  int
	clock *clock.Hand
}

func last(ts *testscript.TestScript) *lastRun { return ts.Value(lastRun{}).(*lastRun) }

func runHuying(ts *testscript.TestScript, neg bool, args []string) {
	var stdin io.Reader = strings.NewReader("")
	if n := len(args); n >= 2 && args[n-2] == "<" {
		content, err := os.ReadFile(ts.MkAbs(args[n-1]))
		ts.Check(err)
		stdin, args = bytes.NewReader(content), args[:n-2]
	}
	run := last(ts)
	run.code = cli.Main(context.Background(), &cli.Env{
		Args: args, Stdin: stdin, Stdout: ts.Stdout(), Stderr: ts.Stderr(),
		Getenv: ts.Getenv, Clock: run.clock, Dir: ts.MkAbs("."),
	})
	if (run.code != 0) != neg {
		ts.Fatalf("huying %s exits %d", strings.Join(args, " "), run.code)
	}
}

func checkExit(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 1 || neg {
		ts.Fatalf("usage: exit CODE")
	}
	if want, err := strconv.Atoi(args[0]); err != nil || last(ts).code != want {
		ts.Fatalf("the last huying exits %d, want %s", last(ts).code, args[0])
	}
}

func moveClock(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 1 || neg {
		ts.Fatalf("usage: now RFC3339")
	}
	moment, err := time.Parse(time.RFC3339, args[0])
	ts.Check(err)
	last(ts).clock.Set(moment)
}
