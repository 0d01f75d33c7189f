// Package pg runs a PostgreSQL server of one's own, from the binaries
// installed on the machine, on a unix socket in a temporary directory. Tests
// and benchmarks use it; nothing of it outlives the process that started it.
package pg

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// ErrNone says that no PostgreSQL server is installed.
var ErrNone = errors.New("pg: no PostgreSQL server found in PATH or /usr/lib/postgresql")

const owner = "huying"

// Options of a server.
type Options struct {
	// Durable waits for every commit to be written, as in service: for tests
	// that stop the server.
	Durable bool
	// Disk keeps the data on a disk rather than in memory: for benchmarks.
	Disk bool
}

// Server is a data directory, and while it is started a running server.
type Server struct {
	bin, dir string
	options  Options
	guard    *exec.Cmd
	stdin    io.WriteCloser
}

// New makes a data directory (about a second) and starts the server on it.
func New(ctx context.Context, o Options) (_ *Server, err error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(root(o), "huying-pg-")
	if err != nil {
		return nil, err
	}
	s := &Server{bin: bin, dir: dir, options: o}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(dir))
		}
	}()
	if err := give(dir); err != nil {
		return nil, err
	}
	if err := s.initialise(ctx); err != nil {
		return nil, err
	}
	return s, s.Start(ctx)
}

// root is where the server's directory goes: in memory where it may, else where
// temporary files go, unless a socket's path there would be longer
// than the system allows.
func root(o Options) string {
	if dir, ok := memory(); ok && !o.Disk {
		return dir
	}
	const limit = 60
	if dir := os.TempDir(); len(dir) < limit {
		return dir
	}
	return "/tmp"
}

// binaries finds the directory of initdb and postgres: that of PATH, or the
// one where Debian keeps them.
func binaries() (string, error) {
	initdb, err := exec.LookPath("initdb")
	if err != nil {
		found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb") // the pattern is well formed
		if len(found) == 0 {
			return "", ErrNone
		}
		initdb = found[len(found)-1]
	}
	if initdb, err = filepath.EvalSymlinks(initdb); err != nil {
		return "", err
	}
	return filepath.Dir(initdb), nil
}

// initialise makes the cluster. Its own order of texts is a Chinese one where
// the server can, so that a column without COLLATE "C" is found out.
func (s *Server) initialise(ctx context.Context) error {
	common := []string{"-D", s.data(), "-U", owner, "--auth=trust", "--encoding=UTF8", "--no-sync", "--no-instructions", "--locale=C.UTF-8"}
	out, err := s.initdb(ctx, append(common, "--locale-provider=icu", "--icu-locale=zh"))
	if err == nil {
		return nil
	}
	if out2, err := s.initdb(ctx, common); err != nil {
		return fmt.Errorf("pg: initdb: %w: %s%s", err, out, out2)
	}
	return nil
}

func (s *Server) initdb(ctx context.Context, args []string) ([]byte, error) {
	if err := os.RemoveAll(s.data()); err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, filepath.Join(s.bin, "initdb"), args...)
	cmd.Dir = s.dir
	demote(cmd)
	return cmd.CombinedOutput()
}

// Files is the folder of the data and its log, for tests that look into the
// raw files.
func (s *Server) Files() string { return s.data() }

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

// guardScript runs the server until its standard input says so or ends, as it
// does however the process that holds the other end dies. A word on it is the
// signal to stop by and keeps the data; the end of it removes everything.
const guardScript = `
dir=$1; shift
"$@" </dev/null >>"$dir/log" 2>&1 &
pid=$!
if read -r signal; then
	kill -"$signal" $pid; wait $pid
else
	kill -INT $pid; wait $pid; rm -rf "$dir"
fi
`

// Start starts a server that is stopped.
func (s *Server) Start(ctx context.Context) error {
	args := []string{"-c", guardScript, "guard", s.dir, filepath.Join(s.bin, "postgres"), "-D", s.data(), "-k", s.dir, "-h", ""}
	for _, setting := range s.settings() {
		args = append(args, "-c", setting)
	}
	cmd := exec.Command("sh", args...) // not of ctx: it ends when told to
	cmd.Dir = s.dir
	demote(cmd)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	s.guard, s.stdin = cmd, stdin
	return s.await(ctx)
}

func (s *Server) settings() []string {
	all := []string{"max_connections=300", "shared_buffers=64MB", "timezone=Asia/Shanghai"}
	if !s.options.Durable {
		all = append(all, "fsync=off", "synchronous_commit=off", "full_page_writes=off")
	}
	return all
}

// await returns when the server takes connections, or says why it does not.
func (s *Server) await(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		c, err := pgx.Connect(ctx, s.URL("postgres"))
		if err == nil {
			return c.Close(ctx)
		}
		select {
		case <-ctx.Done():
			log, _ := os.ReadFile(filepath.Join(s.dir, "log")) // to say more
			return errors.Join(fmt.Errorf("pg: the server did not start: %w: %s", err, log), s.Close())
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// URL addresses a database of the server.
func (s *Server) URL(database string) string {
	return (&url.URL{
		Scheme: "postgres", User: url.User(owner), Path: "/" + database,
		RawQuery: url.Values{"host": {s.dir}}.Encode(),
	}).String()
}

// Crash stops the server at once, as the loss of power would: nothing is
// flushed, and Start has to recover. The data stays.
func (s *Server) Crash() error { return s.end("QUIT\n") }

// Close stops the server and removes its data.
func (s *Server) Close() error {
	if s.guard == nil {
		return os.RemoveAll(s.dir)
	}
	return s.end("")
}

func (s *Server) end(word string) error {
	if _, err := io.WriteString(s.stdin, word); err != nil {
		return err
	}
	err := s.stdin.Close()
	if e := s.guard.Wait(); word == "" {
		err = errors.Join(err, e) // a server that crashed exits as one that did
	}
	s.guard = nil
	return err
}

// Pid is the process of the running server.
func (s *Server) Pid() (int, error) {
	f, err := os.Open(filepath.Join(s.data(), "postmaster.pid"))
	if err != nil {
		return 0, err
	}
	defer f.Close()
	line, err := bufio.NewReader(f).ReadString('\n')
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(strings.TrimSpace(line))
}
