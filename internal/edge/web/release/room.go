package release

import (
	"context"
	"embed"
	"io/fs"
	"time"

	"huying/internal/app/insight"
	"huying/internal/app/release"
	"huying/internal/domain/calendar"
	"huying/internal/domain/identity"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/clock"
)

// Press draws bulletins up and releases them.
type Press interface {
	May(who identity.Account) bool
	Drafts(ctx context.Context, who identity.Account) ([]release.Draft, error)
	Draw(ctx context.Context, who identity.Account, p calendar.Period, asOf time.Time) (string, error)
	Release(ctx context.Context, who identity.Account, draft string) error
	Drop(ctx context.Context, who identity.Account, draft string) error
}

// Records tells which periods have cases.
type Records interface {
	Editions(ctx context.Context) ([]insight.Edition, error)
}

// Options are what the room is made of.
type Options struct {
	Press   Press
	Records Records
	Clock   clock.Source // nil: the clock of the machine
}

//go:embed templates/*.html
var templateFiles embed.FS

type room struct{ Options }

// Path is the address of this room.
const Path = "/desk/release"

// Room returns the pages of drafts.
func Room(o Options) page.Room {
	if o.Clock == nil {
		o.Clock = clock.System{}
	}
	s := &room{o}
	templates, err := fs.Sub(templateFiles, "templates")
	if err != nil {
		panic(err) // the name is a constant
	}
	return page.Room{
		Name: "release", Templates: templates, Words: words,
		Routes: []page.Route{
			{Pattern: "GET " + Path, Keys: []string{"done"}, Need: page.SignedIn, View: s.show},
			{Pattern: "POST " + Path, Keys: []string{}, Need: page.SignedIn, View: s.draw},
			{Pattern: "POST " + Path + "/{draft}/{act}", Keys: []string{}, Need: page.SignedIn, View: s.act},
		},
		Nav: []page.Entry{{Section: "release", Path: Path, Show: o.Press.May}},
	}
}
