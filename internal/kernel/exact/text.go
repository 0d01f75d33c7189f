package exact

import (
	"bytes"
	"math/big"
	"strings"

	"huying/internal/kernel/errs"
)

// repeatingPlaces is how far a value without a finite decimal form is written.
const repeatingPlaces = 12

// String writes the shortest decimal that is exactly v. A value that has none
// (1/3) is written to 12 places, rounded half away from zero; published
// figures are rounded before they are written.
func (v Value) String() string {
	r := v.rat()
	if r.IsInt() {
		return r.Num().String()
	}
	places, exact := r.FloatPrec()
	if !exact {
		places = repeatingPlaces
		r = v.Round(Rounding{Mode: HalfAway, Places: places}).rat()
	}
	s := r.FloatString(places)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// Fixed writes v with exactly n decimal places, rounded half up.
func (v Value) Fixed(n int) string {
	return v.Round(Rounding{Mode: HalfUp, Places: n}).rat().FloatString(n)
}

// Print writes v for people to read: with at least n decimal places, with more
// where v has them, and with a true minus sign. A value that has no finite
// decimal form is written to n places, rounded half up.
func (v Value) Print(n int) string {
	if places, finite := v.rat().FloatPrec(); finite {
		n = max(n, places)
	}
	return strings.Replace(v.Fixed(n), "-", "−", 1)
}

// Float returns the nearest float64, for drawing only; figures never pass
// through it.
func (v Value) Float() float64 {
	f, _ := v.rat().Float64()
	return f
}

// Int64 returns the whole part, cut toward zero.
func (v Value) Int64() int64 {
	return new(big.Int).Quo(v.rat().Num(), v.rat().Denom()).Int64()
}

// MarshalJSON writes a JSON number.
func (v Value) MarshalJSON() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalJSON reads a plain decimal JSON number.
func (v *Value) UnmarshalJSON(b []byte) error { return v.UnmarshalText(bytes.TrimSpace(b)) }

// MarshalText writes the shortest decimal.
func (v Value) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a plain decimal.
func (v *Value) UnmarshalText(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return errs.Newf(errs.Invalid, "number.invalid", "%s is a text; expected a number", "%s 是文本，应为数", b)
	}
	w, err := Parse(string(b))
	if err != nil {
		return err
	}
	*v = w
	return nil
}

// Ptr returns a pointer to v, for figures that may be absent.
func (v Value) Ptr() *Value { return &v }
