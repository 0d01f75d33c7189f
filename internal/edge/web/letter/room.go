package letter

import (
	"context"
	"embed"
	"io/fs"

	"huying/internal/app/vault"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/person"
	"huying/internal/domain/rulebook"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/workbench"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/i18n"
	"huying/internal/kernel/ident"
)

// Desk tells the code with which a case is followed.
type Desk interface {
	QueryCode(id ident.CaseID) string
}

// Source reads one case, for an account that sees it.
type Source interface {
	Case(ctx context.Context, who identity.Account, number string, lang i18n.Lang) (workbench.CaseFile, error)
}

// Records reads what the region has decided.
type Records interface {
	Book(ctx context.Context) (*rulebook.Book, error)
}

// Persons keeps who brings cases.
type Persons interface {
	Mask(ctx context.Context, who identity.Account, cases ...*casework.Case) (map[ident.CaseID]vault.Masked, error)
	Reveal(ctx context.Context, who identity.Account, a vault.Asked) (person.Person, error)
}

// Options are what the room is made of.
type Options struct {
	Desk    Desk
	Source  Source
	Records Records
	Persons Persons // nil: nobody is kept
	Clock   clock.Source
	Public  string // the address of the installation, as people know it; empty: as they ask for it
}

//go:embed templates/*.html
var templateFiles embed.FS

type room struct{ Options }

// Room returns the pages of letters.
func Room(o Options) page.Room {
	s := &room{o}
	templates, err := fs.Sub(templateFiles, "templates")
	if err != nil {
		panic(err) // the name is a constant
	}
	none := []string{}
	return page.Room{
		Name: "letter", Templates: templates, Words: words,
		Routes: []page.Route{
			{Pattern: "GET /desk/cases/{number}/letters", Keys: none, Need: page.SignedIn, View: s.choose},
			{Pattern: "GET /desk/cases/{number}/letters/{kind}", Keys: none, Need: page.SignedIn, View: s.show},
			{Pattern: "POST /desk/cases/{number}/letters/{kind}", Keys: none, Need: page.SignedIn, View: s.send},
		},
	}
}
