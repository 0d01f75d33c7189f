package rulebook

import (
	"cmp"
	"slices"

	"huying/internal/domain/calendar"
)

// Dated is a version of a rule and the local days for which it was made, as far
// as its text says: zero is unbounded.
type Dated struct {
	Rule
	From calendar.Date
	To   calendar.Date
}

// Date reads the days of a rule off its text. One that cannot be read any more
// has none.
func (r Rule) Date() Dated {
	var b Book
	d := Dated{Rule: r}
	if err := b.take(r); err != nil {
		return d
	}
	switch {
	case len(b.schemes) > 0:
		d.From = b.schemes[0].Effective
	case len(b.policies) > 0:
		d.From = b.policies[0].Effective
	case len(b.house) > 0:
		d.From = b.house[0].Effective
	case len(b.dispatch) > 0:
		d.From = b.dispatch[0].Effective
	case len(b.retention) > 0:
		d.From = b.retention[0].Effective
	case len(b.ladders) > 0:
		d.From = b.ladders[0].Effective
	case len(b.maps) > 0:
		d.From = b.maps[0].Effective
	case len(b.templates) > 0:
		d.From = b.templates[r.Key][0].Effective
	case len(b.topics) > 0:
		d.From, d.To = b.topics[0].From, b.topics[0].To
	case len(b.notes) > 0:
		d.From, d.To = b.notes[r.Key].From, b.notes[r.Key].To
	}
	return d
}

// oneAtATime reports whether all rules of the kind follow one another, whatever
// their keys: a day has one policy and one scheme.
func (k Kind) oneAtATime() bool { return k == Policy || k == Scheme }

// spans reports whether a version replaces all before it, its days being those
// that it is about.
func (k Kind) spans() bool { return k == Topic || k == Note }

// InForce are the versions that hold on a day, as a book of these rules answers
// for that day, by kind and key. Kinds without days are those of the latest
// version, on any day.
func InForce(rules []Dated, day calendar.Date) []Dated {
	type place struct {
		kind Kind
		key  string
	}
	best := map[place]Dated{}
	for _, r := range rules {
		at := place{r.Kind, r.Key}
		if r.Kind.oneAtATime() {
			at.key = ""
		}
		old, there := best[at]
		switch {
		case r.Kind.spans():
			if !there || r.Version > old.Version {
				best[at] = r
			}
		case r.From > day:
		case !there || cmp.Or(cmp.Compare(r.From, old.From), cmp.Compare(r.Version, old.Version)) > 0:
			best[at] = r
		}
	}
	var held []Dated
	for _, r := range best {
		if !r.Kind.spans() || r.From <= day && (r.To == 0 || day <= r.To) {
			held = append(held, r)
		}
	}
	order := Kinds()
	slices.SortFunc(held, func(a, b Dated) int {
		return cmp.Or(cmp.Compare(slices.Index(order, a.Kind), slices.Index(order, b.Kind)), cmp.Compare(a.Key, b.Key))
	})
	return held
}
