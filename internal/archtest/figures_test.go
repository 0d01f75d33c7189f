package archtest

import (
	"io/fs"
	"os"
	"strings"
	"testing"
)

// planted is a check list of invented figures.
const planted = `figure,printed,where,computed,reason
时间,2031-10-01,now/period/from,,
受理,54321,now/summary/received,,
办理,400,now/summary/transferred,,
平均,5.43,now/summary/avg_days,,
整数平均,7.00,now/lists/town/甲/avg_days,,
同比,-0.43,now/change/avg_days,,
满意率,91.82,now/summary/satisfaction,,
指数,98.760,now/lists/town/甲/index,,
按期,100,now/summary/sign_rate,,
末位,甲,now/lists/town/last/1,,
`

func figureSamples() []sample {
	in := func(name, text string) map[string]string {
		return map[string]string{"demo/figures/printed.csv": planted, "demo/a.go": "", name: text}
	}
	code := func(expression string) map[string]string {
		return in("internal/domain/scoring/a.go", "const a = "+expression+"\n")
	}
	const is = "is a printed figure"
	return []sample{
		{"figures", "none", in("internal/domain/scoring/a.go", "const a, b, c = 5.44, 98.7601, 154321\n"), ""},
		{"figures", "an index", code("98.76"), "internal/domain/scoring/a.go:3: 98.76 is a printed figure (指数)"},
		{"figures", "with its zeros", code(`"98.7600"`), is},
		{"figures", "in thousandths", code("9876"), is},
		{"figures", "with separators", code("98_76"), is},
		{"figures", "among words", code(`"满意率91.82%"`), is},
		{"figures", "in a comment", code("1 // gives 91.82"), is},
		{"figures", "an average", code(`"5.43天"`), is},
		{"figures", "a change", code("-0.43"), is},
		{"figures", "a short one otherwise", code("7.0"), ""},
		{"figures", "a part of a number", code(`"15.43 1.5.43 5.431"`), ""},
		{"figures", "a count", code("54321"), is},
		{"figures", "a small count", code("400"), ""},
		{"figures", "a preset", in("internal/domain/scoring/presets/a.yaml", "base: 98.76\n"), is},
		{"figures", "a page", in("internal/edge/web/templates/a.html", "<b>91.82</b>\n"), is},
		{"figures", "a command", in("cmd/huying/a.go", "const a = 91.82\n"), is},
		{"figures", "a test", in("internal/domain/scoring/a_test.go", "const a = 91.82\n"), ""},
		{"figures", "a test's data", in("internal/domain/scoring/testdata/a.csv", "91.82\n"), ""},
		{"figures", "a rig", in("internal/domain/bulletin/bulletintest/a.go", "const a = 91.82\n"), ""},
		{"figures", "a document", in("docs/a.md", "91.82\n"), ""},
		{"figures", "counts of the demonstration", in("demo/a.csv", "unit,handled,days\n甲,54321,400\n"), ""},
		{"figures", "a rate of the demonstration", in("demo/a.csv", "unit,handled\n甲,91.82\n"), "demo/a.csv:2: 91.82"},
		{"figures", "an index of the demonstration", in("demo/b.go", "const a = 98.76\n"), is},
		{"figures", "a rank of the demonstration", in("demo/a.csv", "unit,rank\n甲,1\n"), "the column rank is a result"},
		{"figures", "averages of the demonstration", in("demo/a.csv", "unit,avg_days\n甲,4\n"), "the column avg_days is a result"},
		{"figures", "no check list", source("demo/a.go", ""), "the figures that code must not hold"},
		{"figures", "no demonstration", source("internal/domain/org/a.go", "const a = 91.82\n"), ""},
		{"figures", "an empty list", in("demo/figures/printed.csv", "figure,printed,where\n受理,54321,now/summary/received\n"), "names no average"},
	}
}

// TestLedger: the rule knows the bulletin's figures, or it could find none.
func TestLedger(t *testing.T) {
	t.Parallel()
	printed, err := fs.ReadFile(os.DirFS("../.."), printedList)
	if err != nil {
		t.Fatal(err)
	}
	l, err := readLedger(printed)
	if err != nil {
		t.Fatal(err)
	}
	if len(l.derived) < 80 || len(l.counts) < 4 {
		t.Errorf("%d figures that follow from others, %d counts", len(l.derived), len(l.counts))
	}
	for line := range strings.Lines(string(printed)) {
		row := strings.Split(line, ",")
		text := strings.TrimLeft(row[1], "+-")
		if !strings.Contains(text, ".") {
			continue
		}
		for _, place := range []string{"internal/a.go", "demo/a.go"} {
			if got := l.search(place, []byte("x := "+text), place[0] == 'i'); len(got) != 1 || !strings.Contains(got[0], "is a printed figure") {
				t.Errorf("%s %s, planted in %s, is found as %q", row[0], text, place, got)
			}
		}
	}
	for _, count := range []string{"10701", "7571", "32187"} {
		if len(l.search("internal/a.go", []byte(count), true)) != 1 || len(l.search("demo/a.go", []byte(count), false)) != 0 {
			t.Errorf("the count %s is for the demonstration alone", count)
		}
	}
}
