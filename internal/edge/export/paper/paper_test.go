package paper_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/bulletin/bulletintest"
	"huying/internal/edge/export/paper"
	"huying/internal/kernel/i18n"
)

// TestEveryFigureIsOnPaper: each figure that the document holds stands in the
// table where it belongs, as exact as it is there.
func TestEveryFigureIsOnPaper(t *testing.T) {
	t.Parallel()
	d := bulletintest.Rich()
	p := paper.Of(&d, nil)
	tables := map[string]*paper.Table{}
	for _, table := range p.Tables() {
		if tables[table.Name] != nil {
			t.Errorf("two tables are called %s", table.Name)
		}
		tables[table.Name] = table
		for i, row := range table.Rows {
			if len(row) != len(table.Columns) {
				t.Fatalf("%s, row %d: %d cells under %d heads", table.Name, i, len(row), len(table.Columns))
			}
		}
	}
	for i, f := range bulletin.Headline(&d) {
		got := tables["主要指标"].Rows[i]
		if got[0].Text != bulletin.Term(i18n.Chinese, f.Key) || (got[1].Value == nil) != (f.Value == nil) || f.Value != nil && !got[1].Value.Equal(*f.Value) {
			t.Errorf("%s: %+v", f.Key, got)
		}
	}
	for _, l := range d.Lists {
		for i := range l.Rows {
			row, r := tables[l.Name].Rows[i], &l.Rows[i]
			if row[1].Text != r.Unit {
				t.Errorf("row %d of %s is %s's; expected %s", i, l.Name, row[1].Text, r.Unit)
			}
			for n, c := range bulletin.Columns() {
				if got, want := row[n+2], c.Figure(r); got.Text != c.Unit.Print(want) || (got.Value == nil) != (want == nil) || want != nil && !got.Value.Equal(*want) {
					t.Errorf("%s of %s: %s; expected %s", c.Key, r.Unit, got.Text, c.Unit.Print(want))
				}
			}
			points := tables[l.Name+"得分"].Rows[i]
			for n := range r.Working {
				if points[0].Text != r.Unit || !points[n+1].Value.Equal(r.Working[n].Points) {
					t.Errorf("points of %s: %+v", r.Unit, points)
				}
			}
		}
	}
	for _, topic := range d.Topics {
		for _, g := range topic.Groups {
			for i, f := range bulletin.Flatten(g.Facets) {
				row := tables[topic.Name+" "+g.Name].Rows[i]
				if row[0].Text != f.Name || row[0].Depth != f.Depth || row[1].Value.Int64() != int64(f.Count) {
					t.Errorf("facet %s: %+v", f.Name, row)
				}
			}
		}
	}
}

// TestTextIsOnPaper: every paragraph, heading and note is there, in order.
func TestTextIsOnPaper(t *testing.T) {
	t.Parallel()
	d := bulletintest.Rich()
	p := paper.Of(&d, nil)
	var want, got []string
	for _, s := range d.Text {
		want = append(append(want, s.Heading), s.Paragraphs...)
	}
	for _, b := range p.Prose {
		switch b := b.(type) {
		case paper.Heading:
			got = append(got, b.Text)
		case paper.Paragraph:
			got = append(got, string(b))
		}
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("the prose is\n%s", strings.Join(got, "\n"))
	}
	notes, ok := p.Annex[len(p.Annex)-1].(paper.Items)
	if !ok || len(notes) != len(d.Notes) {
		t.Errorf("the notes are %v", p.Annex[len(p.Annex)-1])
	}
}

func TestEmptyPeriodHasNoTables(t *testing.T) {
	t.Parallel()
	d := bulletintest.Bare()
	if p := paper.Of(&d, nil); len(p.Tables()) != 0 || len(p.Prose) == 0 {
		t.Errorf("%d tables, %d blocks of prose", len(p.Tables()), len(p.Prose))
	}
}

func TestNumeral(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{1: "一", 9: "九", 10: "十", 11: "十一", 19: "十九", 20: "二十", 21: "二十一", 99: "九十九", 100: "100", 0: "0"} {
		if got := paper.Numeral(n); got != want {
			t.Errorf("%d: %s; expected %s", n, got, want)
		}
	}
	seen := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 99).Draw(t, "n")
		s := paper.Numeral(n)
		if other, ok := seen[s]; ok && other != n {
			t.Fatalf("%d and %d are both %s", n, other, s)
		}
		seen[s] = n
	})
}
