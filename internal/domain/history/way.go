package history

import (
	"slices"
	"strings"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/survey"
)

// Order of steps of one moment: what makes another possible comes first.
const (
	orderReceive = iota
	orderDispatch
	orderSign
	orderSubmit
	orderAccept
	orderCall
	orderRework
)

// noReply stands where casework asks for the reply, which a table has no
// column for.
const noReply = "（历史数据导入，原系统答复未随表提供）"

// way gathers the steps of one case.
type way struct {
	plan  *Plan
	sent  *sent
	known *casework.Case // nil: new
	steps []Step
}

func (w *way) add(order int, s stamp, c column, cmd casework.Command) *Step {
	w.steps = append(w.steps, Step{At: s.at, Cmd: cmd, by: s.by, column: c, order: order})
	return &w.steps[len(w.steps)-1]
}

// begin receives a new case.
func (w *way) begin() {
	head := w.sent.head()
	w.add(orderReceive, stamp{head.received, head}, colReceived, casework.Command{Do: casework.DoReceive, New: &casework.NewIntake{
		Number: w.sent.number, Title: head.cell(colTitle), Content: head.cell(colContent),
		Venue: head.cell(colVenue), Receiver: head.cell(colReceiver), OriginNumber: head.cell(colOriginNumber),
		Intake: casework.Intake{
			Channel: head.channel, Source: head.cell(colSource), Kind: head.kind, Subject: head.cell(colSubject), Tags: slices.Clone(head.tags), Arrival: head.come(),
		},
	}})
}

// answer gives the centre's own answer, at the moment of receipt where the
// rows tell none, and what the caller said of it.
func (w *way) answer() {
	t := w.sent.direct
	if t == nil {
		return
	}
	closed := t.cycles[0].closed
	at := closed
	if at.at.IsZero() {
		at = stamp{w.sent.head().received, t.first()}
	}
	var made []casework.Call
	switch {
	case w.known == nil || w.known.Answer == nil && len(w.known.Legs) == 0:
		w.add(orderDispatch, at, colClosed, casework.Command{Do: casework.DoAnswer, Reply: noReply})
	case w.known.Answer == nil:
		w.plan.fail(t.first(), colUnit, says("history.has_legs", "unit is empty, and the case on record has units; expected one of them", "承办单位为空，而已登记的本件有承办单位，应填其中之一"))
		return
	default:
		w.match(colClosed, closed, w.known.Answer.At)
		made = w.known.Calls
	}
	for _, k := range t.cycles[0].calls {
		if w.isNew(k, made, false) {
			w.add(orderCall, k.stamp, colCalled, casework.Command{Do: casework.DoRate, Answer: &k.answer})
		}
	}
}

// isNew reports whether a call-back is later than those on record. One that
// is on record must say the same; open tells that its verdict may still come.
func (w *way) isNew(k call, made []casework.Call, open bool) bool {
	if then := slices.DeleteFunc(slices.Clone(made), func(m casework.Call) bool { return !m.At.Equal(k.at) }); len(then) > 0 {
		switch {
		case k.answer.Outcome == "" || slices.ContainsFunc(then, func(m casework.Call) bool { return k.repeats(m.Answer) }):
			return false
		case open:
			return true
		}
		w.plan.fail(k.by, colVerdict, says("history.recorded", "%s is %s here and %s on record; expected the same", "%s此处为 %s，已登记为 %s，应相同",
			colVerdict, say(k.answer), say(then[len(then)-1].Answer)))
		return false
	}
	if n := len(made); n > 0 && k.at.Before(made[n-1].At) {
		w.plan.fail(k.by, colCalled, says("history.call_passed", "%s %s is before the call-back on record, %s; expected a later one", "%s %s 早于已登记的回访 %s，应为更晚的回访",
			colCalled, w.plan.sheet.show(k.at), w.plan.sheet.show(made[n-1].At)))
		return false
	}
	return true
}

// repeats reports whether the call-back says what is on record, or less of it.
func (k call) repeats(recorded survey.Answer) bool {
	return recorded.Outcome == k.answer.Outcome && (k.answer.Solved == "" || recorded.Solved == k.answer.Solved)
}

// matchCase holds the case's columns against the case on record.
func (w *way) matchCase() {
	head, c := w.sent.head(), w.known
	w.matchWord(colChannel, string(head.channel), string(c.Channel))
	w.matchWord(colKind, string(head.kind), string(c.Kind))
	w.matchWord(colSubject, head.cell(colSubject), c.Subject)
	w.match(colReceived, stamp{head.received, head}, c.ReceivedAt)
	for col, recorded := range map[column]casework.TextRef{colTitle: c.Title, colContent: c.Content} {
		if head.cell(col) != "" && !w.sameText(head, col, recorded) {
			w.plan.fail(head, col, errRecordedText(col))
		}
	}
	w.matchArrival()
	for _, t := range head.tags {
		if !slices.Contains(c.Tags, t) {
			w.plan.fail(head, colTopics, says("history.recorded_topics", "%s is %q here and %q on record; expected some of those", "%s此处为“%s”，已登记为“%s”，应为其中之一",
				colTopics, writeTags(head.tags), writeTags(c.Tags)))
			return
		}
	}
}

// sameText reports whether a cell is the text on record. A table changes the
// line ends of a form from the web, and the blanks around a text are not read.
func (w *way) sameText(r *row, c column, recorded casework.TextRef) bool {
	for _, told := range []string{r.cell(c), r.raw(c)} {
		for _, end := range []string{"\n", "\r\n"} {
			if w.plan.sheet.setting.Ref(strings.ReplaceAll(told, "\n", end)) == recorded {
				return true
			}
		}
	}
	return false
}

func (w *way) matchWord(c column, told, recorded string) {
	if told != "" && told != recorded {
		w.plan.fail(w.sent.head(), c, says("history.recorded", "%s is %s here and %s on record; expected the same", "%s此处为 %s，已登记为 %s，应相同", c, told, saidOr(recorded)))
	}
}

// match holds a moment against those on record, any of which will do.
func (w *way) match(c column, told stamp, recorded ...time.Time) {
	if told.at.IsZero() || slices.ContainsFunc(recorded, told.at.Equal) {
		return
	}
	s := w.plan.sheet
	on := saidOr("")
	if len(recorded) > 0 {
		on = saidOr(s.show(recorded[0]))
	}
	w.plan.fail(told.by, c, says("history.recorded", "%s is %s here and %s on record; expected the same", "%s此处为 %s，已登记为 %s，应相同", c, s.show(told.at), on))
}
