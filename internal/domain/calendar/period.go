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

const (
	firstYear = 1970
	lastYear  = 9999
	quarters  = 4
)

// ParsePeriod reads 2019Q4, 2019-10, 2019 or 2019-10-01..2019-12-31. Error:
// Invalid ("period.invalid").
func ParsePeriod(s string) (Period, error) {
	p, ok := parsePeriod(s)
	if !ok || p.To < p.From || p.From.Year() < firstYear || p.To.Year() > lastYear {
		return Period{}, errs.New(errs.Invalid, "period.invalid",
			fmt.Sprintf("%q is not a period; expected 2019Q4, 2019-10, 2019 or 2019-10-01..2019-12-31", s),
			fmt.Sprintf("%q 不是统计时间；应为 2019Q4、2019-10、2019 或 2019-10-01..2019-12-31", s))
	}
	return p, nil
}

func parsePeriod(s string) (Period, bool) {
	if from, to, ok := strings.Cut(s, ".."); ok {
		a, err1 := ParseDate(from)
		b, err2 := ParseDate(to)
		return Period{a, b}, err1 == nil && err2 == nil
	}
	if year, q, ok := strings.Cut(s, "Q"); ok {
		y, ok1 := digits(year, 4)
		n, ok2 := digits(q, 1)
		return Quarter(y, n), ok1 && ok2 && n >= 1 && n <= quarters
	}
	if year, month, ok := strings.Cut(s, "-"); ok {
		y, ok1 := digits(year, 4)
		m, ok2 := digits(month, 2)
		return months(y, m, 1), ok1 && ok2 && m >= 1 && m <= 12
	}
	y, ok := digits(s, 4)
	return months(y, 1, 12), ok
}

// digits reads exactly n decimal digits.
func digits(s string, n int) (int, bool) {
	if len(s) != n || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	v, err := strconv.Atoi(s)
	return v, err == nil
}

// months is n calendar months from the first of a month.
func months(year, month, n int) Period {
	from := time.Month(month)
	return Period{DateFrom(year, from, 1), DateFrom(year, from+time.Month(n), 0)}
}

// Quarter is a calendar quarter, 1 to 4.
func Quarter(year, quarter int) Period { return months(year, 3*quarter-2, 3) }

// Contains reports whether the day is in the period.
func (p Period) Contains(d Date) bool { return p.From <= d && d <= p.To }

// Bounds are the first moment of the period and the first after it, in loc.
func (p Period) Bounds(loc *time.Location) (from, until time.Time) {
	return p.From.Start(loc), p.To.Add(1).Start(loc)
}

// YearBefore is the same period of the year before (同期). A 29 February
// becomes the 28th.
func (p Period) YearBefore() Period {
	if whole := p.shape(); whole != shapeSpan {
		// A whole February ends on the last day of the other year's February too.
		n := map[shape]int{shapeMonth: 1, shapeQuarter: 3, shapeYear: 12}[whole]
		return months(p.From.Year()-1, int(p.From.Month()), n)
	}
	return Period{yearBefore(p.From), yearBefore(p.To)}
}

func yearBefore(d Date) Date {
	if d.Month() == time.February && d.Day() == 29 {
		d--
	}
	return DateFrom(d.Year()-1, d.Month(), d.Day())
}

type shape int

const (
	shapeSpan shape = iota
	shapeMonth
	shapeQuarter
	shapeYear
)

// shape tells whether the period is a whole month, quarter or year.
func (p Period) shape() shape {
	y, m := p.From.Year(), int(p.From.Month())
	switch {
	case p == months(y, m, 1):
		return shapeMonth
	case m%3 == 1 && p == months(y, m, 3):
		return shapeQuarter
	case m == 1 && p == months(y, 1, 12):
		return shapeYear
	}
	return shapeSpan
}

func (p Period) quarter() int { return (int(p.From.Month()) + 2) / 3 }

// String writes the shortest form that ParsePeriod reads.
func (p Period) String() string {
	switch p.shape() {
	case shapeYear:
		return fmt.Sprintf("%04d", p.From.Year())
	case shapeQuarter:
		return fmt.Sprintf("%04dQ%d", p.From.Year(), p.quarter())
	case shapeMonth:
		return fmt.Sprintf("%04d-%02d", p.From.Year(), int(p.From.Month()))
	}
	return p.From.String() + ".." + p.To.String()
}

var quarterNames = [...]string{"一", "二", "三", "四"}

// Chinese writes the period as a bulletin's title does: 2019年四季度.
func (p Period) Chinese() string {
	y := p.From.Year()
	switch p.shape() {
	case shapeYear:
		return fmt.Sprintf("%d年", y)
	case shapeQuarter:
		return fmt.Sprintf("%d年%s季度", y, quarterNames[p.quarter()-1])
	case shapeMonth:
		return fmt.Sprintf("%d年%d月", y, int(p.From.Month()))
	}
	to := fmt.Sprintf("%d月%d日", int(p.To.Month()), p.To.Day())
	if p.To.Year() != y {
		to = fmt.Sprintf("%d年%s", p.To.Year(), to)
	}
	return fmt.Sprintf("%d年%d月%d日至%s", y, int(p.From.Month()), p.From.Day(), to)
}
