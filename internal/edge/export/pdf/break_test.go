package pdf

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// ems measures a text: Chinese characters are one wide, others half.
func ems(text string) float64 {
	sum := 0.0
	for _, r := range text {
		if r < 0x2e80 {
			sum += 0.5
		} else {
			sum++
		}
	}
	return sum
}

func TestBroken(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		wide float64
		want []string
	}{
		{"", 4, []string{""}},
		{"受理群众诉求", 4, []string{"受理群众", "诉求"}},
		{"受理群众，诉求", 4, []string{"受理群", "众，诉求"}},
		{"共计（办结）件", 3, []string{"共计", "（办", "结）件"}},
		{"共10701件", 3, []string{"共", "10701", "件"}},
		{"an index of 99.363", 5, []string{"an index", "of 99.363"}},
		{"abcdefghijkl", 2, []string{"abcd", "efgh", "ijkl"}},
		{"　　首行缩进", 4, []string{"　　首行", "缩进"}},
		{"100.000", 4, []string{"100.000"}},
	} {
		if diff := cmp.Diff(c.want, broken(c.text, c.wide, ems)); diff != "" {
			t.Errorf("%s in %v: %s", c.text, c.wide, diff)
		}
	}
}

// TestBrokenLosesNothing: the lines are the text but for the spaces at which it
// was broken; none is too long but a character that is wider than a line, or
// punctuation that may not be parted from it; none ends or begins as none may.
func TestBrokenLosesNothing(t *testing.T) {
	t.Parallel()
	letters := []rune("受理办结件，。（）“”100.7%abc -　、")
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.SampledFrom(letters), 0, 60, -1).Draw(t, "text")
		wide := float64(rapid.IntRange(2, 20).Draw(t, "wide"))
		lines := broken(text, wide, ems)
		if got, want := strings.ReplaceAll(strings.Join(lines, ""), " ", ""), strings.ReplaceAll(text, " ", ""); got != want {
			t.Fatalf("%q became %q", text, lines)
		}
		for i, line := range lines {
			if ems(line) > wide && utf8.RuneCountInString(line) > 1 {
				t.Fatalf("%q is wider than %v", line, wide)
			}
			if i == 0 || line == "" {
				continue
			}
			first, _ := utf8.DecodeRuneInString(line)
			forced := slices.ContainsFunc(pieces(text), func(p string) bool { return ems(strings.TrimRight(p, " ")) > wide })
			if strings.ContainsRune(notFirst, first) && !forced && !strings.Contains(text, " "+string(first)) {
				t.Fatalf("%q begins with what may not: %q", line, lines)
			}
		}
	})
}
