package calendar_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huying/internal/domain/calendar"
	"huying/internal/kernel/errs"
)

func day(t testing.TB, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestPeriods(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ in, from, to, text, chinese, before string }{
		{"2019Q4", "2019-10-01", "2019-12-31", "2019Q4", "2019年四季度", "2018Q4"},
		{"2020Q1", "2020-01-01", "2020-03-31", "2020Q1", "2020年一季度", "2019Q1"},
		{"2019-10", "2019-10-01", "2019-10-31", "2019-10", "2019年10月", "2018-10"},
		{"2020-02", "2020-02-01", "2020-02-29", "2020-02", "2020年2月", "2019-02"},
		{"2021-02", "2021-02-01", "2021-02-28", "2021-02", "2021年2月", "2020-02"},
		{"2019", "2019-01-01", "2019-12-31", "2019", "2019年", "2018"},
		{"1970", "1970-01-01", "1970-12-31", "1970", "1970年", "1969"},
		{"9999Q4", "9999-10-01", "9999-12-31", "9999Q4", "9999年四季度", "9998Q4"},
		{"2019-10-01..2019-12-31", "2019-10-01", "2019-12-31", "2019Q4", "2019年四季度", "2018Q4"},
		{"2019-10-01..2019-10-31", "2019-10-01", "2019-10-31", "2019-10", "2019年10月", "2018-10"},
		{"2019-02-01..2019-04-30", "2019-02-01", "2019-04-30", "2019-02-01..2019-04-30", "2019年2月1日至4月30日", "2018-02-01..2018-04-30"},
		{"2019-09-26..2019-10-25", "2019-09-26", "2019-10-25", "2019-09-26..2019-10-25", "2019年9月26日至10月25日", "2018-09-26..2018-10-25"},
		{"2019-12-26..2020-01-25", "2019-12-26", "2020-01-25", "2019-12-26..2020-01-25", "2019年12月26日至2020年1月25日", "2018-12-26..2019-01-25"},
		{"2020-02-29..2020-03-09", "2020-02-29", "2020-03-09", "2020-02-29..2020-03-09", "2020年2月29日至3月9日", "2019-02-28..2019-03-09"},
		{"2021-01-01..2021-02-28", "2021-01-01", "2021-02-28", "2021-01-01..2021-02-28", "2021年1月1日至2月28日", "2020-01-01..2020-02-29"},
		{"2020-03-09..2020-03-09", "2020-03-09", "2020-03-09", "2020-03-09..2020-03-09", "2020年3月9日", "2019-03-09..2019-03-09"},
	} {
		p, err := calendar.ParsePeriod(tt.in)
		if err != nil {
			t.Errorf("%s: %v", tt.in, err)
			continue
		}
		if want := (calendar.Period{From: day(t, tt.from), To: day(t, tt.to)}); p != want {
			t.Errorf("%s is %v, want %v", tt.in, p, want)
		}
		if got := p.String(); got != tt.text {
			t.Errorf("%s written %s, want %s", tt.in, got, tt.text)
		}
		if got := p.Chinese(); got != tt.chinese {
			t.Errorf("%s in Chinese %s, want %s", tt.in, got, tt.chinese)
		}
		if got := p.YearBefore().String(); got != tt.before {
			t.Errorf("the year before %s is %s, want %s", tt.in, got, tt.before)
		}
	}
}

