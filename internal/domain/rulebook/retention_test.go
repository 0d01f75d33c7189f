package rulebook_test

import (
	"testing"

	"huying/internal/domain/rulebook"
	"huying/internal/kernel/errs"
)

func retention(version int, text string) rulebook.Rule {
	return rulebook.Rule{Kind: rulebook.Retention, Key: "retention", Version: version, Text: text}
}

// TestRetentionOn: without a rule, before it holds, or where it keeps all for
// good, nothing is to go.
func TestRetentionOn(t *testing.T) {
	t.Parallel()
	b, err := rulebook.New(head, nil, []rulebook.Rule{
		china(), retention(1, "effective: 2020-01-01\npersons_years: 10\ntexts_years: 0\n"),
		retention(2, "effective: 2021-01-01\npersons_years: 5\ntexts_years: 30\n"), retention(3, "effective: 2022-01-01\npersons_years: 0\ntexts_years: 0\n"),
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		on, ref        string
		persons, texts int
	}{
		{"2019-12-31", "", 0, 0}, {"2020-01-01", "retention@1", 10, 0}, {"2021-01-01", "retention@2", 5, 30}, {"2022-01-01", "", 0, 0},
	} {
		r, ok := b.RetentionOn(day(t, c.on))
		if ok != (c.ref != "") || ok && (r.Ref() != c.ref || r.Persons != c.persons || r.Texts != c.texts) {
			t.Errorf("%s: %+v, %t", c.on, r, ok)
		}
	}
}

// TestBadRetention: what is no number of years is refused.
func TestBadRetention(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"negative": "persons_years: -1\ntexts_years: 0\n", "too long": "persons_years: 1\ntexts_years: 101\n",
		"half": "persons_years: 5\n", "a fraction": "persons_years: 0.5\ntexts_years: 0\n", "unknown": "persons_years: 1\ntexts_years: 1\nfiles_years: 1\n",
	} {
		if _, err := rulebook.New(head, nil, []rulebook.Rule{china(), retention(1, text)}, nil); !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
