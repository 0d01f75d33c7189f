// Package topic is the 专题: a dated definition of what is watched, and of the
// facets it is reported by. It is pure; insight feeds it the cases or contacts
// of a period.
package topic

import (
	"slices"
	"strings"

	"huying/internal/domain/calendar"
)

// Subject of a topic: what it counts.
const (
	OnCases    = "cases"    // distinct cases received in the period
	OnContacts = "contacts" // calls and visits logged in the period
)

// Definition is one version of a topic. A matter belongs to it when it is
// tagged with the topic's key, or the filter takes it.
type Definition struct {
	Key    string        `json:"key" yaml:"key"`
	Name   string        `json:"name" yaml:"name"`
	On     string        `json:"on,omitempty" yaml:"on,omitempty"` // cases (default) or contacts
	From   calendar.Date `json:"from" yaml:"from"`
	To     calendar.Date `json:"to,omitempty" yaml:"to,omitempty"` // zero: still running
	Filter *Filter       `json:"filter,omitempty" yaml:"filter,omitempty"`
	Groups []Group       `json:"groups,omitempty" yaml:"groups,omitempty"`
	Note   string        `json:"note,omitempty" yaml:"note,omitempty"` // an assumption, printed with the topic
}

// Group is one way of splitting the topic.
type Group struct {
	Key    string  `json:"key" yaml:"key"`
	Name   string  `json:"name" yaml:"name"`
	Facets []Facet `json:"facets" yaml:"facets"`
}

// Facet is one part. A matter is in it when it is tagged topic:facet, when
// the filter takes it, or when one of its own facets has it.
type Facet struct {
	Key    string  `json:"key" yaml:"key"`
	Name   string  `json:"name" yaml:"name"`
	Filter *Filter `json:"filter,omitempty" yaml:"filter,omitempty"`
	Facets []Facet `json:"facets,omitempty" yaml:"facets,omitempty"`
}

// Filter takes a matter when every part that is filled fits.
type Filter struct {
	Kinds    []string `json:"kinds,omitempty" yaml:"kinds,omitempty"`
	Channels []string `json:"channels,omitempty" yaml:"channels,omitempty"`
	Subjects []string `json:"subjects,omitempty" yaml:"subjects,omitempty"` // prefixes of the subject path
}

// Matter is what a topic looks at: a case, or a contact (tags alone).
type Matter struct {
	Kind    string
	Channel string
	Subject string
	Tags    []Tag
}

// Tag marks a matter for a topic, and for a facet of it.
type Tag struct{ Topic, Facet string }

// HasFacet reports whether the topic has a facet with the key.
func (d Definition) HasFacet(key string) bool {
	return d.facet(func(f Facet) bool { return f.Key == key }).Key != ""
}

// Within returns the part of the period in which the topic runs; ok is false
// when there is none.
func (d Definition) Within(p calendar.Period) (calendar.Period, bool) {
	p.From = max(p.From, d.From)
	if d.To != 0 {
		p.To = min(p.To, d.To)
	}
	return p, p.From <= p.To
}

// Holds reports whether the matter belongs to the topic.
func (d Definition) Holds(m Matter) bool {
	for _, t := range m.Tags {
		if t.Topic == d.Key {
			return true
		}
	}
	return d.Filter != nil && d.Filter.takes(m)
}

func (f Filter) takes(m Matter) bool {
	fits := func(allowed []string, value string) bool { return len(allowed) == 0 || slices.Contains(allowed, value) }
	subject := len(f.Subjects) == 0 || slices.ContainsFunc(f.Subjects, func(p string) bool {
		return m.Subject == p || strings.HasPrefix(m.Subject, p+"/")
	})
	return fits(f.Kinds, m.Kind) && fits(f.Channels, m.Channel) && subject
}

// Holds reports whether a matter of the topic is in the facet.
func (f Facet) Holds(topic string, m Matter) bool {
	if slices.Contains(m.Tags, Tag{topic, f.Key}) || f.Filter != nil && f.Filter.takes(m) {
		return true
	}
	return slices.ContainsFunc(f.Facets, func(sub Facet) bool { return sub.Holds(topic, m) })
}

// Tally counts matters of one topic by facet.
type Tally struct {
	def    Definition
	Total  int
	Facets map[string]int // by facet key
}

// NewTally begins a count.
func NewTally(d Definition) *Tally { return &Tally{def: d, Facets: map[string]int{}} }

// Add counts a matter, and reports whether it belongs to the topic.
func (t *Tally) Add(m Matter) bool {
	if !t.def.Holds(m) {
		return false
	}
	t.Total++
	for _, g := range t.def.Groups {
		t.add(g.Facets, m)
	}
	return true
}

func (t *Tally) add(facets []Facet, m Matter) {
	for _, f := range facets {
		if f.Holds(t.def.Key, m) {
			t.Facets[f.Key]++
			t.add(f.Facets, m)
		}
	}
}

// FacetName is the printed name of a facet, empty for an unknown key.
func (d Definition) FacetName(key string) string {
	return d.facet(func(f Facet) bool { return f.Key == key }).Name
}

// FacetNamed is the key of the facet with a printed name, empty for an unknown
// one.
func (d Definition) FacetNamed(name string) string {
	return d.facet(func(f Facet) bool { return f.Name == name }).Key
}

// facet is the first that fits, or none.
func (d Definition) facet(fits func(Facet) bool) Facet {
	for _, g := range d.Groups {
		if f := find(g.Facets, fits); f.Key != "" {
			return f
		}
	}
	return Facet{}
}

func find(facets []Facet, fits func(Facet) bool) Facet {
	for _, f := range facets {
		if fits(f) {
			return f
		}
		if sub := find(f.Facets, fits); sub.Key != "" {
			return sub
		}
	}
	return Facet{}
}
