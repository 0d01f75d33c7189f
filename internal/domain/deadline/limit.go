package deadline

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"huying/internal/kernel/errs"
)

// Measure is what a limit is counted in.
type Measure string

// The measures.
const (
	Workdays  Measure = "wd"  // 工作日, by the calendar
	Days      Measure = "d"   // 自然日
	Workhours Measure = "wh"  // 工作小时, of the calendar's openings
	Hours     Measure = "h"   // 小时, around the clock
	Minutes   Measure = "min" // 分钟, around the clock
)

// Measures returns all measures.
func Measures() []Measure { return []Measure{Workdays, Days, Workhours, Hours, Minutes} }

// Chinese returns the words that follow a number: 个工作日.
func (m Measure) Chinese() string {
	switch m {
	case Workdays:
		return "个工作日"
	case Days:
		return "日"
	case Workhours:
		return "个工作小时"
	case Hours:
		return "小时"
	case Minutes:
		return "分钟"
	}
	return ""
}

// English returns the word that follows a number other than one.
func (m Measure) English() string {
	switch m {
	case Workdays:
		return "working days"
	case Days:
		return "days"
	case Workhours:
		return "working hours"
	case Hours:
		return "hours"
	case Minutes:
		return "minutes"
	}
	return ""
}

// Limit 期限 is a number of a measure; its text form is 5wd, 24h or 20min.
type Limit struct {
	N       int
	Measure Measure
}

// maxLimit bounds a limit's number: 27 years of working days.
const maxLimit = 9999

// ParseLimit reads a number from 1 to 9999 with a measure: 5wd, 3d, 8wh, 24h
// or 20min. Errors are Invalid.
func ParseLimit(s string) (Limit, error) {
	number := strings.TrimRight(s, "abcdefghijklmnopqrstuvwxyz")
	n, err := strconv.ParseUint(number, 10, 16)
	l := Limit{int(n), Measure(s[len(number):])}
	if err != nil || number[0] == '0' || !l.valid() {
		return Limit{}, errs.Newf(errs.Invalid, "limit.invalid",
			"%q is not a limit; expected a number from 1 to %d with wd, d, wh, h or min, such as 5wd",
			"“%s”不是时限，应为 1 至 %d 的数加 wd、d、wh、h 或 min，如 5wd", s, maxLimit)
	}
	return l, nil
}

func (l Limit) valid() bool { return 1 <= l.N && l.N <= maxLimit && l.Measure.Chinese() != "" }

// String writes the limit as 5wd.
func (l Limit) String() string { return strconv.Itoa(l.N) + string(l.Measure) }

// Chinese writes the limit as 5个工作日.
func (l Limit) Chinese() string { return strconv.Itoa(l.N) + l.Measure.Chinese() }

// English writes the limit as 5 working days.
func (l Limit) English() string {
	words := l.Measure.English()
	if l.N == 1 {
		words = strings.TrimSuffix(words, "s")
	}
	return fmt.Sprintf("%d %s", l.N, words)
}

// byDay reports whether the limit counts whole days, so that a rule has to say
// at which time of the last day it ends.
func (l Limit) byDay() bool { return l.Measure == Workdays || l.Measure == Days }

// duration is the length of a limit in hours or minutes.
func (l Limit) duration() time.Duration {
	if l.Measure == Minutes {
		return time.Duration(l.N) * time.Minute
	}
	return time.Duration(l.N) * time.Hour
}
