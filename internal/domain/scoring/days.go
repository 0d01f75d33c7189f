package scoring

import (
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/kernel/exact"
)

// DayRule is how the length of a leg is measured, in natural days; pauses are
// not subtracted (design §4.3).
type DayRule string

const (
	// WholeDays is the local date of closing less the date of dispatch; a leg
	// closed on its dispatch date counts elapsed time ÷ 24 h. Inferred from
	// Kecheng's bulletin (READING.md).
	WholeDays DayRule = "whole_days"
	// Elapsed is elapsed time ÷ 24 h, always.
	Elapsed DayRule = "elapsed"
)

// Valid reports whether the rule is known.
func (r DayRule) Valid() bool { return r == WholeDays || r == Elapsed }

const microsPerDay = int64(24 * time.Hour / time.Microsecond)

// Span is an exact length: whole days and, apart from them, microseconds.
type Span struct{ Days, Micros int64 }

// Span measures from dispatch to closing; the local dates are those of loc.
func (r DayRule) Span(dispatched, closed time.Time, loc *time.Location) Span {
	if r == WholeDays {
		if n := calendar.DateOf(closed, loc) - calendar.DateOf(dispatched, loc); n != 0 {
			return Span{Days: int64(n)}
		}
	}
	micros := closed.Sub(dispatched).Microseconds()
	return Span{Days: micros / microsPerDay, Micros: micros % microsPerDay}
}

// Plus returns s + t, carrying full days so that no sum of spans overflows.
func (s Span) Plus(t Span) Span {
	micros := s.Micros + t.Micros
	return Span{
		Days:   s.Days + t.Days + micros/microsPerDay,
		Micros: micros % microsPerDay,
	}
}

// Value is the span in days.
func (s Span) Value() exact.Value {
	if s.Micros == 0 {
		return exact.Int(s.Days)
	}
	return exact.Int(s.Days).Add(exact.Ratio(s.Micros, microsPerDay))
}
