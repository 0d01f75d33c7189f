package calendar_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huying/internal/domain/calendar"
	"huying/internal/kernel/errs"
)

// small is a calendar file with one of everything.
const small = `key: small
version: 1
name: 小区划
location: Asia/Shanghai
published: 2019
assumptions:
  - 作息为假定
week:
  monday: [08:30-12:00, 14:00-17:30]
  saturday: [00:00-24:00]
make_up:
  - 09:00-16:00
days:
  - {date: 2019-10-01, name: 国庆节, off: true, paper: 国办发明电〔2018〕15号}
  - {date: 2019-10-06, name: 国庆节, off: false}
  - {date: 2019-10-07, name: 值班, off: false, local: true, hours: ["10:00-11:00"]}
`

func TestSmallCalendar(t *testing.T) {
	t.Parallel()
	spec, err := calendar.ParseSpec([]byte(small), "small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	c, err := calendar.New(spec)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for d := day(t, "2019-10-05"); d < day(t, "2019-10-09"); d++ {
		for _, s := range c.Spans(d) {
			got[d.String()] += s.String() + " "
		}
	}
	want := map[string]string{"2019-10-05": "00:00-24:00 ", "2019-10-06": "09:00-16:00 ", "2019-10-07": "10:00-11:00 "}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// faults are changes to the small calendar that make it wrong.
var faults = []struct{ name, old, new, want string }{
	{"no YAML", "week:\n", "week: [\n", "small.yaml:11:1: not YAML: ',' or ']' must be specified"},
	{"unknown field", "version: 1\n", "version: 1\nzone: x\n", `small.yaml:3:1: unknown field "zone"; expected key, version, name, location, published, assumptions, make_up, week, days`},
	{"unknown weekday", "  monday:", "  mon:", `small.yaml:9:3: week: unknown field "mon"; expected sunday, monday,`},
	{"unknown field of a day", "off: true", "of: true", "small.yaml:14:5: days[0].off: missing\nsmall.yaml:14:35: days[0]: unknown field \"of\"; expected date, name, off, paper, local, hours"},
	{"missing key", "key: small\n", "", "small.yaml:1:1: key: missing"},
	{"missing off", ", off: true", "", "small.yaml:14:5: days[0].off: missing"},
	{"bad key", "key: small", "key: Small", `small.yaml:1:1: key: "Small"; expected lower-case letters and digits`},
	{"text for a number", "version: 1", "version: one", `small.yaml:2:10: version: "one"; expected a whole number`},
	{"version zero", "version: 1", "version: 0", "small.yaml:2:1: version: 0; expected a whole number from 1"},
	{"unknown zone", "Asia/Shanghai", "Asia/Quzhou", `small.yaml:4:1: location: "Asia/Quzhou"; expected the name of a time zone such as Asia/Shanghai`},
	{"the machine's zone", "Asia/Shanghai", "Local", `small.yaml:4:1: location: "Local"; expected the name of a time zone`},
	{"no period", "published: 2019", "published: soon", `small.yaml:5:12: published: "soon" is not a period; expected`},
	{"no opening", "[08:30-12:00,", "[8:30-12:00,", `small.yaml:9:12: week.monday[0]: "8:30-12:00" is not an opening; expected from-to such as 08:30-12:00`},
	{"no minute", "09:00-16:00", "09:60-16:00", `small.yaml:12:5: make_up[0]: "09:60-16:00" is not an opening`},
	{"past midnight", "00:00-24:00", "00:00-24:01", `small.yaml:10:14: week.saturday[0]: "00:00-24:01" is not an opening`},
	{"backwards opening", "09:00-16:00", "16:00-09:00", `small.yaml:12:5: make_up[0]: "16:00-09:00" is not an opening`},
	{"overlapping openings", "14:00-17:30", "12:00-17:30", "small.yaml:9:3: week.monday: openings overlap, touch or run backwards; expected them in order with a break between"},
	{"a list for a text", "name: 小区划", "name: [小]", "small.yaml:3:7: name: expected a text"},
	{"a text for a list", "week:\n  monday: [08:30-12:00, 14:00-17:30]", "week:\n  monday: 08:30-12:00", "small.yaml:9:11: week.monday: expected a list"},
	{"no date", "2019-10-01", "2019-02-30", `small.yaml:14:12: days[0].date: "2019-02-30" is not a date`},
	{"early date", "2019-10-01", "1969-10-01", "small.yaml:14:6: days[0].date: 1969-10-01; expected a day of the years 1970 to 9999"},
	{"a day twice", "2019-10-06", "2019-10-01", "small.yaml:15:6: days[1].date: 2019-10-01 is listed twice"},
	{"empty name", "name: 值班", `name: " "`, "small.yaml:16:24: days[2].name: empty; expected a text"},
	{"word for a flag", "off: true", "off: yes", `small.yaml:14:40: days[0].off: "yes"; expected true or false`},
	{"openings on a day off", "off: false, local", "off: true, local", "small.yaml:16:58: days[2].hours: openings on a day off"},
	{"worked without openings", "make_up:\n  - 09:00-16:00\n", "", "small.yaml:13:5: days[1]: 2019-10-06 is worked, but neither it nor its weekday nor make_up has openings"},
	{"no openings at all", "  monday: [08:30-12:00, 14:00-17:30]\n  saturday: [00:00-24:00]\n", "  monday: []\n", "small.yaml:8:1: week: no openings on any weekday; expected some"},
	{"anchor", "name: 小区划", "name: &a 小", `small.yaml:3:7: "&"; expected plain YAML without anchors`},
	{"unquoted colon within brackets and braces", `["10:00-11:00"]`, "[10:00-11:00]", "small.yaml:16:67: days[2].hours[0]: expected a text; one with a colon in it needs quotes"},
	{"second document", "version: 1\n", "version: 1\n---\nkey: b\n", `small.yaml:3:1: "---"; expected one document`},
}

func TestCalendarFaults(t *testing.T) {
	t.Parallel()
	for _, tt := range faults {
		text := strings.Replace(small, tt.old, tt.new, 1)
		if text == small {
			t.Fatalf("%s changes nothing", tt.name)
		}
		_, err := calendar.ParseSpec([]byte(text), "small.yaml")
		if !errs.Is(err, errs.Invalid) || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("%s:\n got %v\nwant %s", tt.name, err, tt.want)
		}
	}
}

