package reporter

import (
	"context"
	"strings"
	"time"

	"huying/internal/app/desk"
	"huying/internal/app/insight"
	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/domain/openleg"
	"huying/internal/domain/person"
	"huying/internal/kernel/ident"
)

// Desk gives commands for whoever brought a case.
type Desk interface {
	Own(ctx context.Context, number ident.CaseNumber, code string) (*casework.Case, error)
	GiveOwn(ctx context.Context, r desk.Request) (desk.Receipt, error)
	Offers(ctx context.Context, who identity.Account, c *casework.Case) ([]casework.Offer, error)
	Reporter() identity.Account
	Submit(ctx context.Context, n casework.NewIntake, who *person.Person, once desk.Once) (desk.Receipt, error)
	QueryCode(id ident.CaseID) string
}

// Records reads what is on record of a case.
type Records interface {
	CaseFile(ctx context.Context, number ident.CaseNumber) (insight.CaseFile, error)
	Proofs(ctx context.Context, id ident.CaseID) ([]openleg.Proof, error)
}

// Options are what a Door stands on.
type Options struct {
	Desk    Desk
	Records Records
	Files   Files            // nil: no file comes with a case
	Now     func() time.Time // nil: the clock of the machine
}

// Door opens cases to those who brought them. It is safe for use by several
// goroutines.
type Door struct {
	o       Options
	guesses *guesses
}

// New returns a door. All that an installation serves has to go by one: each
// counts for itself.
func New(o Options) *Door {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Door{o, newGuesses(o.Now)}
}

// Open returns the case that a number and its query code open, however the code
// was typed. Errors: NotFound ("case.own"), the same for a wrong number and a
// wrong code; Denied ("query_code.slow") after too many wrong codes.
func (d *Door) Open(ctx context.Context, number ident.CaseNumber, code string) (*casework.Case, error) {
	if err := d.guesses.ask(number); err != nil {
		return nil, err
	}
	c, err := d.o.Desk.Own(ctx, number, plainCode(code))
	d.guesses.note(number, err == nil)
	return c, err
}

// plainCode is a code as it was told, however it was typed.
func plainCode(typed string) string { return strings.ToUpper(strings.ReplaceAll(typed, " ", "")) }

// Read returns a case that has been opened as it stands now: what its reporter
// is told of it, and what they may do.
func (d *Door) Read(ctx context.Context, number ident.CaseNumber) (View, []casework.Offer, error) {
	f, err := d.o.Records.CaseFile(ctx, number)
	if err != nil {
		return View{}, nil, err
	}
	offers, err := d.o.Desk.Offers(ctx, d.o.Desk.Reporter(), f.Case)
	return viewOf(f), offers, err
}

// Proofs are the proofs that a case that has been opened was counted as it was,
// in each bulletin that counts it.
func (d *Door) Proofs(ctx context.Context, id ident.CaseID) ([]openleg.Proof, error) {
	return d.o.Records.Proofs(ctx, id)
}

// Sent is a command for a case that has been opened.
type Sent struct {
	Case   ident.CaseID
	Cmd    casework.Command
	Once   string // keeps it from being done twice (幂等键); empty: it may be
	Digest string // tells one request from another under the same key
}

// Give gives the command.
func (d *Door) Give(ctx context.Context, s Sent) error {
	r := desk.Request{Case: s.Case, Cmd: s.Cmd}
	if s.Once != "" {
		r.Once = desk.Once{Account: desk.OwnAccount(s.Case), Key: s.Once, Digest: s.Digest}
	}
	_, err := d.o.Desk.GiveOwn(ctx, r)
	return err
}

// Written is what somebody submits.
type Written struct {
	Intake casework.NewIntake
	Person *person.Person // nil: nobody that is known
	Once   string
	Digest string
}

// Taken 受理结果 is a case that has been submitted: with number and code it can
// be followed.
type Taken struct {
	Case   ident.CaseID
	Number ident.CaseNumber
	Code   string
	Due    time.Time // until when it is decided who handles it; zero: no limit
}

// Submit receives a case. The same request again under the same key gives the
// same case.
func (d *Door) Submit(ctx context.Context, w Written) (Taken, error) {
	done, err := d.o.Desk.Submit(ctx, w.Intake, w.Person, desk.Once{Key: w.Once, Digest: w.Digest})
	if err != nil {
		return Taken{}, err
	}
	t := Taken{Case: done.Case.ID, Number: done.Case.Number, Code: d.o.Desk.QueryCode(done.Case.ID)}
	if k, ok := done.Case.Clock(deadline.Dispatch, 0); ok {
		t.Due = k.Due
	}
	return t, nil
}
