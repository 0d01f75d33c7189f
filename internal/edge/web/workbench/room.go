package workbench

import (
	"context"
	"embed"
	"html/template"
	"io"
	"io/fs"

	"huying/internal/app/attachment"
	"huying/internal/app/desk"
	"huying/internal/app/insight"
	"huying/internal/app/jobs"
	"huying/internal/app/tray"
	"huying/internal/app/vault"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/person"
	"huying/internal/domain/rulebook"
	"huying/internal/edge/web/listing"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/i18n"
	"huying/internal/kernel/ident"
)

// Desk gives commands for accounts.
type Desk interface {
	Act(ctx context.Context, who identity.Account, r desk.Request) (desk.Receipt, error)
	Offers(ctx context.Context, who identity.Account, c *casework.Case) ([]casework.Offer, error)
	Works(who identity.Account, c *casework.Case) bool
	Take(ctx context.Context, who identity.Account, id ident.CaseID) (desk.Holding, error)
	Leave(ctx context.Context, who identity.Account, id ident.CaseID) error
	Holdings(ctx context.Context, ids ...ident.CaseID) (map[ident.CaseID]desk.Holding, error)
}

// Records reads what the region has decided and what is to be done.
type Records interface {
	Book(ctx context.Context) (*rulebook.Book, error)
	Queues(ctx context.Context, s identity.Scope) (insight.Queues, error)
	Search(ctx context.Context, s identity.Scope, words []string, most int) (insight.Found, error)
	Titles(ctx context.Context, cases ...*casework.Case) (map[ident.CaseID]string, error)
}

// Persons keeps who brings cases.
type Persons interface {
	View(ctx context.Context, who identity.Account, id ident.CaseID) (vault.Masked, error)
	Reveal(ctx context.Context, who identity.Account, a vault.Asked) (person.Person, error)
	FindByPhone(ctx context.Context, who identity.Account, number string) ([]*casework.Case, error)
	Seen(ctx context.Context, who identity.Account, id ident.CaseID) ([]vault.Sight, error)
}

// Notices is where people read what they are told.
type Notices interface {
	Notices(ctx context.Context, who identity.Account, q jobs.NoticeQuery) (jobs.NoticePage, error)
	Read(ctx context.Context, who identity.Account, ids []string) error
}

// Files keeps the files that come with cases.
type Files interface {
	Put(ctx context.Context, who identity.Account, f attachment.Sent) (attachment.Attachment, error)
	List(ctx context.Context, who identity.Account, id ident.CaseID) ([]attachment.Attachment, error)
	Get(ctx context.Context, who identity.Account, of ident.CaseID, id ident.AttachmentID) (attachment.Attachment, io.ReadSeekCloser, error)
}

// Views keeps the lists that people ask for again and again.
type Views interface {
	Views(ctx context.Context, who identity.Account) ([]tray.View, error)
	KeepView(ctx context.Context, who identity.Account, name, query string) error
	DropView(ctx context.Context, who identity.Account, id string) error
}

// Options are what the room is made of.
type Options struct {
	Source  Source
	Desk    Desk
	Records Records
	Persons Persons // nil: nobody is kept
	Notices Notices // nil: nobody is told anything
	Files   Files   // nil: no file comes with a case
	Views   Views   // nil: no list is kept
	Letters bool    // letters to who brought a case can be printed
	Lists   listing.Writer
}

//go:embed templates/*.html
var templateFiles embed.FS

// room is what its pages are filled from.
type room struct{ Options }

// Addresses of this room.
const (
	Home        = "/desk/"
	casesPath   = "/desk/cases"
	receivePath = "/desk/receive"
)

// Room returns the pages of the desk (design §4.5).
func Room(o Options) page.Room {
	s := &room{o}
	templates, err := fs.Sub(templateFiles, "templates")
	if err != nil {
		panic(err) // the name is a constant
	}
	staff := func(who identity.Account) bool { return len(who.Grants) > 0 }
	none := []string{}
	routes := []page.Route{
		{Pattern: "GET /desk/{$}", Keys: none, View: s.home},
		{Pattern: "GET /desk/cases", Keys: append(filterKeys(), "after"), View: s.cases},
		{Pattern: "GET /desk/cases/{number}/seen/{file}", Keys: none, Raw: s.seenFile},
		{Pattern: "POST /desk/views", Keys: none, View: s.keepView},
		{Pattern: "POST /desk/bulk", Keys: none, View: s.bulk},
		{Pattern: "POST /desk/search", Keys: none, View: s.search},
		{Pattern: "GET /desk/search", Keys: none, View: s.searchPage},
		{Pattern: "GET /desk/cases/{number}", Keys: []string{"done"}, View: s.caseFile},
		{Pattern: "GET /desk/cases/{number}/reveal", Keys: none, View: s.revealPage},
		{Pattern: "POST /desk/cases/{number}/reveal", Keys: none, View: s.reveal},
		{Pattern: "POST /desk/cases/{number}/hold", Keys: none, View: s.hold},
		{Pattern: "GET /desk/cases/{number}/seen", Keys: none, View: s.seen},
		{Pattern: "GET /desk/cases/{number}/files", Keys: none, View: s.filesPage},
		{Pattern: "POST /desk/cases/{number}/files", Keys: none, Raw: s.putFile},
		{Pattern: "GET /desk/cases/{number}/files/{file}", Keys: none, Raw: s.file},
		{Pattern: "GET /desk/notices", Keys: []string{"all", "after"}, View: s.notices},
		{Pattern: "POST /desk/notices", Keys: none, View: s.readNotices},
		{Pattern: "GET /desk/cases/{number}/{action}", Keys: none, View: s.actionPage},
		{Pattern: "POST /desk/cases/{number}/{action}", Keys: none, View: s.act},
		{Pattern: "GET /desk/cases/{number}/legs/{leg}/{action}", Keys: none, View: s.actionPage},
		{Pattern: "POST /desk/cases/{number}/legs/{leg}/{action}", Keys: none, View: s.act},
	}
	routes = append(routes, o.Lists.Routes("cases", filterKeys(), s.casesList)...)
	routes = append(routes, o.Lists.Routes("notices", []string{"all"}, s.noticesList)...)
	for i := range routes {
		routes[i].Need = page.SignedIn
	}
	return page.Room{
		Name: "workbench", Templates: templates, Words: messages, Routes: routes, Funcs: funcs,
		Nav: []page.Entry{
			{Section: "desk", Path: Home, Show: staff}, {Section: "cases", Path: casesPath, Show: staff},
			{Section: "notices", Path: noticesPath, Show: func(who identity.Account) bool { return o.Notices != nil && staff(who) }},
		},
	}
}

// funcs are the functions of the room's templates.
func funcs(i18n.Lang) template.FuncMap {
	return template.FuncMap{"choice": func(name, now string, all []Choice) selection { return selection{name, now, all} }}
}

// selection is a filter that takes one of several.
type selection struct {
	Name, Now string
	All       []Choice
}

// may reports whether any of the account's roles has a permission.
func may(who identity.Account, p identity.Permission) bool {
	for _, g := range who.Grants {
		for _, has := range g.May {
			if has == p {
				return true
			}
		}
	}
	return false
}
