package paper

import (
	"fmt"
	"strconv"

	"huying/internal/domain/bulletin"
	"huying/internal/kernel/exact"
	"huying/internal/kernel/i18n"
)

// annex collects the tables.
type annex struct{ blocks []Block }

func (a *annex) add(b ...Block) { a.blocks = append(a.blocks, b...) }

func (a *annex) heading(level int, text string) { a.add(Heading{level, text}) }

func (a *annex) tables(d *bulletin.Document) {
	a.headline(d)
	for i := range d.Lists {
		a.list(&d.Lists[i])
		a.working(&d.Lists[i])
	}
	a.subjects(d.Subjects)
	for i := range d.Topics {
		a.topic(&d.Topics[i])
	}
	a.siblings(d.Siblings)
	a.reconciliation(d)
}

// nameWide is how much room a unit's name asks for, in characters.
const nameWide = 11

// figureWide is how much room a figure asks for: a score of 100.000 is the
// longest.
func figureWide(u bulletin.Unit) int {
	if u == bulletin.Score {
		return 5
	}
	return 4
}

func word(text string) Cell { return Cell{Text: text} }

// figure is a figure as it is printed without what it is counted in.
func figure(v *exact.Value, u bulletin.Unit) Cell {
	return Cell{Text: u.Print(v), Value: v, Unit: u}
}

func whole(n int) Cell { return figure(exact.Int(int64(n)).Ptr(), bulletin.Cases) }

func optional(n *int) Cell {
	if n == nil {
		return word(bulletin.Unknown)
	}
	return whole(*n)
}

// marked is a figure with what it is counted in.
func marked(v *exact.Value, u bulletin.Unit) Cell {
	c := figure(v, u)
	if v != nil {
		c.Text = u.Attach(i18n.Chinese, c.Text)
	}
	return c
}

// rank is a place in an order; what is not ranked has none.
func rank(n int) Cell {
	if n == 0 {
		return word(bulletin.Unknown)
	}
	return Cell{Text: strconv.Itoa(n), Value: exact.Int(int64(n)).Ptr(), Unit: bulletin.Cases}
}

func term(key string) string { return bulletin.Term(i18n.Chinese, key) }

func (a *annex) headline(d *bulletin.Document) {
	t := &Table{Name: "主要指标", Columns: []Column{{"指标", true, 12}, {"本期", false, 10}, {"比上年同期", false, 14}}}
	for _, f := range bulletin.Headline(d) {
		t.Rows = append(t.Rows, []Cell{word(term(f.Key)), marked(f.Value, f.Unit), word(f.Moved(i18n.Chinese))})
	}
	if n := d.Summary.RankAmongSiblings; n != nil {
		t.Rows = append(t.Rows, []Cell{word(term("rank_among_siblings")), {Text: fmt.Sprintf("第%d位", *n), Value: exact.Int(int64(*n)).Ptr(), Unit: bulletin.Cases}, word("")})
	}
	a.heading(1, t.Name)
	a.add(t)
}

func (a *annex) list(l *bulletin.List) {
	t := &Table{Name: l.Name, Columns: []Column{{term("rank"), true, 3}, {term("unit"), true, nameWide}}}
	for _, c := range bulletin.Columns() {
		t.Columns = append(t.Columns, Column{term(c.Key), false, figureWide(c.Unit)})
	}
	t.Chart = len(t.Columns) - 1 // the index stands last
	for i := range l.Rows {
		r := &l.Rows[i]
		row := []Cell{rank(r.Rank), word(r.Unit)}
		for _, c := range bulletin.Columns() {
			row = append(row, figure(c.Figure(r), c.Unit))
		}
		t.Rows = append(t.Rows, row)
	}
	a.heading(1, "排名表："+l.Name)
	a.add(t)
}

// working is a table of the points that each component gave or took.
func (a *annex) working(l *bulletin.List) {
	names := components(l)
	if len(names) == 0 {
		return
	}
	t := &Table{Name: l.Name + "得分", Columns: []Column{{term("unit"), true, nameWide}}}
	assumed := false
	for _, w := range names {
		head := w.Label(i18n.Chinese)
		if w.Assumed {
			assumed = true
			head += "*"
		}
		t.Columns = append(t.Columns, Column{head, false, 6})
	}
	for i := range l.Rows {
		row := []Cell{word(l.Rows[i].Unit)}
		for _, w := range names {
			row = append(row, figure(points(&l.Rows[i], w.Component), bulletin.Score))
		}
		t.Rows = append(t.Rows, row)
	}
	a.heading(2, l.Name+"：得分构成")
	a.add(t)
	if assumed {
		a.add(Paragraph("* 该项扣分标准为假设。"))
	}
}

// components lists the components of a list's rows in the order of first
// appearance.
func components(l *bulletin.List) []bulletin.Working {
	var all []bulletin.Working
	seen := map[string]bool{}
	for i := range l.Rows {
		for _, w := range l.Rows[i].Working {
			if !seen[w.Component] {
				seen[w.Component] = true
				all = append(all, w)
			}
		}
	}
	return all
}

func points(r *bulletin.Row, component string) *exact.Value {
	for i := range r.Working {
		if r.Working[i].Component == component {
			return &r.Working[i].Points
		}
	}
	return nil
}
