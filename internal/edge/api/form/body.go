package form

import (
	"time"

	"huying/internal/domain/arrival"
	"huying/internal/domain/casework"
	"huying/internal/domain/person"
	"huying/internal/domain/survey"
	"huying/internal/kernel/ident"
)

// Body is everything that an action may carry. The schema of each
// operation lets in only what its row of the flow table asks for or allows.
type Body struct {
	Reason      string                  `json:"reason,omitempty"`
	Basis       string                  `json:"basis,omitempty"`
	Note        string                  `json:"note,omitempty"`
	Reply       string                  `json:"reply,omitempty"`
	PublicReply string                  `json:"public_reply,omitempty"`
	Units       []casework.Assignment   `json:"units,omitempty"`
	Unit        ident.UnitID            `json:"unit,omitempty"`
	Until       time.Time               `json:"until,omitzero"`
	Answer      *AnswerBody             `json:"answer,omitempty"`
	Target      ident.CaseID            `json:"target,omitempty"`
	Parts       []ident.CaseID          `json:"parts,omitempty"`
	Amend       *casework.Amendment     `json:"amend,omitempty"`
	Tags        []casework.Tag          `json:"tags,omitempty"`
	Level       int                     `json:"level,omitempty"`
	Route       string                  `json:"route,omitempty"`
	Office      string                  `json:"office,omitempty"`
	Result      casework.Result         `json:"result,omitempty"`
	Scope       casework.ExclusionScope `json:"scope,omitempty"`
	Evidence    []casework.TextRef      `json:"evidence,omitempty"`
	Person      *person.Person          `json:"person,omitempty"`
	IntakeBody
}

// IntakeBody is what is written down on receipt (受理单).
type IntakeBody struct {
	Channel    casework.Channel    `json:"channel,omitempty"`
	Source     string              `json:"source,omitempty"`
	Kind       casework.Kind       `json:"kind,omitempty"`
	Urgency    casework.Urgency    `json:"urgency,omitempty"`
	Subject    string              `json:"subject,omitempty"`
	Title      string              `json:"title,omitempty"`
	Content    string              `json:"content,omitempty"`
	Division   string              `json:"division,omitempty"`
	Disclosure casework.Disclosure `json:"disclosure,omitempty"`
	SplitFrom  ident.CaseID        `json:"split_from,omitempty"`
	ReopenOf   ident.CaseID        `json:"reopen_of,omitempty"`
	// How it came in by letter, visit or web.
	Arrival      *arrival.Arrival `json:"arrival,omitempty"`
	Venue        string           `json:"venue,omitempty"`
	Receiver     string           `json:"receiver,omitempty"`
	OriginNumber string           `json:"origin_number,omitempty"`
}

// AnswerBody is a verdict, outcome and attitude apart.
type AnswerBody struct {
	Outcome  survey.Verdict `json:"outcome"`
	Attitude survey.Verdict `json:"attitude,omitempty"`
	Solved   survey.Solved  `json:"solved,omitempty"`
}

// Command is the body as the desk wants it; nil where none was sent.
func (b *Body) Command(do casework.Action, leg int) casework.Command {
	if b == nil {
		return casework.Command{Do: do, Leg: leg}
	}
	cmd := casework.Command{
		Do: do, Leg: leg, Reason: b.Reason, Basis: b.Basis, Note: b.Note, Reply: b.Reply, PublicReply: b.PublicReply,
		Units: b.Units, Unit: b.Unit, Until: b.Until, Target: b.Target, Parts: b.Parts, Amend: b.Amend, Tags: b.Tags, Level: b.Level,
		Route: b.Route, Office: b.Office, Result: b.Result, Scope: b.Scope, Evidence: b.Evidence,
	}
	if b.Answer != nil {
		cmd.Answer = &survey.Answer{Outcome: b.Answer.Outcome, Attitude: b.Answer.Attitude, Solved: b.Answer.Solved}
	}
	return cmd
}

// Who is who brings the case, where somebody is said to; nil where no body
// was sent.
func (b *Body) Who() *person.Person {
	if b == nil {
		return nil
	}
	return b.Person
}

// Receipt is the body of a case that is being received. Its tags belong to
// what is written down, not to an action on a case that is there.
func (b *Body) Receipt(do casework.Action) casework.Command {
	cmd := b.Command(do, 0)
	cmd.Tags = nil
	cmd.New = &casework.NewIntake{
		Title: b.Title, Content: b.Content, Venue: b.Venue, Receiver: b.Receiver, OriginNumber: b.OriginNumber,
		Intake: casework.Intake{
			Channel: b.Channel, Source: b.Source, Kind: b.Kind, Urgency: b.Urgency, Subject: b.Subject,
			Division: b.Division, Disclosure: b.Disclosure, Tags: b.Tags, SplitFrom: b.SplitFrom, ReopenOf: b.ReopenOf,
			Arrival: b.Arrival,
		},
	}
	return cmd
}
