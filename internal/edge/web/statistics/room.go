package statistics

import (
	"context"
	"embed"
	"io/fs"
	"slices"

	"huying/internal/app/insight"
	"huying/internal/domain/calendar"
	"huying/internal/domain/identity"
	"huying/internal/domain/rollup"
	"huying/internal/edge/web/listing"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// Records counts.
type Records interface {
	Statistics(ctx context.Context, who identity.Account, q insight.StatQuery) (insight.Statistics, error)
}

// Options are what the room is made of.
type Options struct {
	Records Records
	Lists   listing.Writer
}

//go:embed templates/*.html
var templateFiles embed.FS

type room struct{ Options }

// Path is the address of this room.
const Path = "/desk/statistics"

// casesPath is the list that figures of cases open.
const casesPath = "/desk/cases"

func keys() []string { return []string{"of", "by", "period", "unit", "under"} }

// Room returns the pages of figures.
func Room(o Options) page.Room {
	s := &room{o}
	templates, err := fs.Sub(templateFiles, "templates")
	if err != nil {
		panic(err) // the name is a constant
	}
	return page.Room{
		Name: "statistics", Templates: templates, Words: messages,
		Routes: []page.Route{
			{Pattern: "GET " + Path, Keys: keys(), Need: page.SignedIn, View: s.show},
			{Pattern: "GET " + Path + "/{table}", Keys: keys(), Need: page.SignedIn, Raw: s.file},
		},
		Nav: []page.Entry{{Section: "statistics", Path: Path, Show: insight.MayBrief}},
	}
}

// The two things that are counted.
const (
	ofLegs  = "legs"
	ofCases = "cases"
)

func (s *room) show(v *page.Visit) (*page.Screen, error) {
	found, err := s.ask(v)
	if err != nil {
		return nil, err
	}
	view := newView(v, &found)
	view.Files = (&asking{v, &found}).files(s.Lists)
	return &page.Screen{Layout: "statistics/table", Title: v.Say("stat.title"), Section: "statistics", Style: "board.css", Data: view, Private: true}, nil
}

// ask reads what is asked for and has it counted.
func (s *room) ask(v *page.Visit) (insight.Statistics, error) {
	q := insight.StatQuery{By: rollup.Face(v.Query.Get("by")), Under: v.Query.Get("under"), Unit: ident.UnitID(v.Query.Get("unit"))}
	switch of := v.Query.Get("of"); {
	case of == ofCases:
		q.Cases = true
	case of != "" && of != ofLegs:
		return insight.Statistics{}, v.Invalid("of.invalid", "stat.error.of", "given", of)
	}
	if q.By == "" {
		q.By = dimensions(q.Cases)[0]
	}
	if !slices.Contains(dimensions(q.Cases), q.By) {
		return insight.Statistics{}, v.Invalid("by.invalid", "stat.error.by", "given", string(q.By))
	}
	if text := v.Query.Get("period"); text != "" {
		p, err := calendar.ParsePeriod(text)
		if err != nil {
			return insight.Statistics{}, v.Invalid("period.invalid", "stat.error.period", "given", text)
		}
		q.Period = &p
	}
	found, err := s.Records.Statistics(v.Context(), v.Who, q)
	return found, errs.Wrap("statistics", err)
}

func dimensions(cases bool) []rollup.Face {
	if cases {
		return insight.CaseDimensions()
	}
	return insight.LegDimensions()
}
