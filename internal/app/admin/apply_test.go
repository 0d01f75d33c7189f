package admin_test

import (
	"strings"
	"testing"
	"time"

	"huying/internal/app/admin"
	"huying/internal/domain/calendar"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// odd is a configuration of everything that is hard to write and read again.
const odd = `units:
  - name: "a: b #c"
    list: town
    kind: mediation
    division: "0330"
    from: 2019-01-01
    to: 2020-12-31
  - name: "  甲  "
    parent: "- x"
  - name: "- x"
    parent: "a: b #c"
rules:
  - kind: topic
    key: odd
    version: 3
    text: |
      # 首行是注释
      key: odd   # 行末也是
      name: "甲: \"乙\""

      from: 2018-01-01
  - kind: note
    key: on
    text: "from: 2019-01-01\nto: 2019-12-31\ntext: |\n  一\t二\n\n  三\n"
  - kind: rules
    key: rules
    text: |
      effective: 2020-02-01
      return_times: 1
      extension_times: 2
      hasten_hours: 8
external:
  - {name: 甲溪县, from: 2019-10-01, to: 2019-12-31, index: 99.640, source: "a: b", recorded: 2020-01-15T09:00:00.123456+08:00}
  - {name: 甲溪县, from: 2019-10-01, to: 2019-12-31, index: 100, source: s, recorded: 2020-01-16T09:00:00+08:00}
`

func exported(t *testing.T, a *admin.Admin) string {
	t.Helper()
	c, err := a.Config(t.Context(), region)
	if err != nil {
		t.Fatal(err)
	}
	text, err := c.YAML()
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestMove: what one installation gives out makes another the same, whatever
// database either stands on, to the byte.
func TestMove(t *testing.T) {
	t.Parallel()
	for _, from := range testdb.Kinds() {
		for _, to := range testdb.Kinds() {
			t.Run(string(from)+" to "+string(to), func(t *testing.T) {
				t.Parallel()
				hand := testdb.Clock(clock.NewHand(now))
				a, b := office(testdb.Open(t, from, hand)), office(testdb.Open(t, to, hand))
				for _, one := range []*admin.Admin{a, b} {
					if err := one.Install(t.Context(), region, "柯城区", "district"); err != nil {
						t.Fatal(err)
					}
				}
				apply(t, a, sample)
				apply(t, a, odd)
				first := exported(t, a)
				if n := apply(t, a, first); n != 0 {
					t.Errorf("its own configuration made %d changes", n)
				}
				if n := apply(t, b, first); n != 14 {
					t.Errorf("%d changes elsewhere; want 6 units, 5 versions of rules and 3 figures", n)
				}
				if second := exported(t, b); second != first {
					t.Errorf("given out as\n%s\nand elsewhere as\n%s", first, second)
				}
			})
		}
	}
}

// TestNothingIsKeptOfABadConfig, wherever in it the fault lies, and whatever
// of it was right before.
func TestNothingIsKeptOfABadConfig(t *testing.T) {
	const good = "units:\n  - name: 甲局\nrules:\n  - kind: note\n    key: n\n    text: |\n      from: 2019-01-01\n      to: 2019-12-31\n      text: x\n"
	each(t, func(t *testing.T, s *store.Store, a *admin.Admin) {
		before, text := book(t, s), exported(t, a)
		for _, c := range []struct{ add, want, at string }{
			{"units:\n  - name: 甲局\n  - name: 乙局\n    parent: 丙局\n", "unit.parent", "c.yaml:3:11: "},
			{"units:\n  - name: 甲局\n  - name: 乙局\n    list: county\n", "unit.list", "c.yaml:3:11: "},
			{"units:\n  - name: 甲局\n    from: 2020-01-01\n    to: 2019-01-01\n", "unit.days", "c.yaml:2:11: "},
			{"units:\n  - name: 甲局\n  - name: 甲局\n    kind: office\n", "unit.twice", "c.yaml:3:11: "},
			{"units:\n  - name: 甲局\n    parent: 乙局\n  - name: 乙局\n    parent: 甲局\n", "unit.parent", "c.yaml:2:11: "},
			{good + "external:\n  - {name: 甲溪县, from: 2019-10-01, to: 2019-09-30, index: 99, source: s}\n", "period.order", "c.yaml:11:12: "},
			{good + "external:\n  - {name: 甲溪县, from: 2019-10-01, to: 2019-12-31, index: 99, source: ''}\n", "external.source", "c.yaml:11:12: "},
			{good + "external:\n  - {name: 甲溪县, from: 2019-10-01, to: 2019-12-31, index: 99, source: s, recorded: 2020-03-09T02:00:01Z}\n", "external.recorded", "c.yaml:11:12: "},
			{good + "external:\n  - {name: 甲溪县, from: 2019-10-01, to: 2019-12-31, index: 99, source: s}\n  - {name: 甲溪县, from: 2019-10-01, to: 2019-12-31, index: 98, source: s}\n", "external.changed", "c.yaml:12:12: "},
			{good + "  - kind: rules\n    key: rules\n    text: |\n      return_times: 1\n      extension_times: 1\n      hasten_hours: 4\n", "rulebook.extensions", "the limit district@1#"},
			{good + "  - kind: policy\n    key: zebra\n    text: |\n      key: zebra\n      version: 1\n      name: x\n      calendar: mars\n      rules: [{key: a, clock: close, limit: 1d, start: dispatched, convention: next_day, end: midnight, basis: x}]\n", "rulebook.calendar", "c.yaml:12:11: policy zebra: "},
			{good + "  - kind: policy\n    key: zebra\n    text: |\n      key: zebra\n      version: 1\n      name: x\n      calendar: china\n      rules: [{key: a, clock: close, limit: 1d, start: dispatched, convention: next_day, end: midnight, basis: x}]\n", "rulebook.day", "c.yaml:12:11: policy zebra: "},
			{good + "  - kind: subjects\n    key: subjects\n    version: 1\n    text: |\n      paths: [甲]\n", "rule.changed", "c.yaml:13:11: "},
		} {
			config, err := admin.ParseConfig([]byte(c.add), "c.yaml")
			if err != nil {
				t.Fatal(err)
			}
			_, err = a.Apply(t.Context(), region, config)
			if err == nil || errs.CodeOf(err) != c.want || !strings.Contains(err.Error(), c.at) {
				t.Errorf("%v; expected %s at %s", err, c.want, c.at)
			}
			if !errs.Is(err, errs.Invalid) {
				t.Errorf("a fault of the configuration is %s: %v", errs.KindOf(err), err)
			}
		}
		if after := book(t, s); after != before {
			t.Errorf("revision %d after %d", after.Revision, before.Revision)
		}
		if after := exported(t, a); after != text {
			t.Errorf("it was\n%s\nand is\n%s", text, after)
		}
	})
}

// TestCircleWithWhatIsThere: a circle of superiors that only the units on
// record close.
func TestCircleWithWhatIsThere(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, a *admin.Admin) {
		apply(t, a, "units:\n  - name: 甲局\n  - name: 甲科\n    parent: 甲局\n")
		before := book(t, s)
		c, err := admin.ParseConfig([]byte("units:\n  - name: 甲局\n    parent: 甲科\n"), "c.yaml")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := a.Apply(t.Context(), region, c); errs.CodeOf(err) != "unit.circle" {
			t.Errorf("a unit under its own office: %v", err)
		}
		if book(t, s) != before {
			t.Error("the circle was kept")
		}
	})
}

