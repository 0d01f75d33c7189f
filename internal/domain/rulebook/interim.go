// Package rulebook is interim by the lead, so that desk and insight compile; brief G replaces
// this file (delete it) keeping these methods.
package rulebook

import (
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/domain/org"
	"huying/internal/domain/scoring"
	"huying/internal/domain/topic"
	"huying/internal/kernel/exact"
)

// External is a sibling region's figure entered from outside.
type External struct {
	Name, Source string
	Period       calendar.Period
	Recorded     time.Time
	Index        exact.Value
}

// Book is everything that a region has decided.
type Book struct {
	RegionName string
	Location   *time.Location
	Units      *org.Tree
	Policy     *deadline.Policy
	Calendar   *calendar.Calendar
	Scheme     *scoring.Scheme
	Topics     []topic.Definition
	Externals  []External
	Notes      []string
}

func (b *Book) PolicyOn(calendar.Date) (*deadline.Policy, error)     { return b.Policy, nil }
func (b *Book) CalendarOn(calendar.Date) (*calendar.Calendar, error) { return b.Calendar, nil }
func (b *Book) RulesOn(calendar.Date) casework.Rules                 { return casework.DefaultRules() }
func (b *Book) SchemeOn(calendar.Date) (*scoring.Scheme, error)      { return b.Scheme, nil }

// TopicsIn are the topics that run in a part of the period, by key.
func (b *Book) TopicsIn(p calendar.Period) []topic.Definition {
	var in []topic.Definition
	for _, t := range b.Topics {
		if _, ok := t.Within(p); ok {
			in = append(in, t)
		}
	}
	return in
}

// NotesIn are the printed assumptions about a period's data.
func (b *Book) NotesIn(calendar.Period) []string { return b.Notes }

// ExternalsOf are the figures of a period on record by asOf.
func (b *Book) ExternalsOf(p calendar.Period, asOf time.Time) []External {
	var of []External
	for _, x := range b.Externals {
		if x.Period == p && !x.Recorded.After(asOf) {
			of = append(of, x)
		}
	}
	return of
}

func (b *Book) TagName(topic, facet string) string { return topic + ":" + facet }
func (b *Book) ReasonName(code string) string      { return code }
func (b *Book) PlaceName(code string) string       { return code }
