package bulletins

import (
	"net/url"
	"slices"
	"strconv"
	"time"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/calendar"
	"huying/internal/domain/openleg"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

// bulletinView is the screen of a bulletin.
type bulletinView struct {
	*bulletin.Document
	Heading   string
	Edition   edition
	Examples  []exampleView
	Index     card // of the figure that the page is about
	Groups    []cardGroup
	Rank      string
	Day       string // of the as-of, for its chooser
	Action    string // where the chooser leads
	Lang      string // for the chooser to keep; empty: Chinese
	Ranking   string // address of the whole lists
	Grids     []grid
	Bars      []bar // subjects
	Topics    []topicView
	Regions   []regionLine
	Source    string // of all siblings' figures; empty: each has its own
	Downloads []download
	Open      *openView // nil: the bulletin has no open data
}

// openView is what is said of a bulletin's open data.
type openView struct {
	*openleg.Seal
	Link, About string
}

// edition says whether a bulletin is frozen, and since when.
type edition struct{ Published time.Time }

// exampleView is a case to begin with.
type exampleView struct{ Name, Link string }

// Compared reports whether any figure is held against the year before.
func (b *bulletinView) Compared() bool {
	moved := func(c card) bool { return c.Moved != "" }
	return moved(b.Index) || slices.ContainsFunc(b.Groups, func(g cardGroup) bool { return slices.ContainsFunc(g.Cards, moved) })
}

// download is one file of the bulletin.
type download struct{ Key, Link string }

// bulletinPath is the address of a period's bulletin.
func bulletinPath(p calendar.Period) string { return "/public/bulletins/" + p.String() }

// unitPath is the address of a unit's score.
func unitPath(p calendar.Period, unit string) string {
	return bulletinPath(p) + "/units/" + url.PathEscape(unit)
}

// home shows the latest bulletin that was published; before any was, the
// latest that can be computed.
func (s *room) home(v *visit) (*page.Screen, error) {
	editions, err := s.visible(v)
	if err != nil {
		return nil, err
	}
	if len(editions) == 0 {
		return &page.Screen{Layout: "bulletins/empty", Title: v.Say("empty.title"), Section: "bulletin", Data: s.guarded}, nil
	}
	first := max(0, slices.IndexFunc(editions, func(e Edition) bool { return !e.AsOf.IsZero() }))
	shown, err := s.bulletinOf(v, editions[first].Period)
	if err != nil {
		return nil, err
	}
	examples, err := s.source.Examples(v.Context())
	if view, ok := shown.Data.(*bulletinView); ok {
		for _, x := range examples {
			view.Examples = append(view.Examples, exampleView{bulletin.InLanguage(v.Lang, x.Name), v.Link(casePath(x.Number))})
		}
	}
	return shown, errs.Wrap("web.home", err)
}

// bulletin shows the bulletin of the address's period.
func (s *room) bulletin(v *visit) (*page.Screen, error) {
	p, err := v.period(v.PathValue("period"))
	if err != nil {
		return nil, err
	}
	return s.bulletinOf(v, p)
}

func (s *room) bulletinOf(v *visit, p calendar.Period) (*page.Screen, error) {
	d, err := s.document(v, p)
	if err != nil {
		return nil, err
	}
	view := &bulletinView{
		Document: &d.Document, Heading: v.heading(d.Title, d.Period), Edition: edition{d.Published},
		Index: leadingCard(v.Lang, &d.Document), Groups: cardGroups(v.Lang, &d.Document), Action: bulletinPath(p), Lang: v.Query.Get("lang"),
		Day:     d.AsOf.In(v.Site.Location).Format(time.DateOnly),
		Ranking: v.Link(bulletinPath(p)+"/ranking", "as_of", v.Query.Get("as_of")),
		Bars:    subjectBars(d.Subjects), Topics: topicViews(v.Lang, &d.Document), Regions: regionLines(&d.Document), Source: oneSource(d.Siblings),
	}
	if rank := d.Summary.RankAmongSiblings; rank != nil {
		view.Rank = strconv.Itoa(*rank)
	}
	for i := range d.Lists {
		view.Grids = append(view.Grids, newGrid(v, &d.Document, &d.Lists[i], briefColumns()))
	}
	for _, f := range s.formats {
		view.Downloads = append(view.Downloads, download{f.Key, v.Link(bulletinPath(p)+"/download/"+f.Key, "as_of", v.Query.Get("as_of"))})
	}
	if d.Seal != nil {
		view.Open = &openView{d.Seal, v.Link(bulletinPath(p)+"/legs.csv", "as_of", v.Query.Get("as_of")), v.Link(dataPath)}
	}
	return &page.Screen{Layout: "bulletins/bulletin", Title: view.Heading, Section: "bulletin", Data: view}, nil
}

// heading is the title of a bulletin, in English one of its own.
func (v *visit) heading(title string, p calendar.Period) string {
	if v.Lang == i18n.English {
		return v.Say("bulletin.title", "period", p)
	}
	return title
}

// document asks the source for the bulletin of a period as of the address's
// moment.
func (s *room) document(v *visit, p calendar.Period) (Bulletin, error) {
	at, err := v.asOf()
	if err != nil {
		return Bulletin{}, err
	}
	d, err := s.source.Bulletin(v.Context(), BulletinQuery{Period: p, AsOf: at})
	if err == nil && d.Published.IsZero() {
		err = s.initiated(v)
	}
	if err != nil {
		return Bulletin{}, errs.Wrap("web.bulletin", err)
	}
	return d, nil
}

// editionsView is the screen of all bulletins.
type editionsView struct{ Editions []editionLine }

type editionLine struct {
	Edition
	Name, Link string
}

// editions lists the periods that have a bulletin.
func (s *room) editions(v *visit) (*page.Screen, error) {
	all, err := s.visible(v)
	if err != nil {
		return nil, err
	}
	view := editionsView{}
	for _, e := range all {
		view.Editions = append(view.Editions, editionLine{e, periodName(v, e.Period), v.Link(bulletinPath(e.Period))})
	}
	return &page.Screen{Layout: "bulletins/editions", Title: v.Say("editions.title"), Section: "editions", Data: view}, nil
}

// visible are the periods of which the visitor may see the figures.
func (s *room) visible(v *visit) ([]Edition, error) {
	all, err := s.source.Editions(v.Context())
	if err != nil {
		return nil, errs.Wrap("web.editions", err)
	}
	if s.initiated(v) == nil {
		return all, nil
	}
	return slices.DeleteFunc(all, func(e Edition) bool { return e.AsOf.IsZero() }), nil
}

// periodName is a period for people.
func periodName(v *visit, p calendar.Period) string { return v.Lang.Pick(p.Chinese(), p.String()) }

// casePath is the address of a case.
func casePath(number string) string { return "/desk/cases/" + url.PathEscape(number) }
