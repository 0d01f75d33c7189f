// Package deadline is interim: see the note below.
package deadline

// INTERIM by the lead so that other rooms compile: whoever builds this package (brief A)
// deletes this file when the real one stands. API as in the brief.

import (
	"time"

	"huying/internal/domain/calendar"
)

type Clock string

const (
	Sign       Clock = "sign"
	Return     Clock = "return"
	Contact    Clock = "contact"
	Close      Clock = "close"
	Review     Clock = "review"
	Adjudicate Clock = "adjudicate"
	CallBack   Clock = "callback"
	Dispatch   Clock = "dispatch"
	Supervise  Clock = "supervise"
	Track      Clock = "track"
)

func Clocks() []Clock {
	return []Clock{Sign, Return, Contact, Close, Review, Adjudicate, CallBack, Dispatch, Supervise, Track}
}

func (c Clock) Chinese() string {
	return map[Clock]string{Sign: "签收", Return: "退单", Contact: "先行联系", Close: "办结", Review: "中心审核", Adjudicate: "裁定", CallBack: "回访", Dispatch: "派单", Supervise: "督办", Track: "挂账"}[c]
}

// Query describes a case and leg to a policy.
type Query struct {
	Kind, Channel, Urgency, Subject, Unit, List, Role string
	Rework                                            bool
}

type Rule struct {
	Clock Clock
	Days  int
}

type Policy struct{ Key string }

func Preset(key string) (*Policy, error) { return &Policy{key}, nil }

func (p *Policy) Find(c Clock, q Query) (Rule, bool) {
	days := map[Clock]int{Sign: 1, Return: 1, Contact: 1, Review: 2, Adjudicate: 1, CallBack: 5, Dispatch: 1, Supervise: 3}[c]
	if c == Close {
		switch {
		case q.Rework || q.Kind == "consult":
			days = 5
		case q.Kind == "complain" || q.Kind == "report":
			days = 15
		default:
			days = 10
		}
	}
	return Rule{c, days}, days > 0
}

func (p *Policy) RuleRef(r Rule) string        { return p.Key + "@1#" + string(r.Clock) }
func (p *Policy) Rule(ref string) (Rule, bool) { return Rule{}, false }

// Due is 24:00 of the last working day.
func Due(c *calendar.Calendar, r Rule, t time.Time) (time.Time, bool) {
	return c.AddWorkdays(calendar.DateOf(t, c.Location()), r.Days).Add(1).Start(c.Location()).UTC(), false
}

func Resume(c *calendar.Calendar, r Rule, due, a, b time.Time) time.Time { return due.Add(b.Sub(a)) }

type Line struct{ Text string }

func (l Line) Chinese() string { return l.Text }
func (l Line) English() string { return l.Text }
