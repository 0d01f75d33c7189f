package jobs

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

//go:generate go test -run TestDutyDocument -update .

// DutiesMarkdown prints what is done by itself, as docs/jobs.md.
func DutiesMarkdown(duties []Duty) string {
	var b strings.Builder
	b.WriteString("# What is done by itself 后台作业\n\nGenerated from the duties of `internal/app/jobs` by `make generate`; do not edit. " +
		"Every job is done at least once, so each may be done twice: the last column says why that does no harm. How it works is told in " +
		"[ADR 0012](adr/0012-jobs.md).\n\n")
	fmt.Fprintf(&b, "A job that fails is tried again after %s, then after ever longer waits up to %s; after %d attempts it is given up and waits for an "+
		"administrator (`huying jobs`, `/api/v1/jobs`). A recurring one comes again after %s at most, with what went wrong.\n\n",
		spell(firstWait), spell(longestWait), MaxAttempts, spell(soon))
	b.WriteString("| kind | 作业 | every | what is done | twice |\n|---|---|---|---|---|\n")
	duties = slices.Clone(duties)
	slices.SortFunc(duties, func(a, b Duty) int { return cmp.Compare(a.kind, b.kind) })
	for _, d := range duties {
		every := "when asked for"
		if d.every > 0 {
			every = spell(d.every)
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", d.kind, d.about.Zh, every, d.about.En, d.about.Twice)
	}
	return b.String()
}

// spell writes whole seconds, minutes or hours.
func spell(d time.Duration) string {
	for _, u := range []struct {
		of   time.Duration
		word string
	}{{time.Hour, "hour"}, {time.Minute, "minute"}, {time.Second, "second"}} {
		switch n := d / u.of; {
		case n == 1 && d%u.of == 0:
			return "1 " + u.word
		case n > 0 && d%u.of == 0:
			return fmt.Sprintf("%d %ss", n, u.word)
		}
	}
	return d.String()
}
