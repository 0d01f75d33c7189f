package exact_test

import (
	"encoding/json"
	"math"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"huying/internal/kernel/errs"
	"huying/internal/kernel/exact"
)

// drawValue draws a ratio: any whole number over a small or a large one.
func drawValue(r *rapid.T, label string) exact.Value {
	over := rapid.OneOf(rapid.SampledFrom([]int64{1, 2, 3, 7, 10, 100, 1000}), rapid.Int64Range(1, math.MaxInt64))
	return exact.Ratio(rapid.Int64().Draw(r, label), over.Draw(r, label+" over"))
}

// drawDecimal draws a number that has a finite decimal form, as text.
func drawDecimal(r *rapid.T) string {
	return rapid.StringMatching(`[-+]?[0-9]{0,20}(\.[0-9]{1,19}|[0-9])`).Draw(r, "decimal")
}

func TestParse(t *testing.T) {
	t.Parallel()
	forty := strings.Repeat("9", 40)
	for text, want := range map[string]string{
		"0": "0", "-0": "0", "+0.00": "0", "12": "12", "007": "7", "99.949": "99.949", "-0.42": "-0.42", "+1.66": "1.66", ".5": "0.5",
		"-.5": "-0.5", "100.00": "100", "1200": "1200", "0.000000000000000000000000000000000000001": "0.000000000000000000000000000000000000001",
		forty: forty, "-" + forty: "-" + forty,
	} {
		got, err := exact.Parse(text)
		if err != nil || got.String() != want {
			t.Errorf("%q is %s, %v; want %s", text, got, err, want)
		}
	}
	for _, bad := range []string{
		"", " ", "-", "+", ".", "-.", "5.", "1.2.3", "1,000", "1e3", "1E3", "0x10", "1/2", "1_000", "--1", "1-", "+-1", " 1", "1 ", "1\n",
		"１２", "一", "NaN", "Inf", "∞", "%", "12%", "null", `"5"`, forty + "9", "0." + forty, strings.Repeat("9", 1<<16),
	} {
		if got, err := exact.Parse(bad); errs.KindOf(err) != errs.Invalid || errs.CodeOf(err) != "number.invalid" {
			t.Errorf("%.60q is read as %.60s, %v", bad, got, err)
		}
	}
}

// TestParseAgainstIntegers: a text is its digits over a power of ten.
func TestParseAgainstIntegers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		text := drawDecimal(r)
		got, err := exact.Parse(text)
		if err != nil {
			r.Fatal(err)
		}
		whole, part, _ := strings.Cut(text, ".")
		digits, _ := new(big.Int).SetString(whole+part, 10)
		over := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(len(part))), nil)
		if want := new(big.Rat).SetFrac(digits, over); !same(got, want) {
			r.Fatalf("%s is %s, want %s", text, got, want)
		}
	})
}

// same compares through the integers alone: v × b = a.
func same(v exact.Value, want *big.Rat) bool {
	return v.Mul(exact.Must(want.Denom().String())).String() == want.Num().String()
}

// TestTextKeepsTheNumber: Parse takes what String writes for the same number,
// and String writes it alike then, in the shortest way.
func TestTextKeepsTheNumber(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		v := exact.Must(drawDecimal(r))
		text := v.String()
		back, err := exact.Parse(text)
		if err != nil || !back.Equal(v) || back.String() != text {
			r.Fatalf("%s is read back as %s, %v", text, back, err)
		}
		switch {
		case strings.Contains(text, ".") && strings.HasSuffix(text, "0"), strings.HasSuffix(text, "."), strings.HasPrefix(text, "+"),
			strings.HasPrefix(text, "."), text == "-0", len(text) > 1 && text[0] == '0' && text[1] != '.':
			r.Fatalf("%s is not the shortest text", text)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"0", "-0.5", ".5", "5.", "+12.50", "1e9", "１", "--1", "99999999999999999999999999999999999999999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := exact.Parse(s)
		if err != nil {
			return
		}
		back, err := exact.Parse(v.String())
		if err != nil || !back.Equal(v) {
			t.Errorf("%q is %s, and that %s, %v", s, v, back, err)
		}
	})
}

