package cli_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// patience bounds every wait of a story for its server.
const patience = time.Minute

// server is huying running as a process.
type server struct {
	process *exec.Cmd
	address string // http://127.0.0.1:port/
	said    chan string
	stderr  bytes.Buffer
}

var addressSaid = regexp.MustCompile(`https?://[^ ]+/`)

// startServer starts the process and waits until it says where it is. It ends
// with the story, however that ends.
func startServer(ts *testscript.TestScript, neg bool, args []string) {
	if neg || last(ts).server != nil {
		ts.Fatalf("usage: start ARGS…, one at a time")
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	s := &server{process: newProcess(ctx, ts, args), said: make(chan string, 1)}
	s.process.Stderr = &s.stderr
	out, err := s.process.StdoutPipe()
	ts.Check(err)
	ts.Check(s.process.Start())
	ts.Defer(func() {
		cancel()
		if last(ts).server == s {
			_ = s.process.Wait() // killed: the story has failed already
		}
	})
	in := bufio.NewReader(out)
	line, _ := in.ReadString('\n')
	go func() {
		rest, _ := io.ReadAll(in)
		s.said <- line + string(rest)
	}()
	if s.address = addressSaid.FindString(line); s.address == "" {
		cancel()
		_ = s.process.Wait()
		ts.Fatalf("huying %s says %q and no address\n%s", strings.Join(args, " "), line, &s.stderr)
	}
	ts.Setenv("PORT", s.port())
	last(ts).server = s
}

// newProcess is huying as a process of its own, in the folder and with the
// environment of the story.
func newProcess(ctx context.Context, ts *testscript.TestScript, args []string) *exec.Cmd {
	program := last(ts).program
	if program == "" {
		self, err := os.Executable()
		ts.Check(err)
		program = self
	}
	p := exec.CommandContext(ctx, program, args...)
	p.Dir, p.Env = ts.MkAbs("."), []string{beProgram + "=1"}
	for _, name := range []string{"HUYING_DATABASE", "HUYING_LANG", "HUYING_DATA", "GOCOVERDIR"} {
		p.Env = append(p.Env, name+"="+ts.Getenv(name))
	}
	return p
}

func running(ts *testscript.TestScript) *server {
	s := last(ts).server
	if s == nil {
		ts.Fatalf("nothing was started")
	}
	return s
}

func (s *server) port() string {
	u, _ := url.Parse(s.address)
	return u.Port()
}

// getPage prints the status and the text of a page of the server, or of another
// address, or puts the text into a file; `! get` asks for an error.
func getPage(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) == 0 || len(args) > 2 {
		ts.Fatalf("usage: get PATH [FILE]")
	}
	target := args[0]
	if strings.HasPrefix(target, "/") {
		target = strings.TrimSuffix(running(ts).address, "/") + target
	}
	client := http.Client{Timeout: patience, Transport: &http.Transport{TLSClientConfig: trusting(ts), DisableKeepAlives: true}}
	answer, err := client.Get(target)
	ts.Check(err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	ts.Check(err)
	if len(args) == 1 {
		fmt.Fprintf(ts.Stdout(), "%s\n%s", answer.Status, text)
	} else {
		ts.Check(os.WriteFile(ts.MkAbs(args[1]), text, 0o600))
	}
	if (answer.StatusCode >= http.StatusBadRequest) != neg {
		ts.Fatalf("get %s: %s", args[0], answer.Status)
	}
}

// checkAlone dials the port on every other address that the machine has.
func checkAlone(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: alone")
	}
	s := running(ts)
	if host := strings.TrimPrefix(s.address, "http://"); !strings.HasPrefix(host, "127.0.0.1:") {
		ts.Fatalf("it listens on %s", host)
	}
	all, err := net.InterfaceAddrs()
	ts.Check(err)
	for _, one := range all {
		own, ok := one.(*net.IPNet)
		if !ok || own.IP.String() == "127.0.0.1" || own.IP.IsLinkLocalUnicast() {
			continue
		}
		c, err := net.DialTimeout("tcp", net.JoinHostPort(own.IP.String(), s.port()), time.Second)
		if err == nil {
			c.Close()
			ts.Fatalf("it answers on %s, too", own.IP)
		}
	}
}

func sendSignal(ts *testscript.TestScript, neg bool, args []string) {
	signals := map[string]os.Signal{"INT": os.Interrupt, "TERM": syscall.SIGTERM, "HUP": syscall.SIGHUP}
	if neg || len(args) != 1 || signals[args[0]] == nil {
		ts.Fatalf("usage: signal INT|TERM|HUP")
	}
	ts.Check(running(ts).process.Process.Signal(signals[args[0]]))
}

// checkEnded prints what the process has said on either stream.
func checkEnded(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: ended CODE")
	}
	s := running(ts)
	fmt.Fprint(ts.Stdout(), <-s.said)
	_ = s.process.Wait() // the code says it
	last(ts).server = nil
	fmt.Fprint(ts.Stderr(), s.stderr.String())
	if code := strconv.Itoa(s.process.ProcessState.ExitCode()); code != args[0] {
		ts.Fatalf("it ended with %s, want %s\n%s", code, args[0], &s.stderr)
	}
}
