package scoring

import (
	"iter"
	"slices"
	"strings"
	"time"

	"huying/internal/kernel/errs"
	"huying/internal/kernel/exact"
)

// Options change one scoring run.
type Options struct {
	// Reference replaces the region's own printed value of a measure as the
	// target of components against the region.
	Reference map[Measure]exact.Value
}

// entry is one unit's counts before it is scored.
type entry struct {
	unit, list string
	tally      Tally
	measures   Measures
}

// Score scores legs by the scheme. Local dates are those of loc, which must not
// be nil. Legs of units outside the lists count for the region alone. A unit
// whose legs are all out of every count has no row. An impossible leg (closed
// before dispatched, unknown verdict) is an Invalid error that names it.
func Score(s *Scheme, legs iter.Seq[Leg], loc *time.Location, o Options) (Result, error) {
	if err := s.checkReference(o); err != nil {
		return Result{}, err
	}
	entries, err := s.count(legs, loc)
	if err != nil {
		return Result{}, err
	}
	var region, outside Tally
	listed := make([]entry, 0, len(entries))
	for i := range entries {
		e := &entries[i]
		region.Merge(&e.tally)
		switch {
		case e.list == "":
			outside.Merge(&e.tally)
		case e.tally.Handled > 0:
			e.measures = s.measures(&e.tally)
			listed = append(listed, *e)
		}
	}
	r := s.result(&region, s.measures(&region), listed, s.listOrder(listed), o)
	r.Outside = outside
	return r, nil
}

// count tallies the legs of each unit of each list, in order of appearance.
func (s *Scheme) count(legs iter.Seq[Leg], loc *time.Location) ([]entry, error) {
	type key struct{ list, unit string }
	places := map[key]int{}
	var entries []entry
	for l := range legs {
		if err := l.check(); err != nil {
			return nil, err
		}
		k := key{l.List, l.Unit}
		at, ok := places[k]
		if !ok {
			at = len(entries)
			places[k] = at
			entries = append(entries, entry{unit: l.Unit, list: l.List})
		}
		entries[at].tally.Add(&l, s.Measures.Days, loc)
	}
	return entries, nil
}

// checkReference refuses a reference that would have no effect.
func (s *Scheme) checkReference(o Options) error {
	for m := range o.Reference {
		used := slices.ContainsFunc(s.Components, func(c Component) bool {
			return c.Measure == m && c.Target != nil && c.Target.Region
		})
		if !used {
			return errs.Invalidf("scoring.reference_unused",
				"reference %s: scheme %s holds no component of it against the region", m, s.Ref())
		}
	}
	return nil
}

// result scores the region and every entry, and ranks each list.
func (s *Scheme) result(region *Tally, m Measures, entries []entry, lists []List, o Options) Result {
	r := Result{
		Scheme: s.Ref(), Full: s.Measures.Satisfaction.Satisfied,
		References: s.references(m, o),
	}
	r.Region = RegionScore{Tally: *region, Measures: m}
	r.Region.Working = s.regionWorking(m, r.References)
	r.Region.Index = s.index(r.Region.Working)

	byList := map[string][]Row{}
	for i := range entries {
		e := &entries[i]
		row := Row{Unit: e.unit, List: e.list, Tally: e.tally, Measures: e.measures}
		for c := range s.Components {
			row.Working = append(row.Working, s.work(&s.Components[c], e.measures, r.References, false))
		}
		row.Index = s.index(row.Working)
		byList[e.list] = append(byList[e.list], row)
	}
	for _, l := range lists {
		r.Lists = append(r.Lists, s.rankList(l, byList[l.Key])...)
	}
	return r
}

// references are the region's printed values that components are held against.
func (s *Scheme) references(m Measures, o Options) map[Measure]exact.Value {
	refs := map[Measure]exact.Value{}
	for i := range s.Components {
		c := &s.Components[i]
		if c.Target == nil || !c.Target.Region {
			continue
		}
		if v, ok := o.Reference[c.Measure]; ok {
			refs[c.Measure] = v
		} else if m.Exact(c.Measure) != nil {
			refs[c.Measure] = *m.Printed(c.Measure)
		}
	}
	if _, ok := refs[AvgDays]; !ok && m.Exact(AvgDays) != nil {
		refs[AvgDays] = *m.Printed(AvgDays)
	}
	return refs
}

// regionWorking is the working of the region's own index.
func (s *Scheme) regionWorking(m Measures, targets map[Measure]exact.Value) []Working {
	var working []Working
	for i := range s.Components {
		c := &s.Components[i]
		if len(s.Region.Components) > 0 && !slices.Contains(s.Region.Components, c.Key) {
			continue
		}
		unrounded := slices.Contains(s.Region.Unrounded, c.Measure)
		working = append(working, s.work(c, m, targets, unrounded))
	}
	return working
}

// listOrder is the scheme's lists, then any others that legs name, by key.
func (s *Scheme) listOrder(entries []entry) []List {
	lists := slices.Clone(s.Lists)
	known := map[string]bool{}
	for _, l := range lists {
		known[l.Key] = true
	}
	var others []List
	for i := range entries {
		if key := entries[i].list; !known[key] {
			known[key] = true
			others = append(others, List{Key: key, Name: key})
		}
	}
	slices.SortFunc(others, func(a, b List) int { return strings.Compare(a.Key, b.Key) })
	return append(lists, others...)
}
