package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strings"
)

// server is a running demonstration.
type server struct {
	cmd  *exec.Cmd
	base string
}

var address = regexp.MustCompile(`http://[0-9.:]+`)

func (i installation) serve(ctx context.Context) (*server, error) {
	s := &server{cmd: exec.CommandContext(ctx, i.huying, i.args("demo", "--port", "0")...)}
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
	for s.base == "" && lines.Scan() {
		s.base = address.FindString(lines.Text())
	}
	if s.base == "" {
		return nil, errors.Join(s.cmd.Wait(), fmt.Errorf("huying demo said no address: %s", said.String()))
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return s, nil
}

func (s *server) stop() {
	_ = s.cmd.Process.Signal(os.Interrupt)
	_ = s.cmd.Wait()
}

// person is somebody who is signed in.
type person struct {
	role, base, cookie string
	client             *http.Client
}

// signIn is what one click on the demonstration's start page does.
func (s *server) signIn(ctx context.Context, role string) (*person, error) {
	p := &person{role: role, base: s.base, client: &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.base+"/sign-in/guest", strings.NewReader(url.Values{"login": {"demo-" + role}}.Encode()))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := p.client.Do(r)
	if err != nil {
		return nil, err
	}
	defer closing(resp)
	for _, c := range resp.Cookies() {
		if c.Value != "" {
			p.cookie = c.Name + "=" + c.Value
		}
	}
	if p.cookie == "" {
		return nil, fmt.Errorf("no one signs in as %s: %s", role, resp.Status)
	}
	return p, nil
}

// get asks for a path and reads the whole answer.
func (p *person) get(ctx context.Context, path string) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, p.base+path, http.NoBody)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Cookie", p.cookie)
	resp, err := p.client.Do(r)
	if err != nil {
		return nil, err
	}
	defer closing(resp)
	body, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s as %s: %s: %.300s", path, p.role, resp.Status, body)
	}
	return body, err
}

// closing lets go of an answer that has been read.
func closing(r *http.Response) { _ = r.Body.Close() }

// units are the units of the region, by id.
func (p *person) units(ctx context.Context) (ids []string, err error) {
	body, err := p.get(ctx, "/api/v1/units")
	if err != nil {
		return nil, err
	}
	var list struct {
		Units []struct{ ID string }
	}
	if err := json.Unmarshal(body, &list); err != nil {
		return nil, err
	}
	for _, u := range list.Units {
		ids = append(ids, u.ID)
	}
	return ids, nil
}
