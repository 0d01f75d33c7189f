package office

import (
	"context"
	"time"

	"huying/internal/app/admin"
	"huying/internal/app/insight"
	"huying/internal/app/jobs"
	"huying/internal/app/people"
	"huying/internal/domain/calendar"
	"huying/internal/domain/identity"
	"huying/internal/domain/org"
	"huying/internal/domain/rulebook"
	"huying/internal/domain/scoring"
	"huying/internal/kernel/ident"
)

// Office changes what the region has decided.
type Office interface {
	Overview(ctx context.Context, by admin.Asker) (admin.Overview, error)
	InForce(ctx context.Context, by admin.Asker, kind rulebook.Kind, day calendar.Date) (admin.Overview, error)
	Version(ctx context.Context, by admin.Asker, kind rulebook.Kind, key string, version int) (rulebook.Dated, int, error)
	Preview(ctx context.Context, by admin.Asker, d admin.Draft, p admin.Page) (admin.Placed, error)
	Put(ctx context.Context, by admin.Asker, d admin.Draft) (admin.Placed, error)
	Export(ctx context.Context, by admin.Asker) (admin.Config, error)
	PreviewImport(ctx context.Context, by admin.Asker, in admin.Import, most int) (admin.Imported, error)
	Import(ctx context.Context, by admin.Asker, in admin.Import) (admin.Imported, error)
	Refused(ctx context.Context, by admin.Asker, action, object string) error
	Units
}

// Units keeps the units.
type Units interface {
	Plans(ctx context.Context) ([]admin.UnitPlan, error)
	OpenLegs(ctx context.Context, by admin.Asker, id ident.UnitID, most int) ([]admin.OpenLeg, int, error)
	AddUnit(ctx context.Context, by admin.Asker, u org.Unit, revision int) (org.Unit, int, error)
	ChangeUnit(ctx context.Context, by admin.Asker, id ident.UnitID, e admin.UnitEdit, revision int) (org.Unit, int, error)
	CloseUnit(ctx context.Context, by admin.Asker, id ident.UnitID, last calendar.Date, revision int) (org.Unit, int, error)
	DropPlan(ctx context.Context, by admin.Asker, id ident.UnitID, day calendar.Date, revision int) (int, error)
}

// Accounts keeps accounts, and shows the audit.
type Accounts interface {
	List(ctx context.Context, by identity.Account) ([]people.Entry, error)
	Create(ctx context.Context, by identity.Account, n people.NewAccount) (ident.UserID, error)
	Assign(ctx context.Context, by identity.Account, id ident.UserID, unit ident.UnitID, roles []identity.Role) error
	Disable(ctx context.Context, by identity.Account, id ident.UserID) error
	Enable(ctx context.Context, by identity.Account, id ident.UserID) error
	Unlock(ctx context.Context, by identity.Account, id ident.UserID) error
	ResetCode(ctx context.Context, by identity.Account, id ident.UserID) error
	EndSessions(ctx context.Context, by identity.Account, id ident.UserID) error
	Link(ctx context.Context, by identity.Account, id ident.UserID) (token string, ends time.Time, err error)
	Trail(ctx context.Context, by identity.Account, f people.TrailFilter) ([]people.TrailRow, error)
	Logins(ctx context.Context, by identity.Account) (map[ident.UserID]string, error)
}

// Jobs looks after what is done outside of requests.
type Jobs interface {
	Jobs(ctx context.Context, by identity.Account, q jobs.JobQuery) (jobs.JobPage, error)
	Retry(ctx context.Context, by identity.Account, id string) (jobs.Job, error)
	Cancel(ctx context.Context, by identity.Account, id string) (jobs.Job, error)
}

// Records reads what the region has decided.
type Records interface {
	Book(ctx context.Context) (*rulebook.Book, error)
	Editions(ctx context.Context) ([]insight.Edition, error)
	Try(ctx context.Context, s *scoring.Scheme, p calendar.Period, asOf time.Time) (insight.Trial, error)
}

// Files reads and writes configurations as files.
type Files struct {
	Read  func(data []byte, name string) (admin.Config, error)
	Write func(c admin.Config, format, part string) ([]byte, error) // no part: all of it
}

var (
	_ Office   = (*admin.Office)(nil)
	_ Accounts = (*people.People)(nil)
	_ Jobs     = (*jobs.Control)(nil)
)
