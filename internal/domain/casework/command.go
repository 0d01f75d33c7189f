package casework

import (
	"time"

	"huying/internal/domain/survey"
	"huying/internal/kernel/ident"
)

// Command is one act on a case. Do names it; the flow tables say which of the
// other fields it must and may carry. Texts are given in full here and leave
// as references; a leg is named by its sequence number.
type Command struct {
	Do          Action         `json:"do"`
	Leg         int            `json:"leg,omitempty"`
	Reason      string         `json:"reason,omitempty"` // code of a reason list
	Basis       string         `json:"basis,omitempty"`  // legal or rule basis
	Note        string         `json:"note,omitempty"`
	Reply       string         `json:"reply,omitempty"`
	PublicReply string         `json:"public_reply,omitempty"`
	Units       []Assignment   `json:"units,omitempty"`
	Unit        ident.UnitID   `json:"unit,omitempty"`
	Until       time.Time      `json:"until,omitzero"`
	Answer      *survey.Answer `json:"answer,omitempty"`
	Target      ident.CaseID   `json:"target,omitempty"`
	Parts       []ident.CaseID `json:"parts,omitempty"`
	New         *NewIntake     `json:"new,omitempty"`
	Amend       *Amendment     `json:"amend,omitempty"`
	Tags        []Tag          `json:"tags,omitempty"`
	Level       int            `json:"level,omitempty"`
	Route       string         `json:"route,omitempty"`
	Office      string         `json:"office,omitempty"`
	Result      Result         `json:"result,omitempty"`
	Scope       ExclusionScope `json:"scope,omitempty"`
	Evidence    []TextRef      `json:"evidence,omitempty"` // digests of attachments
	Dues        *Dues          `json:"dues,omitempty"`     // limits set by another system (import)
}

// Assignment gives one unit a part.
type Assignment struct {
	Unit ident.UnitID `json:"unit"`
	Role LegRole      `json:"role"`
}

// NewIntake is a case being received: its identity, given by the desk, and
// what was written down, texts in full.
type NewIntake struct {
	ID      ident.CaseID
	Number  ident.CaseNumber
	Region  ident.RegionCode
	Title   string
	Content string
	// Of its arrival.
	Venue        string
	Receiver     string
	OriginNumber string
	Intake       // text references in it are filled by Decide
}

// Amendment is a correction of what was written down on receipt; nil leaves a
// field as it is.
type Amendment struct {
	Kind       *Kind       `json:"kind,omitempty"`
	Urgency    *Urgency    `json:"urgency,omitempty"`
	Subject    *string     `json:"subject,omitempty"`
	Title      *string     `json:"title,omitempty"`
	Content    *string     `json:"content,omitempty"`
	Division   *string     `json:"division,omitempty"`
	Disclosure *Disclosure `json:"disclosure,omitempty"`
}

// Dues are the limits that another system set. With Dues the platform's own
// policies are not asked: a zero time means no limit (design §4.2, §4.3).
type Dues struct {
	Sign     time.Time `json:"sign,omitzero"`
	Close    time.Time `json:"close,omitzero"`
	CallBack time.Time `json:"callback,omitzero"`
}
