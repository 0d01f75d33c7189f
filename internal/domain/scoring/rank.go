package scoring

import (
	"slices"
	"strings"

	"huying/internal/kernel/exact"
)

// rankList ranks the rows of a list, each band by itself.
func (s *Scheme) rankList(l List, rows []Row) []ListResult {
	if len(l.Bands) == 0 {
		return []ListResult{{Key: l.Key, Name: l.Name, Rows: s.rank(rows)}}
	}
	parts := make([][]Row, len(l.Bands))
	for i := range rows {
		at := slices.IndexFunc(l.Bands, func(b Band) bool { return rows[i].Tally.Handled >= b.From })
		parts[at] = append(parts[at], rows[i])
	}
	results := make([]ListResult, len(l.Bands))
	for i, b := range l.Bands {
		results[i] = ListResult{
			Key: l.Key, Name: l.Name + "（" + b.Name + "）", Band: b.Key, Rows: s.rank(parts[i]),
		}
	}
	return results
}

// rank orders rows, gives ranks and tiers, and returns them in print order.
func (s *Scheme) rank(rows []Row) []Row {
	slices.SortFunc(rows, func(a, b Row) int {
		if c := compareBools(s.ranked(&b), s.ranked(&a)); c != 0 {
			return c
		}
		if s.ranked(&a) {
			if c := s.compare(&a, &b); c != 0 {
				return c
			}
		}
		return strings.Compare(a.Unit, b.Unit)
	})
	n := 0
	for i := range rows {
		if !s.ranked(&rows[i]) {
			break
		}
		n++
		rows[i].Rank = s.nextRank(rows, i)
	}
	for i := range rows[:n] {
		rows[i].Tier = s.tier(&rows[i], rows[:n])
	}
	return rows
}

// nextRank is the rank of row i when all before it have theirs.
func (s *Scheme) nextRank(rows []Row, i int) int {
	if i == 0 {
		return 1
	}
	before := &rows[i-1]
	switch {
	case s.Ranking.Ties == Ordinal:
		return i + 1
	case s.compare(before, &rows[i]) == 0:
		return before.Rank
	case s.Ranking.Ties == Dense:
		return before.Rank + 1
	}
	return i + 1
}

// ranked reports whether a row meets the scheme's minimum.
func (s *Scheme) ranked(r *Row) bool {
	return r.Tally.Handled >= max(1, s.Minimum.Handled) && r.Tally.Surveyed() >= s.Minimum.Surveyed
}

// compare orders two rows by the scheme's keys; 0 is a tie in all of them.
func (s *Scheme) compare(a, b *Row) int {
	for _, k := range s.Ranking.Order {
		if c := k.compare(k.value(a), k.value(b)); c != 0 {
			return c
		}
	}
	return 0
}

func (k OrderKey) value(r *Row) *exact.Value {
	if k.By == ByIndex {
		return &r.Index
	}
	return r.Measures.Printed(Measure(k.By))
}

// compare puts absent values last in either direction.
func (k OrderKey) compare(a, b *exact.Value) int {
	switch {
	case a == nil || b == nil:
		return compareBools(a == nil, b == nil)
	case k.Direction == Descending:
		return b.Cmp(*a)
	}
	return a.Cmp(*b)
}

func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}
