package admin_test

import (
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huying/internal/app/admin"
	"huying/internal/domain/calendar"
	"huying/internal/domain/org"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/exact"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

const region = ident.RegionCode("330802")

var now = time.Date(2020, 3, 9, 2, 0, 0, 0, time.UTC)

func office(s *store.Store) *admin.Admin {
	return admin.New(admin.Options{Store: s, IDs: ident.NewSource(rand.Reader)})
}

// each runs a test on a founded region on both databases.
func each(t *testing.T, test func(t *testing.T, s *store.Store, a *admin.Admin)) {
	t.Helper()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		a := office(s)
		if err := a.Install(t.Context(), region, "柯城区", "district"); err != nil {
			t.Fatal(err)
		}
		test(t, s, a)
	}, testdb.Clock(clock.NewHand(now)))
}

func book(t *testing.T, s *store.Store) *rulebook.Book {
	t.Helper()
	var b *rulebook.Book
	err := s.View(t.Context(), func(tx *store.Tx) (err error) {
		b, err = tx.Book(region)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// apply applies a file that must be right, and returns how much it changed.
func apply(t *testing.T, a *admin.Admin, text string) int {
	t.Helper()
	c, err := admin.ParseConfig([]byte(text), "c.yaml")
	if err != nil {
		t.Fatal(err)
	}
	n, err := a.Apply(t.Context(), region, c)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestInstall(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, a *admin.Admin) {
		b := book(t, s)
		day := calendar.DateFrom(2019, time.October, 8)
		scheme, err := b.SchemeOn(day)
		if err != nil || scheme.Ref().String() != "kecheng-2019@1" {
			t.Errorf("the scheme in force is %v, %v", scheme, err)
		}
		if _, err := b.PolicyOn(day); err != nil {
			t.Error(err)
		}
		if !b.HasList(org.Town) || !b.HasList(org.Department) || b.HasList("others") {
			t.Error("the lists are not town and department")
		}
		if b.RegionName != "柯城区" || b.Location.String() != "Asia/Shanghai" || len(b.Units.All()) != 0 || len(b.Topics()) != 0 || len(b.Subjects.Paths) < 17 {
			t.Errorf("founded %+v", b.Head)
		}
		if got := b.ReasonName("territory"); got != "属地不符" {
			t.Errorf("a reason prints as %q", got)
		}
		if r := b.RulesOn(day); r.ReturnTimes != 1 || r.ExtensionTimes != 2 || r.HastenEvery != 4*time.Hour {
			t.Errorf("the house rules are %+v", r)
		}
		if err := a.Install(t.Context(), "330803", "衢江区", "district"); errs.CodeOf(err) != "installation.exists" {
			t.Errorf("a second region was founded: %v", err)
		}
	})
}

func TestInstallRefusals(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		code         ident.RegionCode
		name, preset string
		want         string
	}{
		{"33080", "柯城区", "district", "region.code"}, {"33080x", "柯城区", "district", "region.code"},
		{"330802", " ", "district", "region.name"}, {"330802", "柯城区", "city", "region.preset"},
	} {
		if err := admin.CheckInstall(c.code, c.name, c.preset); errs.CodeOf(err) != c.want || !errs.Is(err, errs.Invalid) {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

const sample = `units:
  - name: 花园街道花园社区
    kind: community
    parent: 花园街道
  - name: 花园街道
    list: town
    division: "330802002"
  - name: 住建局
    list: department
    from: 2019-01-01
rules:
  - kind: topic
    key: city
    text: |
      key: city
      name: 文明城市创建
      from: 2018-01-01
  - kind: subjects
    key: subjects
    text: |
      paths: [城乡建设]
external:
  - name: 甲溪县
    from: 2019-10-01
    to: 2019-12-31
    index: 99.64
    source: 市级通报
    recorded: 2020-01-15T09:00:00+08:00
`

func TestApply(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, a *admin.Admin) {
		before := book(t, s)
		if n := apply(t, a, sample); n != 6 {
			t.Errorf("%d changes", n)
		}
		b := book(t, s)
		if b.Revision != before.Revision+1 {
			t.Errorf("revision %d after %d", b.Revision, before.Revision)
		}
		street, _ := b.Units.Named("花园街道")
		community, ok := b.Units.Named("花园街道花园社区")
		if !ok || community.Parent != street.ID || street.List != org.Town {
			t.Errorf("units %+v, %+v", street, community)
		}
		if topics := b.Topics(); len(topics) != 1 || topics[0].Name != "文明城市创建" {
			t.Errorf("topics %+v", topics)
		}
		if diff := cmp.Diff([]string{"城乡建设"}, b.Subjects.Paths); diff != "" {
			t.Error(diff)
		}
		q, err := calendar.ParsePeriod("2019Q4")
		if err != nil {
			t.Fatal(err)
		}
		if x := b.ExternalsOf(q, time.Date(2020, 1, 15, 1, 0, 0, 0, time.UTC)); len(x) != 1 || !x[0].Index.Equal(exact.Must("99.64")) {
			t.Errorf("other regions as of their entry: %+v", x)
		}
		if x := b.ExternalsOf(q, time.Date(2020, 1, 15, 0, 59, 0, 0, time.UTC)); len(x) != 0 {
			t.Errorf("other regions before their entry: %+v", x)
		}
		if n := apply(t, a, sample); n != 0 || book(t, s) != b {
			t.Errorf("the same again made %d changes", n)
		}
	})
}

func TestVersions(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, a *admin.Admin) {
		topic := func(version, name string) string {
			return "rules:\n  - kind: topic\n    key: city\n" + version + "    text: |\n      key: city\n      name: " + name + "\n      from: 2018-01-01\n"
		}
		for _, step := range []struct {
			text    string
			changes int
		}{{topic("", "一"), 1}, {topic("", "一"), 0}, {topic("", "二"), 1}, {topic("    version: 1\n", "一"), 0}, {topic("    version: 5\n", "三"), 1}, {topic("", "三"), 0}} {
			if n := apply(t, a, step.text); n != step.changes {
				t.Errorf("%d changes by %s", n, step.text)
			}
		}
		if got := book(t, s).Topics()[0].Name; got != "三" {
			t.Errorf("the topic in force is %s", got)
		}
		for text, want := range map[string]string{
			topic("    version: 2\n", "一"): "rule.changed", topic("    version: 3\n", "一"): "rule.version",
		} {
			c, err := admin.ParseConfig([]byte(text), "c.yaml")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := a.Apply(t.Context(), region, c); errs.CodeOf(err) != want || !strings.Contains(err.Error(), "c.yaml:5:11") {
				t.Errorf("%v; expected %s", err, want)
			}
		}
	})
}