// TestUnitsChange: a unit stays the same one whatever is said of it, and what
// is not named stays as it is.
func TestUnitsChange(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, a *admin.Admin) {
		apply(t, a, "units:\n  - name: 甲局\n    list: department\n  - name: 乙局\n")
		before, _ := book(t, s).Units.Named("甲局")
		if n := apply(t, a, "units:\n  - name: 甲局\n    list: department\n    to: 2020-12-31\n"); n != 1 {
			t.Errorf("%d changes", n)
		}
		after := book(t, s).Units
		unit, _ := after.Named("甲局")
		if unit.ID != before.ID || unit.To != calendar.DateFrom(2020, 12, 31) || len(after.All()) != 2 {
			t.Errorf("%+v became %+v among %d", before, unit, len(after.All()))
		}
	})
}

// TestFiguresOfOthers: a figure that is told again without a moment is compared
// with the last that was told, so that one can go back to an earlier.
func TestFiguresOfOthers(t *testing.T) {
	t.Parallel()
	for _, kind := range testdb.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			hand := clock.NewHand(now)
			s := testdb.Open(t, kind, testdb.Clock(hand))
			tellFigures(t, s, office(s), hand)
		})
	}
}

func tellFigures(t *testing.T, s *store.Store, a *admin.Admin, hand *clock.Hand) {
	t.Helper()
	if err := a.Install(t.Context(), region, "柯城区", "district"); err != nil {
		t.Fatal(err)
	}
	q, err := calendar.ParsePeriod("2019Q4")
	if err != nil {
		t.Fatal(err)
	}
	for i, step := range []struct {
		index   string
		changes int
	}{{"99.6", 1}, {"99.60", 0}, {"99.7", 1}, {"99.6", 1}, {"99.6", 0}} {
		hand.Set(hand.Now().Add(time.Minute))
		if n := apply(t, a, "external:\n  - {name: 甲溪县, from: 2019-10-01, to: 2019-12-31, index: "+step.index+", source: s}\n"); n != step.changes {
			t.Errorf("step %d: %d changes", i+1, n)
		}
		of := book(t, s).ExternalsOf(q, hand.Now())
		if len(of) != 1 || of[0].Index.String() != strings.TrimSuffix(step.index, "0") {
			t.Errorf("step %d: %+v", i+1, of)
		}
	}
}

