package insight_test

import (
	"bytes"
	"crypto/rand"
	"strings"
	"testing"

	"huying/internal/app/admin"
	"huying/internal/app/insight"
	"huying/internal/domain/rulebook"
	"huying/internal/domain/scoring"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestUnrecordedMeasure: a scheme that counts critical notices is refused for
// cases, which do not tell of them, and not scored as if there had been none;
// without that component it stands.
func TestUnrecordedMeasure(t *testing.T) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		setUp(t, s)
		giveAll(t, newDesk(s), course()...)
		in := insight.New(insight.Options{Store: s, Region: region})
		rule(t, s, hangzhou(t, "notices", "1"))
		_, err := in.Bulletin(t.Context(), quarter(t), onDay(70))
		if errs.CodeOf(err) != "bulletin.measure" || errs.KindOf(err) != errs.Conflict {
			t.Fatalf("the bulletin: %v", err)
		}
		for _, part := range []string{"component notices of scheme hangzhou@1", "考核项 notices 以通报次数", "评分方案 hangzhou@1"} {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%q does not say %q", err, part)
			}
		}
		rule(t, s, hangzhou(t, "returns", "2"))
		if doc, err := in.Bulletin(t.Context(), quarter(t), onDay(70)); err != nil || doc.Scheme != "hangzhou@2" {
			t.Errorf("scored under %q: %v", doc.Scheme, err)
		}
	})
}

// hangzhou is that preset, in force from October, with one of its components
// measuring something.
func hangzhou(t *testing.T, measure, version string) string {
	t.Helper()
	text, err := scoring.PresetYAML("hangzhou")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range [][2]string{
		{"effective: 2019-01-01", "effective: 2019-10-01"}, {"version: 1\n", "version: " + version + "\n"}, {"measure: notices", "measure: " + measure},
	} {
		if !bytes.Contains(text, []byte(c[0])) {
			t.Fatalf("the preset has no %q", c[0])
		}
		text = bytes.Replace(text, []byte(c[0]), []byte(c[1]), 1)
	}
	return string(text)
}

func rule(t *testing.T, s *store.Store, text string) {
	t.Helper()
	a := admin.New(admin.Options{Store: s, IDs: ident.NewSource(rand.Reader)})
	scheme := admin.RuleConfig{Kind: rulebook.Scheme, Key: "hangzhou", Text: text}
	if _, err := a.Apply(t.Context(), region, admin.Config{Rules: []admin.RuleConfig{scheme}}); err != nil {
		t.Fatal(err)
	}
}