// TestSchemeVersions: a scheme's text names its version, which is the one that
// bulletins print.
func TestSchemeVersions(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, a *admin.Admin) {
		c, err := a.Config(t.Context(), region)
		if err != nil {
			t.Fatal(err)
		}
		var scheme admin.RuleConfig
		for _, r := range c.Rules {
			if r.Kind == rulebook.Scheme {
				scheme = r
			}
		}
		scheme.Version = 0
		scheme.Text = strings.Replace(scheme.Text, "effective: 2019-01-01", "effective: 2020-01-01", 1)
		if _, err := a.Apply(t.Context(), region, admin.Config{Rules: []admin.RuleConfig{scheme}}); errs.CodeOf(err) != "rule.changed" {
			t.Errorf("another text of version 1: %v", err)
		}
		scheme.Text = strings.Replace(scheme.Text, "version: 1", "version: 2", 1)
		if n, err := a.Apply(t.Context(), region, admin.Config{Rules: []admin.RuleConfig{scheme}}); err != nil || n != 1 {
			t.Errorf("version 2 made %d changes; %v", n, err)
		}
		for day, want := range map[calendar.Date]string{calendar.DateFrom(2019, 12, 31): "kecheng-2019@1", calendar.DateFrom(2020, 1, 1): "kecheng-2019@2"} {
			if got, err := book(t, s).SchemeOn(day); err != nil || got.Ref().String() != want {
				t.Errorf("on %s %v is in force; %v", day, got, err)
			}
		}
	})
}

func TestBadConfig(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"empty":              {"", []string{"c.yaml:1:1"}},
		"unknown fields":     {"unit: []\nrules:\n  - kind: topic\n    key: a\n    text: x\n    colour: red\n", []string{"c.yaml:6:5", "c.yaml:1:1"}},
		"missing":            {"units:\n  - list: town\nexternal:\n  - {name: a}\n", []string{"c.yaml:2:5", "c.yaml:4:5", "c.yaml:4:5", "c.yaml:4:5", "c.yaml:4:5"}},
		"words":              {"units:\n  - name: a\n    kind: burrow\n    from: soon\nrules:\n  - kind: sport\n    key: a\n    text: x\n", []string{"c.yaml:3:11", "c.yaml:4:11", "c.yaml:6:11"}},
		"a rule's text":      {"rules:\n  - kind: topic\n    key: city\n    text: |\n\n        key: city\n        nam: x\n        from: 2019-01-01\n", []string{"c.yaml:5:9", "c.yaml:7:9"}},
		"a rule on one line": {"rules:\n  - kind: topic\n    key: city\n    text: \"key: city\\nnam: x\\n\"\n", []string{"c.yaml:4:11", "c.yaml:4:11", "c.yaml:4:11"}},
		"another key":        {"rules:\n  - kind: topic\n    key: town\n    text: |\n      key: city\n      name: x\n      from: 2019-01-01\n", []string{"c.yaml:4:11"}},
		"a number":           {"external:\n  - {name: a, from: 2019-10-01, to: 2019-12-31, index: high, source: s, recorded: then}\n", []string{"c.yaml:2:56", "c.yaml:2:83"}},
	} {
		_, err := admin.ParseConfig([]byte(c.text), "c.yaml")
		var got []string
		for _, line := range strings.Split(err.Error(), "\n") {
			got = append(got, line[:strings.Index(line, ": ")])
		}
		if diff := cmp.Diff(c.want, got); diff != "" || !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
	}
}

// FuzzParseConfig: a configuration that can be read can be written and read.
func FuzzParseConfig(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte("rules:\n  - kind: note\n    key: n\n    text: \"from: 2019-01-01\\nto: 2019-12-31\\ntext: |\\n  x\\n\"\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := admin.ParseConfig(data, "c.yaml")
		if err != nil {
			if !errs.Is(err, errs.Invalid) || !strings.HasPrefix(err.Error(), "c.yaml:") {
				t.Errorf("kind %s of %v", errs.KindOf(err), err)
			}
			return
		}
		text, err := c.YAML()
		if err != nil {
			t.Fatal(err)
		}
		back, err := admin.ParseConfig(text, "c.yaml")
		if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
		again, err := back.YAML()
		if err != nil || string(again) != string(text) {
			t.Errorf("written as\n%s\nand then\n%s", text, again)
		}
	})
}