func TestAllFaultsAtOnce(t *testing.T) {
	t.Parallel()
	text := strings.NewReplacer("version: 1", "version: x", "off: true", "off: 1", "09:00-16:00", "nine").Replace(small)
	_, err := calendar.ParseSpec([]byte(text), "small.yaml")
	want := `small.yaml:2:10: version: "x"; expected a whole number
small.yaml:12:5: make_up[0]: "nine" is not an opening; expected from-to such as 08:30-12:00 / “nine”不是时段，应如 08:30-12:00
small.yaml:14:40: days[0].off: "1"; expected true or false`
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}

func TestNewRefusesWhatNoFileSays(t *testing.T) {
	t.Parallel()
	base, err := calendar.ParseSpec([]byte(small), "small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*calendar.Spec){
		"seconds":         func(s *calendar.Spec) { s.MakeUp = []calendar.Span{{Open: 1, Close: 60e9}} },
		"control letters": func(s *calendar.Spec) { s.Name = "a\nb" },
		"no time":         func(s *calendar.Spec) { s.Published.To = s.Published.From - 1 },
		"no week":         func(s *calendar.Spec) { s.Week = calendar.Week{} },
	} {
		spec := base
		change(&spec)
		if _, err := calendar.New(spec); !errs.Is(err, errs.Invalid) || errs.CodeOf(err) != "calendar.invalid" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestHolidayList(t *testing.T) {
	t.Parallel()
	days, err := calendar.ParseCSV([]byte("\uFEFFdate,name,is_off_day,paper\r\n2020-02-01,春节,1,\"a b\"\r\n2020-01-19,春节,0,\r\n"), "list.csv")
	if err != nil {
		t.Fatal(err)
	}
	want := []calendar.Day{
		{Date: day(t, "2020-01-19"), Name: "春节"},
		{Date: day(t, "2020-02-01"), Name: "春节", Off: true, Paper: "a b"},
	}
	if diff := cmp.Diff(want, days); diff != "" {
		t.Error(diff)
	}
}

func TestHolidayListFaults(t *testing.T) {
	t.Parallel()
	const header = "date,name,is_off_day,paper\n"
	for _, tt := range []struct{ name, in, want string }{
		{"empty", "", "list.csv:1: empty; expected the header date,name,is_off_day,paper"},
		{"another column", "date,name,off,paper\n", `list.csv:1:3: column "off"; expected is_off_day of the header`},
		{"a column less", "date,name,is_off_day\n", `list.csv:1:4: column ""; expected paper of the header`},
		{"a column more", "date,name,is_off_day,paper,x\n", "list.csv:1:5: 5 fields; expected 4"},
		{"a field less", header + "2020-01-19,春节,0\n", "list.csv:2:4: 3 fields; expected 4"},
		{"no date", header + "2020-1-19,春节,0,\n", `list.csv:2:1: "2020-1-19" is not a date; expected YYYY-MM-DD, such as 2019-10-01`},
		{"no name", header + "\n2020-01-19,,0,\n", "list.csv:3:2: empty; expected the name of the holiday"},
		{"no flag", header + "2020-01-19,春节,true,\n", `list.csv:2:3: "true"; expected 1 for a day off or 0 for a make-up day`},
		{"twice", header + "2020-01-19,春节,0,\n2020-01-19,春节,1,\n", "list.csv:3:1: 2020-01-19 is listed twice, first in line 2"},
		{"a stray quote", header + "2020-01-19,春\"节,0,\n", `list.csv:2:`},
		{"not UTF-8", header + "2020-01-19,\xb4\xba\xbd\xda,0,\n", "list.csv: not UTF-8"},
		{"two problems", header + "x,春节,0,\n2020-01-19,春节,2,\n", "list.csv:2:1: \"x\" is not a date; expected YYYY-MM-DD, such as 2019-10-01\nlist.csv:3:3: \"2\"; expected 1"},
	} {
		_, err := calendar.ParseCSV([]byte(tt.in), "list.csv")
		if !errs.Is(err, errs.Invalid) || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %s", tt.name, err, tt.want)
		}
	}
}

func FuzzParseCSV(f *testing.F) {
	f.Add([]byte("date,name,is_off_day,paper\n2020-01-19,春节,0,a b\n2020-02-01,春节,1,\n"))
	f.Add([]byte("\uFEFFdate,name,is_off_day,paper\r\n\"2020-01-19\",\"春,节\",0,\r\n"))
	f.Add([]byte("date,name,is_off_day\n"))
	f.Add([]byte("date,name,is_off_day,paper\n\"\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		days, err := calendar.ParseCSV(data, "fuzz.csv")
		if err != nil {
			if !errs.Is(err, errs.Invalid) || !strings.HasPrefix(err.Error(), "fuzz.csv:") {
				t.Fatalf("kind %s of %v", errs.KindOf(err), err)
			}
			return
		}
		for i, d := range days {
			if d.Name == "" || i > 0 && d.Date <= days[i-1].Date {
				t.Fatalf("days %+v", days)
			}
		}
	})
}

func FuzzParseSpec(f *testing.F) {
	f.Add([]byte(small))
	china, err := calendar.China().YAML()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(china[:4000])
	for _, tt := range faults {
		f.Add([]byte(strings.Replace(small, tt.old, tt.new, 1)))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		spec, err := calendar.ParseSpec(data, "fuzz.yaml")
		if err != nil {
			if !errs.Is(err, errs.Invalid) || !strings.HasPrefix(err.Error(), "fuzz.yaml:") {
				t.Fatalf("kind %s of %v", errs.KindOf(err), err)
			}
			return
		}
		if _, err := calendar.New(spec); err != nil {
			t.Fatalf("read, but not usable: %v", err)
		}
		checkRoundTrip(t, spec)
	})
}
