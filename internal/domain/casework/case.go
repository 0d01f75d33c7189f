package casework

import (
	"slices"
	"time"

	"huying/internal/domain/arrival"
	"huying/internal/domain/deadline"
	"huying/internal/domain/survey"
	"huying/internal/kernel/ident"
)

// Case 诉求件 is what one citizen brings, with the legs that units carry. It is
// one aggregate under one version: every change of any part is an event.
// Times are UTC. The JSON form is what the store keeps.
type Case struct {
	ID      ident.CaseID     `json:"id"`
	Number  ident.CaseNumber `json:"number"`
	Region  ident.RegionCode `json:"region"`
	Version int              `json:"version"` // of the last event; the first event is 1
	State   CaseState        `json:"state"`
	Intake
	ReceivedAt   time.Time      `json:"received_at"`
	ReceivedBy   ident.UserID   `json:"received_by,omitempty"`
	ClosedAt     time.Time      `json:"closed_at,omitzero"`
	Answer       *DirectAnswer  `json:"answer,omitempty"`
	Calls        []Call         `json:"calls,omitempty"` // call-backs of a directly answered case, or of a merged one
	Legs         []Leg          `json:"legs,omitempty"`
	Clocks       []Clock        `json:"clocks,omitempty"`
	Hastened     int            `json:"hastened,omitempty"`
	HastenedAt   time.Time      `json:"hastened_at,omitzero"`
	Instructed   int            `json:"instructed,omitempty"`  // instructions 批示 of leaders
	Supervision  int            `json:"supervision,omitempty"` // level of supervision 督办, 0 none
	TrackedUntil time.Time      `json:"tracked_until,omitzero"`
	Reason       string         `json:"reason,omitempty"` // of refusal, invalidity, withdrawal …
	Route        string         `json:"route,omitempty"`  // the lawful route told to the citizen
	MergedInto   ident.CaseID   `json:"merged_into,omitempty"`
	Absorbed     []ident.CaseID `json:"absorbed,omitempty"`
	Parts        []ident.CaseID `json:"parts,omitempty"`       // cases split off
	ReopenedAs   ident.CaseID   `json:"reopened_as,omitempty"` // the new case that took over after archiving
	Public       bool           `json:"public,omitempty"`
	Consented    bool           `json:"consented,omitempty"` // whoever brought it agrees to its being published
	LastAt       time.Time      `json:"last_at"`             // recorded time of the latest event
	Hash         string         `json:"hash"`                // of the last event
}

// Intake is what the centre writes down on receipt (受理单).
type Intake struct {
	Channel    Channel         `json:"channel"`
	Source     string          `json:"source,omitempty"` // sub-source of the channel, "mayor-box"
	Kind       Kind            `json:"kind"`
	Urgency    Urgency         `json:"urgency,omitempty"`
	Subject    string          `json:"subject,omitempty"` // path in the subject tree, levels joined by /
	Title      TextRef         `json:"title,omitempty"`
	Content    TextRef         `json:"content,omitempty"`
	Division   string          `json:"division,omitempty"` // code of the street or community it is about
	Disclosure Disclosure      `json:"disclosure,omitempty"`
	Person     TextRef         `json:"person,omitempty"` // keyed reference into the person vault
	Contact    ident.ContactID `json:"contact,omitempty"`
	// How it came in by letter, visit or web; nil and empty where nothing was
	// written down. Where people were received, by whom, and the number that
	// another portal gave are texts: they may be somebody's.
	Arrival      *arrival.Arrival `json:"arrival,omitempty"`
	Venue        TextRef          `json:"venue,omitempty"`
	Receiver     TextRef          `json:"receiver,omitempty"`
	OriginNumber TextRef          `json:"origin_number,omitempty"`
	Tags         []Tag            `json:"tags,omitempty"`
	SplitFrom    ident.CaseID     `json:"split_from,omitempty"`
	ReopenOf     ident.CaseID     `json:"reopen_of,omitempty"`
}

// Tag marks a case for a topic 专题, under one of its facets where it has them.
type Tag struct {
	Topic string `json:"topic"`
	Facet string `json:"facet,omitempty"`
}

