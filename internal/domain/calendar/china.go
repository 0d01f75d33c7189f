package calendar

import (
	_ "embed"
	"time"
)

// chinaCSV is the State Council's holidays with their make-up days, each with
// the notice that set it; the extension of Spring Festival 2020 is in it.
//
//go:embed china.csv
var chinaCSV []byte

// DefaultZone is the time zone of all of China.
const DefaultZone = "Asia/Shanghai"

// China returns the nation's calendar: the State Council's holidays and
// make-up days of 2018 to 2026 on the usual office hours. A region amends it
// with its own hours and days.
func China() Spec {
	days, err := ParseCSV(chinaCSV, "china.csv")
	if err != nil {
		panic(err) // the file is part of the program; a test reads it
	}
	first, last := days[0].Date.Year(), days[len(days)-1].Date.Year()
	return Spec{
		Key: "china", Version: 1, Name: "全国工作日历",
		Location:  DefaultZone,
		Published: Period{DateFrom(first, time.January, 1), DateFrom(last, time.December, 31)},
		Week:      OfficeWeek(),
		MakeUp:    OfficeHours(),
		Days:      days,
		Assumptions: []string{
			"作息为周一至周五 08:30–12:00、14:00–17:30，调休上班日相同；国务院通知不规定作息，由各地调整 / " +
				"office hours Monday to Friday 08:30–12:00 and 14:00–17:30, on make-up days as well: notices set days, not hours",
		},
	}
}

// OfficeHours returns the openings that we assume for an office, with a lunch
// break: 08:30–12:00 and 14:00–17:30. No notice sets them.
func OfficeHours() []Span {
	return []Span{
		{8*time.Hour + 30*time.Minute, 12 * time.Hour},
		{14 * time.Hour, 17*time.Hour + 30*time.Minute},
	}
}

// OfficeWeek returns OfficeHours from Monday to Friday.
func OfficeWeek() Week {
	var w Week
	for d := time.Monday; d <= time.Friday; d++ {
		w[d] = OfficeHours()
	}
	return w
}
