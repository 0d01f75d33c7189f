package bulletins

import (
	"strconv"

	"huying/internal/domain/bulletin"
	"huying/internal/kernel/exact"
	"huying/internal/kernel/i18n"
)

// topicView is one topic's panel.
type topicView struct {
	Name     string
	From, To string // empty when they are the period's own
	Total    int
	Mark     string
	Facts    []topicFact
	Groups   []topicGroup
}

type topicFact struct{ Name, Value string }

type topicGroup struct {
	Name     string
	Compared bool
	Bars     []bar
}

// bar is one line of a bar chart: a name, a length of 1000 and the figures.
type bar struct {
	Name     string
	Depth    int
	Count    int
	Length   int
	Previous string
	Moved    string
	Way      string
}

// fullLength is the length of the longest bar.
const fullLength = 1000

// subjectBars are the subjects by count.
func subjectBars(subjects []bulletin.Count) []bar {
	longest := 0
	for _, s := range subjects {
		longest = max(longest, s.Count)
	}
	bars := make([]bar, len(subjects))
	for i, s := range subjects {
		bars[i] = bar{Name: s.Subject, Count: s.Count, Length: lengthOf(s.Count, longest)}
	}
	return bars
}

// lengthOf is a count's length where the longest has fullLength.
func lengthOf(count, longest int) int {
	if longest == 0 {
		return 0
	}
	return count * fullLength / longest
}

func topicViews(lang i18n.Lang, d *bulletin.Document) []topicView {
	views := make([]topicView, len(d.Topics))
	for i := range d.Topics {
		views[i] = newTopicView(lang, d, &d.Topics[i])
	}
	return views
}

func newTopicView(lang i18n.Lang, d *bulletin.Document, t *bulletin.Topic) topicView {
	unit := bulletin.Cases
	if t.On == bulletin.OnContacts {
		unit = bulletin.Calls
	}
	view := topicView{Name: t.Name, Total: t.Total, Mark: unit.Mark(lang)}
	if t.From != d.Period.From || t.To != d.Period.To {
		view.From, view.To = t.From.String(), t.To.String()
	}
	if t.Previous != nil {
		view.Facts = append(view.Facts, topicFact{say(lang, "topic.previous"), strconv.Itoa(*t.Previous)})
	}
	for _, rate := range []struct {
		key   i18n.Key
		value *exact.Value
	}{{"topic.close_rate", t.CloseRate}, {"topic.satisfaction", t.Satisfaction}} {
		if rate.value != nil {
			view.Facts = append(view.Facts, topicFact{say(lang, rate.key), attached(lang, bulletin.Percent, rate.value)})
		}
	}
	for _, g := range t.Groups {
		view.Groups = append(view.Groups, topicGroup{g.Name, g.Compared(), facetBars(lang, g)})
	}
	return view
}

func facetBars(lang i18n.Lang, g bulletin.Group) []bar {
	branches := bulletin.Flatten(g.Facets)
	longest := 0
	for _, b := range branches {
		longest = max(longest, b.Count)
	}
	bars := make([]bar, len(branches))
	for i, b := range branches {
		bars[i] = bar{Name: b.Name, Depth: b.Depth, Count: b.Count, Length: lengthOf(b.Count, longest), Previous: bulletin.Unknown}
		if b.Previous != nil {
			bars[i].Previous = strconv.Itoa(*b.Previous)
		}
		if b.ChangePercent != nil {
			bars[i].Moved, bars[i].Way = movedPercent(lang, *b.ChangePercent)
		}
	}
	return bars
}

// movedPercent is a change in percent without its sign, and the way it went.
func movedPercent(lang i18n.Lang, change exact.Value) (text, way string) {
	if change.Sign() == 0 {
		return say(lang, "topic.same"), "same"
	}
	return change.Abs().Print(bulletin.Percent.Places()) + "%", map[int]string{1: "up", -1: "down"}[change.Sign()]
}
