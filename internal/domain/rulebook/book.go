package rulebook

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/domain/org"
	"huying/internal/domain/scoring"
	"huying/internal/domain/topic"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// Head is what a region is.
type Head struct {
	Code     ident.RegionCode
	Name     string
	Zone     string // IANA name
	Revision int    // of its configuration; every change makes a higher one
}

// Book is one revision of a region's decisions. It is immutable and may be
// shared by many goroutines.
type Book struct {
	Head
	RegionName string
	Location   *time.Location
	Units      *org.Tree
	Subjects   SubjectTree

	schemes   []*scoring.Scheme
	policies  []*deadline.Policy
	calendars []*calendar.Calendar
	topics    []*topic.Definition
	house     []*HouseRules
	retention []*RetentionRule
	ladders   []*LadderRule
	maps      []*RegionMap
	notes     map[string]*DataNote  // by key, the latest version of each
	lists     map[string]ReasonList // of reasons, the latest version of each
	reasons   map[string]Reason     // code → name, also of a code that is listed no more
	places    PlaceNames
	rights    identity.Rights // the latest version; empty where there is none
	dispatch  []*DispatchList
	templates map[string][]*Template // by key
	externals []External
}

// New parses a region's units, rules and external figures into a book. Rules
// must come in order of version.
func New(head Head, units []org.Unit, rules []Rule, externals []External) (*Book, error) {
	b := &Book{Head: head, RegionName: head.Name, externals: externals}
	var err error
	if b.Units, err = org.NewTree(units); err != nil {
		return nil, err
	}
	for _, r := range rules {
		if err := b.take(r); err != nil {
			return nil, err
		}
	}
	if len(b.calendars) == 0 {
		return nil, errs.New(errs.Unready, "rulebook.calendar", "the region has no calendar", "本区划没有工作日历")
	}
	b.Location = b.calendars[len(b.calendars)-1].Location()
	return b, nil
}

func (b *Book) reason(list string, l ReasonList) {
	if b.reasons == nil {
		b.lists, b.reasons = map[string]ReasonList{}, map[string]Reason{}
	}
	b.lists[list] = l
	for _, r := range l.Reasons {
		if r.En == "" && b.reasons[r.Code].Name == r.Name {
			r.En = b.reasons[r.Code].En // another list, or version, says it
		}
		b.reasons[r.Code] = r
	}
}

// HasList reports whether a scheme, of whichever version, ranks the list.
func (b *Book) HasList(key org.List) bool {
	return slices.ContainsFunc(b.schemes, func(s *scoring.Scheme) bool {
		return slices.ContainsFunc(s.Lists, func(l scoring.List) bool { return l.Key == string(key) })
	})
}

// CalendarNamed is the version that a clock was computed by; ok is false when
// it is not on record.
func (b *Book) CalendarNamed(ref string) (*calendar.Calendar, bool) {
	for _, c := range b.calendars {
		if c.Ref() == ref {
			return c, true
		}
	}
	return nil, false
}

// RuleNamed is the limit that a clock was started by, of whichever version.
func (b *Book) RuleNamed(ref string) (deadline.Rule, bool) {
	for _, p := range b.policies {
		if r, ok := p.Rule(ref); ok {
			return r, true
		}
	}
	return deadline.Rule{}, false
}

// Topics is the latest version of every topic, by key.
func (b *Book) Topics() []topic.Definition {
	latest := map[string]*topic.Definition{}
	for _, t := range b.topics {
		latest[t.Key] = t
	}
	all := make([]topic.Definition, 0, len(latest))
	for _, t := range latest {
		all = append(all, *t)
	}
	slices.SortFunc(all, func(a, b topic.Definition) int { return cmp.Compare(a.Key, b.Key) })
	return all
}

// TopicsIn are the topics that run in a part of the period, by key.
func (b *Book) TopicsIn(p calendar.Period) []topic.Definition {
	return slices.DeleteFunc(b.Topics(), func(t topic.Definition) bool {
		_, runs := t.Within(p)
		return !runs
	})
}

// NotesIn are what readers of a period's figures have to know.
func (b *Book) NotesIn(p calendar.Period) []string {
	var texts []string
	for _, key := range slices.Sorted(maps.Keys(b.notes)) {
		n := b.notes[key]
		if n.From <= p.To && p.From <= n.To {
			texts = append(texts, n.Text)
		}
	}
	return texts
}

// ExternalsOf are other regions' figures of exactly this period, on record by
// asOf: of each region the latest.
func (b *Book) ExternalsOf(p calendar.Period, asOf time.Time) []External {
	latest := map[string]External{}
	for _, x := range b.externals {
		if x.Period == p && !x.Recorded.After(asOf) && !x.Recorded.Before(latest[x.Name].Recorded) {
			latest[x.Name] = x
		}
	}
	of := make([]External, 0, len(latest))
	for _, x := range latest {
		of = append(of, x)
	}
	slices.SortFunc(of, func(a, b External) int { return cmp.Compare(a.Name, b.Name) })
	return of
}

// TagName is the printed name of a topic, and of the facet under it.
func (b *Book) TagName(key, facet string) string {
	for _, t := range b.Topics() {
		if t.Key != key {
			continue
		}
		if name := t.FacetName(facet); name != "" {
			return t.Name + " · " + name
		}
		return t.Name
	}
	return strings.Trim(key+":"+facet, ":")
}

// ReasonName is the printed name of a reason code, or the code itself.
func (b *Book) ReasonName(code string) string {
	if r, ok := b.reasons[code]; ok {
		return r.Chinese()
	}
	return code
}

// ReasonEnglish is ReasonName for those who read English.
func (b *Book) ReasonEnglish(code string) string {
	if r, ok := b.reasons[code]; ok {
		return r.English()
	}
	return code
}

// PlaceName is the name of a street or community, or its code.
func (b *Book) PlaceName(code string) string {
	if name, ok := b.places.Names[code]; ok {
		return name
	}
	return code
}

// Places are the names of the region's streets and communities by division code.
func (b *Book) Places() map[string]string { return maps.Clone(b.places.Names) }
