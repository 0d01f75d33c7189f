package cli

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huying/internal/kernel/errs"
)

// ownFolder returns an Env in a folder of its own, and the names in the folder.
func ownFolder(t *testing.T) (*Env, func() string) {
	t.Helper()
	dir := t.TempDir()
	return &Env{Dir: dir, Stdin: strings.NewReader("from stdin"), Stdout: new(bytes.Buffer)}, func() string {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, entry := range entries {
			names = append(names, entry.Name())
		}
		return strings.Join(names, " ")
	}
}

func TestWriteFileThenRead(t *testing.T) {
	t.Parallel()
	env, names := ownFolder(t)
	for _, content := range []string{"通报", "第二版"} {
		if err := env.WriteFile("a.md", []byte(content)); err != nil {
			t.Fatal(err)
		}
		if got, err := env.ReadFile("a.md"); err != nil || string(got) != content {
			t.Errorf("reads %q, %v; want %q", got, err, content)
		}
	}
	if got := names(); got != "a.md" {
		t.Errorf("the folder holds %q", got)
	}
}

func TestDashIsStandard(t *testing.T) {
	t.Parallel()
	env, names := ownFolder(t)
	if got, err := env.ReadFile("-"); err != nil || string(got) != "from stdin" {
		t.Errorf("reads %q, %v", got, err)
	}
	for _, name := range []string{"", "-"} {
		if err := env.WriteFile(name, []byte("x")); err != nil {
			t.Error(err)
		}
	}
	if got := env.Stdout.(*bytes.Buffer).String(); got != "xx" || names() != "" {
		t.Errorf("standard output holds %q, the folder %q", got, names())
	}
}

func TestAbandonedOutputLeavesTheOldFile(t *testing.T) {
	t.Parallel()
	env, names := ownFolder(t)
	if err := env.WriteFile("a.md", []byte("old")); err != nil {
		t.Fatal(err)
	}
	out, err := env.Create("a.md")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(out, "half of the n"); err != nil {
		t.Fatal(err)
	}
	out.Abandon()
	out.Abandon()
	if got, err := env.ReadFile("a.md"); err != nil || string(got) != "old" || names() != "a.md" {
		t.Errorf("reads %q, %v; the folder holds %q", got, err, names())
	}
}

func TestOutputGoesThroughLinksAndDevices(t *testing.T) {
	t.Parallel()
	env, names := ownFolder(t)
	if err := env.WriteFile("real.md", []byte("old")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("real.md", filepath.Join(env.Dir, "link.md")); err != nil {
		t.Fatal(err)
	}
	if err := env.WriteFile("link.md", []byte("new")); err != nil {
		t.Fatal(err)
	}
	if got, err := env.ReadFile("real.md"); err != nil || string(got) != "new" || names() != "link.md real.md" {
		t.Errorf("reads %q, %v; the folder holds %q", got, err, names())
	}
	if err := env.WriteFile(os.DevNull, []byte("x")); err != nil {
		t.Errorf("cannot write a device: %v", err)
	}
}

func TestFilesThatCannotBe(t *testing.T) {
	t.Parallel()
	env, names := ownFolder(t)
	_, err := env.ReadFile("no.csv")
	if errs.KindOf(err) != errs.Invalid || errs.CodeOf(err) != "file.missing" {
		t.Errorf("a missing file is %v", err)
	}
	if got := lines("", err); len(got) != 1 || got[0] != "no.csv: 没有这个文件" {
		t.Errorf("says %q", got)
	}
	if _, err := env.ReadFile("."); errs.KindOf(err) != errs.Invalid || !strings.Contains(err.Error(), "is a directory") {
		t.Errorf("a folder as input is %v", err)
	}
	for _, name := range []string{"no/folder/a.md", "."} {
		if err := env.WriteFile(name, nil); err == nil || exitCode(err) != exitFailed {
			t.Errorf("writing %s gives %v", name, err)
		}
	}
	if names() != "" {
		t.Errorf("the folder holds %q", names())
	}
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func TestPrintingIntoAFullDiskFails(t *testing.T) {
	t.Parallel()
	env, stderr := &Env{Args: []string{"--help"}, Stdout: full{}, Getenv: func(string) string { return "" }}, new(bytes.Buffer)
	env.Stderr = stderr
	if code := Main(t.Context(), env); code != exitFailed {
		t.Errorf("exit code %d", code)
	}
	if got, want := stderr.String(), "-: cannot be written: no space left on device\n"; got != want {
		t.Errorf("says %q, want %q", got, want)
	}
}