// DirectAnswer 直接答复 is the centre's own answer on the spot.
type DirectAnswer struct {
	At    time.Time `json:"at"`
	Reply TextRef   `json:"reply,omitempty"`
	Basis string    `json:"basis,omitempty"` // id of the knowledge entry or rule that was used
}

// Call is one call-back, with the moment it was made.
type Call struct {
	At time.Time `json:"at"`
	survey.Answer
}

// Leg 承办任务 is one unit's duty on a case.
type Leg struct {
	Seq            int           `json:"seq"` // 1, 2, … in the order of dispatch
	Unit           ident.UnitID  `json:"unit"`
	Role           LegRole       `json:"role"`
	Parent         int           `json:"parent,omitempty"` // the leg that delegated this one
	State          LegState      `json:"state"`
	Cycle          int           `json:"cycle,omitempty"` // 0, then 1 for the first rework …
	DispatchedAt   time.Time     `json:"dispatched_at"`
	SignedAt       time.Time     `json:"signed_at,omitzero"`
	ContactedAt    time.Time     `json:"contacted_at,omitzero"` // first contact with the citizen (先行联系)
	SubmittedAt    time.Time     `json:"submitted_at,omitzero"`
	ClosedAt       time.Time     `json:"closed_at,omitzero"` // the submission that the centre accepted; zero while open
	EndedAt        time.Time     `json:"ended_at,omitzero"`  // returned or cancelled
	Office         string        `json:"office,omitempty"`   // who inside the unit
	Result         Result        `json:"result,omitempty"`
	Reply          TextRef       `json:"reply,omitempty"`
	PublicReply    TextRef       `json:"public_reply,omitempty"`
	Calls          []Call        `json:"calls,omitempty"`
	Returns        int           `json:"returns,omitempty"` // returns asked for
	ReturnBarred   bool          `json:"return_barred,omitempty"`
	Extensions     int           `json:"extensions,omitempty"` // granted
	Suspensions    int           `json:"suspensions,omitempty"`
	SuspendedUntil time.Time     `json:"suspended_until,omitzero"` // when the suspension is to end, where that was said; zero once it has
	SentBack       int           `json:"sent_back,omitempty"`
	Asked          *Ask          `json:"asked,omitempty"` // what awaits the centre's word
	Objected       bool          `json:"objected,omitempty"`
	Exclusion      *Exclusion    `json:"exclusion,omitempty"`
	ProposedBy     *ProposedMark `json:"proposed_exclusion,omitempty"`
}

// Ask is a unit's request that the centre decides: return, extension,
// suspension or plea.
type Ask struct {
	At     time.Time    `json:"at"`
	Reason string       `json:"reason"`
	Until  time.Time    `json:"until,omitzero"`
	Unit   ident.UnitID `json:"unit,omitempty"` // the unit suggested instead
}

// Exclusion 剔除 takes a leg out of the count, on a ground that is published.
type Exclusion struct {
	At     time.Time      `json:"at"`
	Ground string         `json:"ground"`
	Scope  ExclusionScope `json:"scope"`
}

// ProposedMark is an exclusion asked for and not yet decided; whoever asked
// may not decide (two-person rule, domain.md §5.4).
type ProposedMark struct {
	By     ident.UserID `json:"by"`
	Ground string       `json:"ground"`
}

// Clock is one running or ended limit. Leg 0 means the case as a whole. A
// clock without Due has no limit and is never late.
type Clock struct {
	Kind     deadline.Clock `json:"kind"`
	Leg      int            `json:"leg,omitempty"`
	Turn     int            `json:"turn,omitempty"` // 0 for the first of its kind on the leg
	Start    time.Time      `json:"start"`
	Due      time.Time      `json:"due,omitzero"`
	Rule     string         `json:"rule,omitempty"`     // policy@version#rule, for the explanation
	Calendar string         `json:"calendar,omitempty"` // calendar@version
	Met      time.Time      `json:"met,omitzero"`
	Stopped  time.Time      `json:"stopped,omitzero"` // ended without being met
	Missed   bool           `json:"missed,omitempty"` // stopped because it can no longer be met
	Pauses   []Pause        `json:"pauses,omitempty"`
	Extended []Extension    `json:"extended,omitempty"`
}