func TestPeriodErrors(t *testing.T) {
	t.Parallel()
	const forms = "is not a period; expected a quarter 2019Q4, a month 2019-10, a year 2019 or days 2019-10-01..2019-12-31"
	for _, tt := range []struct{ in, want string }{
		{"", `"" ` + forms},
		{"2019q4", `"2019q4" ` + forms},
		{"2019Q0", `"2019Q0" ` + forms},
		{"2019Q5", `"2019Q5" ` + forms},
		{"2019Q44", `"2019Q44" ` + forms},
		{"2019-13", `"2019-13" ` + forms},
		{"2019-00", `"2019-00" ` + forms},
		{"2019-1", `"2019-1" ` + forms},
		{"2019-10-01", `"2019-10-01" ` + forms},
		{"19", `"19" ` + forms},
		{"+019", `"+019" ` + forms},
		{"20 9", `"20 9" ` + forms},
		{"１９７０", `"１９７０" ` + forms},
		{"1969", `period "1969" lies outside the years 1970 to 9999`},
		{"0001Q1", `period "0001Q1" lies outside the years 1970 to 9999`},
		{"1969-12-31..1970-01-01", `period "1969-12-31..1970-01-01" lies outside the years 1970 to 9999`},
		{"2019-12-31..2019-10-01", `period "2019-12-31..2019-10-01" ends before it starts; expected the earlier day first`},
		{"2019-02-29..2019-10-01", `start of period "2019-02-29..2019-10-01": "2019-02-29" is not a date; expected YYYY-MM-DD, such as 2019-10-01`},
		{"2019-10-01..", `end of period "2019-10-01..": "" is not a date; expected YYYY-MM-DD, such as 2019-10-01`},
		{"2019..2020", `start of period "2019..2020": "2019" is not a date; expected YYYY-MM-DD, such as 2019-10-01`},
	} {
		_, err := calendar.ParsePeriod(tt.in)
		if err == nil {
			t.Errorf("%q was read", tt.in)
			continue
		}
		if !strings.HasPrefix(err.Error(), tt.want+" / ") || !errs.Is(err, errs.Invalid) {
			t.Errorf("%q: %s error %q, want %q", tt.in, errs.KindOf(err), err, tt.want)
		}
	}
}

func TestPeriodBounds(t *testing.T) {
	t.Parallel()
	p, err := calendar.ParsePeriod("2019Q4")
	if err != nil {
		t.Fatal(err)
	}
	loc := shanghai(t)
	from, to := p.Bounds(loc)
	if want := time.Date(2019, 9, 30, 16, 0, 0, 0, time.UTC); !from.Equal(want) {
		t.Errorf("from %v, want %v", from, want)
	}
	if want := time.Date(2019, 12, 31, 16, 0, 0, 0, time.UTC); !to.Equal(want) {
		t.Errorf("to %v, want %v", to, want)
	}
	for _, in := range []time.Time{from, to.Add(-1)} {
		if !p.Contains(calendar.DateOf(in, loc)) {
			t.Errorf("%v is not in %s", in, p)
		}
	}
	for _, out := range []time.Time{from.Add(-1), to} {
		if p.Contains(calendar.DateOf(out, loc)) {
			t.Errorf("%v is in %s", out, p)
		}
	}
}

func TestYearBeforeKeepsOrderAndLength(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		from := calendar.Date(rapid.IntRange(400, 40000).Draw(t, "from"))
		p := calendar.Period{From: from, To: from.Add(rapid.IntRange(0, 800).Draw(t, "days"))}
		b := p.YearBefore()
		if b.To < b.From || b.From.Year() != p.From.Year()-1 || b.To.Year() != p.To.Year()-1 {
			t.Fatalf("the year before %v is %v", p, b)
		}
		if d := int(b.To-b.From) - int(p.To-p.From); d < -1 || d > 1 {
			t.Fatalf("the year before %v is %v, %d days longer", p, b, d)
		}
	})
}

func FuzzParsePeriod(f *testing.F) {
	for _, s := range []string{
		"2019Q4", "2019-10", "2019", "2019-10-01..2019-12-31", "2020-02-29..2020-02-29", "..", "2019-10-01..",
		"9999Q4", "1969", "2019Q0", "2019-13", "19-10", "2019-10-01..2019-10-31",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := calendar.ParsePeriod(s)
		if err != nil {
			if !errs.Is(err, errs.Invalid) {
				t.Fatalf("kind %s of %v", errs.KindOf(err), err)
			}
			return
		}
		if p.To < p.From || p.From.Year() < 1970 || p.To.Year() > 9999 {
			t.Fatalf("%q was read as %v", s, p)
		}
		if back, err := calendar.ParsePeriod(p.String()); err != nil || back != p {
			t.Fatalf("%q was read as %v, written %s, read back %v, %v", s, p, p, back, err)
		}
		if len(p.String()) > len(s) {
			t.Fatalf("%q has a longer form %s", s, p)
		}
	})
}
