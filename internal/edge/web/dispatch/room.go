package dispatch

import (
	"context"
	"embed"
	"io/fs"

	"huying/internal/app/desk"
	"huying/internal/app/insight"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/edge/web/listing"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/workbench"
	"huying/internal/kernel/i18n"
	"huying/internal/kernel/ident"
)

// Desk takes cases in hand, and says what may be done on them.
type Desk interface {
	Offers(ctx context.Context, who identity.Account, c *casework.Case) ([]casework.Offer, error)
	Take(ctx context.Context, who identity.Account, id ident.CaseID) (desk.Holding, error)
	Leave(ctx context.Context, who identity.Account, id ident.CaseID) error
	Holdings(ctx context.Context, ids ...ident.CaseID) (map[ident.CaseID]desk.Holding, error)
}

// Records lists cases.
type Records interface {
	Cases(ctx context.Context, q insight.CaseQuery) (insight.CasePage, error)
}

// Source reads one case with its record, for an account that sees it.
type Source interface {
	Case(ctx context.Context, who identity.Account, number string, lang i18n.Lang) (workbench.CaseFile, error)
}

// Options are what the room is made of.
type Options struct {
	Desk    Desk
	Records Records
	Source  Source
	Lists   listing.Writer
}

//go:embed templates/*.html
var templateFiles embed.FS

type room struct{ Options }

// Addresses of this room.
const (
	Pool      = "/desk/pool"
	Decisions = "/desk/decisions"
)

// Room returns the pool and what waits for a decision.
func Room(o Options) page.Room {
	s := &room{o}
	templates, err := fs.Sub(templateFiles, "templates")
	if err != nil {
		panic(err) // the name is a constant
	}
	none := []string{}
	lists := append(o.Lists.Routes("pool", none, s.poolList), o.Lists.Routes("decisions", []string{"what"}, s.decisionsList)...)
	return page.Room{
		Name: "dispatch", Templates: templates, Words: words,
		Routes: append(lists, []page.Route{
			{Pattern: "GET /desk/pool", Keys: []string{"after"}, Need: page.SignedIn, View: s.pool},
			{Pattern: "POST /desk/pool", Keys: none, Need: page.SignedIn, View: s.hold},
			{Pattern: "GET /desk/decisions", Keys: []string{"what", "after"}, Need: page.SignedIn, View: s.decisions},
		}...),
		Nav: []page.Entry{{Section: "pool", Path: Pool, Show: dispatches}, {Section: "decisions", Path: Decisions, Show: decides}},
	}
}

func dispatches(who identity.Account) bool { return workbench.May(who, identity.CaseDispatch) }

func decides(who identity.Account) bool {
	return workbench.May(who, identity.CaseAdjudicate) || workbench.May(who, identity.CaseExclude)
}
