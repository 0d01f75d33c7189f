package exact_test

import (
	"fmt"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"huying/internal/kernel/errs"
	"huying/internal/kernel/exact"
)

// modes are all that round.
var modes = []exact.Mode{exact.HalfUp, exact.HalfAway, exact.HalfEven, exact.TowardZero, exact.TowardFloor}

// TestRoundTies: what each mode does at, and on either side of, the middle.
func TestRoundTies(t *testing.T) {
	t.Parallel()
	columns := []exact.Mode{exact.HalfUp, exact.HalfAway, exact.HalfEven, exact.TowardZero, exact.TowardFloor, exact.Unrounded}
	for _, row := range [][]string{
		{"2.5", "3", "3", "2", "2", "2", "2.5"},
		{"1.5", "2", "2", "2", "1", "1", "1.5"},
		{"0.5", "1", "1", "0", "0", "0", "0.5"},
		{"0.49999999999999999999", "0", "0", "0", "0", "0", "0.49999999999999999999"},
		{"0.50000000000000000001", "1", "1", "1", "0", "0", "0.50000000000000000001"},
		{"0", "0", "0", "0", "0", "0", "0"},
		{"7", "7", "7", "7", "7", "7", "7"},
		{"-0.4", "0", "0", "0", "0", "-1", "-0.4"},
		{"-0.5", "0", "-1", "0", "0", "-1", "-0.5"},
		{"-0.6", "-1", "-1", "-1", "0", "-1", "-0.6"},
		{"-1.5", "-1", "-2", "-2", "-1", "-2", "-1.5"},
		{"-2.5", "-2", "-3", "-2", "-2", "-3", "-2.5"},
		{"-7", "-7", "-7", "-7", "-7", "-7", "-7"},
	} {
		for i, mode := range columns {
			if got := exact.Must(row[0]).Round(exact.Rounding{Mode: mode}).String(); got != row[i+1] {
				t.Errorf("%s %s: %s, want %s", row[0], mode, got, row[i+1])
			}
		}
	}
}

// oracle rounds a ÷ b (b > 0) to whole units of 10^-places in another way: it
// cuts the absolute value by integer division and looks at the remainder.
func oracle(mode exact.Mode, a, b *big.Int, places int) *big.Rat {
	scale := new(big.Int)
	scale.SetString("1"+fmt.Sprintf("%0*d", places, 0)[:places], 10)
	cut, rest := new(big.Int).QuoRem(new(big.Int).Mul(new(big.Int).Abs(a), scale), b, new(big.Int))
	middle := new(big.Int).Add(rest, rest).Cmp(b)
	negative := a.Sign() < 0
	away := false
	switch mode {
	case exact.HalfAway:
		away = middle >= 0
	case exact.HalfUp:
		away = middle > 0 || middle == 0 && !negative
	case exact.HalfEven:
		away = middle > 0 || middle == 0 && new(big.Int).Rem(cut, big.NewInt(2)).Sign() != 0
	case exact.TowardFloor:
		away = negative && rest.Sign() != 0
	}
	if away {
		cut.Add(cut, big.NewInt(1))
	}
	if negative {
		cut.Neg(cut)
	}
	return new(big.Rat).SetFrac(cut, scale)
}

// TestRoundAgainstIntegers: any ratio, rounded in any way, is what whole
// numbers say.
func TestRoundAgainstIntegers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		a := rapid.Int64().Draw(r, "a")
		b := rapid.OneOf(rapid.Int64Range(1, 400), rapid.Int64Range(1, 1<<62)).Draw(r, "b")
		places := rapid.IntRange(0, 12).Draw(r, "places")
		mode := rapid.SampledFrom(modes).Draw(r, "mode")
		got := exact.Ratio(a, b).Round(exact.Rounding{Mode: mode, Places: places})
		want := oracle(mode, big.NewInt(a), big.NewInt(b), places)
		if text := want.FloatString(12); !exact.Must(text).Equal(got) {
			r.Fatalf("%d ÷ %d by %s %d: %s, want %s", a, b, mode, places, got, text)
		}
	})
}

