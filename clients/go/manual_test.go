package client_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// prelude stands before the commands of the manual: a curl that tells the status
// of each answer, and does not mind that a stream was cut off by its own limit.
const prelude = `set -euo pipefail
curl() {
	command curl -s -w '%{stderr}%{http_code}\n' "$@" 2>>"$STATUSES" || [ $? -eq 28 ]
}
`

// manual is docs/api.md: the commands that it gives, and the statuses that it
// says they are answered with.
type manual struct {
	script   string
	statuses []string // with the line that says so
	bare     []string // sections that give no command
}

var said = regexp.MustCompile(`^# (\d{3})$`)

func read(t *testing.T) (m manual) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "api.md"))
	if err != nil {
		t.Fatal(err)
	}
	within, section, commands := false, "", 0
	for n, line := range strings.Split(string(text), "\n") {
		title, isTitle := strings.CutPrefix(line, "## ")
		switch {
		case line == "```sh", within && line == "```":
			within = !within
		case within:
			commands++
			m.script += line + "\n"
			if status := said.FindStringSubmatch(line); status != nil {
				m.statuses = append(m.statuses, fmt.Sprintf("%s, by line %d", status[1], n+1))
			}
		case isTitle:
			if commands == 0 && section != "" {
				m.bare = append(m.bare, section)
			}
			section, commands = title, 0
		}
	}
	return m
}

// TestManual runs every command of docs/api.md, in order, against a fresh
// server, and compares the status of each answer with what stands below it.
func TestManual(t *testing.T) {
	t.Parallel()
	m := read(t)
	if len(m.statuses) < 40 {
		t.Fatalf("docs/api.md says of %d answers only what they are", len(m.statuses))
	}
	for _, section := range m.bare {
		t.Errorf("%q gives no command", section)
	}
	_, s, links := raise(t)
	newcomer := links["leader"]
	delete(links, "leader") // the manual lets them in
	enter(t, s, links)
	dir := t.TempDir()
	var site bytes.Buffer
	if err := png.Encode(&site, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "repaired.png"), site.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	script := prelude + strings.ReplaceAll(m.script, "http://127.0.0.1:8312", s.Base)
	if !strings.Contains(script, "HUYING="+s.Base) {
		t.Fatal("the manual does not say where the server is")
	}
	c := exec.CommandContext(t.Context(), "bash", "-c", script)
	c.Dir, c.Env = dir, append(os.Environ(), "STATUSES="+filepath.Join(dir, "statuses"))
	c.Stdin = strings.NewReader(s.Base + "/setup#" + newcomer + "\n" + password + "\n")
	output, err := c.CombinedOutput()
	if err != nil {
		t.Errorf("the commands end with %v", err)
	}
	got, err := os.ReadFile(filepath.Join(dir, "statuses"))
	if err != nil {
		t.Fatal(err)
	}
	answered := strings.Fields(string(got))
	if !slices.EqualFunc(answered, m.statuses, func(is, by string) bool { return is == by[:len(is)] }) {
		t.Errorf("answered with %v\nthe manual says %v", answered, m.statuses)
	}
	if t.Failed() {
		t.Logf("%s", output)
	}
}
