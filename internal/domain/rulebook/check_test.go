package rulebook_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huying/internal/domain/rulebook"
	"huying/internal/kernel/errs"
)

func reasons(key, text string) rulebook.Rule {
	return rulebook.Rule{Kind: rulebook.Reasons, Key: key, Version: 1, Text: "name: " + key + "\nreasons:\n" + text}
}

// TestCheck: rules that are right one by one and do not go together.
func TestCheck(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		rules []rulebook.Rule
		want  string
	}{
		"nothing wrong":                 {[]rulebook.Rule{policy("a", 1, "", "china", 2), policy("a", 2, "", "china", 1), policy("b", 1, "2020-01-01", "china", 2), house(1, "", 2, 4)}, ""},
		"two policies from always on":   {[]rulebook.Rule{policy("a", 1, "", "china", 0), policy("b", 1, "", "china", 0)}, "policy b: policy a@1 and b@1 take effect on one day (always); give the later one a later day"},
		"two policies from one day":     {[]rulebook.Rule{policy("a", 1, "2020-01-01", "china", 0), policy("b", 4, "2020-01-01", "china", 0)}, "policy b: policy a@1 and b@4 take effect on one day (2020-01-01); give the later one a later day"},
		"two schemes from one day":      {[]rulebook.Rule{scheme(t, "a", 1, "2020-01-01"), scheme(t, "b", 1, "2020-01-01")}, "scheme b: scheme a@1 and b@1 take effect on one day (2020-01-01); give the later one a later day"},
		"an unknown calendar":           {[]rulebook.Rule{policy("a", 1, "", "mars", 0)}, `policy a: policy a@1 counts on the calendar "mars", which is not on record`},
		"a calendar of elsewhere":       {[]rulebook.Rule{cal("kashgar", 1, "Asia/Urumqi")}, "calendar kashgar: calendar kashgar@1 keeps the time of Asia/Urumqi, the region that of Asia/Shanghai"},
		"more extensions than built in": {[]rulebook.Rule{policy("a", 1, "", "china", 3)}, "policy a: the limit a@1#close has 3 extensions, the house rules of its time have 2"},
		"more extensions than in house": {[]rulebook.Rule{house(1, "", 1, 4), policy("a", 1, "", "china", 2)}, "policy a: the limit a@1#close has 2 extensions, the house rules of its time have 1"},
		"fewer extensions from a day":   {[]rulebook.Rule{house(1, "", 2, 4), house(2, "2020-01-01", 1, 4), policy("a", 1, "2019-01-01", "china", 2)}, "policy a: the limit a@1#close has 2 extensions, the house rules of its time have 1"},
		"fewer on both sides":           {[]rulebook.Rule{house(1, "", 2, 4), house(2, "2020-01-01", 1, 4), policy("a", 1, "2019-01-01", "china", 2), policy("a", 2, "2020-01-01", "china", 1)}, ""},
		"one reason, two names":         {[]rulebook.Rule{reasons("return", "  - {code: other, name: 其他}\n"), reasons("suspend", "  - {code: other, name: 别的}\n")}, `reasons suspend: the reason "other" is called "其他" in the list return and "别的" in the list suspend`},
		"one reason, twice in English":  {[]rulebook.Rule{reasons("return", "  - {code: other, name: 其他, en: Other}\n"), reasons("suspend", "  - {code: other, name: 其他, en: Else}\n")}, `reasons suspend: the reason "other" is called "Other" in English in the list return and "Else" in the list suspend`},
		"one reason, once in English":   {[]rulebook.Rule{reasons("return", "  - {code: other, name: 其他, en: Other}\n"), reasons("suspend", "  - {code: other, name: 其他}\n")}, ""},
		"one reason, one name":          {[]rulebook.Rule{reasons("return", "  - {code: other, name: 其他}\n"), reasons("suspend", "  - {code: other, name: 其他}\n")}, ""},
	} {
		err := book(t, c.rules...).Check()
		got := ""
		if err != nil {
			got, _, _ = strings.Cut(err.Error(), " / ")
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
		if err != nil && !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: kind %s", name, errs.KindOf(err))
		}
	}
	err := book(t, policy("a", 1, "", "mars", 0), policy("b", 1, "", "mars", 3)).Check()
	if err == nil || strings.Count(err.Error(), "\n") != 3 {
		t.Errorf("not all problems are told at once: %v", err)
	}
}
