package citizen

import (
	"context"
	"embed"
	"html/template"
	"io/fs"
	"time"

	"huying/internal/app/insight"
	"huying/internal/domain/rulebook"
	"huying/internal/edge/reporter"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/i18n"
)

// Records reads what the region has decided, and what is shown to all.
type Records interface {
	Book(ctx context.Context) (*rulebook.Book, error)
	Shown(ctx context.Context, after *insight.CaseKey, limit int) (insight.ShownPage, error)
}

// Options are what the room is made of.
type Options struct {
	Door    *reporter.Door // the API's own, so that wrong codes are counted once
	Records Records
	Persons bool             // who brings a case can be kept
	Public  string           // the address of the installation, as people know it; empty: as they ask for it
	Now     func() time.Time // nil: the clock of the machine
}

//go:embed templates/*.html
var templateFiles embed.FS

// room is what its pages are filled from.
type room struct {
	Options
	open *openings
}

// Addresses of this room.
const (
	Home        = "/public/"
	submitPath  = "/public/submit"
	queryPath   = "/public/query"
	minePath    = "/public/mine"
	leavePath   = "/public/leave"
	answersPath = "/public/answers"
	filePath    = "/public/mine/files/"
	section     = "citizen"
	style       = "citizen.css"
)

// Room returns the pages of those who bring cases (domain.md §1, 市民/企业).
func Room(o Options) page.Room {
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &room{o, newOpenings(o.Now)}
	templates, err := fs.Sub(templateFiles, "templates")
	if err != nil {
		panic(err) // the name is a constant
	}
	none := []string{}
	return page.Room{
		Name: "citizen", Templates: templates, Words: messages, Funcs: funcs, Nav: []page.Entry{{Section: section, Path: Home}},
		Routes: []page.Route{
			{Pattern: "GET /public/{$}", Keys: none, View: s.home},
			{Pattern: "GET /public/submit", Keys: none, View: s.submitPage},
			{Pattern: "POST /public/submit", Keys: none, View: s.submit},
			{Pattern: "GET /public/query", Keys: none, View: s.queryPage},
			{Pattern: "POST /public/query", Keys: none, View: s.query},
			{Pattern: "POST /public/leave", Keys: none, View: s.leave},
			{Pattern: "GET /public/answers", Keys: []string{"after"}, View: s.answers},
			{Pattern: "GET /public/mine", Keys: []string{"done"}, View: s.mine},
			{Pattern: "GET /public/mine/files/{file}", Keys: none, Raw: s.file},
			{Pattern: "GET /public/mine/proofs/{proof}", Keys: none, Raw: s.proof},
			{Pattern: "GET /public/mine/{action}", Keys: none, View: s.actionPage},
			{Pattern: "POST /public/mine/{action}", Keys: none, View: s.act},
			{Pattern: "GET /public/mine/legs/{leg}/{action}", Keys: none, View: s.actionPage},
			{Pattern: "POST /public/mine/legs/{leg}/{action}", Keys: none, View: s.act},
		},
	}
}

// homeView is the screen with the doors.
type homeView struct {
	Doors []door
}

// door is one way in.
type door struct{ Name, About, Link string }

func (s *room) home(v *page.Visit) (*page.Screen, error) {
	view := &homeView{Doors: []door{
		{v.Say("citizen.submit"), v.Say("citizen.submit_about"), v.Link(submitPath)},
		{v.Say("citizen.query"), v.Say("citizen.query_about"), v.Link(queryPath)},
		{v.Say("citizen.published"), v.Say("citizen.published_about"), v.Link(answersPath)},
	}}
	return s.screen("home", v.Say("citizen.title"), view), nil
}

// screen is one of this room.
func (s *room) screen(name, title string, data any) *page.Screen {
	return &page.Screen{Layout: "citizen/" + name, Title: title, Section: section, Style: style, Data: data}
}

// marked are fields, and what is wrong with them by name.
type marked struct {
	Wrong  map[string]string
	Fields []page.Field
}

func funcs(i18n.Lang) template.FuncMap {
	return template.FuncMap{"pack": func(wrong map[string]string, fields []page.Field) marked { return marked{wrong, fields} }}
}
