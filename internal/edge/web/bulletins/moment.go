package bulletins

import (
	"strings"
	"time"

	"huying/internal/domain/calendar"
)

// period reads the period of the address.
func (v *visit) period(text string) (calendar.Period, error) {
	p, err := calendar.ParsePeriod(text)
	if err != nil {
		return p, v.Invalid("period.invalid", "error.period", "given", text)
	}
	return p, nil
}

// asOf reads ?as_of=: a day, which means its first moment in the region, or an
// RFC 3339 moment. Without one it is zero.
func (v *visit) asOf() (time.Time, error) {
	text := v.Query.Get("as_of")
	if text == "" {
		return time.Time{}, nil
	}
	if day, err := calendar.ParseDate(text); err == nil {
		return day.Start(v.Site.Location), nil
	}
	// an unescaped + of an offset arrives as a space
	if at, err := time.Parse(time.RFC3339, strings.Replace(text, " ", "+", 1)); err == nil {
		return at, nil
	}
	return time.Time{}, v.Invalid("as_of.invalid", "error.as_of", "given", text)
}
