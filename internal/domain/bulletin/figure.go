package bulletin

import (
	"slices"

	"huying/internal/kernel/exact"
	"huying/internal/kernel/i18n"
)

// Unit is what a figure is counted in.
type Unit string

const (
	Cases   Unit = "cases"   // 件
	Legs    Unit = "legs"    // 件次
	Calls   Unit = "calls"   // 次: contacts
	Bodies  Unit = "bodies"  // 家: responsible units
	Percent Unit = "percent" // %
	Days    Unit = "days"    // 天, natural days
	Score   Unit = "score"   // points of an index, no mark
)

// Mark is what stands behind a figure: "件", "%"; empty for a score, and in
// English for all but percent and days, whose names say what they count.
func (u Unit) Mark(lang i18n.Lang) string {
	switch u {
	case Percent:
		return "%"
	case Days:
		return lang.Pick("天", "days")
	case Cases, Legs, Calls, Bodies:
		if lang == i18n.English {
			return ""
		}
		return map[Unit]string{Cases: "件", Legs: "件次", Calls: "次", Bodies: "家"}[u]
	}
	return ""
}

// Attach writes a printed figure with its mark behind it: "3.5天",
// "3.5 days", "100%".
func (u Unit) Attach(lang i18n.Lang, figure string) string {
	if lang == i18n.English && u == Days {
		return figure + " " + u.Mark(lang)
	}
	return figure + u.Mark(lang)
}

// Places is how many decimal places a figure is printed with, the same
// wherever people read it: two for percent and days, three for a score.
func (u Unit) Places() int {
	switch u {
	case Percent, Days:
		return 2
	case Score:
		return 3
	}
	return 0
}

// Print writes a figure for people: to its places, to more only where it has
// more, with a true minus; Unknown for nil.
func (u Unit) Print(v *exact.Value) string {
	if v == nil {
		return Unknown
	}
	return v.Print(u.Places())
}

// MeasureUnit is what a component's measure is counted in, by its key.
func MeasureUnit(key string) Unit {
	switch {
	case key == "avg_days":
		return Days
	case key == "satisfaction" || len(key) > len(rateSuffix) && key[len(key)-len(rateSuffix):] == rateSuffix:
		return Percent
	}
	return Score
}

const rateSuffix = "_rate"

// Course is which way a figure should go.
type Course int8

const (
	Neutral    Course = 0
	MoreBetter Course = 1
	LessBetter Course = -1
)

// Figure is one headline figure with its change on the same period of the year
// before; Value and Change are nil where unknown.
type Figure struct {
	Key    string
	Value  *exact.Value
	Unit   Unit
	Change *exact.Value
	Course Course
}

// Improved reports +1 when the figure changed for the better, −1 for the
// worse, and 0 when it did not change, cannot be compared or has no better side.
func (f Figure) Improved() int {
	if f.Change == nil {
		return 0
	}
	return f.Change.Sign() * int(f.Course)
}

// Headline is the summary as a list of figures, in print order. Contacts are
// among them only where some were logged.
func Headline(d *Document) []Figure {
	s, c := &d.Summary, &d.Change
	all := []Figure{
		{"received", count(s.Received), Cases, c.Received, Neutral},
		{"transferred", count(s.Transferred), Legs, c.Transferred, Neutral},
		{"answered_directly", count(s.AnsweredDirectly), Cases, c.AnsweredDirectly, Neutral},
		{"contacts", count(s.Contacts), Calls, nil, Neutral},
		{"units", count(s.Units), Bodies, nil, Neutral},
		{"sign_rate", s.SignRate, Percent, c.SignRate, MoreBetter},
		{"close_rate", s.CloseRate, Percent, c.CloseRate, MoreBetter},
		{"callback_rate", s.CallBackRate, Percent, c.CallBackRate, MoreBetter},
		{"avg_days", s.AvgDays, Days, c.AvgDays, LessBetter},
		{"surveyed", count(s.Surveyed), Legs, nil, Neutral},
		{"dissatisfied", count(s.Dissatisfied), Legs, nil, Neutral},
		{"satisfaction", s.Satisfaction, Percent, c.Satisfaction, MoreBetter},
		{"index", s.Index, Score, c.Index, MoreBetter},
		{"over_average", count(s.OverAverage), Bodies, nil, Neutral},
		{"below_full_satisfaction", count(s.BelowFullSatisfaction), Bodies, nil, Neutral},
	}
	return slices.DeleteFunc(all, func(f Figure) bool { return f.Key == "contacts" && s.Contacts == 0 })
}

func count(n int) *exact.Value { return exact.Int(int64(n)).Ptr() }