// Pause is one span in which a clock stood still; Until is zero while it does.
type Pause struct {
	From  time.Time `json:"from"`
	Until time.Time `json:"until,omitzero"`
}

// Extension is one granted extension: the moment, and due before and after.
type Extension struct {
	At     time.Time `json:"at"`
	Before time.Time `json:"before"`
	After  time.Time `json:"after"`
}

// Open reports whether the clock is still to be met.
func (k Clock) Open() bool { return k.Met.IsZero() && k.Stopped.IsZero() }

// Paused reports whether the clock stands still.
func (k Clock) Paused() bool {
	return len(k.Pauses) > 0 && k.Pauses[len(k.Pauses)-1].Until.IsZero()
}

// Leg returns the leg with that sequence number.
func (c *Case) Leg(seq int) (*Leg, bool) {
	if seq < 1 || seq > len(c.Legs) {
		return nil, false
	}
	return &c.Legs[seq-1], true
}

// Counts reports whether the leg is one of the legs that figures are made of:
// live, and not a child of another (design §4.3).
func (l *Leg) Counts() bool { return l.Role != Child && l.State.Live() }

// First returns the first verdict that a call-back brought.
func (l *Leg) First() survey.Answer { return firstAnswer(l.Calls) }

// Last returns the verdict that counts: the last one given, or the last
// attempt where none was.
func (l *Leg) Last() survey.Answer { return lastAnswer(l.Calls) }

// LastAnswer is Leg.Last for a directly answered case's own call-backs.
func (c *Case) LastAnswer() survey.Answer { return lastAnswer(c.Calls) }

func firstAnswer(calls []Call) survey.Answer {
	for _, call := range calls {
		if call.Outcome.Surveyed() {
			return call.Answer
		}
	}
	return survey.Answer{}
}

func lastAnswer(calls []Call) survey.Answer {
	var last survey.Answer
	for _, call := range calls {
		if call.Outcome.Surveyed() || !last.Outcome.Surveyed() {
			last = call.Answer
		}
	}
	return last
}

// Clock returns the latest clock of a kind on a leg (0: the case).
func (c *Case) Clock(kind deadline.Clock, leg int) (*Clock, bool) {
	for i := len(c.Clocks) - 1; i >= 0; i-- {
		if k := &c.Clocks[i]; k.Kind == kind && k.Leg == leg {
			return k, true
		}
	}
	return nil, false
}

// Clone returns a deep copy: nothing in it is shared with c.
func (c *Case) Clone() *Case { return c.clone(0, 0) }

// clone is Clone with room for more legs and clocks.
func (c *Case) clone(legs, clocks int) *Case {
	d := *c
	d.Tags = slices.Clone(c.Tags)
	d.Arrival = clonePointer(c.Arrival)
	d.Answer = clonePointer(c.Answer)
	d.Calls = slices.Clone(c.Calls)
	d.Legs = cloneGrown(c.Legs, legs)
	for i := range d.Legs {
		l := &d.Legs[i]
		l.Calls = slices.Clone(l.Calls)
		l.Asked = clonePointer(l.Asked)
		l.Exclusion = clonePointer(l.Exclusion)
		l.ProposedBy = clonePointer(l.ProposedBy)
	}
	d.Clocks = cloneGrown(c.Clocks, clocks)
	for i := range d.Clocks {
		d.Clocks[i].Pauses = slices.Clone(d.Clocks[i].Pauses)
		d.Clocks[i].Extended = slices.Clone(d.Clocks[i].Extended)
	}
	d.Absorbed = slices.Clone(c.Absorbed)
	d.Parts = slices.Clone(c.Parts)
	return &d
}

func cloneGrown[T any](s []T, more int) []T {
	if len(s)+more == 0 {
		return nil
	}
	return append(make([]T, 0, len(s)+more), s...)
}

func clonePointer[T any](p *T) *T {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}
