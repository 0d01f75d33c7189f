package reporter

import (
	"sync"
	"time"

	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// guesses counts wrong query codes, so that nobody can try out the codes of a
// case: six characters stand many times of five tries a quarter of an hour.
// It forgets when the process ends; addresses have their own limit.
type guesses struct {
	now func() time.Time

	mu    sync.Mutex
	wrong map[ident.CaseNumber]guess
}

type guess struct {
	times int
	first time.Time
}

const (
	guessesAllowed = 5
	guessesWithin  = 15 * time.Minute
	guessesKept    = 50_000 // numbers at most
)

var errGuess = errs.New(errs.Denied, "query_code.slow", "too many wrong codes for this case; try again in a quarter of an hour",
	"该编号的查询码输错次数过多，请一刻钟后再试")

func newGuesses(now func() time.Time) *guesses {
	return &guesses{now: now, wrong: map[ident.CaseNumber]guess{}}
}

// ask refuses a number whose code was wrong too often of late.
func (g *guesses) ask(n ident.CaseNumber) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if was := g.wrong[n]; was.times >= guessesAllowed && g.now().Sub(was.first) < guessesWithin {
		return errGuess
	}
	return nil
}

// note counts an answer. A full table forgets what is old, and then what is
// not: it must not grow with what strangers send.
func (g *guesses) note(n ident.CaseNumber, right bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	if right {
		delete(g.wrong, n)
		return
	}
	was := g.wrong[n]
	if now.Sub(was.first) >= guessesWithin {
		was = guess{first: now}
	}
	was.times++
	if len(g.wrong) >= guessesKept && was.times == 1 {
		g.makeRoom(now)
	}
	g.wrong[n] = was
}

func (g *guesses) makeRoom(now time.Time) {
	for n, was := range g.wrong {
		if now.Sub(was.first) >= guessesWithin {
			delete(g.wrong, n)
		}
	}
	for n := range g.wrong {
		if len(g.wrong) < guessesKept {
			return
		}
		delete(g.wrong, n)
	}
}
