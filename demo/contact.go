package demo

import (
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/topic"
)

// Contact is a call that was logged. Case is the place in the plan of the case
// that it opened, when Opens.
type Contact struct {
	At    time.Time
	Opens bool
	Case  int
	Tags  []topic.Tag
}

// The article's counts of calls.
const (
	callsLogged     = 32187
	callsEpidemic   = 2249
	callsHealthCode = 972
)

// Nobody called about the epidemic before it was known, or about a code that
// did not exist.
func epidemicBegins() calendar.Date   { return calendar.DateFrom(2020, time.January, 20) }
func healthCodeBegins() calendar.Date { return calendar.DateFrom(2020, time.February, 12) }

func epidemicTags(m *matter) []topic.Tag {
	switch m.key {
	case "code":
		return []topic.Tag{{Topic: healthCodeTopic}}
	case "mask", "quarantine", "gather", "gate", "resume", "fever":
		return []topic.Tag{{Topic: epidemicTopic}}
	}
	return nil
}

// contacts logs the calls that opened cases and fills up with calls that did
// not, to the counts.
func (w *winter) contacts() []Contact {
	all := w.calls
	left := map[string]int{epidemicTopic: callsEpidemic, healthCodeTopic: callsHealthCode, "": callsLogged - callsEpidemic - callsHealthCode}
	for _, c := range all {
		key := ""
		if len(c.Tags) > 0 {
			key = c.Tags[0].Topic
		}
		left[key]--
	}
	for _, kind := range []struct {
		topic string
		from  calendar.Date
	}{{"", Epidemic().From}, {epidemicTopic, epidemicBegins()}, {healthCodeTopic, healthCodeBegins()}} {
		period := Epidemic()
		period.From = kind.from
		days := w.stage.y.days(period)
		for range left[kind.topic] {
			day, _ := choose(w.stage.r, days)
			c := Contact{At: w.stage.y.call(day)}
			if kind.topic != "" {
				c.Tags = []topic.Tag{{Topic: kind.topic}}
			}
			all = append(all, c)
		}
	}
	return all
}