// TestRepeating: a value without a finite decimal is written to twelve places.
func TestRepeating(t *testing.T) {
	t.Parallel()
	for want, v := range map[string]exact.Value{
		"0.333333333333":  exact.Ratio(1, 3),
		"-0.333333333333": exact.Ratio(-1, 3),
		"0.666666666667":  exact.Ratio(2, 3),
		"1":               exact.Ratio(2999999999999, 3000000000000).Add(exact.Ratio(1, 7000000000000)),
		"0":               exact.Ratio(-1, 3000000000000),
		"0.142857142857":  exact.Ratio(1, 7),
	} {
		if got := v.String(); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// TestFixed: so many places, always, ties up, and never a negative nothing.
func TestFixed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		v      string
		places int
		want   string
	}{
		{"4.345", 2, "4.35"}, {"4.3449", 2, "4.34"}, {"7", 2, "7.00"}, {"0", 3, "0.000"}, {"-0.001", 2, "0.00"}, {"-0.005", 2, "0.00"},
		{"-0.006", 2, "-0.01"}, {"99.9995", 3, "100.000"}, {"12.5", 0, "13"}, {"-12.5", 0, "-12"}, {"1234567890123456789.5", 0, "1234567890123456790"},
	} {
		if got := exact.Must(c.v).Fixed(c.places); got != c.want {
			t.Errorf("%s to %d places: %s, want %s", c.v, c.places, got, c.want)
		}
	}
}

// TestArithmetic: the laws of rational numbers hold exactly, where floats
// would lose the last digits.
func TestArithmetic(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		a, b, c := drawValue(r, "a"), drawValue(r, "b"), drawValue(r, "c")
		before := [...]string{a.String(), b.String(), c.String()}
		equal := func(law string, x, y exact.Value) {
			if !x.Equal(y) || x.Cmp(y) != 0 {
				r.Fatalf("%s: %s and %s for %s, %s, %s", law, x, y, a, b, c)
			}
		}
		equal("a+b = b+a", a.Add(b), b.Add(a))
		equal("(a+b)+c = a+(b+c)", a.Add(b).Add(c), a.Add(b.Add(c)))
		equal("a×(b+c) = a×b+a×c", a.Mul(b.Add(c)), a.Mul(b).Add(a.Mul(c)))
		equal("a−b = a+(−b)", a.Sub(b), a.Add(b.Neg()))
		equal("a−a = 0", a.Sub(a), exact.Value{})
		equal("|a| = |−a|", a.Abs(), a.Neg().Abs())
		equal("max + min = a + b", a.Max(b).Add(a.Min(b)), a.Add(b))
		if b.Sign() != 0 {
			equal("a÷b×b = a", a.Div(b).Mul(b), a)
		}
		if a.Max(b).Cmp(a.Min(b)) < 0 || a.Cmp(b) != -b.Cmp(a) || a.Sub(b).Sign() != a.Cmp(b) {
			r.Fatalf("%s and %s are in no order", a, b)
		}
		if after := [...]string{a.String(), b.String(), c.String()}; after != before {
			r.Fatalf("arithmetic changed its operands: %v, before %v", after, before)
		}
	})
}

