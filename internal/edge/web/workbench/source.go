package workbench

import (
	"context"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/exact"
	"huying/internal/kernel/i18n"
)

// Source is what lists and case files are filled from, for an account. Its
// errors are those of kernel/errs: NotFound for a case that is not there or that
// the account does not see, Invalid for a filter that cannot be. No type of this
// file has a field for a person.
type Source interface {
	// Cases returns one page of the cases that a filter takes, latest first.
	Cases(ctx context.Context, who identity.Account, f CaseFilter) (CasePage, error)
	// Case returns one case by its number.
	Case(ctx context.Context, who identity.Account, number string, lang i18n.Lang) (CaseFile, error)
}

// CaseFilter takes the cases that fit every field that is filled.
type CaseFilter struct {
	Number  string // start of the case number
	Unit    string // a unit that has a leg
	State   string
	LegIn   string // a leg in that state: of the unit, else of the account's own
	Late    bool   // a limit has passed
	Due     bool   // one comes within 24 hours
	Stands  string // how far it has come
	Channel string
	Kind    string
	Subject string // this one and all below it
	Verdict string // of the citizen, when called back on a day of Called
	Called  *calendar.Period
	Period  *calendar.Period // of receipt
	After   string           // CasePage.Next of the page before
	Limit   int
	Plain   bool // the rows alone: neither counted nor with what the filter offers
	Lang    i18n.Lang
}

// CasePage is one page of a list, with what its filter offers.
type CasePage struct {
	Rows     []CaseLine
	Next     string // empty on the last page
	Count    int    // of all pages, as far as MostCounted
	Units    []Choice
	States   []Choice
	LegsIn   []Choice
	Channels []Choice
	Kinds    []Choice
	Stands   []Choice
	Verdicts []Choice
	Subjects []string
}

// MostCounted is how far a list is counted.
const MostCounted = 10_000

// Choice is one option of a filter.
type Choice struct{ Value, Label string }

// CaseLine is a case in a list.
type CaseLine struct {
	Number     string
	Title      string
	Channel    string
	Kind       string
	Subject    string
	State      page.Tag
	Units      []string
	ReceivedAt time.Time
}

// CaseFile is one case with its whole record.
type CaseFile struct {
	Case       *casework.Case // as it stands
	Number     string
	Title      string
	Content    string
	State      page.Tag
	Channel    string
	Kind       string
	Subject    string
	Urgency    string
	Disclosure string
	Place      string // street or community, never an address
	Arrival    []Fact // how it came in
	Topics     []string
	ReceivedAt time.Time
	ClosedAt   time.Time // zero while open
	Answer     string    // the direct answer, where there was one
	Calls      []CallBack
	Legs       []Leg
	Clocks     []Clock // of the case as a whole; the legs have their own
	Events     []Event
}

// Fact is one thing that is on record of a case, in words.
type Fact struct{ Name, Value string }

// Leg is one unit's duty on the case.
type Leg struct {
	Seq          int
	Unit         string
	Role         string
	State        page.Tag
	Counted      string // why it is or is not in the figures, if that needs saying
	DispatchedAt time.Time
	SignedAt     time.Time
	ClosedAt     time.Time
	Days         *exact.Value
	Cycle        int    // 0, then 1 for the first rework
	Parent       int    // the leg that delegated this one; 0: the centre dispatched it
	Result       string // the unit's own word for what came of it
	Reply        string // likewise
	PublicReply  string // what the public may read of it
	Calls        []CallBack
	Clocks       []Clock
	Scored       *calendar.Period // the bulletin that scores the unit for it; nil: none does
}

// CallBack is one call-back with its verdicts; outcome and attitude are asked
// apart.
type CallBack struct {
	At       time.Time
	Outcome  page.Tag
	Attitude string
	Solved   string
}

// Clock is one limit with its explanation.
type Clock struct {
	Name        string
	State       page.Tag
	Start       time.Time
	Due         time.Time // zero: no limit
	Met         time.Time // zero: not met
	Ending      string    // what stopped or paused it, if anything did
	Provisional bool      // the calendar of its days was not published yet
	Assumed     bool      // its rule is an assumption, nobody's published one
	Lines       []string  // the rule, and how the limit was counted, a line each
	Ended       bool      // met or stopped
}

// Event is one step on record.
type Event struct {
	Version int
	At      time.Time
	Do      casework.Action
	Action  string // Do, as it is shown
	Leg     int    // 0: the case as a whole
	By      string // role, never a name
	Detail  string
}
