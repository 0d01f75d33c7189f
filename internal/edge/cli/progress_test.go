package cli

import (
	"bytes"
	"io"
	"testing"
	"time"

	"huying/internal/kernel/clock"
	"huying/internal/kernel/i18n"
)

func TestProgressOnADumbTerminalDrawsNothing(t *testing.T) {
	t.Parallel()
	stderr := new(bytes.Buffer)
	env := &Env{
		Stderr: stderr, Clock: clock.NewHand(time.Unix(0, 0)), Lang: i18n.Chinese,
		Getenv:   func(name string) string { return map[string]string{"TERM": "dumb"}[name] },
		Terminal: func(io.Writer) (int, bool) { return 80, true },
	}
	p := env.Progress("统计", 0)
	p.Done()
	if got, want := stderr.String(), "统计：用时 0.0 秒\n"; got != want {
		t.Errorf("says %q, want %q", got, want)
	}
}