// TestRoundKeepsTies: the same for values that lie exactly in the middle,
// which chance hardly ever meets.
func TestRoundKeepsTies(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		places := rapid.IntRange(0, 9).Draw(r, "places")
		twice := rapid.Int64Range(-1<<40, 1<<40).Draw(r, "twice")
		mode := rapid.SampledFrom(modes).Draw(r, "mode")
		scale := int64(1)
		for range places {
			scale *= 10
		}
		got := exact.Ratio(twice, 2*scale).Round(exact.Rounding{Mode: mode, Places: places})
		want := oracle(mode, big.NewInt(twice), big.NewInt(2*scale), places)
		if !exact.Must(want.FloatString(9)).Equal(got) {
			r.Fatalf("%d halves of 10^-%d by %s: %s, want %s", twice, places, mode, got, want)
		}
	})
}

// TestRoundLaws: rounding twice changes nothing more, keeps the order, and
// moves by less than one unit of the last place, or by no more than half.
func TestRoundLaws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		v, w := drawValue(r, "v"), drawValue(r, "w")
		rounding := exact.Rounding{Mode: rapid.SampledFrom(modes).Draw(r, "mode"), Places: rapid.IntRange(0, 12).Draw(r, "places")}
		got := v.Round(rounding)
		if again := got.Round(rounding); !again.Equal(got) {
			r.Fatalf("%s rounded is %s, and again %s", v, got, again)
		}
		if c := v.Cmp(w); c != 0 && c == -got.Cmp(w.Round(rounding)) {
			r.Fatalf("rounding turns the order of %s and %s around", v, w)
		}
		unit := exact.Int(1)
		for range rounding.Places {
			unit = unit.Div(exact.Int(10))
		}
		moved := got.Sub(v).Abs()
		limit := unit
		if rounding.Mode != exact.TowardZero && rounding.Mode != exact.TowardFloor {
			limit = unit.Div(exact.Int(2))
			if moved.Equal(limit) {
				return
			}
		}
		if moved.Cmp(limit) >= 0 {
			r.Fatalf("%s by %s is %s, %s away", v, rounding, got, moved)
		}
	})
}

// TestRoundingText: a rounding has one text, and no other is taken.
func TestRoundingText(t *testing.T) {
	t.Parallel()
	for _, mode := range modes {
		for places := range 13 {
			want := exact.Rounding{Mode: mode, Places: places}
			text, err := want.MarshalText()
			if err != nil {
				t.Fatal(err)
			}
			var got exact.Rounding
			if err := got.UnmarshalText(text); err != nil || got != want {
				t.Errorf("%s is read back as %v, %v", text, got, err)
			}
		}
	}
	if got, err := exact.ParseRounding("unrounded"); err != nil || got != (exact.Rounding{Mode: exact.Unrounded}) {
		t.Errorf("unrounded is %v, %v", got, err)
	}
	for _, bad := range []string{
		"", "half_up", "half_up ", "half_up 13", "half_up -1", "half_up  2", "half_up 2 ", " half_up 2", "half_up 2.0", "half_up +2",
		"half_up 02", "half_up -0", "half_up ２", "unrounded 2", "unrounded ", "half_down 2", "HALF_UP 2", "2 half_up", "half_up 99999999999999999999",
	} {
		got, err := exact.ParseRounding(bad)
		if errs.CodeOf(err) != "rounding.invalid" || errs.KindOf(err) != errs.Invalid {
			t.Errorf("%q is read as %v, %v", bad, got, err)
		}
		kept := exact.Rounding{Mode: exact.HalfEven, Places: 3}
		if kept.UnmarshalText([]byte(bad)) == nil || kept != (exact.Rounding{Mode: exact.HalfEven, Places: 3}) {
			t.Errorf("%q, refused, leaves %v", bad, kept)
		}
	}
}

func FuzzRounding(f *testing.F) {
	for _, s := range []string{"half_up 2", "unrounded", "half_even 12", "toward_floor 0", "half_up +2", "half_away 1e1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, err := exact.ParseRounding(s)
		if err == nil && r.String() != s {
			t.Errorf("%q is read as %q", s, r)
		}
	})
}
