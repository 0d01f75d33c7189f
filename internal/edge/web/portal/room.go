package portal

import (
	"context"
	"embed"
	"io/fs"
	"slices"
	"time"

	"huying/internal/app/insight"
	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/rulebook"
	"huying/internal/edge/web/listing"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/workbench"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
	"huying/internal/kernel/ident"
)

// Desk says what may be done on a case.
type Desk interface {
	Offers(ctx context.Context, who identity.Account, c *casework.Case) ([]casework.Offer, error)
}

// Records lists cases, and scores units.
type Records interface {
	Book(ctx context.Context) (*rulebook.Book, error)
	Cases(ctx context.Context, q insight.CaseQuery) (insight.CasePage, error)
	Editions(ctx context.Context) ([]insight.Edition, error)
	Sheet(ctx context.Context, p calendar.Period, asOf time.Time, unit string) (insight.Sheet, error)
	WhatIf(ctx context.Context, p calendar.Period, asOf time.Time, unit string, legs map[string]insight.Supposed) (insight.Sheet, error)
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
	Clock   clock.Source
	Lists   listing.Writer
}

//go:embed templates/*.html
var templateFiles embed.FS

type room struct{ Options }

// Addresses of this room.
const (
	Path      = "/desk/unit"
	scorePath = Path + "/score"
	legsPath  = Path + "/cases"
)

// Room returns the pages of a unit.
func Room(o Options) page.Room {
	s := &room{o}
	templates, err := fs.Sub(templateFiles, "templates")
	if err != nil {
		panic(err) // the name is a constant
	}
	none := []string{}
	return page.Room{
		Name: "portal", Templates: templates, Words: words,
		Routes: append(o.Lists.Routes("unit", []string{"what"}, s.list), []page.Route{
			{Pattern: "GET /desk/unit", Keys: []string{"what", "after"}, Need: page.SignedIn, View: s.legs},
			{Pattern: "GET /desk/unit/cases/{number}/legs/{leg}", Keys: none, Need: page.SignedIn, View: s.leg},
			{Pattern: "GET /desk/unit/score", Keys: []string{"unit", "period"}, Need: page.SignedIn, View: s.score},
			{Pattern: "POST /desk/unit/score", Keys: none, Need: page.SignedIn, View: s.suppose},
		}...),
		Nav: []page.Entry{
			{Section: "unit", Path: Path, Show: ofUnit}, {Section: "score", Path: scorePath, Show: ofUnit},
		},
	}
}

// ofUnit reports whether somebody works in a unit.
func ofUnit(who identity.Account) bool { return len(units(who)) > 0 }

// units are those that the visitor works in, the own one before those below it.
func units(who identity.Account) (all []ident.UnitID) {
	for _, g := range who.Grants {
		if g.OfUnit() {
			for _, u := range g.Units {
				if !slices.Contains(all, u) {
					all = append(all, u)
				}
			}
		}
	}
	return all
}

var errNoUnit = errs.New(errs.Denied, "denied", "you work in no unit", "您不属于任何承办单位")

// admitted lets on who works in a unit.
func admitted(v *page.Visit) ([]ident.UnitID, error) {
	if own := units(v.Who); len(own) > 0 {
		return own, nil
	}
	return nil, errNoUnit
}
