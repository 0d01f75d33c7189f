// Package served is an installation of Huying as an operator would make it: by
// the program's own commands, in a folder, served on loopback.
package served

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"time"
)

// Installation is a region with two units.
type Installation struct {
	Dir        string // where it and the program are made; it must be there
	Repository string // the root of Huying's repository
}

// Program is the built program.
func (i *Installation) Program() string { return filepath.Join(i.Dir, "bin", "huying") }

// Data is the installation's folder.
func (i *Installation) Data() string { return filepath.Join(i.Dir, "data") }

// Build builds the program from the repository.
func (i *Installation) Build(ctx context.Context) error {
	program, err := filepath.Abs(i.Program())
	if err != nil {
		return err
	}
	c := exec.CommandContext(ctx, "go", "build", "-C", i.Repository, "-o", program, "./cmd/huying")
	c.Env = append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off")
	if said, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w: %s", err, said)
	}
	return nil
}

// Command gives one command to the installation, and returns what it said.
func (i *Installation) Command(ctx context.Context, args ...string) (string, error) {
	c := exec.CommandContext(ctx, i.Program(), append(args, "--data", i.Data())...)
	said, err := c.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("huying %s: %w: %s", args[0], err, said)
	}
	return string(said), nil
}

// Found makes the region and its units.
func (i *Installation) Found(ctx context.Context) error {
	const units = "units:\n  - {name: 住建局, list: department}\n  - {name: 花园街道办事处, list: town}\n"
	name := filepath.Join(i.Dir, "units.yaml")
	if err := os.WriteFile(name, []byte(units), 0o600); err != nil {
		return err
	}
	for _, step := range [][]string{{"init", "--region", "330802", "--name", "青禾区"}, {"import", "config", name}} {
		if _, err := i.Command(ctx, step...); err != nil {
			return err
		}
	}
	return nil
}

// link is what stands behind # in the address that a new account is given.
var link = regexp.MustCompile(`/setup#(\S{43})`)

// Account makes an account and returns the token of its set-up link; unit is
// empty for roles of the centre.
func (i *Installation) Account(ctx context.Context, login, role, unit string) (string, error) {
	add := []string{"user", "add", login, "--name", "某" + login, "--role", role}
	if unit != "" {
		add = append(add, "--unit", unit)
	}
	said, err := i.Command(ctx, add...)
	if err != nil {
		return "", err
	}
	found := link.FindStringSubmatch(said)
	if found == nil {
		return "", fmt.Errorf("no link for %s in %q", login, said)
	}
	return found[1], nil
}

// Server is a running server.
type Server struct {
	Base string // http://127.0.0.1: and its port

	cmd  *exec.Cmd
	done chan struct{}
}

var address = regexp.MustCompile(`http://[0-9.:]+`)

// Serve starts the server on a free port; it answers when Serve returns.
func (i *Installation) Serve(ctx context.Context) (*Server, error) { return i.start(ctx, "serve") }

// Demonstrate builds a demonstration where nothing is yet, and serves it in the
// same way.
func (i *Installation) Demonstrate(ctx context.Context) (*Server, error) { return i.start(ctx, "demo") }

// start starts a command that serves.
func (i *Installation) start(ctx context.Context, command string) (*Server, error) {
	s := &Server{cmd: exec.CommandContext(ctx, i.Program(), command, "--port", "0", "--data", i.Data()), done: make(chan struct{})}
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	var said bytes.Buffer
	s.cmd.Stderr = &said
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(out)
	for s.Base == "" && lines.Scan() {
		s.Base = address.FindString(lines.Text())
	}
	if s.Base == "" {
		return nil, errors.Join(s.cmd.Wait(), fmt.Errorf("huying %s said no address: %s", command, said.String()))
	}
	go func() {
		for lines.Scan() { // nobody reads what else it says
		}
		_ = s.cmd.Wait()
		close(s.done)
	}()
	return s, nil
}

// Stop ends the server as an operator would, and waits for it.
func (s *Server) Stop() {
	_ = s.cmd.Process.Signal(os.Interrupt)
	<-s.done
}

// Get reads what anybody may read.
func (s *Server) Get(ctx context.Context, path string) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.Base+path, http.NoBody)
	if err != nil {
		return nil, err
	}
	asking := &http.Client{Timeout: 10 * time.Second}
	resp, err := asking.Do(r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close() //nolint:errcheck // it is read to its end
	body, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s: %s", path, resp.Status, body)
	}
	return body, err
}
