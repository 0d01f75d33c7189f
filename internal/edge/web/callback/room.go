package callback

import (
	"context"
	"embed"
	"io/fs"

	"huying/internal/app/desk"
	"huying/internal/app/insight"
	"huying/internal/app/vault"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/rulebook"
	"huying/internal/edge/web/listing"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/workbench"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/i18n"
	"huying/internal/kernel/ident"
)

// Desk gives commands for accounts, and keeps cases in one hand.
type Desk interface {
	Act(ctx context.Context, who identity.Account, r desk.Request) (desk.Receipt, error)
	Offers(ctx context.Context, who identity.Account, c *casework.Case) ([]casework.Offer, error)
	Take(ctx context.Context, who identity.Account, id ident.CaseID) (desk.Holding, error)
	Holdings(ctx context.Context, ids ...ident.CaseID) (map[ident.CaseID]desk.Holding, error)
}

// Records lists cases and says what the region has decided.
type Records interface {
	Book(ctx context.Context) (*rulebook.Book, error)
	Cases(ctx context.Context, q insight.CaseQuery) (insight.CasePage, error)
}

// Source reads one case with its record, for an account that sees it.
type Source interface {
	Case(ctx context.Context, who identity.Account, number string, lang i18n.Lang) (workbench.CaseFile, error)
}

// Persons tells who brought cases, masked; each look at one is on record.
type Persons interface {
	Mask(ctx context.Context, who identity.Account, cases ...*casework.Case) (map[ident.CaseID]vault.Masked, error)
	View(ctx context.Context, who identity.Account, id ident.CaseID) (vault.Masked, error)
}

// Options are what the room is made of.
type Options struct {
	Desk    Desk
	Records Records
	Source  Source
	Persons Persons // nil: nobody is kept
	Clock   clock.Source
	Lists   listing.Writer
}

//go:embed templates/*.html
var templateFiles embed.FS

type room struct{ Options }

// Path is where call-backs are made.
const Path = "/desk/callbacks"

// Room returns the call-back desk.
func Room(o Options) page.Room {
	s := &room{o}
	templates, err := fs.Sub(templateFiles, "templates")
	if err != nil {
		panic(err) // the name is a constant
	}
	none := []string{}
	return page.Room{
		Name: "callback", Templates: templates, Words: words,
		Routes: append(o.Lists.Routes("callbacks", []string{"plan", "rest"}, s.list), []page.Route{
			{Pattern: "GET /desk/callbacks", Keys: []string{"plan", "rest", "after"}, Need: page.SignedIn, View: s.queue},
			{Pattern: "POST /desk/callbacks", Keys: none, Need: page.SignedIn, View: s.begin},
			{Pattern: "GET /desk/callbacks/{number}/legs/{leg}", Keys: []string{"plan"}, Need: page.SignedIn, View: s.call},
			{Pattern: "POST /desk/callbacks/{number}/legs/{leg}", Keys: []string{"plan"}, Need: page.SignedIn, View: s.take},
		}...),
		Nav: []page.Entry{{Section: "callbacks", Path: Path, Show: calls}},
	}
}

func calls(who identity.Account) bool { return workbench.May(who, identity.CaseCallBack) }
