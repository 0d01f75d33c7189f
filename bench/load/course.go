package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

// step is one command of a case's course, and whose it is.
type step struct{ role, path, body string }

// course is the way of an ordinary case; the first step begins it.
var course = []step{
	{"operator", "", `{"channel":"phone","kind":"help","subject":"城乡建设/市政设施","title":"路灯不亮","content":"小区门口的路灯连续几晚不亮。"}`},
	{"dispatcher", "/dispatch", ""}, // the unit's identity is asked for
	{"unit_leader", "/legs/1/sign", ""},
	{"unit_leader", "/legs/1/submit", `{"reply":"已更换灯具并通电。","result":"solved"}`},
	{"reviewer", "/legs/1/accept", ""},
	{"callback", "/legs/1/call_back", `{"answer":{"outcome":"satisfied","attitude":"satisfied","solved":"yes"}}`},
}

// caseView is what a client needs of an answer.
type caseView struct {
	ID      string `json:"id"`
	Version int    `json:"version"`
}

// client gives the commands of one case after another.
type client struct {
	http     *http.Client
	base     string
	tokens   map[string]string // role → session
	dispatch string            // the dispatcher's body
}

func (s *server) client(tokens map[string]string, unit string) *client {
	return &client{
		http: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 2}, Timeout: 30 * time.Second},
		base: s.base + "/api/v1", tokens: tokens, dispatch: fmt.Sprintf(`{"units":[{"unit":%q,"role":"lead"}]}`, unit),
	}
}

// send sends one request and returns the answer's body.
func (c *client) send(ctx context.Context, method, path, role, body string) ([]byte, error) {
	var sent io.Reader
	if body != "" {
		sent = bytes.NewReader([]byte(body))
	}
	r, err := http.NewRequestWithContext(ctx, method, c.base+path, sent)
	if err != nil {
		return nil, err
	}
	if token := c.tokens[role]; token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	resp, err := c.http.Do(r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close() //nolint:errcheck // it was read to its end
	got, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode >= http.StatusBadRequest {
		err = fmt.Errorf("%s %s as %s: %s: %s", method, path, role, resp.Status, got)
	}
	return got, err
}

// take gives the next command of a case, and returns the case after it.
func (c *client) take(ctx context.Context, at caseView) (caseView, error) {
	s := course[at.Version]
	path, body := "/cases", s.body
	if at.ID != "" {
		path += "/" + at.ID + s.path
	}
	if s.role == "dispatcher" {
		body = c.dispatch
	}
	raw, err := c.send(ctx, http.MethodPost, path, s.role, body)
	if err != nil {
		return at, err
	}
	var next caseView
	if err := json.Unmarshal(raw, &next); err != nil {
		return at, err
	}
	if next.Version != at.Version+1 {
		return at, fmt.Errorf("%s: version %d after %d", path, next.Version, at.Version)
	}
	return next, nil
}

// signIn opens a session for everybody.
func (s *server) signIn(ctx context.Context) (map[string]string, error) {
	tokens := map[string]string{}
	c := s.client(tokens, "")
	for _, one := range staff {
		raw, err := c.send(ctx, http.MethodPost, "/sign-in", one.role, fmt.Sprintf(`{"login":%q,"password":%q}`, one.role, password))
		if err != nil {
			return nil, err
		}
		var ticket struct {
			Token string `json:"token"`
		}
		if err := json.Unmarshal(raw, &ticket); err != nil {
			return nil, err
		}
		tokens[one.role] = ticket.Token
	}
	return tokens, nil
}

// unit finds the identity of the unit that cases go to.
func (s *server) unit(ctx context.Context, tokens map[string]string) (string, error) {
	raw, err := s.client(tokens, "").send(ctx, http.MethodGet, "/units", "dispatcher", "")
	if err != nil {
		return "", err
	}
	var all struct {
		Units []struct{ ID, Name string } `json:"units"`
	}
	if err := json.Unmarshal(raw, &all); err != nil {
		return "", err
	}
	for _, u := range all.Units {
		if u.Name == "住建局" {
			return u.ID, nil
		}
	}
	return "", fmt.Errorf("no unit 住建局 in %s", raw)
}
