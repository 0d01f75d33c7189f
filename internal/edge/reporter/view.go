package reporter

import (
	"time"

	"huying/internal/app/insight"
	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/kernel/ident"
)

// View 进度 is a case as whoever brought it sees it: who has it, until when,
// what was answered, and what was written in the case box. Notes between
// offices are not in it.
type View struct {
	Number     ident.CaseNumber   `json:"number" doc:"诉求件编号"`
	State      casework.CaseState `json:"state"`
	Name       string             `json:"name" doc:"The state in Chinese"`
	ReceivedAt time.Time          `json:"received_at"`
	ReadAt     time.Time          `json:"read_at" doc:"As of when this is told"`
	ClosedAt   time.Time          `json:"closed_at,omitzero"`
	HastenedAt time.Time          `json:"hastened_at,omitzero" doc:"When it was last hastened"`
	Consented  bool               `json:"consented,omitempty" doc:"They agree to its being published"`
	Place      string             `json:"place,omitempty"`
	Title      string             `json:"title,omitempty"`
	Content    string             `json:"content,omitempty"`
	Holders    []HolderView       `json:"holders,omitempty" doc:"The units that have it, or had"`
	Course     []MilestoneView    `json:"course" doc:"What happened, earliest first"`
	Replies    []ReplyView        `json:"replies,omitempty"`
	Box        []BoxView          `json:"box,omitempty" doc:"案箱: what the reporter and the centre wrote to each other"`
}

// HolderView is a unit's duty on the case.
type HolderView struct {
	Leg   int               `json:"leg"`
	Unit  string            `json:"unit"`
	State casework.LegState `json:"state"`
	Name  string            `json:"name" doc:"The state in Chinese"`
	Since time.Time         `json:"since"`
	Due   time.Time         `json:"due,omitzero" doc:"Until when it is to be done"`
	Late  bool              `json:"late,omitempty" doc:"It is not done, and was due"`
	Why   string            `json:"why,omitempty" enum:"extension_asked,extended,suspended,supervised,overdue" doc:"Why it takes longer than it should, or was to"`
}

// MilestoneView is one thing that happened.
type MilestoneView struct {
	At     time.Time       `json:"at"`
	Action casework.Action `json:"action"`
	Name   string          `json:"name"`
	Unit   string          `json:"unit,omitempty"`
}

// ReplyView is an answer to whoever brought the case.
type ReplyView struct {
	At   time.Time `json:"at"`
	Unit string    `json:"unit,omitempty" doc:"Absent: the centre"`
	Text string    `json:"text"`
}

// BoxView is one letter in the case box.
type BoxView struct {
	At   time.Time `json:"at"`
	Mine bool      `json:"mine,omitempty" doc:"Written by the reporter"`
	Text string    `json:"text"`
}

// milestones are the actions that a reporter is told of.
var milestones = map[casework.Action]bool{
	casework.DoReceive: true, casework.DoRegister: true, casework.DoAnswer: true, casework.DoDispatch: true, casework.DoAddAssist: true,
	casework.DoRefuse: true, casework.DoEmergency: true, casework.DoInvalidate: true, casework.DoDivert: true, casework.DoMerge: true,
	casework.DoUnmerge: true, casework.DoWithdraw: true, casework.DoHasten: true, casework.DoTrack: true, casework.DoUntrack: true,
	casework.DoArchive: true, casework.DoReopen: true, casework.DoSupplement: true, casework.DoSign: true, casework.DoRedispatch: true,
	casework.DoContact: true, casework.DoGrantExtension: true, casework.DoGrantSuspension: true, casework.DoResume: true,
	casework.DoEndorse: true, casework.DoSubmit: true, casework.DoCallBack: true, casework.DoRework: true, casework.DoUpholdPlea: true, casework.DoObject: true,
	casework.DoEvaluate: true, casework.DoAppraise: true, casework.DoDispute: true, casework.DoConsent: true, casework.DoWithhold: true,
}

func viewOf(f insight.CaseFile) View {
	c := f.Case
	v := View{
		Number: c.Number, State: c.State, Name: c.State.Chinese(), ReceivedAt: c.ReceivedAt, ReadAt: f.Read, ClosedAt: c.ClosedAt, HastenedAt: c.HastenedAt, Consented: c.Consented, Place: f.Place,
		Title: f.Texts[c.Title], Content: f.Texts[c.Content], Course: []MilestoneView{},
	}
	for i := range c.Legs {
		if l := &c.Legs[i]; l.Parent == 0 && l.State.Live() {
			v.Holders = append(v.Holders, holder(f, l))
		}
	}
	for i := range f.Events {
		v.tell(f, &f.Events[i].Event)
	}
	return v
}

func holder(f insight.CaseFile, l *casework.Leg) HolderView {
	h := HolderView{Leg: l.Seq, Unit: f.Units[l.Unit].Name, State: l.State, Name: l.State.Chinese(), Since: l.DispatchedAt}
	for _, k := range f.Case.Clocks {
		if k.Kind == deadline.Close && k.Leg == l.Seq && k.Open() {
			h.Due, h.Late = k.Due, !k.Paused() && !k.Due.IsZero() && f.Read.After(k.Due)
		}
	}
	h.Why = why(f.Case, l, h.Late)
	return h
}

// why is the reason of a duty's taking long, as a word.
func why(c *casework.Case, l *casework.Leg, late bool) string {
	switch {
	case l.State == casework.Suspended:
		return "suspended"
	case l.State == casework.ExtensionPending:
		return "extension_asked"
	case late && c.Supervision > 0:
		return "supervised"
	case late:
		return "overdue"
	case l.Extensions > 0 && l.State.Live() && l.ClosedAt.IsZero():
		return "extended"
	}
	return ""
}

// tell adds what one event says to a reporter.
func (v *View) tell(f insight.CaseFile, e *casework.Event) {
	unit := ""
	if l, ok := f.Case.Leg(e.Leg); ok {
		unit = f.Units[l.Unit].Name
	}
	if milestones[e.Action] {
		v.Course = append(v.Course, MilestoneView{At: e.At, Action: e.Action, Name: e.Action.Chinese(), Unit: unit})
	}
	if text := replied(f, e); text != "" {
		v.Replies = append(v.Replies, ReplyView{At: e.At, Unit: unit, Text: text})
	}
	switch e.Action {
	case casework.DoMessage, casework.DoSupplement, casework.DoObject, casework.DoDispute:
		v.Box = append(v.Box, BoxView{At: e.At, Mine: true, Text: f.Texts[e.Data.Note]})
	case casework.DoBoxReply:
		v.Box = append(v.Box, BoxView{At: e.At, Text: f.Texts[e.Data.Note]})
	}
}

// replied is what the reporter is answered at an event: the centre's own
// answer or refusal; of a unit's submission the part that is public, once the
// centre has accepted it; and why a demand was found unreasonable.
func replied(f insight.CaseFile, e *casework.Event) string {
	l, _ := f.Case.Leg(e.Leg)
	switch e.Action {
	case casework.DoAnswer, casework.DoRefuse:
		if e.Data.PublicReply != "" {
			return f.Texts[e.Data.PublicReply]
		}
		return f.Texts[e.Data.Reply]
	case casework.DoAccept:
		return f.Texts[l.PublicReply]
	case casework.DoUpholdPlea:
		return f.Texts[l.Reply]
	}
	return ""
}
