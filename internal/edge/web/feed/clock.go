package feed

import (
	"fmt"
	"time"

	"huying/internal/app/insight"
	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/workbench"
	"huying/internal/kernel/i18n"
)

// clocks tells the clocks of a leg, or of the case as a whole (0).
func (t *telling) clocks(leg int) []workbench.Clock {
	var all []workbench.Clock
	for _, k := range t.in.Clocks {
		if k.Leg == leg {
			all = append(all, t.clock(k))
		}
	}
	return all
}

func (t *telling) clock(k insight.ExplainedClock) workbench.Clock {
	out := workbench.Clock{
		Name: t.say(k.Kind.Chinese(), inEnglish(k.Kind)), Start: t.local(k.Start), Due: t.local(k.Due), Met: t.local(k.Met),
		Provisional: k.Provisional, Assumed: deadline.Assumed(k.Basis), Ended: !k.Open(), State: t.clockState(&k), Ending: t.ending(&k),
	}
	if k.Turn > 0 {
		out.Name += t.say(fmt.Sprintf("（第 %d 次）", k.Turn+1), fmt.Sprintf(", turn %d", k.Turn+1))
	}
	for _, l := range k.Lines {
		if t.lang == i18n.Chinese {
			out.Lines = append(out.Lines, l.Chinese())
		} else {
			out.Lines = append(out.Lines, l.English())
		}
	}
	return out
}

func (t *telling) clockState(k *insight.ExplainedClock) page.Tag {
	switch {
	case !k.Met.IsZero() && !k.Due.IsZero() && k.Met.After(k.Due):
		return page.Tag{Text: t.say("超期完成", "met late"), Tone: page.Bad}
	case !k.Met.IsZero():
		return page.Tag{Text: t.say("按期", "met"), Tone: page.Good}
	case k.Missed:
		return page.Tag{Text: t.say("超期", "missed"), Tone: page.Bad}
	case !k.Stopped.IsZero():
		return page.Tag{Text: t.say("终止", "stopped")}
	case k.Paused():
		return page.Tag{Text: t.say("暂停", "paused"), Tone: page.Warn}
	}
	if !k.Due.IsZero() && t.in.Read.After(k.Due) {
		if k.Kind == deadline.Return { // a right that has lapsed, not a duty that was missed
			return page.Tag{Text: t.say("已过期限", "lapsed")}
		}
		return page.Tag{Text: t.say("已超期", "overdue"), Tone: page.Bad}
	}
	return page.Tag{Text: t.say("计时中", "running"), Tone: page.Warn}
}

// ending says what stopped a clock, or since when it stands still; empty for
// one that runs or was met.
func (t *telling) ending(k *insight.ExplainedClock) string {
	at := func(moment time.Time) string { return t.local(moment).Format("2006-01-02 15:04") }
	switch {
	case !k.Met.IsZero():
		return ""
	case !k.Stopped.IsZero():
		by := t.stoppedBy(k)
		if k.Missed {
			return t.say(fmt.Sprintf("%s %s时仍未完成", at(k.Stopped), by), fmt.Sprintf("not done at %s on %s", by, at(k.Stopped)))
		}
		return t.say(fmt.Sprintf("%s %s后不再计时%s", at(k.Stopped), by, t.unused(k)), fmt.Sprintf("stopped by %s on %s%s", by, at(k.Stopped), t.unused(k)))
	case k.Paused():
		return t.say("自 "+at(k.Pauses[len(k.Pauses)-1].From)+" 起暂停", "paused since "+at(k.Pauses[len(k.Pauses)-1].From))
	}
	return ""
}

// stoppedBy names the step that stopped a clock.
func (t *telling) stoppedBy(k *insight.ExplainedClock) string {
	for i := range t.in.Events {
		e := &t.in.Events[i]
		if !e.At.Equal(k.Stopped) {
			continue
		}
		for _, step := range e.Data.Clocks {
			if step.Kind == k.Kind && step.Leg == k.Leg && (step.Op == casework.ClockStop || step.Op == casework.ClockMiss) {
				return t.say("“"+e.Action.Chinese()+"”", "\""+say(t.lang, "", string(e.Action))+"\"")
			}
		}
	}
	return t.say("办理经过中的一步", "a step of the timeline")
}

// unused says of a clock that was stopped what had not been done under it.
func (t *telling) unused(k *insight.ExplainedClock) string {
	l, ok := t.in.Case.Leg(k.Leg)
	switch {
	case !ok:
	case k.Kind == deadline.Return && l.Returns == 0:
		return t.say("，未提出退单", "; no return was asked for")
	case k.Kind == deadline.Contact && l.ContactedAt.IsZero():
		return t.say("，没有先行联系的记录", "; no first contact is on record")
	}
	return ""
}

// inEnglish is the name of a clock in English.
func inEnglish(c deadline.Clock) string {
	return map[deadline.Clock]string{
		deadline.Dispatch: "Dispatch", deadline.Sign: "Signing", deadline.Return: "Return", deadline.Contact: "First contact",
		deadline.Close: "Closing", deadline.Review: "Review", deadline.Adjudicate: "Ruling", deadline.CallBack: "Call-back",
		deadline.Supervise: "Supervision", deadline.Track: "Promised day",
	}[c]
}