// TestARuleInUseStays: whatever is applied, a version that was on record keeps
// its text, and limits that were computed by it can still be explained.
func TestARuleInUseStays(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, a *admin.Admin) {
		c, err := a.Config(t.Context(), region)
		if err != nil {
			t.Fatal(err)
		}
		old := map[string]string{}
		var policy admin.RuleConfig
		for _, r := range c.Rules {
			old[string(r.Kind)+r.Key] = r.Text
			if r.Kind == rulebook.Policy {
				policy = r
			}
		}
		policy.Version, policy.Text = 0, strings.NewReplacer("version: 1", "version: 2", "limit: 24h", "limit: 12h", "calendar: china", "effective: 2020-03-10\ncalendar: china").Replace(policy.Text)
		if n, err := a.Apply(t.Context(), region, admin.Config{Rules: []admin.RuleConfig{policy}}); n != 1 || err != nil {
			t.Fatalf("%d changes, %v", n, err)
		}
		b := book(t, s)
		for ref, want := range map[string]string{"district@1#close-urgent": "24h", "district@2#close-urgent": "12h"} {
			if r, ok := b.RuleNamed(ref); !ok || r.Limit.String() != want {
				t.Errorf("%s is %v, %t; want %s", ref, r.Limit, ok, want)
			}
		}
		for on, want := range map[calendar.Date]string{calendar.DateFrom(2020, 3, 9): "district@1", calendar.DateFrom(2020, 3, 10): "district@2"} {
			if p, err := b.PolicyOn(on); err != nil || p.Ref() != want {
				t.Errorf("on %s %v is in force, %v", on, p, err)
			}
		}
		if c, err = a.Config(t.Context(), region); err != nil {
			t.Fatal(err)
		}
		for _, r := range c.Rules {
			if text, was := old[string(r.Kind)+r.Key]; was && r.Version == 1 && r.Text != text {
				t.Errorf("%s %s was\n%s\nand is\n%s", r.Kind, r.Key, text, r.Text)
			}
		}
	})
}
