package bulletins

import (
	"slices"
	"strconv"

	"huying/internal/domain/bulletin"
)

// grid is a ranking list as a table.
type grid struct {
	Key  string
	Name string
	Head []headCell
	Rows []gridRow
}

// headCell is the head of one column; Link sorts by it, where that is offered.
type headCell struct {
	Key  string
	Name string
	Link string
	Sort string // ascending or descending when sorted by it; else empty
}

// gridRow is one unit.
type gridRow struct {
	Rank  string
	Unit  string
	Link  string
	Tier  string
	First bool
	Cells []gridCell
}

// gridCell is one figure; Over marks days over the region's average.
type gridCell struct {
	Key  string
	Name string // of the column, for where the head is not seen
	Text string
	Over bool
}

// briefColumns are the columns of the bulletin page.
func briefColumns() []string {
	return []string{"handled", "dissatisfied", "satisfaction", "avg_days", "index"}
}

// allColumns are the columns of the ranking page.
func allColumns() []string {
	var keys []string
	for _, c := range bulletin.Columns() {
		keys = append(keys, c.Key)
	}
	return keys
}

// newGrid lays out a list with the columns that keys name.
func newGrid(v *visit, d *bulletin.Document, l *bulletin.List, keys []string) grid {
	g := grid{Key: l.Key, Name: l.Label(v.Lang)}
	columns := bulletin.Columns()
	for _, c := range columns {
		if slices.Contains(keys, c.Key) {
			g.Head = append(g.Head, headCell{Key: c.Key, Name: bulletin.Term(v.Lang, c.Key)})
		}
	}
	for i := range l.Rows {
		r := &l.Rows[i]
		row := gridRow{
			Rank: rankText(r.Rank), Unit: r.Unit, Tier: r.Tier, First: r.Rank == 1,
			Link: v.Link(unitPath(d.Period, r.Unit), "as_of", v.Query.Get("as_of")),
		}
		for _, c := range columns {
			if slices.Contains(keys, c.Key) {
				row.Cells = append(row.Cells, gridCell{c.Key, bulletin.Term(v.Lang, c.Key), c.Unit.Print(c.Figure(r)), c.Key == "avg_days" && overAverage(d, r)})
			}
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

func overAverage(d *bulletin.Document, r *bulletin.Row) bool {
	return r.AvgDays != nil && d.Summary.AvgDays != nil && r.AvgDays.Cmp(*d.Summary.AvgDays) > 0
}

func rankText(n int) string {
	if n == 0 {
		return bulletin.Unknown
	}
	return strconv.Itoa(n)
}