// TestIntegerArithmetic: sums, products and ratios against math/big integers.
func TestIntegerArithmetic(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		m, n := rapid.Int64().Draw(r, "m"), rapid.Int64().Draw(r, "n")
		x, y := big.NewInt(m), big.NewInt(n)
		a, b := exact.Int(m), exact.Int(n)
		for op, c := range map[string]struct {
			got  exact.Value
			want *big.Int
		}{
			"+": {a.Add(b), new(big.Int).Add(x, y)}, "-": {a.Sub(b), new(big.Int).Sub(x, y)}, "×": {a.Mul(b), new(big.Int).Mul(x, y)},
		} {
			if c.got.String() != c.want.String() {
				r.Fatalf("%d %s %d: %s, want %s", m, op, n, c.got, c.want)
			}
		}
		if a.Int64() != m || a.Cmp(b) != x.Cmp(y) {
			r.Fatalf("%d is not itself, or not in its place beside %d", m, n)
		}
		if n == 0 || m == math.MinInt64 && n == -1 {
			return
		}
		if got := a.Div(b).Int64(); got != m/n {
			r.Fatalf("%d ÷ %d cut is %d, want %d", m, n, got, m/n)
		}
	})
}

// TestZero: the zero Value is the number 0 in every operation.
func TestZero(t *testing.T) {
	t.Parallel()
	var zero exact.Value
	five := exact.Int(5)
	for name, ok := range map[string]bool{
		"text": zero.String() == "0", "fixed": zero.Fixed(2) == "0.00", "sign": zero.Sign() == 0, "int": zero.Int64() == 0,
		"float": zero.Float() == 0, "add": zero.Add(five).Equal(five), "sub": zero.Sub(five).Equal(exact.Int(-5)),
		"mul": five.Mul(zero).Equal(zero), "neg": zero.Neg().Equal(zero), "abs": zero.Abs().Equal(zero), "equal": zero.Equal(exact.Int(0)),
		"round": zero.Round(exact.Rounding{Mode: exact.HalfUp, Places: 2}).Equal(zero), "max": zero.Max(five).Equal(five),
		"min": zero.Min(five).Equal(zero), "ptr": zero.Ptr().Equal(zero),
	} {
		if !ok {
			t.Error(name)
		}
	}
	for name, divide := range map[string]func(){
		"ratio": func() { exact.Ratio(1, 0) }, "div": func() { five.Div(zero) }, "must": func() { exact.Must("x") },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s does not panic", name)
				}
			}()
			divide()
		}()
	}
}

func TestPtrIsACopy(t *testing.T) {
	t.Parallel()
	v := exact.Int(5)
	p := v.Ptr()
	*p = exact.Int(6)
	if !v.Equal(exact.Int(5)) {
		t.Errorf("changed through its pointer to %s", v)
	}
}

// TestJSON: figures travel as plain numbers, absent ones as null, and nothing
// else is taken for one.
func TestJSON(t *testing.T) {
	t.Parallel()
	type row struct {
		A exact.Value
		B *exact.Value
	}
	text := `{"A":99.949,"B":null}`
	var got row
	if err := json.Unmarshal([]byte(text), &got); err != nil || got.B != nil || !got.A.Equal(exact.Must("99.949")) {
		t.Fatalf("%s is %+v, %v", text, got, err)
	}
	if b, err := json.Marshal(got); err != nil || string(b) != text {
		t.Errorf("written again: %s, %v", b, err)
	}
	if b, err := json.Marshal(row{A: exact.Int(12), B: exact.Must("-0.420").Ptr()}); err != nil || string(b) != `{"A":12,"B":-0.42}` {
		t.Errorf("written: %s, %v", b, err)
	}
	for _, bad := range []string{`{"A":"99.949"}`, `{"A":1e2}`, `{"A":true}`, `{"A":[1]}`, `{"A":{}}`, `{"B":"5"}`, `{"A":0.` + strings.Repeat("1", 60) + `}`} {
		if err := json.Unmarshal([]byte(bad), &row{}); err == nil {
			t.Errorf("%s is taken", bad)
		}
	}
}

// TestFloatIsNear: what drawing sees differs by no more than a float must.
func TestFloatIsNear(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.Int64Range(-1<<53, 1<<53).Draw(r, "n")
		if got := exact.Int(n).Float(); got != float64(n) {
			r.Fatalf("%d is drawn as %v", n, got)
		}
	})
}
