package calendar

import (
	"fmt"
	"time"

	"huying/internal/kernel/errs"
)

// Date is a local civil day, counted in days since 1970-01-01. It has no time
// zone: it is what a wall calendar shows in the region.
type Date int32

const secondsPerDay = 24 * 60 * 60

// DateOf returns the local day of t in loc.
func DateOf(t time.Time, loc *time.Location) Date {
	y, m, d := t.In(loc).Date()
	return DateFrom(y, m, d)
}

// DateFrom returns the day of a year, month and day; out-of-range values
// normalise as in time.Date.
func DateFrom(year int, month time.Month, day int) Date {
	return Date(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / secondsPerDay)
}

// ParseDate reads a day written 2006-01-02.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, errs.Newf(errs.Invalid, "date.invalid", "%q is not a date; expected YYYY-MM-DD, such as 2019-10-01", "“%s”不是日期，应为年-月-日，如 2019-10-01", s)
	}
	return DateOf(t, time.UTC), nil
}

func (d Date) utc() time.Time { return time.Unix(int64(d)*secondsPerDay, 0).UTC() }

// String writes the day as 2006-01-02.
func (d Date) String() string { return d.utc().Format(time.DateOnly) }

// Year returns the calendar year.
func (d Date) Year() int { return d.utc().Year() }

// Month returns the calendar month.
func (d Date) Month() time.Month { return d.utc().Month() }

// Day returns the day of the month.
func (d Date) Day() int { return d.utc().Day() }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// Add returns the day n days later.
func (d Date) Add(n int) Date { return d + Date(n) }

// Start returns the first moment of the day in loc.
func (d Date) Start(loc *time.Location) time.Time {
	u := d.utc()
	return time.Date(u.Year(), u.Month(), u.Day(), 0, 0, 0, 0, loc)
}

// At returns the moment of the day in loc at which a wall clock shows since
// after midnight; 24 h is the start of the next day.
func (d Date) At(loc *time.Location, since time.Duration) time.Time {
	u := d.utc().Add(since)
	return time.Date(u.Year(), u.Month(), u.Day(), u.Hour(), u.Minute(), u.Second(), u.Nanosecond(), loc)
}

// Chinese writes the day as 2006年1月2日.
func (d Date) Chinese() string {
	return fmt.Sprintf("%d年%d月%d日", d.Year(), d.Month(), d.Day())
}

// yearBefore is the same day of the year before; of 29 February, the 28th.
func (d Date) yearBefore() Date {
	year, month := d.Year()-1, d.Month()
	return min(DateFrom(year, month, d.Day()), DateFrom(year, month+1, 0))
}

// MarshalText writes the day as 2006-01-02.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads a day written 2006-01-02.
func (d *Date) UnmarshalText(b []byte) error {
	v, err := ParseDate(string(b))
	if err != nil {
		return err
	}
	*d = v
	return nil
}
