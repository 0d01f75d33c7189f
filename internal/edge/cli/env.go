package cli

import (
	"context"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"golang.org/x/term"

	"huying/internal/edge/cli/progress"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/i18n"
)

// Env is all that a command knows of the process that it runs in. Tests make
// their own, so that commands run in process and in parallel.
type Env struct {
	Args   []string // without the program's name
	Stdin  io.Reader
	Stdout io.Writer // what was asked for
	Stderr io.Writer // errors, one line a problem, and progress
	Getenv func(string) string
	Clock  clock.Source
	Dir    string    // relative names start here; "" is the process's own folder
	Lang   i18n.Lang // of messages; Main sets it from flags and environment

	// Terminal reports the columns of the terminal that w writes to, and
	// false when w is none. Nil means that nothing is a terminal.
	Terminal func(w io.Writer) (columns int, ok bool)

	// Interrupt returns a context that ends when the user or the system asks
	// the program to stop. Nil means that nobody will.
	Interrupt func(context.Context) (context.Context, context.CancelFunc)
}

// System is the Env of the running process.
func System() *Env {
	return &Env{
		Args:      os.Args[1:],
		Stdin:     os.Stdin,
		Stdout:    os.Stdout,
		Stderr:    os.Stderr,
		Getenv:    os.Getenv,
		Clock:     clock.System{},
		Terminal:  terminal,
		Interrupt: interrupt,
	}
}

// Now returns the present moment, UTC in whole microseconds.
func (e *Env) Now() time.Time { return e.Clock.Now() }

// Path returns the name as the process must open it.
func (e *Env) Path(name string) string {
	if e.Dir == "" || filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(e.Dir, name)
}

// Progress starts a long step, which is told of on standard error, so that
// results can be piped.
func (e *Env) Progress(step string, total int64) *progress.Step {
	columns := 0
	if e.Terminal != nil && e.Getenv("TERM") != "dumb" {
		columns, _ = e.Terminal(e.Stderr)
	}
	return progress.Teller{Out: e.Stderr, Columns: columns, Lang: e.Lang, Now: e.Now}.Begin(step, total)
}

// terminal is Env.Terminal of the running process.
func terminal(w io.Writer) (columns int, ok bool) {
	if out, isWatched := w.(*watched); isWatched {
		w = out.Writer
	}
	f, isFile := w.(*os.File)
	if !isFile || !term.IsTerminal(int(f.Fd())) {
		return 0, false
	}
	columns, _, err := term.GetSize(int(f.Fd()))
	if err != nil || columns <= 0 {
		columns = 80
	}
	return columns, true
}

// interrupt is Env.Interrupt of the running process. The first signal ends the
// context; a second one, sent by somebody who will not wait, ends the process.
func interrupt(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}
