package board

import (
	"context"
	"embed"
	"html/template"
	"io/fs"

	"huying/internal/app/insight"
	"huying/internal/domain/calendar"
	"huying/internal/domain/identity"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

// Records tells of a day.
type Records interface {
	Brief(ctx context.Context, who identity.Account, day calendar.Date) (insight.Brief, error)
}

// Options are what the room is made of.
type Options struct{ Records Records }

//go:embed templates/*.html
var templateFiles embed.FS

type room struct{ Options }

// Addresses of this room, and of the list that its figures open.
const (
	briefPath = "/desk/brief"
	wallPath  = "/desk/board"
	casesPath = "/desk/cases"
)

// refresh is after how many seconds a wall is read again.
const refresh = 60

// style is the sheet of both pages.
const style = "board.css"

// Room returns the pages of those who lead.
func Room(o Options) page.Room {
	s := &room{o}
	templates, err := fs.Sub(templateFiles, "templates")
	if err != nil {
		panic(err) // the name is a constant
	}
	keys := []string{"day"}
	return page.Room{
		Name: "board", Templates: templates, Words: messages, Funcs: func(i18n.Lang) template.FuncMap { return template.FuncMap{"rows": rows} },
		Routes: []page.Route{
			{Pattern: "GET " + briefPath, Keys: keys, Need: page.SignedIn, View: s.brief},
			{Pattern: "GET " + wallPath, Keys: keys, Need: page.SignedIn, View: s.wall},
		},
		Nav: []page.Entry{{Section: "brief", Path: briefPath, Show: insight.MayBrief}},
	}
}

// headed are the rows of a table, and what stands over their names.
type headed struct {
	Head string
	Rows any
}

func rows(head string, of any) headed { return headed{head, of} }

// brief shows the daily brief.
func (s *room) brief(v *page.Visit) (*page.Screen, error) {
	view, err := s.ask(v, briefPath)
	if err != nil {
		return nil, err
	}
	return &page.Screen{Layout: "board/brief", Title: v.Say("brief.title"), Section: "brief", Style: style, Data: view, Private: true}, nil
}

// wall shows the same for a wall.
func (s *room) wall(v *page.Visit) (*page.Screen, error) {
	view, err := s.ask(v, wallPath)
	if err != nil {
		return nil, err
	}
	return &page.Screen{Layout: "board/wall", Title: v.Say("brief.wall"), Section: "brief", Style: style, Wall: true, Refresh: refresh, Data: view, Private: true}, nil
}

func (s *room) ask(v *page.Visit, path string) (*view, error) {
	var day calendar.Date
	if text := v.Query.Get("day"); text != "" {
		var err error
		if day, err = calendar.ParseDate(text); err != nil {
			return nil, v.Invalid("day.invalid", "error.day", "given", text)
		}
	}
	b, err := s.Records.Brief(v.Context(), v.Who, day)
	if err != nil {
		return nil, errs.Wrap("board.brief", err)
	}
	return newView(v, &b, path), nil
}
