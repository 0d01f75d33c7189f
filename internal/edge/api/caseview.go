package api

import (
	"context"
	"slices"
	"time"

	"huying/internal/app/insight"
	"huying/internal/domain/arrival"
	"huying/internal/domain/casework"
	"huying/internal/edge/api/form"
	"huying/internal/kernel/ident"
)

// CaseView is a case as it stands, without its texts.
type CaseView struct {
	ID         ident.CaseID        `json:"id"`
	Number     ident.CaseNumber    `json:"number" doc:"诉求件编号"`
	Version    int                 `json:"version" doc:"Of the last event; also the ETag"`
	State      casework.CaseState  `json:"state"`
	Channel    casework.Channel    `json:"channel"`
	Source     string              `json:"source,omitempty"`
	Kind       casework.Kind       `json:"kind,omitempty"`
	Urgency    casework.Urgency    `json:"urgency,omitempty"`
	Subject    string              `json:"subject,omitempty" doc:"内容分类, levels joined by /"`
	Division   string              `json:"division,omitempty" doc:"区划代码"`
	Disclosure casework.Disclosure `json:"disclosure,omitempty"`
	Tags       []casework.Tag      `json:"tags,omitempty"`
	Arrival    *arrival.Arrival    `json:"arrival,omitempty" doc:"来件情形: how it came in by letter, visit or web"`
	ReceivedAt time.Time           `json:"received_at"`
	ClosedAt   time.Time           `json:"closed_at,omitzero"`
	Public     bool                `json:"public,omitempty"`
	Legs       []LegView           `json:"legs,omitempty"`
	Clocks     []ClockView         `json:"clocks,omitempty" doc:"Those that run, or have ended"`
	Merged     ident.CaseID        `json:"merged_into,omitempty"`
	Reopened   ident.CaseID        `json:"reopened_as,omitempty"`
	Person     *PersonView         `json:"person,omitempty" doc:"诉求人, masked; absent where nobody known brought it"`
	Code       string              `json:"query_code,omitempty" doc:"查询码, in the answer to the receipt alone: with the number it opens the case to whoever brought it"`
	Allowed    []form.Offer        `json:"allowed_actions,omitempty" doc:"What the caller may do now, with the fields that each needs and takes"`
}

// LegView is one unit's duty on a case.
type LegView struct {
	Leg          int                 `json:"leg"`
	Unit         ident.UnitID        `json:"unit"`
	Role         casework.LegRole    `json:"role"`
	Parent       int                 `json:"parent,omitempty"`
	State        casework.LegState   `json:"state"`
	Cycle        int                 `json:"cycle,omitempty" doc:"0, then 1 for the first rework"`
	DispatchedAt time.Time           `json:"dispatched_at"`
	SignedAt     time.Time           `json:"signed_at,omitzero"`
	SubmittedAt  time.Time           `json:"submitted_at,omitzero"`
	ClosedAt     time.Time           `json:"closed_at,omitzero"`
	Office       string              `json:"office,omitempty"`
	Result       casework.Result     `json:"result,omitempty"`
	Answer       *form.AnswerBody    `json:"answer,omitempty" doc:"The verdict that counts"`
	Asked        *casework.Ask       `json:"asked,omitempty" doc:"What awaits the centre's word"`
	Exclusion    *casework.Exclusion `json:"exclusion,omitempty"`
}

// ClockView is one limit.
type ClockView struct {
	Clock   string    `json:"clock"`
	Leg     int       `json:"leg,omitempty"`
	Start   time.Time `json:"start"`
	Due     time.Time `json:"due,omitzero"`
	Met     time.Time `json:"met,omitzero"`
	Stopped time.Time `json:"stopped,omitzero"`
	Paused  bool      `json:"paused,omitempty"`
	Rule    string    `json:"rule,omitempty" doc:"policy@version#rule"`
}

// viewCase is the case without what only the caller's rights add.
func viewCase(c *casework.Case) CaseView {
	v := CaseView{
		ID: c.ID, Number: c.Number, Version: c.Version, State: c.State, Channel: c.Channel, Source: c.Source, Kind: c.Kind,
		Urgency: c.Urgency, Subject: c.Subject, Division: c.Division, Disclosure: c.Disclosure, Tags: c.Tags, ReceivedAt: c.ReceivedAt,
		Arrival:  c.Arrival,
		ClosedAt: c.ClosedAt, Public: c.Public, Merged: c.MergedInto, Reopened: c.ReopenedAs,
	}
	for i := range c.Legs {
		v.Legs = append(v.Legs, viewLeg(&c.Legs[i]))
	}
	for _, k := range c.Clocks {
		v.Clocks = append(v.Clocks, ClockView{
			Clock: string(k.Kind), Leg: k.Leg, Start: k.Start, Due: k.Due, Met: k.Met, Stopped: k.Stopped, Paused: k.Paused(), Rule: k.Rule,
		})
	}
	return v
}

