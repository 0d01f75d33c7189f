// Package progress tells a person at a terminal how far a long step is.
package progress

import (
	"fmt"
	"io"
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

// Teller is where a step is told of, and how.
type Teller struct {
	Out     io.Writer
	Columns int // of the terminal; 0 where there is none
	Lang    i18n.Lang
	Now     func() time.Time
}

// Step 步骤 is a bar on a terminal, and in any case one line when it is done.
// Several goroutines may add to it.
type Step struct {
	Teller
	name    string
	total   int64 // in whatever the step counts; 0 where nobody knows
	started time.Time

	mu    sync.Mutex
	done  int64
	drawn time.Time
	ended bool
}

// Begin starts a step with a name in the user's language and, if known, the
// number of things that it will count. Done or Stop ends it.
func (t Teller) Begin(name string, total int64) *Step {
	p := &Step{Teller: t, name: name, total: total, started: t.Now()}
	p.drawn = p.started.Add(-redraw)
	p.Add(0)
	return p
}

// Add counts n more things as done.
func (p *Step) Add(n int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done += n
	now := p.Now()
	if p.Columns == 0 || p.ended || now.Sub(p.drawn) < redraw {
		return
	}
	p.drawn = now
	fmt.Fprint(p.Out, "\r\x1b[K"+p.bar())
}

// Done ends the step and says in one line what it did and how long it took.
func (p *Step) Done() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended {
		return
	}
	p.wipe()
	key, took := i18n.Key("cli.step"), p.Now().Sub(p.started)
	if p.done == 0 {
		key = "cli.step.plain"
	}
	fmt.Fprintln(p.Out, message.Catalogue.Say(p.Lang, key, i18n.Args{
		"step": p.name, "done": p.done, "seconds": fmt.Sprintf("%d.%d", took/time.Second, took%time.Second/redraw),
	}))
}

// Stop ends the step without a word, as when it failed. After Done it does
// nothing, so that it can be deferred.
func (p *Step) Stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.ended {
		p.wipe()
	}
}

// wipe takes the bar off the terminal for good.
func (p *Step) wipe() {
	p.ended = true
	if p.Columns > 0 {
		fmt.Fprint(p.Out, "\r\x1b[K")
	}
}

// bar draws the step in plain characters, whose width every terminal agrees on.
func (p *Step) bar() string {
	if p.total <= 0 {
		return fmt.Sprintf("%s %d", p.name, p.done)
	}
	done := min(p.done, p.total)
	tail := fmt.Sprintf(" %3d%% %d/%d", done*100/p.total, p.done, p.total)
	// Han characters take two columns, and two columns too many do no harm.
	room := p.Columns - 2*utf8.RuneCountInString(p.name) - len(tail) - len(" []") - 1
	if room < 5 {
		return p.name + tail
	}
	cells := min(room, barCells)
	full := int(done * int64(cells) / p.total)
	return p.name + " [" + strings.Repeat("#", full) + strings.Repeat(".", cells-full) + "]" + tail
}
