package cli

import (
	"bytes"
	"context"
	"io"
	"runtime/debug"
	"strings"
	"testing"

	"huying/internal/kernel/clock"
)

// broken is standard output of a program with a fault in it.
type broken struct{}

func (broken) Write([]byte) (int, error) { panic("a fault") }

func TestPanicExitsOne(t *testing.T) {
	t.Parallel()
	stderr := new(bytes.Buffer)
	code := Main(t.Context(), &Env{
		Args: []string{"version"}, Stdout: broken{}, Stderr: stderr, Getenv: func(string) string { return "" },
	})
	if first, _, _ := strings.Cut(stderr.String(), "\n"); code != exitFailed || first != "internal error: a fault" {
		t.Errorf("exit code %d, says %q", code, first)
	}
	if !strings.Contains(stderr.String(), "main_test.go") {
		t.Error("the report doesn't say where the fault is")
	}
}

func TestReportOfAnInterrupt(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	stderr := new(bytes.Buffer)
	env := &Env{Stderr: stderr, Lang: "en"}
	if code := env.report(ctx, context.Canceled); code != exitFailed || stderr.String() != "context canceled\n" {
		t.Errorf("exit code %d, says %q: nobody asked to stop", code, stderr)
	}
	stderr.Reset()
	cancel()
	if code := env.report(ctx, context.Canceled); code != exitFailed || stderr.String() != "stopped on request\n" {
		t.Errorf("exit code %d, says %q", code, stderr)
	}
}

func TestInterruptIsAskedForAndReleased(t *testing.T) {
	t.Parallel()
	var during, after context.Context
	env := &Env{
		Args: []string{"version"}, Stdout: io.Discard, Stderr: io.Discard, Getenv: func(string) string { return "" },
		Clock: clock.System{},
		Interrupt: func(ctx context.Context) (context.Context, context.CancelFunc) {
			during, stop := context.WithCancel(ctx)
			after = during
			return during, stop
		},
	}
	during = t.Context()
	if code := Main(during, env); code != exitOK || during.Err() != nil || after.Err() == nil {
		t.Errorf("exit code %d, signals still caught after it: %t", code, after.Err() == nil)
	}
}

func TestVersionOf(t *testing.T) {
	t.Parallel()
	setting := func(key, value string) debug.BuildSetting { return debug.BuildSetting{Key: key, Value: value} }
	revision := setting("vcs.revision", "0123456789abcdef0123")
	for want, build := range map[string]*debug.BuildInfo{
		"devel":                    {Main: debug.Module{Version: "(devel)"}},
		"v0.1.0":                   {Main: debug.Module{Version: "v0.1.0"}, Settings: []debug.BuildSetting{revision}},
		"devel-0123456789ab":       {Settings: []debug.BuildSetting{revision}},
		"devel-0123456789ab+dirty": {Settings: []debug.BuildSetting{revision, setting("vcs.modified", "true")}},
	} {
		if got := versionOf(build); got != want {
			t.Errorf("versionOf gives %q, want %q", got, want)
		}
	}
	if got := versionOf(nil); got != "devel" {
		t.Errorf("versionOf of no information gives %q", got)
	}
}

func TestSystemIsWhole(t *testing.T) {
	t.Parallel()
	env := System()
	if env.Stdin == nil || env.Stdout == nil || env.Stderr == nil || env.Getenv == nil || env.Clock == nil {
		t.Error("System lacks a part of the process")
	}
	if _, ok := env.Terminal(new(bytes.Buffer)); ok {
		t.Error("a buffer passes for a terminal")
	}
	ctx, stop := env.Interrupt(t.Context())
	stop()
	if ctx.Err() == nil {
		t.Error("signals are caught after stop")
	}
}
