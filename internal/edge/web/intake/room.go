package intake

import (
	"context"
	"embed"
	"io/fs"

	"huying/internal/app/attachment"
	"huying/internal/app/insight"
	"huying/internal/app/tray"
	"huying/internal/app/vault"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/rulebook"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/workbench"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/i18n"
	"huying/internal/kernel/ident"
)

// Desk gives commands for accounts.
type Desk interface {
	workbench.Desk
	QueryCode(id ident.CaseID) string
}

// Source reads one case, for an account that sees it.
type Source interface {
	Case(ctx context.Context, who identity.Account, number string, lang i18n.Lang) (workbench.CaseFile, error)
}

// Records reads what the region has decided, and what was brought before.
type Records interface {
	Book(ctx context.Context) (*rulebook.Book, error)
	Alike(ctx context.Context, s identity.Scope, subject, division string, most int) (insight.CasePage, error)
	Titles(ctx context.Context, cases ...*casework.Case) (map[ident.CaseID]string, error)
}

// Persons keeps who brings cases.
type Persons interface {
	FindByPhone(ctx context.Context, who identity.Account, number string) ([]*casework.Case, error)
	Mask(ctx context.Context, who identity.Account, cases ...*casework.Case) (map[ident.CaseID]vault.Masked, error)
}

// Drafts keeps what is written and not sent.
type Drafts interface {
	Keeps() bool
	Draft(ctx context.Context, who identity.Account, form string) (tray.Draft, bool, error)
	Keep(ctx context.Context, who identity.Account, form, text string) error
	Drop(ctx context.Context, who identity.Account, form string) error
}

// Files keeps what comes with a form until there is a case.
type Files interface {
	Await(ctx context.Context, who identity.Account, s attachment.Sent) (attachment.Scan, error)
	Waiting(ctx context.Context, who identity.Account, ids []string) ([]attachment.Scan, error)
	Adopt(ctx context.Context, who identity.Account, id ident.CaseID, ids []string) error
	Forget(ctx context.Context, who identity.Account, ids []string) error
}

// Options are what the room is made of.
type Options struct {
	Desk    Desk
	Source  Source
	Records Records
	Persons Persons // nil: nobody is kept
	Drafts  Drafts
	Letters bool         // letters can be printed
	Files   Files        // nil: no file comes with a case
	Clock   clock.Source // nil: the clock of the machine
}

//go:embed templates/*.html
var templateFiles embed.FS

type room struct{ Options }

// Addresses of this room.
const (
	Path         = "/desk/receive"
	draftPath    = Path + "/draft"
	completePath = Path + "/complete"
)

// Room returns the operator's screen.
func Room(o Options) page.Room {
	if o.Clock == nil {
		o.Clock = clock.System{}
	}
	s := &room{o}
	templates, err := fs.Sub(templateFiles, "templates")
	if err != nil {
		panic(err) // the name is a constant
	}
	none := []string{}
	return page.Room{
		Name: "intake", Templates: templates, Words: words,
		Routes: []page.Route{
			{Pattern: "GET /desk/receive", Keys: none, Need: page.SignedIn, View: s.show},
			{Pattern: "POST /desk/receive", Keys: none, Need: page.SignedIn, Raw: s.taken},
			{Pattern: "GET /desk/receive/{way}", Keys: none, Need: page.SignedIn, View: s.show},
			{Pattern: "POST /desk/receive/{way}", Keys: none, Need: page.SignedIn, Raw: s.taken},
			{Pattern: "POST /desk/receive/draft", Keys: none, Need: page.SignedIn, Raw: s.saved},
			{Pattern: "POST /desk/receive/complete", Keys: none, Need: page.SignedIn, Raw: s.complete},
		},
		Nav: []page.Entry{{Section: "receive", Path: Path, Show: receives}},
	}
}

func receives(who identity.Account) bool { return workbench.May(who, identity.CaseReceive) }