func viewLeg(l *casework.Leg) LegView {
	v := LegView{
		Leg: l.Seq, Unit: l.Unit, Role: l.Role, Parent: l.Parent, State: l.State, Cycle: l.Cycle, DispatchedAt: l.DispatchedAt,
		SignedAt: l.SignedAt, SubmittedAt: l.SubmittedAt, ClosedAt: l.ClosedAt, Office: l.Office, Result: l.Result,
		Asked: l.Asked, Exclusion: l.Exclusion,
	}
	if a := l.Last(); a.Outcome != "" {
		v.Answer = &form.AnswerBody{Outcome: a.Outcome, Attitude: a.Attitude, Solved: a.Solved}
	}
	return v
}

// answer is the case with what the caller may do on it now.
func (s *server) answer(ctx context.Context, c *casework.Case, offers []casework.Offer) (*caseOutput, error) {
	out := &caseOutput{ETag: etag(c.Version), Body: viewCase(c)}
	out.Body.Allowed = viewOffers(c, offers)
	if err := s.withPersons(ctx, []*casework.Case{c}, &out.Body); err != nil {
		return nil, s.problem(err)
	}
	return out, nil
}

// viewOffers leaves out what has no operation here: the system's own steps,
// and the beginning of another case.
func viewOffers(c *casework.Case, offers []casework.Offer) []form.Offer {
	var all []form.Offer
	for _, o := range offers {
		if o.Do == casework.DoSkipSign {
			continue
		}
		all = append(all, form.Offer{
			Action: o.Do, Leg: o.Leg, Name: o.Do.Chinese(), Href: href(c.ID, o.Do, o.Leg), Ask: o.Ask, List: reasonList(o),
			May: slices.DeleteFunc(slices.Clone(o.May), func(f casework.Field) bool { return f == casework.AskDues }),
		})
	}
	return all
}

// reasonList is where the codes of an offer's reason are listed.
func reasonList(o casework.Offer) string {
	list := casework.ReasonList(o.Do)
	if list == "" || !slices.Contains(o.Ask, casework.AskReason) && !slices.Contains(o.May, casework.AskReason) {
		return ""
	}
	return reasonPrefix + list
}

// reasonPrefix begins the keys of reason lists in the vocabulary, englishPrefix
// those of the same lists in English.
const (
	reasonPrefix  = "reason."
	englishPrefix = "reason_en."
)

func href(id ident.CaseID, do casework.Action, leg int) string {
	return Prefix + "/cases/" + string(id) + form.Under(leg) + string(do)
}

// FileView is a case with everything on record of it: texts, what happened,
// and how each limit came about.
type FileView struct {
	CaseView
	Title   string      `json:"title,omitempty"`
	Content string      `json:"content,omitempty"`
	Place   string      `json:"place,omitempty"`
	Venue   string      `json:"venue,omitempty" doc:"接待地点"`
	Host    string      `json:"receiver,omitempty" doc:"接待人"`
	Origin  string      `json:"origin_number,omitempty" doc:"来源编号"`
	Events  []EventView `json:"events"`
	Limits  []LimitView `json:"limits,omitempty"`
}

// EventView is one thing that happened.
type EventView struct {
	Version int             `json:"version"`
	Action  casework.Action `json:"action"`
	Name    string          `json:"name"`
	Leg     int             `json:"leg,omitempty"`
	At      time.Time       `json:"at" doc:"取数时间: the moment on record"`
	Entered time.Time       `json:"entered"`
	By      ident.UserID    `json:"by"`
	Role    string          `json:"role"`
	Reason  string          `json:"reason,omitempty"`
	Note    string          `json:"note,omitempty"`
	Reply   string          `json:"reply,omitempty"`
	// Evidence are the attachments that it named.
	Evidence []ident.AttachmentID `json:"evidence,omitempty" doc:"附件"`
	Hash     string               `json:"hash"`
}

// LimitView is how a limit came about, line by line.
type LimitView struct {
	Clock       string   `json:"clock"`
	Leg         int      `json:"leg,omitempty"`
	Basis       string   `json:"basis,omitempty"`
	Provisional bool     `json:"provisional,omitempty" doc:"The calendar of its days was not published yet"`
	Lines       []string `json:"lines"`
}

func viewFile(f insight.CaseFile) FileView {
	c := f.Case
	v := FileView{
		CaseView: viewCase(c), Title: f.Texts[c.Title], Content: f.Texts[c.Content], Place: f.Place,
		Venue: f.Texts[c.Venue], Host: f.Texts[c.Receiver], Origin: f.Texts[c.OriginNumber],
	}
	for _, e := range f.Events {
		v.Events = append(v.Events, EventView{
			Version: e.Version, Action: e.Action, Name: e.Action.Chinese(), Leg: e.Leg, At: e.At, Entered: e.Entered, By: e.By.User,
			Role: string(e.By.Role), Reason: e.Data.Reason, Note: f.Texts[e.Data.Note], Reply: f.Texts[e.Data.Reply], Hash: e.Hash,
			Evidence: namedAttachments(e.Data.Evidence),
		})
	}
	for _, k := range f.Clocks {
		limit := LimitView{Clock: string(k.Kind), Leg: k.Leg, Basis: k.Basis, Provisional: k.Provisional, Lines: []string{}}
		for _, l := range k.Lines {
			limit.Lines = append(limit.Lines, l.Chinese()+" / "+l.English())
		}
		v.Limits = append(v.Limits, limit)
	}
	return v
}
