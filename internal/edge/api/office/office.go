// Package office is the part of the JSON door where a region is administered:
// rules, units, accounts and the audit. It knows requests by what the API hands
// it, and answers in the API's forms.
package office

import (
	"context"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/app/admin"
	"huying/internal/domain/calendar"
	"huying/internal/domain/org"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// Office changes what the region has decided, and puts on record who did so.
type Office interface {
	Overview(ctx context.Context, by admin.Asker) (admin.Overview, error)
	InForce(ctx context.Context, by admin.Asker, kind rulebook.Kind, day calendar.Date) (admin.Overview, error)
	Version(ctx context.Context, by admin.Asker, kind rulebook.Kind, key string, version int) (rulebook.Dated, int, error)
	Preview(ctx context.Context, by admin.Asker, d admin.Draft, p admin.Page) (admin.Placed, error)
	Put(ctx context.Context, by admin.Asker, d admin.Draft) (admin.Placed, error)
	Today(ctx context.Context) (calendar.Date, error)
	Refused(ctx context.Context, by admin.Asker, action, object string) error
	UnitOffice
}

// UnitOffice keeps the units.
type UnitOffice interface {
	Plans(ctx context.Context) ([]admin.UnitPlan, error)
	OpenLegs(ctx context.Context, by admin.Asker, id ident.UnitID, most int) ([]admin.OpenLeg, int, error)
	AddUnit(ctx context.Context, by admin.Asker, u org.Unit, revision int) (org.Unit, int, error)
	ChangeUnit(ctx context.Context, by admin.Asker, id ident.UnitID, e admin.UnitEdit, revision int) (org.Unit, int, error)
	CloseUnit(ctx context.Context, by admin.Asker, id ident.UnitID, last calendar.Date, revision int) (org.Unit, int, error)
	DropPlan(ctx context.Context, by admin.Asker, id ident.UnitID, day calendar.Date, revision int) (int, error)
}

var _ Office = (*admin.Office)(nil)

// Options are what the office works with.
type Options struct {
	API      huma.API
	Prefix   string
	Office   Office   // nil: nothing is changed here
	Accounts Accounts // nil: no account is kept, and no audit shown
	Book     func(ctx context.Context) (*rulebook.Book, error)
	Asker    func(ctx context.Context) admin.Asker
	// Problem and TextProblem are an error as it is answered; the latter tells
	// what is wrong with a text that was sent, each in its place.
	Problem     func(err error) error
	TextProblem func(err error) error
}

// front holds the options; it is immutable.
type front struct{ Options }

// Mount makes the operations.
func Mount(o Options) {
	f := &front{o}
	f.registerUnits()
	f.registerConfig()
	f.registerLookups()
	f.registerAccounts()
	f.registerAudit()
}

// etag is a revision as a header says it.
func etag(revision int) string { return strconv.Quote(strconv.Itoa(revision)) }

// Seen is the revision of the configuration that a change is made on.
type Seen struct {
	Match string `header:"If-Match" maxLength:"24" doc:"The ETag of the configuration that was read: refused (412) when somebody has changed it since, and (428) without one"`
}

// revision reads If-Match. What changes something needs one.
func (s Seen) revision() (int, error) {
	if s.Match == "" {
		return 0, errs.New(errs.Invalid, "config.unseen", "send the ETag of what was read as If-Match", "请以 If-Match 提交所读配置的 ETag")
	}
	n, err := strconv.Atoi(strings.Trim(s.Match, `"`))
	if err != nil || n < 1 {
		return 0, errs.New(errs.Invalid, "if_match", `If-Match is the ETag of a configuration, such as "12"`, `If-Match 应为配置的 ETag，如 "12"`)
	}
	return n, nil
}

// dateText is a day as the interface says it; empty for none.
func dateText(d calendar.Date) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

// dateOf reads a day; empty is none.
func dateOf(text string) (calendar.Date, error) {
	if text == "" {
		return 0, nil
	}
	return calendar.ParseDate(text)
}
