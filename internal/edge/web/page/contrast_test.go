package page

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestContrast holds every pair of text and ground that the style uses against
// WCAG 2.2 AA: 4.5 to 1, in the light and in the dark; the edge of a field 3 to 1.
func TestContrast(t *testing.T) {
	t.Parallel()
	light, dark := map[string]string{}, map[string]string{}
	for _, c := range Colours() {
		light[c.Name], dark[c.Name] = c.Light, c.Dark
		if c.Dark == "" {
			t.Errorf("%s has no colour in the dark", c.Name)
		}
	}
	for theme, set := range map[string]map[string]string{"light": light, "dark": dark} {
		for _, pair := range Pairs() {
			if ratio := Contrast(set[pair.Text], set[pair.Ground]); ratio < 4.5 {
				t.Errorf("%s: %v is %.2f to 1", theme, pair, ratio)
			}
		}
		for _, edge := range []Pair{{"field", "card"}, {"blue", "paper"}, {"blue", "card"}} {
			if ratio := Contrast(set[edge.Text], set[edge.Ground]); ratio < 3 {
				t.Errorf("%s: the edge %v is %.2f to 1", theme, edge, ratio)
			}
		}
	}
}

// TestPairsAreAll: what the sheets put together is among the pairs that are
// held against each other, and no sheet has a colour of its own for words.
func TestPairsAreAll(t *testing.T) {
	t.Parallel()
	files, err := fs.Glob(assetFiles, "assets/*.css")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	known, found := Pairs(), 0
	for _, file := range files {
		css, err := assetFiles.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`([^{}]+)\{([^{}]*)\}`).FindAllStringSubmatch(string(css), -1) {
			text := regexp.MustCompile(`(?:^|[; ])color: var\(--([a-z-]+)\)`).FindStringSubmatch(m[2])
			ground := regexp.MustCompile(`background(?:-color)?: (?:linear-gradient\(.*?\) )?var\(--([a-z-]+)\);?`).FindStringSubmatch(m[2])
			if own := regexp.MustCompile(`(?:^|[; ])color: #`).FindString(m[2]); own != "" {
				t.Errorf("%s: %s has a colour of its own", file, strings.TrimSpace(m[1]))
			}
			if text == nil || ground == nil || strings.HasPrefix(text[1], "map-") {
				continue
			}
			if found++; !slices.Contains(known, Pair{text[1], ground[1]}) {
				t.Errorf("%s: %s puts %s on %s", file, strings.TrimSpace(m[1]), text[1], ground[1])
			}
		}
	}
	if found < 10 {
		t.Errorf("only %d pairs were found", found)
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
			if ratio := Contrast(set["map-"+text], set[ground]); ratio < 4.5 {
				t.Errorf("%s: %s is %.2f to 1", block[1], pair, ratio)
			}
		}
		if block[1] == ".wall" {
			for _, pair := range strings.Fields("ink/paper ink/card soft/paper soft/card blue/card red/card red/red-soft amber/card amber/amber-soft good/card") {
				text, ground, _ := strings.Cut(pair, "/")
				if ratio := Contrast(set[text], set[ground]); ratio < 4.5 {
					t.Errorf("wall: %s is %.2f to 1", pair, ratio)
				}
			}
		}
	}
}

// colours are those of a block of a sheet.
func colours(block string) map[string]string {
	set := map[string]string{}
	for _, m := range colourToken.FindAllStringSubmatch(block, -1) {
		set[m[1]] = whole(m[2])
	}
	return set
}
