package casework

import (
	"time"

	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/domain/survey"
	"huying/internal/kernel/ident"
)

// Event is one step of a case, as it is kept for ever. It is named by the
// action that made it and holds everything that Apply needs, so that neither
// a later flow table nor a later policy changes what the past says. It holds
// no personal data and no free text, only keyed references.
type Event struct {
	Case    ident.CaseID
	Version int
	Action  Action
	Leg     int       // 0: the case as a whole
	At      time.Time // recorded time: when it happened on record; as-of compares this
	Entered time.Time // when it was written here; differs from At for imported history
	By      By
	Data    Data
	Prev    string // hash of the event before; empty for the first
	Hash    string
}

// By is who did it, by pseudonym and role.
type By struct {
	User ident.UserID  `json:"user,omitempty"`
	Role identity.Role `json:"role"`
}

// Data is what an event carries.
type Data struct {
	CaseTo      CaseState      `json:"case_to,omitempty"` // empty: the case's state stays
	LegTo       LegState       `json:"leg_to,omitempty"`
	Received    *Received      `json:"received,omitempty"`
	Amended     *Amended       `json:"amended,omitempty"`
	Reason      string         `json:"reason,omitempty"`
	Basis       TextRef        `json:"basis,omitempty"`
	Note        TextRef        `json:"note,omitempty"`
	Reply       TextRef        `json:"reply,omitempty"`
	PublicReply TextRef        `json:"public_reply,omitempty"`
	Spawn       []Spawned      `json:"spawn,omitempty"`
	CancelLegs  []int          `json:"cancel_legs,omitempty"`
	Clocks      []ClockStep    `json:"clocks,omitempty"`
	Unit        ident.UnitID   `json:"unit,omitempty"`
	Until       time.Time      `json:"until,omitzero"`
	Answer      *survey.Answer `json:"answer,omitempty"`
	Target      ident.CaseID   `json:"target,omitempty"`
	Parts       []ident.CaseID `json:"parts,omitempty"`
	Tags        []Tag          `json:"tags,omitempty"`
	Level       int            `json:"level,omitempty"`
	Route       string         `json:"route,omitempty"`
	Office      string         `json:"office,omitempty"`
	Result      Result         `json:"result,omitempty"`
	Scope       ExclusionScope `json:"scope,omitempty"`
	Evidence    []TextRef      `json:"evidence,omitempty"`
}

// Received is the first event's record of the new case.
type Received struct {
	Number ident.CaseNumber `json:"number"`
	Region ident.RegionCode `json:"region"`
	Intake
}

// Amended is what an amendment changed, texts by reference.
type Amended struct {
	Kind       *Kind       `json:"kind,omitempty"`
	Urgency    *Urgency    `json:"urgency,omitempty"`
	Subject    *string     `json:"subject,omitempty"`
	Title      *TextRef    `json:"title,omitempty"`
	Content    *TextRef    `json:"content,omitempty"`
	Division   *string     `json:"division,omitempty"`
	Disclosure *Disclosure `json:"disclosure,omitempty"`
}

// Spawned is a leg that an event made.
type Spawned struct {
	Seq    int          `json:"seq"`
	Unit   ident.UnitID `json:"unit"`
	Role   LegRole      `json:"role"`
	Parent int          `json:"parent,omitempty"`
}

// ClockOp is what happened to a clock.
type ClockOp string

const (
	ClockStart  ClockOp = "start"
	ClockMeet   ClockOp = "meet"
	ClockStop   ClockOp = "stop"
	ClockMiss   ClockOp = "miss" // ended unmet, so that it counts as missed
	ClockPause  ClockOp = "pause"
	ClockResume ClockOp = "resume"
	ClockExtend ClockOp = "extend"
	ClockReopen ClockOp = "reopen" // a met clock runs again, as if never met
	ClockBegin  ClockOp = "begin"  // a limit that waited for its own event (signing) begins to count
	ClockAmend  ClockOp = "amend"  // due moved by an amended calendar
)

// ClockStep is one change of one clock, with the due time it led to.
type ClockStep struct {
	Op       ClockOp        `json:"op"`
	Kind     deadline.Clock `json:"kind"`
	Leg      int            `json:"leg,omitempty"`
	Start    time.Time      `json:"start,omitzero"` // the moment that the limit counts from, where it is not the event's
	Due      time.Time      `json:"due,omitzero"`
	Rule     string         `json:"rule,omitempty"`
	Calendar string         `json:"calendar,omitempty"`
}
