package ident_test

import (
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

var day = time.Date(2019, 10, 1, 0, 0, 0, 0, time.FixedZone("CST", 8*60*60))

func TestNewCaseNumber(t *testing.T) {
	t.Parallel()
	n, err := ident.NewCaseNumber("330802", day, 1, 42)
	if err != nil || !strings.HasPrefix(string(n), "33080220191001100042") || len(n) != 21 || !n.Check() {
		t.Fatalf("%s, %v", n, err)
	}
	if got := n.Leg(1); got != string(n)+"-01" {
		t.Errorf("the first leg is %s", got)
	}
	if got := n.Leg(123); got != string(n)+"-123" {
		t.Errorf("the hundred and twenty-third leg is %s", got)
	}
	for name, c := range map[string]struct {
		region            ident.RegionCode
		day               time.Time
		channel, sequence int
	}{
		"short region":          {"33080", day, 1, 1},
		"long region":           {"3308021", day, 1, 1},
		"region of letters":     {"33080a", day, 1, 1},
		"region in Chinese":     {"柯城", day, 1, 1}, // six bytes
		"region with a sign":    {"-30802", day, 1, 1},
		"no region":             {"", day, 1, 1},
		"no sequence":           {"330802", day, 1, 0},
		"a used up day":         {"330802", day, 1, 100000},
		"negative sequence":     {"330802", day, 1, -1},
		"channel of two":        {"330802", day, 10, 1},
		"negative channel":      {"330802", day, -1, 1},
		"a year of five":        {"330802", day.AddDate(8000, 0, 0), 1, 1},
		"a year before our era": {"330802", day.AddDate(-3000, 0, 0), 1, 1},
	} {
		n, err := ident.NewCaseNumber(c.region, c.day, c.channel, c.sequence)
		if errs.CodeOf(err) != "case.number" || errs.KindOf(err) != errs.Invalid || n != "" {
			t.Errorf("%s: %q, %v", name, n, err)
		}
	}
}

// drawNumber draws a number of a region, day, channel and sequence.
func drawNumber(r *rapid.T) ident.CaseNumber {
	region := rapid.StringMatching(`[1-9][0-9]{5}`).Draw(r, "region")
	at := day.AddDate(0, 0, rapid.IntRange(-20000, 40000).Draw(r, "day"))
	n, err := ident.NewCaseNumber(ident.RegionCode(region), at, rapid.IntRange(0, 9).Draw(r, "channel"), rapid.IntRange(1, 99999).Draw(r, "sequence"))
	if err != nil {
		r.Fatal(err)
	}
	return n
}

// TestCheckDigit: a digit misheard, or two neighbours exchanged, is found,
// wherever it stands. 09 and 90 are what Luhn cannot tell apart.
func TestCheckDigit(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		n := drawNumber(r)
		if !n.Check() {
			r.Fatalf("%s is not sound", n)
		}
		for i := range len(n) {
			wrong := []byte(n)
			for d := byte('0'); d <= '9'; d++ {
				wrong[i] = d
				if heard := ident.CaseNumber(wrong); heard != n && heard.Check() {
					r.Fatalf("%s, misheard as %s, is not found", n, heard)
				}
			}
		}
		for i := range len(n) - 1 {
			if n[i] == n[i+1] {
				continue
			}
			wrong := []byte(n)
			wrong[i], wrong[i+1] = wrong[i+1], wrong[i]
			pair := string(n[i : i+2])
			if found := !ident.CaseNumber(wrong).Check(); found == (pair == "09" || pair == "90") {
				r.Fatalf("%s, exchanged to %s: found %v", n, wrong, found)
			}
		}
	})
}

// TestCheckDigitAgainstTheDefinition: doubled every second digit from the
// right and added up digit by digit, a number is a multiple of ten.
func TestCheckDigitAgainstTheDefinition(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		digits := []byte(drawNumber(r))
		slices.Reverse(digits)
		sum := 0
		for i, c := range digits {
			double := big.NewInt(int64(c-'0') * int64(1+i%2)).String()
			for _, d := range double {
				sum += int(d - '0')
			}
		}
		if sum%10 != 0 {
			r.Fatalf("%s sums to %d", digits, sum)
		}
	})
}

// TestNumbersDiffer: another region, day, channel or sequence is another
// number, and a day's numbers sort in the order in which they were given.
func TestNumbersDiffer(t *testing.T) {
	t.Parallel()
	var all []string
	for _, region := range []ident.RegionCode{"330802", "330803"} {
		for d := range 3 {
			for channel := range 3 {
				for sequence := 1; sequence < 50; sequence++ {
					n, err := ident.NewCaseNumber(region, day.AddDate(0, 0, d), channel, sequence)
					if err != nil {
						t.Fatal(err)
					}
					all = append(all, string(n))
				}
			}
		}
	}
	if !slices.IsSorted(all) || len(slices.Compact(slices.Clone(all))) != len(all) {
		t.Error("numbers are given twice, or out of order")
	}
}

func TestCheckRefuses(t *testing.T) {
	t.Parallel()
	n, err := ident.NewCaseNumber("330802", day, 1, 42)
	if err != nil {
		t.Fatal(err)
	}
	sound := string(n)
	for name, bad := range map[string]string{
		"nothing": "", "a digit less": sound[:20], "a digit more": sound + "0", "zero in front": "0" + sound[:20], "a leg": n.Leg(1),
		"spaces": " " + sound[1:], "letters": "a" + sound[1:], "full width": strings.Repeat("１", 7), "a sign": "-" + sound[1:],
		"not a digit but sums up": ":" + sound[1:], "no check digit": sound[:20] + "x",
	} {
		if ident.CaseNumber(bad).Check() {
			t.Errorf("%s: %q is taken for a number", name, bad)
		}
	}
}
