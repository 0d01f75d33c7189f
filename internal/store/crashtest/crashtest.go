// Package crashtest kills a writing process in the middle of its work, round
// after round, and asks after each what is still there. The process is the
// test binary itself, run again for the one test:
//
//	func TestCrash(t *testing.T) {
//		crashtest.Run(t, crashtest.Plan{
//			Target: func(t *testing.T) string { … },            // once: where the data is
//			Work:   func(target string, ack func(string)) error { … }, // in the child, until killed
//			Verify: func(t *testing.T, target string, acked []string) { … }, // after each kill
//		})
//	}
package crashtest

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// Plan is what a crash test does.
type Plan struct {
	// Target prepares the data, once (but see Fresh), and says where it is.
	Target func(t *testing.T) string
	// Work writes in the child process, as many goroutines as it likes, and
	// calls ack with an identifier only once the write has been answered.
	Work func(target string, ack func(id string)) error
	// Verify compares what is there with all that was ever acknowledged, in
	// order of acknowledgement.
	Verify func(t *testing.T, target string, acked []string)
	// Kill ends the child's work; nil is kill -9 of the child.
	Kill func(t *testing.T, child *os.Process)
	// Rounds is how often; 0 is HUYING_CI_ROUNDS, or 5.
	Rounds int
	// Fresh is after how many rounds Target is asked again and all that was
	// acknowledged is let go, for a Verify whose work grows with the data;
	// 0 is never.
	Fresh int
	// Least and Most bound the time between the first acknowledgement of a
	// round and the kill; zero is 5 ms to 150 ms.
	Least, Most time.Duration
}

// The child finds its work by these.
const (
	childTarget = "HUYING_CRASH_TARGET"
	childTest   = "HUYING_CRASH_TEST"
	ackFile     = 3 // the first of exec.Cmd's ExtraFiles
)

// Run runs the plan. In the child process it works and does not return.
func Run(t *testing.T, p Plan) {
	t.Helper()
	if os.Getenv(childTest) == t.Name() {
		os.Exit(p.child(os.Getenv(childTarget)))
	}
	if testing.Short() {
		t.Skip("left out in -short: kills processes")
	}
	target := p.Target(t)
	var acked []string
	sum := 0
	for round := range p.rounds(t) {
		if round > 0 && p.Fresh > 0 && round%p.Fresh == 0 {
			target, acked = p.Target(t), nil
		}
		got := p.round(t, target)
		acked = append(acked, got...)
		sum += len(got)
		p.Verify(t, target, acked)
		if t.Failed() {
			t.Fatalf("round %d: %d acknowledged in it, %d since the data was made", round+1, len(got), len(acked))
		}
	}
	t.Logf("%d writes were acknowledged", sum)
}

func (p Plan) rounds(t *testing.T) int {
	t.Helper()
	const atDesk = 5
	s := os.Getenv("HUYING_CI_ROUNDS")
	switch {
	case p.Rounds > 0:
		return p.Rounds
	case s == "":
		return atDesk
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		t.Fatalf("HUYING_CI_ROUNDS=%q is not a number of rounds", s)
	}
	return n
}

// child works until it is killed.
func (p Plan) child(target string) (code int) {
	pipe := os.NewFile(ackFile, "acknowledgements")
	var mu sync.Mutex
	ack := func(id string) {
		mu.Lock()
		defer mu.Unlock()
		if _, err := pipe.WriteString(id + "\n"); err != nil {
			os.Exit(1) // the parent is gone
		}
	}
	if err := p.Work(target, ack); err != nil {
		fmt.Fprintln(os.Stderr, "crash child:", err)
		return 1
	}
	return 0
}

// round starts a child, kills it after its first acknowledgement and a while,
// and returns what it acknowledged.
func (p Plan) round(t *testing.T, target string) []string {
	t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	var complaints strings.Builder
	cmd := exec.Command(os.Args[0], "-test.run="+only(t.Name()), "-test.timeout=2m")
	cmd.Env = append(os.Environ(), childTest+"="+t.Name(), childTarget+"="+target)
	cmd.ExtraFiles = []*os.File{write}
	cmd.Stdout, cmd.Stderr = &complaints, &complaints
	err = cmd.Start()
	write.Close()
	if err != nil {
		t.Fatal(err)
	}
	acked, reader := []string{}, bufio.NewReader(read)
	first, err := reader.ReadString('\n')
	if err != nil {
		_ = cmd.Wait() // its own words say more
		t.Fatalf("the child acknowledged nothing: %s", complaints.String())
	}
	acked = append(acked, strings.TrimSuffix(first, "\n"))
	killed := make(chan struct{})
	timer := time.AfterFunc(p.wait(), func() {
		defer close(killed)
		p.kill(t, cmd.Process)
	})
	for {
		line, err := reader.ReadString('\n')
		if err != nil { // a line cut short was not acknowledged
			break
		}
		acked = append(acked, strings.TrimSuffix(line, "\n"))
	}
	_ = cmd.Wait() // it was killed
	if timer.Stop() {
		t.Fatalf("the child ended before it was killed: %s", complaints.String())
	}
	<-killed
	return acked
}

func (p Plan) kill(t *testing.T, child *os.Process) {
	if p.Kill != nil {
		p.Kill(t, child)
		return
	}
	if err := child.Kill(); err != nil {
		t.Error("kill:", err)
	}
}

func (p Plan) wait() time.Duration {
	least, most := p.Least, p.Most
	if most == 0 {
		least, most = 5*time.Millisecond, 150*time.Millisecond
	}
	return least + rand.N(most-least+1)
}

// only is the pattern that runs one test, with its parents.
func only(name string) string {
	parts := strings.Split(name, "/")
	for i, s := range parts {
		parts[i] = "^" + s + "$"
	}
	return strings.Join(parts, "/")
}
