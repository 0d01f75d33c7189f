package page

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestContrast holds every pair of text and ground that the style uses against
// WCAG 2.2 AA: 4.5 to 1, in the light and in the dark.
func TestContrast(t *testing.T) {
	t.Parallel()
	css, err := assetFiles.ReadFile("assets/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	roots := regexp.MustCompile(`(?s):root \{(.*?)\}`).FindAllStringSubmatch(string(css), 2)
	if len(roots) != 2 {
		t.Fatalf("%d sets of colours", len(roots))
	}
	light := colours(roots[0][1])
	dark := colours(roots[1][1])
	for theme, set := range map[string]map[string]string{"light": light, "dark": dark} {
		for _, pair := range strings.Fields(`ink/paper ink/card ink/hair soft/paper soft/card soft/hair blue/paper blue/card
			blue/blue-soft ink/blue-soft red/paper red/card red/red-soft good/card good/good-soft amber/amber-soft amber/card ink/amber-soft`) {
			text, ground, _ := strings.Cut(pair, "/")
			if ratio := contrast(t, set[text], set[ground]); ratio < 4.5 {
				t.Errorf("%s: %s is %.2f to 1", theme, pair, ratio)
			}
		}
	}
	for _, pair := range [][2]string{{light["blue"], "#ffffff"}, {dark["blue"], "#10202f"}, {"#a8241c", "#ffffff"}} {
		if ratio := contrast(t, pair[0], pair[1]); ratio < 4.5 {
			t.Errorf("button or seal %v is %.2f to 1", pair, ratio)
		}
	}
}

// TestContrastOfBoards holds the shades of the map and the colours of the wall
// likewise.
func TestContrastOfBoards(t *testing.T) {
	t.Parallel()
	css, err := assetFiles.ReadFile("assets/board.css")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile(`(?s)(:root|\.wall) \{(.*?)\}`).FindAllStringSubmatch(string(css), 3)
	if len(blocks) != 3 {
		t.Fatalf("%d sets of colours", len(blocks))
	}
	for _, block := range blocks {
		set := colours(block[2])
		for _, pair := range []string{"ink/shade-a", "ink/shade-b", "ink/shade-c", "ink-deep/shade-d", "ink-deep/shade-e"} {
			text, ground, _ := strings.Cut(pair, "/")
			if ratio := contrast(t, set["map-"+text], set[ground]); ratio < 4.5 {
				t.Errorf("%s: %s is %.2f to 1", block[1], pair, ratio)
			}
		}
		if block[1] == ".wall" {
			for _, pair := range strings.Fields("ink/paper ink/card soft/paper soft/card blue/card red/card red/red-soft amber/card amber/amber-soft good/card") {
				text, ground, _ := strings.Cut(pair, "/")
				if ratio := contrast(t, set[text], set[ground]); ratio < 4.5 {
					t.Errorf("wall: %s is %.2f to 1", pair, ratio)
				}
			}
		}
	}
}

func colours(block string) map[string]string {
	set := map[string]string{}
	for _, m := range regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{3,6})`).FindAllStringSubmatch(block, -1) {
		if len(m[2]) == 4 {
			m[2] = "#" + strings.Repeat(m[2][1:2], 2) + strings.Repeat(m[2][2:3], 2) + strings.Repeat(m[2][3:4], 2)
		}
		set[m[1]] = m[2]
	}
	return set
}

// contrast is the ratio of WCAG 2.2 between two colours.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(strings.TrimPrefix(colour, "#"), 16, 32)
	if err != nil || len(colour) != 7 {
		t.Fatalf("%q is no colour", colour)
	}
	linear := func(shift uint) float64 {
		c := float64(n>>shift&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(16) + 0.7152*linear(8) + 0.0722*linear(0)
}
