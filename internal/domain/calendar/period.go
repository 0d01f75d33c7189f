package calendar

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"huying/internal/kernel/errs"
)

// Period 统计时间 is a span of local days, both ends included.
type Period struct {
	From Date `json:"from"`
	To   Date `json:"to"`
}

// The years that a period may be written in.
const (
	firstYear = 1970
	lastYear  = 9999
)

// ParsePeriod reads a quarter 2019Q4, a month 2019-10, a year 2019 or a span
// 2019-10-01..2019-12-31, of the years 1970 to 9999. Errors are Invalid.
func ParsePeriod(s string) (Period, error) {
	if from, to, ok := strings.Cut(s, ".."); ok {
		return parseSpan(s, from, to)
	}
	year, part := s, ""
	if len(s) > 4 {
		year, part = s[:4], s[4:]
	}
	y, err := digits(year, 4)
	if err != nil {
		return Period{}, notPeriod(s)
	}
	if y < firstYear {
		return Period{}, outside(s)
	}
	switch {
	case part == "":
		return months(y, time.January, 12), nil
	case len(part) == 2 && part[0] == 'Q' && '1' <= part[1] && part[1] <= '4':
		return months(y, time.Month(3*int(part[1]-'1')+1), 3), nil
	case len(part) == 3 && part[0] == '-':
		if m, err := digits(part[1:], 2); err == nil && 1 <= m && m <= 12 {
			return months(y, time.Month(m), 1), nil
		}
	}
	return Period{}, notPeriod(s)
}

func parseSpan(s, from, to string) (Period, error) {
	var p Period
	var err error
	if p.From, err = ParseDate(from); err != nil {
		return Period{}, errs.Wrap(fmt.Sprintf("start of period %q", s), err)
	}
	if p.To, err = ParseDate(to); err != nil {
		return Period{}, errs.Wrap(fmt.Sprintf("end of period %q", s), err)
	}
	switch {
	case p.To < p.From:
		return Period{}, errs.Newf(errs.Invalid, "period.order", "period %q ends before it starts; expected the earlier day first", "时段“%s”止早于起，应先写较早的一天", s)
	case p.From.Year() < firstYear:
		return Period{}, outside(s)
	}
	return p, nil
}

// digits reads a number of exactly n decimal digits.
func digits(s string, n int) (int, error) {
	v, err := strconv.ParseUint(s, 10, 32)
	if err == nil && len(s) != n {
		err = strconv.ErrSyntax
	}
	return int(v), err
}

func notPeriod(s string) error {
	return errs.Newf(errs.Invalid, "period.invalid",
		"%q is not a period; expected a quarter 2019Q4, a month 2019-10, a year 2019 or days 2019-10-01..2019-12-31",
		"“%s”不是时段，应为季度 2019Q4、月 2019-10、年 2019 或起止日 2019-10-01..2019-12-31", s)
}

func outside(s string) error {
	return errs.Newf(errs.Invalid, "period.year", "period %q lies outside the years %d to %d", "时段“%s”不在 %d 年至 %d 年之间", s, firstYear, lastYear)
}

// months is a period of whole months.
func months(year int, first time.Month, n int) Period {
	return Period{DateFrom(year, first, 1), DateFrom(year, first+time.Month(n), 0)}
}

// length returns how many whole months the period is; 0 when it is not of
// whole months.
func (p Period) length() int {
	if p.To < p.From || p.From.Day() != 1 || p.To.Add(1).Day() != 1 {
		return 0
	}
	next := p.To.Add(1)
	return 12*(next.Year()-p.From.Year()) + int(next.Month()) - int(p.From.Month())
}

// form names the shape in which people speak of a period.
type form uint8

const (
	spanForm form = iota
	monthForm
	quarterForm
	yearForm
)

func (p Period) form() form {
	switch n, m := p.length(), p.From.Month(); {
	case n == 1:
		return monthForm
	case n == 3 && m%3 == 1:
		return quarterForm
	case n == 12 && m == time.January:
		return yearForm
	}
	return spanForm
}

// quarter is the quarter of the first day, from 0.
func (p Period) quarter() int { return (int(p.From.Month()) - 1) / 3 }

// String writes the period in the shortest form that ParsePeriod reads.
func (p Period) String() string {
	year := p.From.Year()
	switch p.form() {
	case monthForm:
		return fmt.Sprintf("%04d-%02d", year, p.From.Month())
	case quarterForm:
		return fmt.Sprintf("%04dQ%d", year, p.quarter()+1)
	case yearForm:
		return fmt.Sprintf("%04d", year)
	}
	return p.From.String() + ".." + p.To.String()
}

// Chinese writes the period as a bulletin does: 2019年四季度, 2019年10月,
// 2019年, 2019年10月1日至12月31日.
func (p Period) Chinese() string {
	year := p.From.Year()
	switch p.form() {
	case monthForm:
		return fmt.Sprintf("%d年%d月", year, p.From.Month())
	case quarterForm:
		return fmt.Sprintf("%d年%s季度", year, [...]string{"一", "二", "三", "四"}[p.quarter()])
	case yearForm:
		return fmt.Sprintf("%d年", year)
	}
	from := p.From.Chinese()
	switch {
	case p.From == p.To:
		return from
	case p.To.Year() == year:
		return fmt.Sprintf("%s至%d月%d日", from, p.To.Month(), p.To.Day())
	}
	return from + "至" + p.To.Chinese()
}

// Contains reports whether the day lies in the period.
func (p Period) Contains(d Date) bool { return p.From <= d && d <= p.To }

// YearBefore returns the same period of the year before (同期). Whole months
// stay whole months, so that February ends on its own last day; of any other
// period, 29 February becomes 28 February.
func (p Period) YearBefore() Period {
	if n := p.length(); n > 0 {
		return months(p.From.Year()-1, p.From.Month(), n)
	}
	return Period{p.From.yearBefore(), p.To.yearBefore()}
}

// Before returns the period of the same length just before (环比): as many whole
// months, or as many days.
func (p Period) Before() Period {
	if n := p.length(); n > 0 {
		return months(p.From.Year(), p.From.Month()-time.Month(n), n)
	}
	return Period{p.From - (p.To - p.From) - 1, p.From - 1}
}

// Bounds returns the first moment of the period in loc, and the first one
// after it.
func (p Period) Bounds(loc *time.Location) (from, toExclusive time.Time) {
	return p.From.Start(loc), p.To.Add(1).Start(loc)
}
