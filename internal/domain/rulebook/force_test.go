package rulebook_test

import (
	"testing"

	"pgregory.net/rapid"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/errs"
)

// TestInForce: which version holds on which day.
func TestInForce(t *testing.T) {
	t.Parallel()
	b := book(t,
		house(1, "", 2, 4), house(2, "2019-07-01", 2, 5), house(3, "2019-07-01", 2, 6), house(4, "2019-02-01", 2, 7),
		policy("district", 1, "", "china", 1), policy("district", 2, "2019-07-01", "china", 2), policy("district", 3, "2019-07-01", "china", 0),
		policy("amended", 1, "2020-01-01", "china", 1), // sorts before the one that it follows
		scheme(t, "kecheng-2019", 1, "2019-01-01"), scheme(t, "kecheng-2019", 2, "2019-07-01"), scheme(t, "kecheng-2019", 3, "2019-07-01"),
	)
	for _, c := range []struct{ on, policy, scheme, hours string }{
		{"2018-12-31", "district@1", "", "4h0m0s"},
		{"2019-01-01", "district@1", "kecheng-2019@1", "4h0m0s"},
		{"2019-02-01", "district@1", "kecheng-2019@1", "7h0m0s"},
		{"2019-06-30", "district@1", "kecheng-2019@1", "7h0m0s"},
		{"2019-07-01", "district@3", "kecheng-2019@3", "6h0m0s"}, // of two from one day the later version; of two versions the one that took effect last
		{"2019-12-31", "district@3", "kecheng-2019@3", "6h0m0s"},
		{"2020-01-01", "amended@1", "kecheng-2019@3", "6h0m0s"},
		{"2050-01-01", "amended@1", "kecheng-2019@3", "6h0m0s"},
	} {
		on := day(t, c.on)
		p, err := b.PolicyOn(on)
		if err != nil || p.Ref() != c.policy {
			t.Errorf("on %s the policy is %v, %v; want %s", c.on, p, err, c.policy)
		}
		s, err := b.SchemeOn(on)
		switch {
		case c.scheme == "" && errs.CodeOf(err) != "rulebook.scheme":
			t.Errorf("on %s a scheme is in force: %v", c.on, err)
		case c.scheme != "" && (err != nil || s.Ref().String() != c.scheme):
			t.Errorf("on %s the scheme is %v, %v; want %s", c.on, s, err, c.scheme)
		}
		if got := b.RulesOn(on).HastenEvery.String(); got != c.hours {
			t.Errorf("on %s one may hasten every %s; want %s", c.on, got, c.hours)
		}
	}
}

// TestNothingInForce: a region without a rule says so, or has the built-in one.
func TestNothingInForce(t *testing.T) {
	t.Parallel()
	b := book(t)
	_, err := b.PolicyOn(0)
	if !errs.Is(err, errs.Unready) || errs.CodeOf(err) != "rulebook.policy" {
		t.Errorf("no policy: %v", err)
	}
	if _, err := b.CalendarOn(0); errs.CodeOf(err) != "rulebook.policy" {
		t.Errorf("no policy that would name a calendar: %v", err)
	}
	if b.RulesOn(0) != casework.DefaultRules() {
		t.Errorf("no house rules: %+v", b.RulesOn(0))
	}
	if _, err := rulebook.New(head, nil, nil, nil); !errs.Is(err, errs.Unready) || errs.CodeOf(err) != "rulebook.calendar" {
		t.Errorf("no calendar: %v", err)
	}
}

// TestCalendarOfThePolicy: days are counted on the calendar that the policy
// names, in its latest version, whatever other calendars there are.
func TestCalendarOfThePolicy(t *testing.T) {
	t.Parallel()
	b := book(t, cal("china", 2, head.Zone), cal("zhongyuan", 7, head.Zone),
		policy("district", 1, "", "china", 0), policy("district", 2, "2020-01-01", "zhongyuan", 0), policy("district", 3, "2021-01-01", "none", 0))
	for on, want := range map[string]string{"2019-12-31": "china@2", "2020-01-01": "zhongyuan@7"} {
		if c, err := b.CalendarOn(day(t, on)); err != nil || c.Ref() != want {
			t.Errorf("on %s: %v, %v; want %s", on, c, err, want)
		}
	}
	if _, err := b.CalendarOn(day(t, "2021-01-01")); !errs.Is(err, errs.Unready) || errs.CodeOf(err) != "rulebook.calendar" {
		t.Errorf("a calendar that is not there: %v", err)
	}
	for ref, want := range map[string]bool{"china@1": true, "china@2": true, "zhongyuan@7": true, "china@3": false, "china": false} {
		if c, ok := b.CalendarNamed(ref); ok != want || ok && c.Ref() != ref {
			t.Errorf("the calendar named %s: %v, %t", ref, c, ok)
		}
	}
	for ref, want := range map[string]bool{"district@1#close": true, "district@3#close": true, "district@4#close": false, "district@1#open": false, "close": false} {
		if r, ok := b.RuleNamed(ref); ok != want || ok && r.Key != "close" {
			t.Errorf("the limit named %s: %+v, %t", ref, r, ok)
		}
	}
}

// TestInForceAgainstTheDefinition: with any versions, on any day, what holds is
// the latest effective one, and of these the highest version.
func TestInForceAgainstTheDefinition(t *testing.T) {
	t.Parallel()
	first := calendar.DateFrom(2019, 1, 1)
	base := china()
	rapid.Check(t, func(rt *rapid.T) {
		days := rapid.SliceOfN(rapid.IntRange(0, 6), 1, 6).Draw(rt, "effective days")
		rules := []rulebook.Rule{base}
		for i, d := range days {
			from := first.Add(d).String()
			rules = append(rules, house(i+1, from, 0, i+1), policy("p", i+1, from, "china", 0))
		}
		b, err := rulebook.New(head, nil, rules, nil)
		if err != nil {
			rt.Fatal(err)
		}
		if err := b.Check(); err != nil {
			rt.Fatal(err)
		}
		on := rapid.IntRange(-1, 7).Draw(rt, "day")
		want := 0
		for i, d := range days {
			if d <= on && (want == 0 || d >= days[want-1]) {
				want = i + 1
			}
		}
		p, err := b.PolicyOn(first.Add(on))
		if want == 0 {
			if !errs.Is(err, errs.Unready) || b.RulesOn(first.Add(on)) != casework.DefaultRules() {
				rt.Fatalf("before every version: %v, %v", p, err)
			}
			return
		}
		if err != nil || p.Version != want || int(b.RulesOn(first.Add(on)).HastenEvery.Hours()) != want {
			rt.Fatalf("policy %v and house rules %+v are in force; want version %d (%v)", p, b.RulesOn(first.Add(on)), want, err)
		}
	})
}
