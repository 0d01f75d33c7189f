package page

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

// Colour is one colour of the look, #rrggbb in the light and in the dark.
type Colour struct{ Name, Light, Dark string }

// Measure is one size of the look: of type, of space, of a corner.
type Measure struct{ Name, Value string }

// Pair is a text on its ground, by the names of their colours.
type Pair struct{ Text, Ground string }

// pairs are the texts and grounds that the sheets put together; a test holds
// the sheets against it.
const pairs = `ink/paper ink/card ink/hair soft/paper soft/card soft/hair blue/paper blue/card blue/blue-soft ink/blue-soft red/paper red/card
	red/red-soft good/card good/good-soft amber/amber-soft amber/card ink/amber-soft ink/good-soft ink/red-soft on-blue/blue on-deep/deep`

// Pairs are all texts and their grounds. Each is read at 4.5 to 1 at least (WCAG 2.2 AA).
func Pairs() []Pair {
	var all []Pair
	for _, pair := range strings.Fields(pairs) {
		text, ground, _ := strings.Cut(pair, "/")
		all = append(all, Pair{text, ground})
	}
	return all
}

var (
	colourToken = regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{3,6})`)
	sizeToken   = regexp.MustCompile(`--((?:gap|type|round)[a-z0-9-]*): ([0-9.]+(?:rem|px))`)
)

// Colours are those of tokens.css, in its order.
func Colours() []Colour {
	light, dark, _ := strings.Cut(string(embedded(assetFiles, "assets/tokens.css")), "@media (prefers-color-scheme: dark)")
	night := map[string]string{}
	for _, m := range colourToken.FindAllStringSubmatch(dark, -1) {
		night[m[1]] = whole(m[2])
	}
	var all []Colour
	for _, m := range colourToken.FindAllStringSubmatch(light, -1) {
		all = append(all, Colour{m[1], whole(m[2]), night[m[1]]})
	}
	return all
}

// whole writes #abc as #aabbcc.
func whole(colour string) string {
	if len(colour) != len("#abc") {
		return colour
	}
	return "#" + strings.Repeat(colour[1:2], 2) + strings.Repeat(colour[2:3], 2) + strings.Repeat(colour[3:4], 2)
}

// Measures are the sizes of tokens.css whose names begin so.
func Measures(kind string) []Measure {
	var all []Measure
	for _, m := range sizeToken.FindAllStringSubmatch(string(embedded(assetFiles, "assets/tokens.css")), -1) {
		if strings.HasPrefix(m[1], kind) {
			all = append(all, Measure{m[1], m[2]})
		}
	}
	return all
}

// Icons are the names of our icons, in the order of their file.
func Icons() []string {
	var all []string
	for _, m := range regexp.MustCompile(`eq \. "([a-z]+)"`).FindAllStringSubmatch(string(embedded(templateFiles, "templates/_icons.html")), -1) {
		all = append(all, m[1])
	}
	return all
}

// Contrast is the ratio of WCAG 2.2 between two colours, #rrggbb, to 1; 0 where
// one is no colour.
func Contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	if x < 0 || y < 0 {
		return 0
	}
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// luminance is the relative luminance of WCAG 2.2, below 0 of what is no colour.
func luminance(colour string) float64 {
	n, err := strconv.ParseUint(strings.TrimPrefix(colour, "#"), 16, 32)
	if err != nil || len(colour) != len("#rrggbb") {
		return -1
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
