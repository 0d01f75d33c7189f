package calendar

import (
	"slices"
	"strings"
)

// DayKind says what makes a day a working day or a day off.
type DayKind string

// The kinds of days.
const (
	Ordinary DayKind = "workday" // 工作日, by the week or listed as one
	Weekend  DayKind = "weekend" // 休息日, by the week
	Holiday  DayKind = "holiday" // listed day off
	MakeUp   DayKind = "make_up" // 调休上班: worked for a holiday, though its weekday is off
	LocalOff DayKind = "local_off"
	LocalOn  DayKind = "local_on"
)

// Reason explains why a day is worked or not.
type Reason struct {
	Kind DayKind `json:"kind"`
	// Name is the holiday, or the local arrangement; empty by the week.
	Name string `json:"name,omitempty"`
	// Paper is where it was announced.
	Paper string `json:"paper,omitempty"`
}

// Reason explains the day.
func (c *Calendar) Reason(d Date) Reason {
	i, listed := slices.BinarySearchFunc(c.days, d, func(x Day, d Date) int { return int(x.Date) - int(d) })
	if !listed {
		if c.Workday(d) {
			return Reason{Kind: Ordinary}
		}
		return Reason{Kind: Weekend}
	}
	day := c.days[i]
	r := Reason{Ordinary, day.Name, day.Paper}
	switch {
	case day.Local && day.Off:
		r.Kind = LocalOff
	case day.Local:
		r.Kind = LocalOn
	case day.Off:
		r.Kind = Holiday
	case len(c.spec.Week[d.Weekday()]) == 0:
		r.Kind = MakeUp
	}
	return r
}

// Off reports whether the reason is one for not working.
func (r Reason) Off() bool { return r.Kind == Weekend || r.Kind == Holiday || r.Kind == LocalOff }

// Chinese writes the reason: 休息日, 国庆节, 国庆节调休上班.
func (r Reason) Chinese() string {
	switch r.Kind {
	case Weekend:
		return "休息日"
	case Holiday:
		return r.Name
	case MakeUp:
		return r.Name + "调休上班"
	case LocalOff:
		return "本地安排休息：" + r.Name
	case LocalOn:
		return "本地安排上班：" + r.Name
	}
	return "工作日"
}

// English writes the reason: weekend, National Day, make-up day for National
// Day. Names that we have no English for stay as they are.
func (r Reason) English() string {
	switch r.Kind {
	case Weekend:
		return "weekend"
	case Holiday:
		return englishHoliday(r.Name)
	case MakeUp:
		return "make-up day for " + englishHoliday(r.Name)
	case LocalOff:
		return "off by local arrangement: " + r.Name
	case LocalOn:
		return "worked by local arrangement: " + r.Name
	}
	return "working day"
}

// englishHoliday translates the names of the State Council's notices; a day of
// two holidays has both, joined by 、.
func englishHoliday(name string) string {
	names := strings.NewReplacer(
		"元旦", "New Year's Day", "春节", "Spring Festival", "清明节", "Qingming Festival",
		"劳动节", "Labour Day", "端午节", "Dragon Boat Festival", "中秋节", "Mid-Autumn Festival",
		"国庆节", "National Day", "、", " and ",
	)
	return names.Replace(name)
}
