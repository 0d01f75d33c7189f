package bulletins_test

import (
	"regexp"
	"strings"
	"testing"
)

// TestFiguresHaveFixedPlaces: a column's figures all have the same number of
// decimal places, on every page, and a minus is one.
func TestFiguresHaveFixedPlaces(t *testing.T) {
	t.Parallel()
	want := map[string]*regexp.Regexp{}
	for key, places := range map[string]string{
		"handled": "", "surveyed": "", "dissatisfied": "", "index": `\.\d{3}`,
		"satisfaction": `\.\d{2}`, "avg_days": `\.\d{2}`, "sign_rate": `\.\d{2}`, "close_rate": `\.\d{2}`, "callback_rate": `\.\d{2}`,
	} {
		want[key] = regexp.MustCompile(`^(—|−?\d+` + places + `)$`)
	}
	seen := map[string]int{}
	for _, target := range []string{"/", "/public/bulletins/2021Q3/ranking", "/?lang=en"} {
		_, body := get(t, richSite(), target)
		for _, e := range parse(t, body) {
			form, known := want[e.Attr["data-key"]]
			if e.Name != "td" || !known {
				continue
			}
			seen[e.Attr["data-key"]]++
			figure, _, _ := strings.Cut(strings.TrimSpace(e.Text), " ") // what follows is for those who cannot see the colour
			if !form.MatchString(figure) {
				t.Errorf("%s: %s is %q", target, e.Attr["data-key"], figure)
			}
		}
	}
	if len(seen) != len(want) {
		t.Errorf("only the columns %v were seen", seen)
	}
	for target := range pages(rich()) {
		_, body := get(t, richSite(), target)
		for _, e := range parse(t, body) {
			if hyphen := regexp.MustCompile(`(^|[ (])-\d`).FindString(e.Text); hyphen != "" && len(e.Text) < 80 {
				t.Errorf("%s: a hyphen for a minus in %q", target, e.Text)
			}
		}
	}
}
