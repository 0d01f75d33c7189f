package insight

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"huying/internal/domain/calendar"
	"huying/internal/domain/rollup"
	"huying/internal/store"
)

// unitFace is the face by which the legs of some units are told apart.
func unitFace(by rollup.Face) rollup.Face {
	if by == rollup.LegUnit {
		return by
	}
	return rollup.LegUnit + "." + by
}

// split sums the buckets of a period by the key of their rows.
func (in *Insight) split(tx *store.Tx, s *Statistics, p calendar.Period) (map[string]rollup.Counts, error) {
	var cells rollup.Cells
	var err error
	switch {
	case s.Cases:
		cells, err = tx.CaseFigures(in.region, s.By, p)
	case s.Units != nil:
		cells, err = tx.LegFigures(in.region, unitFace(s.By), p)
	default:
		cells, err = tx.LegFigures(in.region, s.By, p)
	}
	if err != nil {
		return nil, err
	}
	sums := rollup.Cells{}
	for k, n := range cells {
		if s.Units != nil && !slices.Contains(s.units(), k.One) {
			continue
		}
		if key, ok := s.rowOf(k); ok {
			sums.Add(rollup.Key{One: key}, n)
		}
	}
	rows := make(map[string]rollup.Counts, len(sums))
	for k, n := range sums {
		rows[k.One] = n
	}
	return rows, nil
}

// units names them as buckets do; nil for all.
func (s *Statistics) units() []string {
	if s.Units == nil {
		return nil
	}
	all := make([]string, len(s.Units))
	for i, u := range s.Units {
		all[i] = string(u)
	}
	return all
}

// rowOf is the row that a bucket belongs to; false for one outside of what is
// asked for. Subjects are told apart by the level below Under, places by
// street, or by community below one. A topic's rows are its facets, and
// topics are rows where none is named.
func (s *Statistics) rowOf(k rollup.Key) (string, bool) {
	thing := k.One
	if s.Units != nil && s.By != rollup.LegUnit {
		thing = k.Two
	}
	switch s.By {
	case rollup.LegSubject:
		return below(thing, s.Under)
	case rollup.LegDivision:
		if s.Under == "" {
			return street(thing), true
		}
		return thing, street(thing) == s.Under
	case rollup.LegTopic:
		if s.Under == "" {
			return k.One, k.Two == ""
		}
		return k.Two, k.One == s.Under && k.Two != ""
	}
	return thing, true
}

// below is the path cut at the level under another.
func below(path, under string) (string, bool) {
	if under == "" {
		return firstLevel(path), true
	}
	rest, ok := strings.CutPrefix(path, under+"/")
	if !ok {
		return path, path == under
	}
	return under + "/" + firstLevel(rest), true
}

// streetDigits is the length of a street's code; a community's is longer.
const streetDigits = 9

// PlaceName is the name of a community, or of the body that governs a street;
// else the code.
func (s *Statistics) PlaceName(code string) string {
	if len(code) == streetDigits {
		for _, u := range s.Book.Streets() {
			if u.Division == code {
				return u.Name
			}
		}
	}
	return s.Book.PlaceName(code)
}

func street(code string) string { return code[:min(len(code), streetDigits)] }

// fill makes the rows, the most first.
func (s *Statistics) fill(now, before, year map[string]rollup.Counts) {
	row := func(key string) StatRow {
		r := s.row(now[key])
		b, y := s.row(before[key]), s.row(year[key])
		r.Key, r.Before, r.YearBefore = key, b.Count(), y.Count()
		return r
	}
	keys := map[string]bool{}
	for _, m := range []map[string]rollup.Counts{now, before, year} {
		for k := range m {
			keys[k] = true
		}
	}
	sum := rollup.Cells{}
	for key := range keys {
		if now[key] != nil {
			sum.Add(rollup.Key{}, now[key])
		}
		r := row(key)
		s.Total.Before += r.Before
		s.Total.YearBefore += r.YearBefore
		s.Rows = append(s.Rows, r)
	}
	total := s.row(sum[rollup.Key{}])
	s.Total.Legs, s.Total.Cases = total.Legs, total.Cases
	slices.SortFunc(s.Rows, func(a, b StatRow) int {
		if s.By == rollup.LegDays {
			x, _ := strconv.Atoi(a.Key)
			y, _ := strconv.Atoi(b.Key)
			return cmp.Compare(x, y)
		}
		return cmp.Or(cmp.Compare(b.Count(), a.Count()), cmp.Compare(a.Key, b.Key))
	})
}

func (s *Statistics) row(n rollup.Counts) StatRow {
	switch {
	case n == nil:
		return StatRow{}
	case s.Cases:
		return StatRow{Cases: rollup.CasesOf(n)}
	}
	return StatRow{Legs: rollup.LegsOf(n)}
}

// spreads adds how many days legs took, of all rows together and of each unit.
func (in *Insight) spreads(tx *store.Tx, s *Statistics) error {
	if s.Cases || s.Under != "" || s.By == rollup.LegTopic {
		return nil
	}
	cells, err := tx.LegFigures(in.region, rollup.LegUnitDays, s.Period)
	if err != nil {
		return err
	}
	of := map[string]rollup.Spread{}
	s.Total.Days = rollup.Spread{}
	for k, n := range cells {
		if s.Units != nil && !slices.Contains(s.units(), k.One) {
			continue
		}
		days, err := strconv.Atoi(k.Two)
		if err != nil {
			return err
		}
		closed := rollup.LegsOf(n).Closed
		s.Total.Days[days] += closed
		if of[k.One] == nil {
			of[k.One] = rollup.Spread{}
		}
		of[k.One][days] += closed
	}
	if s.By == rollup.LegUnit {
		for i := range s.Rows {
			s.Rows[i].Days = of[s.Rows[i].Key]
		}
	}
	return nil
}

// manyDays is from how many days on a trend is by month.
const manyDays = 100

// series counts the period day by day, or month by month, whatever it is split by.
func (in *Insight) series(tx *store.Tx, s *Statistics) error {
	s.Monthly = s.Period.To-s.Period.From >= manyDays
	var points []store.Point
	var err error
	if s.Cases {
		points, err = tx.CaseSeries(in.region, rollup.CaseAll, s.Period, s.Monthly)
	} else {
		points, err = tx.LegSeries(in.region, rollup.LegUnit, s.Period, s.Monthly, s.units())
	}
	for _, p := range points {
		r := s.row(p.Counts)
		s.Trend = append(s.Trend, StatPoint{p.Span, r.Count()})
	}
	return err
}
