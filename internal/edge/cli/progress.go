package cli

import (
	"fmt"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"huying/internal/edge/cli/message"
	"huying/internal/kernel/i18n"
)

const (
	redraw   = 100 * time.Millisecond // a bar is drawn no more often than this
	barCells = 40                     // and is no wider
)

// Progress tells how far a long step is: a bar on a terminal, and in any case
// one line when the step is done. It writes to standard error, so that results
// can be piped. Several goroutines may add to it.
type Progress struct {
	env     *Env
	step    string
	total   int64 // in whatever the step counts; 0 where nobody knows
	started time.Time
	columns int // of the terminal; 0 where there is none

	mu    sync.Mutex
	done  int64
	drawn time.Time
	ended bool
}

// Progress starts a step with a name in the user's language and, if known, the
// number of things that it will count. Done or Stop ends it.
func (e *Env) Progress(step string, total int64) *Progress {
	p := &Progress{env: e, step: step, total: total, started: e.Now()}
	if e.Terminal != nil && e.Getenv("TERM") != "dumb" {
		p.columns, _ = e.Terminal(e.Stderr)
	}
	p.drawn = p.started.Add(-redraw)
	p.Add(0)
	return p
}

// Add counts n more things as done.
func (p *Progress) Add(n int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done += n
	now := p.env.Now()
	if p.columns == 0 || p.ended || now.Sub(p.drawn) < redraw {
		return
	}
	p.drawn = now
	fmt.Fprint(p.env.Stderr, "\r\x1b[K"+p.bar())
}

// Done ends the step and says in one line what it did and how long it took.
func (p *Progress) Done() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended {
		return
	}
	p.wipe()
	key, took := i18n.Key("cli.step"), p.env.Now().Sub(p.started)
	if p.done == 0 {
		key = "cli.step.plain"
	}
	fmt.Fprintln(p.env.Stderr, message.Catalogue.Say(p.env.Lang, key, i18n.Args{
		"step": p.step, "done": p.done, "seconds": fmt.Sprintf("%d.%d", took/time.Second, took%time.Second/redraw),
	}))
}

// Stop ends the step without a word, as when it failed. After Done it does
// nothing, so that it can be deferred.
func (p *Progress) Stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.ended {
		p.wipe()
	}
}

// wipe takes the bar off the terminal for good.
func (p *Progress) wipe() {
	p.ended = true
	if p.columns > 0 {
		fmt.Fprint(p.env.Stderr, "\r\x1b[K")
	}
}

// bar draws the step in plain characters, whose width every terminal agrees on.
func (p *Progress) bar() string {
	if p.total <= 0 {
		return fmt.Sprintf("%s %d", p.step, p.done)
	}
	done := min(p.done, p.total)
	tail := fmt.Sprintf(" %3d%% %d/%d", done*100/p.total, p.done, p.total)
	// Han characters take two columns, and two columns too many do no harm.
	room := p.columns - 2*utf8.RuneCountInString(p.step) - len(tail) - len(" []") - 1
	if room < 5 {
		return p.step + tail
	}
	cells := min(room, barCells)
	full := int(done * int64(cells) / p.total)
	return p.step + " [" + strings.Repeat("#", full) + strings.Repeat(".", cells-full) + "]" + tail
}
