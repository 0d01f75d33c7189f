package exact

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"huying/internal/kernel/errs"
)

// Mode is a way to round to a number of decimal places.
type Mode string

const (
	HalfUp      Mode = "half_up"      // ties toward +∞: 1.5 → 2, −1.5 → −1
	HalfAway    Mode = "half_away"    // ties away from zero: −1.5 → −2
	TowardZero  Mode = "toward_zero"  // cut off
	Unrounded   Mode = "unrounded"    // keep the exact value
	HalfEven    Mode = "half_even"    // ties to the even neighbour
	TowardFloor Mode = "toward_floor" // toward −∞
)

// Rounding is a mode and the decimal places kept. Its text form is the mode
// and the places, "half_up 2"; Unrounded stands alone.
type Rounding struct {
	Mode   Mode
	Places int
}

// maxPlaces bounds the decimal places that a rounding may ask for.
const maxPlaces = 12

// ParseRounding reads the text form, and no other: what it takes, String gives
// back. Error: Invalid, code "rounding.invalid".
func ParseRounding(s string) (Rounding, error) {
	mode, places, found := strings.Cut(s, " ")
	switch m := Mode(mode); m {
	case Unrounded:
		if found {
			break
		}
		return Rounding{Mode: Unrounded}, nil
	case HalfUp, HalfAway, TowardZero, HalfEven, TowardFloor:
		n, err := strconv.Atoi(places)
		if err != nil || n < 0 || n > maxPlaces || places != strconv.Itoa(n) {
			break
		}
		return Rounding{Mode: m, Places: n}, nil
	}
	return Rounding{}, errs.Newf(errs.Invalid, "rounding.invalid",
		"%q is not a rounding; expected half_up, half_away, half_even, toward_zero or toward_floor and 0 to %d places, such as \"half_up 2\", or \"unrounded\"",
		"“%s”不是舍入方式，应为 half_up、half_away、half_even、toward_zero 或 toward_floor 加 0 至 %d 位小数，如 “half_up 2”，或 “unrounded”", s, maxPlaces)
}

// String returns the text form.
func (r Rounding) String() string {
	if r.Mode == Unrounded {
		return string(Unrounded)
	}
	return fmt.Sprintf("%s %d", r.Mode, r.Places)
}

// MarshalText returns the text form.
func (r Rounding) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the text form.
func (r *Rounding) UnmarshalText(b []byte) error {
	v, err := ParseRounding(string(b))
	if err != nil {
		return err
	}
	*r = v
	return nil
}

// Round returns v rounded as r says.
func (v Value) Round(r Rounding) Value {
	if r.Mode == Unrounded || v.r == nil {
		return v
	}
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(r.Places)), nil)
	num := new(big.Int).Mul(v.r.Num(), scale)
	den := v.r.Denom()
	// floor division, remainder in [0, den)
	q, rem := new(big.Int).DivMod(num, den, new(big.Int))
	if rem.Sign() != 0 && roundsUp(r.Mode, v.Sign(), q, rem, den) {
		q.Add(q, big.NewInt(1))
	}
	return Value{new(big.Rat).SetFrac(q, scale)}
}

// roundsUp decides whether a value between q and q+1 becomes q+1; rem ÷ den
// is how far above q it lies.
func roundsUp(mode Mode, sign int, q, rem, den *big.Int) bool {
	half := new(big.Int).Lsh(rem, 1).Cmp(den) // −1 below, 0 at, +1 above the middle
	switch mode {
	case HalfUp:
		return half >= 0
	case HalfAway:
		return half > 0 || half == 0 && sign > 0
	case HalfEven:
		return half > 0 || half == 0 && q.Bit(0) == 1
	case TowardZero:
		return sign < 0
	}
	return false
}
