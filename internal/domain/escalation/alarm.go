package escalation

import (
	"slices"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/deadline"
)

// Limit 在计时限 is one running clock with the rule that set it.
type Limit struct {
	Clock      deadline.Clock
	Start, Due time.Time
	// Rule is the rule that set it; nil for a limit that came with a command
	// or from another system.
	Rule *deadline.Rule
}

// Alarm 提醒 is one moment at which some are told. Step 0 is the limit's own
// warning, 1 the first rung of the ladder.
type Alarm struct {
	At    time.Time // UTC
	Level deadline.Level
	Step  int
	To    []Post
}

// promised is how a limit without a rule is warned of: yellow a working day
// before, red when it passes.
var promised = []deadline.Warning{
	{Offset: deadline.Limit{N: -1, Measure: deadline.Workdays}, Level: deadline.Yellow},
	{Level: deadline.Red},
}

// Alarms returns what there is to tell of a limit, by time: its own warnings,
// then the rungs of the ladder. A rule that asks for no warning has none, and no
// ladder is climbed on it.
func Alarms(cal *calendar.Calendar, l Limit, ladder []Rung) []Alarm {
	rule := deadline.Rule{Clock: l.Clock, Warnings: promised}
	if l.Rule != nil {
		rule = *l.Rule
	}
	var all []Alarm
	for _, p := range deadline.Warn(cal, rule, l.Start, l.Due) {
		all = append(all, Alarm{At: p.At, Level: p.Level, To: posts(l.Clock, p.Level)})
	}
	if len(all) == 0 || !climbs(l.Clock) {
		return all
	}
	for i, rung := range ladder {
		beyond := deadline.Rule{Clock: l.Clock, End: rule.End, Warnings: []deadline.Warning{{Offset: rung.After, Level: deadline.Red}}}
		for _, p := range deadline.Warn(cal, beyond, l.Start, l.Due) {
			all = append(all, Alarm{At: p.At, Level: p.Level, Step: i + 1, To: rung.To})
		}
	}
	slices.SortStableFunc(all, func(a, b Alarm) int { return a.At.Compare(b.At) })
	return all
}

// Due parts the alarms of a limit at a moment: what is to be told now, of those
// that fall since some moment, and when the next one falls, zero when none does.
// Whoever has several alarms to hear gets the latest of them alone, so that a
// limit which is looked at late does not begin with stale warnings.
func Due(all []Alarm, since, now time.Time) (tell []Alarm, next time.Time) {
	told := map[Post]bool{}
	for _, a := range slices.Backward(all) {
		if a.At.After(now) {
			next = a.At
			continue
		}
		if a.At.Before(since) {
			continue
		}
		a.To = slices.DeleteFunc(slices.Clone(a.To), func(p Post) bool { return told[p] })
		for _, p := range a.To {
			told[p] = true
		}
		if len(a.To) > 0 {
			tell = append(tell, a)
		}
	}
	slices.Reverse(tell)
	return tell, next
}
