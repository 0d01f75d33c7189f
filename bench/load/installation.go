package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// installation is a region of two units and everybody whom a case passes.
type installation struct {
	huying, dir, database string
}

const password = "luodan zai qiao bian, qishi duo"

// staff is who signs in, by role.
var staff = []struct{ role, unit string }{
	{"operator", ""}, {"dispatcher", ""}, {"unit_leader", "住建局"}, {"reviewer", ""}, {"callback", ""},
}

func (i *installation) command(ctx context.Context, args ...string) (string, error) {
	args = append(args, "--data", filepath.Join(i.dir, "data"))
	if i.database != "" {
		args = append(args, "--database", i.database)
	}
	c := exec.CommandContext(ctx, i.huying, args...)
	said, err := c.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("huying %s: %w: %s", args[0], err, said)
	}
	return string(said), nil
}

// found makes the installation by the commands that an operator would give.
func (i *installation) found(ctx context.Context) error {
	units := filepath.Join(i.dir, "units.yaml")
	if err := os.WriteFile(units, []byte("units:\n  - {name: 住建局, list: department}\n  - {name: 花园街道办事处, list: town}\n"), 0o600); err != nil {
		return err
	}
	for _, s := range [][]string{{"init", "--region", "330802", "--name", "青禾区"}, {"import", "config", units}} {
		if _, err := i.command(ctx, s...); err != nil {
			return err
		}
	}
	var links []string
	for _, one := range staff {
		add := []string{"user", "add", one.role, "--name", "某" + one.role, "--role", one.role}
		if one.unit != "" {
			add = append(add, "--unit", one.unit)
		}
		said, err := i.command(ctx, add...)
		if err != nil {
			return err
		}
		links = append(links, link.FindStringSubmatch(said)[1])
	}
	return i.letIn(ctx, links)
}

// link is what stands behind # in the address that a new account is given.
var link = regexp.MustCompile(`/setup#(\S{43})`)

// letIn chooses everybody's password.
func (i *installation) letIn(ctx context.Context, links []string) error {
	s, err := i.serve(ctx)
	if err != nil {
		return err
	}
	defer s.stop()
	for _, token := range links {
		body := fmt.Sprintf(`{"token":%q,"password":%q}`, token, password)
		if _, err := s.client(nil, "").send(ctx, http.MethodPost, "/set-up", "", body); err != nil {
			return err
		}
	}
	return nil
}

// server is a running huying.
type server struct {
	cmd   *exec.Cmd
	base  string
	ready time.Duration // from its start until it can answer
	done  chan struct{}
}

var address = regexp.MustCompile(`http://[0-9.:]+`)

// serve starts the server and waits until it is ready.
func (i *installation) serve(ctx context.Context) (*server, error) {
	args := []string{"serve", "--port", "0", "--rate-account", "0", "--rate-address", "0", "--data", filepath.Join(i.dir, "data")}
	if i.database != "" {
		args = append(args, "--database", i.database)
	}
	s := &server{cmd: exec.CommandContext(ctx, i.huying, args...), done: make(chan struct{})}
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	var said bytes.Buffer
	s.cmd.Stderr = &said
	start := time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(out)
	for s.base == "" && lines.Scan() {
		s.base = address.FindString(lines.Text())
	}
	if s.base == "" {
		return nil, errors.Join(s.cmd.Wait(), fmt.Errorf("huying serve said no address: %s", said.String()))
	}
	go func() {
		for lines.Scan() { // nobody reads what else it says
		}
		_ = s.cmd.Wait()
		close(s.done)
	}()
	asking := &http.Client{Timeout: time.Second}
	for {
		if s.answers(ctx, asking) {
			s.ready = time.Since(start)
			return s, nil
		}
		if time.Since(start) > 30*time.Second {
			return nil, errors.New("the server does not become ready")
		}
		time.Sleep(time.Millisecond)
	}
}

func (s *server) answers(ctx context.Context, c *http.Client) bool {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.base+"/readyz", http.NoBody)
	if err != nil {
		return false
	}
	resp, err := c.Do(r)
	if err != nil {
		return false
	}
	_ = resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}

func (s *server) stop() {
	_ = s.cmd.Process.Signal(os.Interrupt)
	<-s.done
}

// kill ends the server as a failure would.
func (s *server) kill() {
	_ = s.cmd.Process.Signal(syscall.SIGKILL)
	<-s.done
}

// resident is the server's memory in bytes, by the kernel; 0 where it says none.
func (s *server) resident() int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, _ := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return kb << 10
		}
	}
	return 0
}
