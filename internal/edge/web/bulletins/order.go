package bulletins

import (
	"cmp"
	"slices"
	"strings"

	"huying/internal/domain/bulletin"
)

// order is how the rows of a ranking page are sorted.
type order struct {
	by         string // a column's key, rank or unit
	descending bool
}

const (
	byRank = "rank"
	byUnit = "unit"
)

// The directions of an order, as an address names them.
const (
	ascending  = "asc"
	descending = "desc"
)

// orders lists what one can sort by, with the direction that comes first.
func orders() []order {
	all := []order{{byRank, false}, {byUnit, false}}
	for _, c := range bulletin.Columns() {
		all = append(all, order{c.Key, c.Course != bulletin.LessBetter})
	}
	return all
}

// sortOrder reads ?sort= and ?dir=; rank upwards when there is none.
func (v *visit) sortOrder() (order, error) {
	by := cmp.Or(v.Query.Get("sort"), byRank)
	for _, o := range orders() {
		if o.by == by {
			switch dir := v.Query.Get("dir"); dir {
			case "":
			case ascending, descending:
				o.descending = dir == descending
			default:
				return o, v.Invalid("dir.invalid", "error.dir", "given", dir)
			}
			return o, nil
		}
	}
	var known []string
	for _, o := range orders() {
		known = append(known, o.by)
	}
	return order{}, v.Invalid("sort.invalid", "error.sort", "given", by, "known", strings.Join(known, " "))
}

// sorted returns the rows in the order; unknown figures and rows without a
// rank come last, equals by rank, then name.
func (o order) sorted(rows []bulletin.Row) []bulletin.Row {
	compare := func(a, b *bulletin.Row) int { return cmp.Compare(a.Unit, b.Unit) }
	switch o.by {
	case byUnit:
	case byRank:
		compare = func(a, b *bulletin.Row) int { return cmp.Compare(a.Rank, b.Rank) }
	default:
		i := slices.IndexFunc(bulletin.Columns(), func(c bulletin.Column) bool { return c.Key == o.by })
		column := bulletin.Columns()[i]
		compare = func(a, b *bulletin.Row) int { return column.Figure(a).Cmp(*column.Figure(b)) }
	}
	out := slices.Clone(rows)
	slices.SortStableFunc(out, func(a, b bulletin.Row) int {
		if unknown := cmp.Compare(o.unknown(&a), o.unknown(&b)); unknown != 0 {
			return unknown
		}
		if o.unknown(&a) == 1 {
			return 0
		}
		if o.descending {
			return compare(&b, &a)
		}
		return compare(&a, &b)
	})
	return out
}

// unknown is 1 for a row that has nothing to sort by.
func (o order) unknown(r *bulletin.Row) int {
	for _, c := range bulletin.Columns() {
		if c.Key == o.by && c.Figure(r) == nil {
			return 1
		}
	}
	if o.by == byRank && r.Rank == 0 {
		return 1
	}
	return 0
}

// head adds to a grid's columns the links that sort by them, rank and unit
// first.
func (o order) head(v *visit, path string, g *grid) {
	g.Head = slices.Concat([]headCell{
		{Key: byRank, Name: bulletin.Term(v.Lang, byRank)}, {Key: byUnit, Name: bulletin.Term(v.Lang, byUnit)},
	}, g.Head)
	first := map[string]bool{}
	for _, known := range orders() {
		first[known.by] = known.descending
	}
	for i := range g.Head {
		h := &g.Head[i]
		downward := first[h.Key]
		if h.Key == o.by {
			h.Sort = "ascending"
			if o.descending {
				h.Sort = "descending"
			}
			downward = !o.descending
		}
		h.Link = v.Link(path, "sort", h.Key, "dir", direction(downward), "as_of", v.Query.Get("as_of"))
	}
}

func direction(downward bool) string {
	if downward {
		return descending
	}
	return ascending
}
