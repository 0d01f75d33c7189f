package deadline

import (
	"fmt"
	"strconv"
	"strings"

	"huying/internal/kernel/errs"
)

// Unit is what a limit counts.
type Unit string

const (
	Workdays  Unit = "wd"  // 工作日
	Days      Unit = "d"   // natural days 自然日
	Workhours Unit = "wh"  // working hours, as the calendar opens
	Hours     Unit = "h"   // natural hours
	Minutes   Unit = "min" // natural minutes
)

var unitNames = map[Unit]string{Workdays: "个工作日", Days: "日", Workhours: "个工作小时", Hours: "小时", Minutes: "分钟"}

// Limit is a number of units; its text form is 5wd, 20min.
type Limit struct {
	N    int
	Unit Unit
}

// maxLimit bounds a limit's number: ten years of minutes is no limit.
const maxLimit = 100_000

// ParseLimit reads 5wd, 3d, 8wh, 24h or 20min.
func ParseLimit(s string) (Limit, error) {
	digits := strings.TrimRight(s, "abcdefghijklmnopqrstuvwxyz")
	l := Limit{Unit: Unit(s[len(digits):])}
	n, err := strconv.Atoi(digits)
	if _, known := unitNames[l.Unit]; !known || err != nil || n < 0 || n > maxLimit || strings.HasPrefix(digits, "+") {
		return Limit{}, errs.Invalidf("limit.invalid", "%q is not a limit; expected a number and wd, d, wh, h or min, such as 5wd", s)
	}
	l.N = n
	return l, nil
}

// String writes 5wd.
func (l Limit) String() string { return strconv.Itoa(l.N) + string(l.Unit) }

// Chinese writes 5个工作日.
func (l Limit) Chinese() string { return fmt.Sprintf("%d%s", l.N, unitNames[l.Unit]) }

// MarshalText writes 5wd.
func (l Limit) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads 5wd.
func (l *Limit) UnmarshalText(b []byte) error {
	v, err := ParseLimit(string(b))
	if err != nil {
		return err
	}
	*l = v
	return nil
}

// byDay reports whether the limit counts whole days, so that the time of day
// at its end is the rule's to say.
func (l Limit) byDay() bool { return l.Unit == Workdays || l.Unit == Days }

// working reports whether only working time counts.
func (l Limit) working() bool { return l.Unit == Workdays || l.Unit == Workhours }
