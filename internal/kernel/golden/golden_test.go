package golden

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// witness is a test that writes down what is said of it.
type witness struct {
	testing.TB
	said string
}

func (w *witness) Helper() {}

func (w *witness) Errorf(format string, args ...any) { w.said += fmt.Sprintf(format, args...) }

func (w *witness) Fatal(args ...any) {
	w.said += fmt.Sprint(args...)
	runtime.Goexit()
}

// judge returns what Check says of a text; nothing when it agrees.
func judge(t *testing.T, path, got string, write bool) string {
	w, done := &witness{TB: t}, make(chan struct{})
	go func() {
		defer close(done)
		check(w, path, []byte(got), write)
	}()
	<-done
	return w.said
}

func TestCheck(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "approved.txt")
	if said := judge(t, path, "one\n", false); !strings.Contains(said, "approved.txt") {
		t.Errorf("no file: %q", said)
	}
	if said := judge(t, path, "one\n", true); said != "" {
		t.Errorf("written anew: %q", said)
	}
	if b, err := os.ReadFile(path); err != nil || string(b) != "one\n" {
		t.Errorf("the file has %q, %v", b, err)
	}
	if said := judge(t, path, "one\n", false); said != "" {
		t.Errorf("the same: %q", said)
	}
	for _, other := range []string{"", "one", "one\n\n", "One\n"} {
		if said := judge(t, path, other, false); !strings.Contains(said, "approved.txt differs") || !strings.Contains(said, "-update") {
			t.Errorf("%q: %q", other, said)
		}
	}
	if said := judge(t, filepath.Join(path, "below"), "one\n", true); said == "" {
		t.Error("a file that cannot be written is passed over")
	}
}

func TestCheckApproves(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "approved.txt")
	if err := os.WriteFile(path, []byte("呼应\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	Check(t, path, []byte("呼应\n"))
}
