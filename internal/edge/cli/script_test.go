package cli_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"huying/internal/edge/cli"
	"huying/internal/kernel/clock"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// -update rewrites the expected files inside the scripts.
var update = flag.Bool("update", false, "rewrite what the scripts expect")

// beProgram makes this test binary huying itself, for stories that need a
// process of their own.
const beProgram = "HUYING_TEST_BE_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(beProgram) != "" {
		os.Exit(cli.Main(context.Background(), cli.System()))
	}
	os.Exit(m.Run())
}

// TestScript runs the stories of testdata/script, in a folder of their own and
// in process. Beside the commands of testscript they have
//
//	huying ARGS… [< FILE]   runs the command line; `! huying` when it must fail
//	exit CODE               checks the exit code of the last huying
//	now RFC3339             moves the clock, which stands at 2020-03-09 10:00
//	sql STATEMENT           changes the records behind the program's back
//	start ARGS…             runs huying as a process until it says its address
//	get PATH [FILE]         asks that address for a page, whose text is stdout
//	alone                   checks that nobody but this machine can ask it
//	signal INT|TERM|HUP     sends the signal to it
//	certify NAME            writes cert.pem and key.pem for this machine
//	shown NAME              waits until it shows the certificate of that name
//	free VARIABLE           sets a variable to a port that is free
//	hold PATH               sends it one half of a request
//	finish STATUS           waits until it lets nobody else in, then sends the rest
//	gone FILE               waits until a file is there no more
//	collect                 takes traces at $COLLECTOR
//	collected TEXT          looks for a text among them
//	ended CODE              waits for its end and checks its exit code
//	same JSON JSON          compares two bulletins but for hash and text
func TestScript(t *testing.T) {
	t.Parallel()
	runScripts(t, "testdata/script", store.SQLite)
}

// TestRecordsScript runs the stories of testdata/records on either database:
// in the folder, and on PostgreSQL, which HUYING_DATABASE names then. The
// condition [postgres] tells them apart.
func TestRecordsScript(t *testing.T) {
	t.Parallel()
	for _, kind := range testdb.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			runScripts(t, "testdata/records", kind)
		})
	}
}

func runScripts(t *testing.T, folder string, kind store.Kind) {
	t.Helper()
	files, err := filepath.Glob(folder + "/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no story in %s: %v", folder, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			address := ""
			if kind == store.Postgres {
				address = testdb.Empty(t, kind)
			}
			testscript.Run(t, params(file, address, ""))
		})
	}
}

// TestDemoScript tells of the demonstration, which takes half a minute to
// build. The race detector would make ten of it and learn little, for the
// demonstration is built by one goroutine: there the story is of the plain
// program, which knows no clock but the machine's.
func TestDemoScript(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("left out: the demonstration is not built with -short")
	}
	program := ""
	if raced() {
		program = filepath.Join(t.TempDir(), "huying")
		build := exec.Command("go", "build", "-trimpath", "-o", program, "huying/cmd/huying")
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if said, err := build.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, said)
		}
	}
	testscript.Run(t, params("testdata/demo/demo.txtar", "", program))
}

// raced reports whether this test binary was built with the race detector.
func raced() bool {
	build, ok := debug.ReadBuildInfo()
	return ok && slices.Contains(build.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}

// params are those of one story with the records at an address, or in its
// folder. With a program its commands are processes of that.
func params(file, address, program string) testscript.Params {
	return testscript.Params{
		Files:               []string{file},
		UpdateScripts:       *update,
		RequireUniqueNames:  true,
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Values[lastRun{}] = &lastRun{
				program: program,
				clock:   clock.NewHand(time.Date(2020, 3, 9, 10, 0, 0, 0, time.FixedZone("", 8*60*60))),
			}
			env.Setenv("HUYING_DATABASE", address)
			return nil
		},
		Condition: func(cond string) (bool, error) {
			if cond != "postgres" {
				return false, errors.New("unknown condition")
			}
			return address != "", nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"huying": runHuying, "exit": checkExit, "now": moveClock, "sql": changeRecords, "same": sameBulletin,
			"start": startServer, "get": getPage, "alone": checkAlone, "signal": sendSignal, "ended": checkEnded,
			"certify": writeCertificate, "shown": checkCertificate, "free": findPort, "hold": holdRequest, "finish": finishRequest,
			"gone": checkGone, "collect": startCollector, "collected": checkCollected,
		},
	}
}

// lastRun is what a script's commands share.
type lastRun struct {
	program string // to run instead of the command line in process; "" is none
	code    int
	clock   *clock.Hand
	server  *server  // the process that was started, until it has ended
	held    net.Conn // a request that is under way
	traces  *collector
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
	if run.program == "" {
		run.code = cli.Main(context.Background(), &cli.Env{
			Args: args, Stdin: stdin, Stdout: ts.Stdout(), Stderr: ts.Stderr(),
			Getenv: ts.Getenv, Clock: run.clock, Dir: ts.MkAbs("."),
		})
	} else {
		process := newProcess(context.Background(), ts, args)
		process.Stdin, process.Stdout, process.Stderr = stdin, ts.Stdout(), ts.Stderr()
		_ = process.Run() // the code says it
		run.code = process.ProcessState.ExitCode()
	}
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
