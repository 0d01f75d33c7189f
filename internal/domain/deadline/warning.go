package deadline

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/kernel/errs"
)

// Level is how loud a warning is.
type Level string

// The levels of warnings.
const (
	Notice Level = "notice" // 提醒
	Yellow Level = "yellow" // 黄牌
	Red    Level = "red"    // 红牌
)

// Chinese returns the printed name; empty for what is no level.
func (l Level) Chinese() string {
	switch l {
	case Notice:
		return "提醒"
	case Yellow:
		return "黄牌"
	case Red:
		return "红牌"
	}
	return ""
}

// Warning 预警 is a point of a limit at which somebody is told: when a share of
// it is over, or some time before (negative) or after the due time T. Its text
// form is 50% notice, T-1wd yellow, T red or T+1wd red; without a level it is
// a notice.
type Warning struct {
	Percent int   // 1 to 99; 0: by Offset
	Offset  Limit // N is negative before T, 0 at T
	Level   Level
}

// ParseWarning reads the text form. Errors are Invalid.
func ParseWarning(s string) (Warning, error) {
	at, level, named := strings.Cut(s, " ")
	w := Warning{Level: Notice}
	if named {
		w.Level = Level(level)
	}
	ok := true
	switch rest, isOffset := strings.CutPrefix(at, "T"); {
	case isOffset && rest == "":
	case isOffset:
		ok = w.offset(rest)
	default:
		percent, isShare := strings.CutSuffix(at, "%")
		n, err := strconv.ParseUint(percent, 10, 8)
		w.Percent, ok = int(n), isShare && err == nil && n > 0
	}
	if !ok || !w.valid() {
		return Warning{}, errs.Newf(errs.Invalid, "warning.invalid",
			"%q is not a warning; expected a share 50%%, or T, T-1wd or T+1wd around the due time, and notice, yellow or red",
			"“%s”不是预警，应为比例 50%%，或以期限为准的 T、T-1wd、T+1wd，再加 notice、yellow 或 red", s)
	}
	return w, nil
}

// offset reads -1wd or +1wd.
func (w *Warning) offset(s string) bool {
	l, err := ParseLimit(s[1:])
	w.Offset = l
	if s[0] == '-' {
		w.Offset.N = -l.N
	}
	return err == nil && (s[0] == '-' || s[0] == '+')
}

func (w Warning) valid() bool {
	if w.Level.Chinese() == "" || w.Percent < 0 || w.Percent > 99 {
		return false
	}
	distance := w.Offset
	if distance.N < 0 {
		distance.N = -distance.N
	}
	return w.Offset == (Limit{}) || w.Percent == 0 && distance.valid()
}

// String writes the text form.
func (w Warning) String() string {
	switch {
	case w.Percent != 0:
		return fmt.Sprintf("%d%% %s", w.Percent, w.Level)
	case w.Offset.N < 0:
		return fmt.Sprintf("T%s %s", w.Offset, w.Level)
	case w.Offset.N > 0:
		return fmt.Sprintf("T+%s %s", w.Offset, w.Level)
	}
	return "T " + string(w.Level)
}

// Point is a moment, UTC, at which a warning falls.
type Point struct {
	At time.Time
	Warning
}

// Warn returns the points of a rule's warnings by time. start and due are
// those of the clock, due as it stands after pauses and extensions. A share is
// measured as the limit is; a point that would fall before the start is left
// out.
func Warn(cal *calendar.Calendar, r Rule, start, due time.Time) []Point {
	var points []Point
	for _, w := range r.Warnings {
		if at := w.at(cal, r, start, due); !at.Before(start) {
			points = append(points, Point{at, w})
		}
	}
	slices.SortStableFunc(points, func(a, b Point) int { return a.At.Compare(b.At) })
	return points
}

func (w Warning) at(cal *calendar.Calendar, r Rule, start, due time.Time) time.Time {
	if w.Percent == 0 {
		return shift(cal, r, due, w.Offset)
	}
	// Hundredths first: the product of a long limit would not fit.
	share := left(cal, r, start, due) / 100 * time.Duration(w.Percent)
	return after(cal, r, start, share)
}
