package calendar_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huying/internal/domain/calendar"
	"huying/internal/kernel/errs"
)

func TestChinaIsTheFile(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("china.csv")
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(strings.TrimSpace(string(data)), "\n")[1:]
	spec := calendar.China()
	if len(spec.Days) != len(rows) {
		t.Fatalf("%d days, %d rows", len(spec.Days), len(rows))
	}
	for i, row := range rows {
		d, off := spec.Days[i], "0"
		if d.Off {
			off = "1"
		}
		if got := strings.Join([]string{d.Date.String(), d.Name, off, d.Paper}, ","); got != strings.TrimSpace(row) {
			t.Errorf("row %d is %s, read as %s", i+2, row, got)
		}
		if d.Local || d.Spans != nil {
			t.Errorf("%+v is no day of the State Council", d)
		}
	}
	if spec.Published.String() != "2018-01-01..2026-12-31" || len(spec.Assumptions) == 0 || spec.Ref() != "china@1" {
		t.Errorf("published %s, assumptions %q, %s", spec.Published, spec.Assumptions, spec.Ref())
	}
}

// Spring Festival 2020 as announced in November 2019, and as extended by the
// notice of 27 January, on the fourth day of the holiday.
func TestSpringFestival2020Amended(t *testing.T) {
	t.Parallel()
	const first, second = "http://www.gov.cn/zhengce/zhengceku/2019-11/21/content_5454164.htm", "http://www.gov.cn/zhengce/zhengceku/2020-01/27/content_5472352.htm"
	announced := calendar.China()
	var days []calendar.Day
	for _, d := range announced.Days {
		switch d.Date.String() {
		case "2020-01-31", "2020-02-02", "2020-02-03": // a Friday, a Sunday and a Monday as any other
			continue
		case "2020-02-01":
			d.Off, d.Paper = false, first // a Saturday to be worked
		}
		days = append(days, d)
	}
	announced.Days = days
	extended := []calendar.Day{
		{Date: day(t, "2020-01-31"), Name: "春节", Off: true, Paper: second},
		{Date: day(t, "2020-02-01"), Name: "春节", Off: true, Paper: second},
		{Date: day(t, "2020-02-02"), Name: "春节", Off: true, Paper: second},
	}
	amended, err := announced.Amend(2, extended...)
	if err != nil {
		t.Fatal(err)
	}
	old, err := calendar.New(announced)
	if err != nil {
		t.Fatal(err)
	}
	now, err := calendar.New(amended)
	if err != nil {
		t.Fatal(err)
	}
	from := day(t, "2020-01-23")
	if got := old.AddWorkdays(from, 2); got != day(t, "2020-02-01") {
		t.Errorf("as announced, two working days end on %s", got)
	}
	if got := now.AddWorkdays(from, 2); got != day(t, "2020-02-04") {
		t.Errorf("as extended, two working days end on %s", got)
	}
	if r := now.Reason(day(t, "2020-02-01")); r != (calendar.Reason{Kind: calendar.Holiday, Name: "春节", Paper: second}) {
		t.Errorf("1 February: %+v", r)
	}
	final, err := calendar.New(calendar.China())
	if err != nil {
		t.Fatal(err)
	}
	for d := day(t, "2019-12-01"); d < day(t, "2020-04-01"); d++ {
		if now.Workday(d) != final.Workday(d) {
			t.Errorf("%s: the amended calendar and the file differ", d)
		}
	}
	if old.Ref() != "china@1" || now.Ref() != "china@2" || now.Key() != "china" || now.Version() != 2 {
		t.Errorf("%s became %s", old.Ref(), now.Ref())
	}
}

func TestAmendAsksForALaterVersion(t *testing.T) {
	t.Parallel()
	for _, v := range []int{-1, 0, 1} {
		_, err := calendar.China().Amend(v)
		if !errs.Is(err, errs.Invalid) || err.Error() != fmt.Sprintf("version %d of calendar china; expected a number above 1 / 日历 china 的版本 %[1]d 无效，应大于 1", v) {
			t.Errorf("version %d: %v", v, err)
		}
	}
}

