package bulletins

import (
	"huying/internal/domain/bulletin"
	"huying/internal/edge/web/page"
)

// rankingView is the screen of the whole lists.
type rankingView struct {
	*bulletin.Document
	Heading string
	Edition edition
	Name    string
	Back    string
	Grids   []grid
	Mean    string
}

// ranking shows every list whole, sorted as asked.
func (s *room) ranking(v *visit) (*page.Screen, error) {
	p, err := v.period(v.PathValue("period"))
	if err != nil {
		return nil, err
	}
	by, err := v.sortOrder()
	if err != nil {
		return nil, err
	}
	d, err := s.document(v, p)
	if err != nil {
		return nil, err
	}
	view := rankingView{
		Document: &d.Document, Heading: v.heading(d.Title, d.Period), Edition: edition{d.Published}, Name: periodName(v, d.Period), Mean: bulletin.Days.Print(d.Summary.AvgDays),
		Back: v.Link(bulletinPath(p), "as_of", v.Query.Get("as_of")),
	}
	for i := range d.Lists {
		l := d.Lists[i]
		l.Rows = by.sorted(l.Rows)
		g := newGrid(v, &d.Document, &l, allColumns())
		by.head(v, bulletinPath(p)+"/ranking", &g)
		view.Grids = append(view.Grids, g)
	}
	return &page.Screen{Layout: "bulletins/ranking", Title: v.Say("ranking.title", "period", view.Name), Section: "bulletin", Data: view}, nil
}
