package exact

import (
	"math/big"
	"strings"

	"huying/internal/kernel/errs"
)

// Value is an exact rational number. It is immutable; the zero Value is 0.
type Value struct{ r *big.Rat }

var ratZero = new(big.Rat)

func (v Value) rat() *big.Rat {
	if v.r == nil {
		return ratZero
	}
	return v.r
}

// Int returns n.
func Int(n int64) Value { return Value{new(big.Rat).SetInt64(n)} }

// Ratio returns a ÷ b. It panics when b is 0: callers decide what an empty
// denominator means before they divide.
func Ratio(a, b int64) Value { return Value{big.NewRat(a, b)} }

// maxDigits bounds parsed numbers, so that hostile input cannot make a huge one.
const maxDigits = 40

// Parse reads a plain decimal such as 12.345 or -0.5. Exponents, fractions
// and separators are refused.
func Parse(s string) (Value, error) {
	bad := func() (Value, error) {
		return Value{}, errs.Newf(errs.Invalid, "number.invalid", "%q is not a number; expected a plain decimal, for example 12.5", "“%s”不是数，应为十进制数，如 12.5", s)
	}
	digits, dot := 0, false
	for i, c := range s {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c == '.' && !dot:
			dot = true
		case (c == '-' || c == '+') && i == 0:
		default:
			return bad()
		}
	}
	if digits == 0 || digits > maxDigits || strings.HasSuffix(s, ".") {
		return bad()
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return bad()
	}
	return Value{r}, nil
}

// Must is Parse for constants in code; it panics on a malformed number.
func Must(s string) Value {
	v, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return v
}

// Add returns v + w.
func (v Value) Add(w Value) Value { return Value{new(big.Rat).Add(v.rat(), w.rat())} }

// Sub returns v − w.
func (v Value) Sub(w Value) Value { return Value{new(big.Rat).Sub(v.rat(), w.rat())} }

// Mul returns v × w.
func (v Value) Mul(w Value) Value { return Value{new(big.Rat).Mul(v.rat(), w.rat())} }

// Div returns v ÷ w. It panics when w is 0.
func (v Value) Div(w Value) Value { return Value{new(big.Rat).Quo(v.rat(), w.rat())} }

// Neg returns −v.
func (v Value) Neg() Value { return Value{new(big.Rat).Neg(v.rat())} }

// Abs returns |v|.
func (v Value) Abs() Value { return Value{new(big.Rat).Abs(v.rat())} }

// Cmp returns −1, 0 or +1 as v is less than, equal to or greater than w.
func (v Value) Cmp(w Value) int { return v.rat().Cmp(w.rat()) }

// Equal reports whether v and w are the same number.
func (v Value) Equal(w Value) bool { return v.Cmp(w) == 0 }

// Sign returns −1, 0 or +1.
func (v Value) Sign() int { return v.rat().Sign() }

// Max returns the greater of v and w.
func (v Value) Max(w Value) Value {
	if v.Cmp(w) < 0 {
		return w
	}
	return v
}

// Min returns the lesser of v and w.
func (v Value) Min(w Value) Value {
	if v.Cmp(w) > 0 {
		return w
	}
	return v
}