func TestLocalDays(t *testing.T) {
	t.Parallel()
	spec, err := calendar.China().Amend(2,
		calendar.Day{Date: day(t, "2019-10-16"), Name: "文明创建日", Local: true, Spans: []calendar.Span{{Open: 8 * time.Hour, Close: 12 * time.Hour}}},
		calendar.Day{Date: day(t, "2019-10-19"), Name: "防汛值班", Local: true},
		calendar.Day{Date: day(t, "2019-10-21"), Name: "台风停工", Off: true, Local: true},
		calendar.Day{Date: day(t, "2019-10-22"), Name: "国庆节", Spans: []calendar.Span{{Open: 10 * time.Hour, Close: 11 * time.Hour}}},
	)
	if err != nil {
		t.Fatal(err)
	}
	c, err := calendar.New(spec)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ day, spans, chinese, english string }{
		{"2019-10-16", "08:00-12:00", "本地安排上班：文明创建日", "worked by local arrangement: 文明创建日"},
		{"2019-10-19", "08:30-12:00 14:00-17:30", "本地安排上班：防汛值班", "worked by local arrangement: 防汛值班"},
		{"2019-10-21", "", "本地安排休息：台风停工", "off by local arrangement: 台风停工"},
		{"2019-10-22", "10:00-11:00", "工作日", "working day"},
	} {
		d := day(t, tt.day)
		var spans []string
		for _, s := range c.Spans(d) {
			spans = append(spans, s.String())
		}
		if got := strings.Join(spans, " "); got != tt.spans {
			t.Errorf("%s opens %s, want %s", d, got, tt.spans)
		}
		r := c.Reason(d)
		if r.Chinese() != tt.chinese || r.English() != tt.english || r.Off() != (tt.spans == "") {
			t.Errorf("%s: %s, %s", d, r.Chinese(), r.English())
		}
	}
	if got := c.Worktime(at(t, "2019-10-16 00:00"), at(t, "2019-10-17 00:00")); got != 4*time.Hour {
		t.Errorf("the short day has %v", got)
	}
}

func TestCalendarKeepsItsOwnCopy(t *testing.T) {
	t.Parallel()
	spec := calendar.China()
	c, err := calendar.New(spec)
	if err != nil {
		t.Fatal(err)
	}
	amended, err := spec.Amend(2, calendar.Day{Date: day(t, "2019-10-16"), Name: "短", Spans: calendar.OfficeHours()})
	if err != nil {
		t.Fatal(err)
	}
	amended.Week[time.Monday][0].Open = time.Hour
	amended.MakeUp[0].Open = time.Hour
	amended.Days[0].Name = "别的"
	c.Spans(day(t, "2019-10-14"))[0].Open = time.Hour
	if got := c.Spans(day(t, "2019-10-14"))[0].Open; got != 8*time.Hour+30*time.Minute {
		t.Errorf("Monday opens at %v", got)
	}
	if diff := cmp.Diff(calendar.China(), spec); diff != "" {
		t.Errorf("the amended calendar changed the one before:\n%s", diff)
	}
	spec.Week[time.Monday][0].Close = 9 * time.Hour
	if got := c.Worktime(at(t, "2019-10-14 00:00"), at(t, "2019-10-15 00:00")); got != 7*time.Hour {
		t.Errorf("Monday has %v after the spec changed", got)
	}
}

func TestSpecYAML(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		spec := anySpec(t)
		spec.Name = rapid.StringMatching(`[\pL\pN\pP ]{0,20}`).Draw(t, "name")
		spec.Assumptions = rapid.SliceOfN(rapid.StringMatching(`[a-z\p{Han}][\pL\pN\pP ]{0,20}`), 0, 3).Draw(t, "assumptions")
		if len(spec.Assumptions) == 0 {
			spec.Assumptions = nil
		}
		checkRoundTrip(t, spec)
	})
}

// checkRoundTrip writes a calendar and reads it back.
func checkRoundTrip(t rapid.TB, spec calendar.Spec) {
	t.Helper()
	text, err := spec.YAML()
	if err != nil {
		t.Fatal(err)
	}
	back, err := calendar.ParseSpec(text, "back.yaml")
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if diff := cmp.Diff(spec, back); diff != "" {
		t.Fatalf("%s\n%s", diff, text)
	}
}

func TestChinaYAML(t *testing.T) {
	t.Parallel()
	checkRoundTrip(t, calendar.China())
}
