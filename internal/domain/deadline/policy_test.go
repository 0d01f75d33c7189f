package deadline_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"huying/internal/domain/deadline"
	"huying/internal/kernel/errs"
)

func preset(t testing.TB, key string) *deadline.Policy {
	t.Helper()
	p, err := deadline.Preset(key)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// What places publish, as domain research has it, and what a district starts with.
func TestPresetLimits(t *testing.T) {
	t.Parallel()
	type q = deadline.Query
	for _, tt := range []struct {
		policy string
		clock  deadline.Clock
		query  q
		want   string // "" where the policy sets none
	}{
		{"district", deadline.Sign, q{Kind: "consult"}, "1wd"},
		{"district", deadline.Return, q{}, "1wd"},
		{"district", deadline.Contact, q{}, "1wd"},
		{"district", deadline.Close, q{Kind: "consult"}, "5wd"},
		{"district", deadline.Close, q{Kind: "help"}, "10wd"},
		{"district", deadline.Close, q{Kind: "suggest"}, "10wd"},
		{"district", deadline.Close, q{Kind: "praise"}, "10wd"},
		{"district", deadline.Close, q{Kind: "other"}, "10wd"},
		{"district", deadline.Close, q{Kind: "complain"}, "15wd"},
		{"district", deadline.Close, q{Kind: "report"}, "15wd"},
		{"district", deadline.Close, q{Kind: "report", Urgency: "urgent"}, "24h"},
		{"district", deadline.Close, q{Kind: "report", Urgency: "expedite"}, "15wd"},
		{"district", deadline.Close, q{Kind: "consult", Urgency: "critical", Rework: true}, "24h"},
		{"district", deadline.Close, q{Kind: "complain", Rework: true}, "5wd"},
		{"district", deadline.Close, q{Kind: "complain", Role: "child"}, "5wd"},
		{"district", deadline.Review, q{}, "2wd"},
		{"district", deadline.Adjudicate, q{}, "1wd"},
		{"district", deadline.CallBack, q{}, "5wd"},
		{"district", deadline.Dispatch, q{}, "1wd"},
		{"district", deadline.Supervise, q{}, "3wd"},
		{"district", deadline.Track, q{}, ""},
		{"beijing", deadline.Dispatch, q{Urgency: "critical"}, "1h"},
		{"beijing", deadline.Dispatch, q{Urgency: "urgent"}, "2h"},
		{"beijing", deadline.Dispatch, q{}, "24h"},
		{"beijing", deadline.Close, q{Urgency: "critical"}, "2h"},
		{"beijing", deadline.Close, q{Urgency: "urgent"}, "24h"},
		{"beijing", deadline.Close, q{}, "7d"},
		{"shanghai-street", deadline.Close, q{Kind: "suggest"}, "1wd"},
		{"shanghai-street", deadline.Close, q{Kind: "help"}, "5wd"},
		{"shanghai-street", deadline.Close, q{Kind: "consult", Rework: true}, "3wd"},
		{"shanghai-street", deadline.Supervise, q{}, "3wd"},
		{"shandong", deadline.Close, q{Kind: "complain"}, "5wd"},
		{"shandong", deadline.Return, q{}, "2wd"},
		{"shandong-province", deadline.Close, q{}, "15wd"},
		{"shandong-enterprise", deadline.Contact, q{}, "1wd"},
		{"shandong-enterprise", deadline.Close, q{Kind: "consult"}, "3wd"},
		{"shandong-enterprise", deadline.Close, q{Kind: "help"}, "15wd"},
		{"guangdong", deadline.Close, q{Kind: "consult"}, "2wd"},
		{"guangdong", deadline.Close, q{Kind: "help"}, "10wd"},
		{"guangdong", deadline.Close, q{Kind: "report"}, "15wd"},
		{"bengbu", deadline.Sign, q{}, "1wd"},
		{"bengbu", deadline.Close, q{Channel: "phone"}, "5wd"},
		{"bengbu", deadline.Close, q{Channel: "web"}, "3wd"},
		{"bengbu", deadline.Contact, q{Urgency: "urgent"}, "20min"},
		{"bengbu", deadline.Contact, q{Urgency: "critical"}, "10min"},
		{"bengbu", deadline.Contact, q{}, ""},
		{"haikou", deadline.Sign, q{}, "30min"},
		{"haikou", deadline.Contact, q{Urgency: "urgent"}, "30min"},
		{"bureau", deadline.Close, q{Kind: "complain"}, "13wd"},
		{"bureau", deadline.Close, q{Kind: "help"}, "3wd"},
		{"bureau", deadline.Close, q{Kind: "help", Urgency: "urgent"}, "1d"},
		{"bureau", deadline.CallBack, q{}, "1d"},
		{"tianjin-8890", deadline.Close, q{Urgency: "critical"}, "2h"},
		{"tianjin-8890", deadline.Close, q{Urgency: "urgent"}, "1d"},
		{"tianjin-8890", deadline.Close, q{Urgency: "expedite"}, "2d"},
		{"tianjin-8890", deadline.Close, q{}, "3d"},
		{"market-12315", deadline.Sign, q{Kind: "complain"}, "7wd"},
		{"market-12315", deadline.Close, q{Kind: "complain"}, "45wd"},
		{"market-12315", deadline.Close, q{Kind: "report"}, "15wd"},
		{"market-12315", deadline.Close, q{Kind: "help"}, ""},
		{"petition", deadline.Dispatch, q{Channel: "letter"}, "15d"},
		{"petition", deadline.Close, q{Channel: "visit"}, "60d"},
		{"petition", deadline.Close, q{Channel: "phone"}, ""},
	} {
		r, ok := preset(t, tt.policy).Find(tt.clock, tt.query)
		got := ""
		if ok {
			got = r.Limit.String()
		}
		if got != tt.want {
			t.Errorf("%s, %s of %+v: %q, want %q", tt.policy, tt.clock, tt.query, got, tt.want)
		}
	}
}

var marked = regexp.MustCompile(`^\[[VSMA]\] `)

func TestPresets(t *testing.T) {
	t.Parallel()
	keys := deadline.Presets()
	if len(keys) < 12 || !slices.IsSorted(keys) || !slices.Contains(keys, "district") {
		t.Fatalf("presets %v", keys)
	}
	for _, key := range keys {
		p := preset(t, key)
		if p.Key != key || p.Calendar != "china" || len(p.Assumptions) == 0 {
			t.Errorf("%s is called %s, counts on %s, and assumes %q", key, p.Key, p.Calendar, p.Assumptions)
		}
		for _, r := range p.Rules {
			if !marked.MatchString(r.Basis) {
				t.Errorf("%s: the basis of %s has no mark: %s", key, r.Key, r.Basis)
			}
			if back, ok := p.Rule(p.RuleRef(r)); !ok || cmp.Diff(r, back) != "" {
				t.Errorf("%s: %s does not lead back to its rule", key, p.RuleRef(r))
			}
		}
		checkRoundTrip(t, p)
	}
	if _, err := deadline.Preset("kecheng"); errs.KindOf(err) != errs.NotFound || !strings.Contains(err.Error(), "there are beijing, bengbu,") {
		t.Errorf("an unknown preset: %v", err)
	}
}

// Nothing of a district's is published: every one of its limits says so.
func TestDistrictIsAssumed(t *testing.T) {
	t.Parallel()
	for _, r := range preset(t, "district").Rules {
		if !strings.HasPrefix(r.Basis, "[A] ") {
			t.Errorf("%s: %s", r.Key, r.Basis)
		}
		if _, en, both := strings.Cut(r.Basis, " / "); !both || strings.ContainsFunc(en, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			t.Errorf("%s has no basis in English: %s", r.Key, r.Basis)
		}
		if r.Start == deadline.Signed {
			t.Errorf("%s starts at signing: a unit could stop it by not signing", r.Key)
		}
	}
}

func checkRoundTrip(t *testing.T, p *deadline.Policy) {
	t.Helper()
	text, err := p.YAML()
	if err != nil {
		t.Fatal(err)
	}
	back, err := deadline.Parse(text, "back.yaml")
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if diff := cmp.Diff(p, back); diff != "" {
		t.Fatalf("%s\n%s", diff, text)
	}
}

func TestReferences(t *testing.T) {
	t.Parallel()
	p := preset(t, "district")
	r, _ := p.Find(deadline.Close, deadline.Query{Kind: "consult"})
	if got := p.RuleRef(r); got != "district@1#close-consult" {
		t.Errorf("the rule is %s", got)
	}
	for _, ref := range []string{"", "district@1", "district@1#", "district@1#none", "district@2#close-consult", "other@1#close-consult"} {
		if r, ok := p.Rule(ref); ok {
			t.Errorf("%q leads to %s", ref, r.Key)
		}
	}
}

func TestMatch(t *testing.T) {
	t.Parallel()
	yes, no := true, false
	q := deadline.Query{
		Kind: "help", Channel: "phone", Urgency: "urgent", Subject: "城乡建设/噪音", Unit: "住建局", List: "department", Role: "lead", Rework: true,
	}
	for _, tt := range []struct {
		match deadline.Match
		want  bool
	}{
		{deadline.Match{}, true},
		{deadline.Match{Kinds: []string{"consult", "help"}}, true},
		{deadline.Match{Kinds: []string{"consult"}}, false},
		{deadline.Match{Channels: []string{"phone"}}, true},
		{deadline.Match{Channels: []string{"web"}}, false},
		{deadline.Match{Urgencies: []string{"urgent"}}, true},
		{deadline.Match{Urgencies: []string{"critical"}}, false},
		{deadline.Match{Subjects: []string{"城乡建设"}}, true},
		{deadline.Match{Subjects: []string{"城乡建设/噪音"}}, true},
		{deadline.Match{Subjects: []string{"城乡建设/噪音/夜间"}}, false},
		{deadline.Match{Subjects: []string{"城乡"}}, false},
		{deadline.Match{Subjects: []string{"民政", "城乡建设"}}, true},
		{deadline.Match{Lists: []string{"department"}}, true},
		{deadline.Match{Lists: []string{"town"}}, false},
		{deadline.Match{Units: []string{"住建局"}}, true},
		{deadline.Match{Units: []string{"住建"}}, false},
		{deadline.Match{Roles: []string{"lead"}}, true},
		{deadline.Match{Roles: []string{"assist"}}, false},
		{deadline.Match{Rework: &yes}, true},
		{deadline.Match{Rework: &no}, false},
		{deadline.Match{Kinds: []string{"help"}, Channels: []string{"web"}}, false},
	} {
		if got := tt.match.Fits(q); got != tt.want {
			t.Errorf("%+v fits: %v", tt.match, got)
		}
	}
}

// small is a policy with one of everything.
const small = `key: small
version: 2
name: 小规则
effective: 2019-10-01
calendar: china
assumptions:
  - 假定
rules:
  - key: close-noise
    clock: close
    for:
      kinds: [complain]
      channels: [phone]
      urgencies: [urgent]
      subjects: [城乡建设/噪音]
      lists: [town]
      units: [信安街道]
      roles: [lead]
      rework: false
    limit: 5wd
    start: dispatched
    convention: at_once
    end: same_time
    warnings: [50%, T-1wd yellow]
    extension: {max: 10wd, times: 2}
    basis: "[A] 假定"
  - key: sign
    clock: sign
    limit: 30min
    start: dispatched
    convention: at_once
    basis: "[A] 假定"
`

func TestSmallPolicy(t *testing.T) {
	t.Parallel()
	p, err := deadline.Parse([]byte(small), "small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	no := false
	want := deadline.Rule{
		Key: "close-noise", Clock: deadline.Close,
		For: deadline.Match{
			Kinds: []string{"complain"}, Channels: []string{"phone"}, Urgencies: []string{"urgent"}, Subjects: []string{"城乡建设/噪音"},
			Lists: []string{"town"}, Units: []string{"信安街道"}, Roles: []string{"lead"}, Rework: &no,
		},
		Limit: limit(t, "5wd"), Start: deadline.Dispatched, Convention: deadline.AtOnce, End: deadline.SameTime,
		Warnings:  []deadline.Warning{{Percent: 50, Level: deadline.Notice}, {Offset: deadline.Limit{N: -1, Measure: deadline.Workdays}, Level: deadline.Yellow}},
		Extension: deadline.Allowance{Max: limit(t, "10wd"), Times: 2},
		Basis:     "[A] 假定",
	}
	if diff := cmp.Diff(want, p.Rules[0]); diff != "" {
		t.Error(diff)
	}
	if p.Ref() != "small@2" || p.Effective.String() != "2019-10-01" {
		t.Errorf("%s from %s", p.Ref(), p.Effective)
	}
	checkRoundTrip(t, p)
}

// faults are changes to the small policy that make it wrong.
var faults = []struct{ name, old, new, want string }{
	{"unknown field", "calendar: china\n", "calendar: china\nzone: x\n", `small.yaml:6:1: unknown field "zone"; expected key, version, name, effective, calendar, assumptions, rules`},
	{"unknown field of a rule", "    limit: 5wd\n", "    limits: 5wd\n", "small.yaml:9:5: rules[0].limit: missing\nsmall.yaml:20:5: rules[0]: unknown field \"limits\"; expected key, clock, limit, start, convention, end, warnings, basis, for, extension"},
	{"unknown condition", "      kinds:", "      kind:", `small.yaml:12:7: rules[0].for: unknown field "kind"; expected kinds, channels,`},
	{"no calendar", "calendar: china\n", "", "small.yaml:1:1: calendar: missing"},
	{"no version", "version: 2", "version: 0", "small.yaml:2:1: version: 0; expected a whole number from 1"},
	{"no date", "2019-10-01", "2019-10-32", `small.yaml:4:12: effective: "2019-10-32" is not a date`},
	{"early date", "2019-10-01", "1969-10-01", "small.yaml:4:1: effective: 1969-10-01; expected a day of the years 1970 to 9999"},
	{"no clock", "clock: sign", "clock: signing", `small.yaml:28:5: rules[1].clock: "signing"; expected dispatch, sign, return, contact, close,`},
	{"no limit", "limit: 5wd", "limit: 5 days", `small.yaml:20:12: rules[0].limit: "5 days" is not a limit; expected a number from 1 to 9999 with wd, d, wh, h or min, such as 5wd`},
	{"no event", "start: dispatched\n    convention: at_once\n    basis", "start: noon\n    convention: at_once\n    basis", `small.yaml:30:5: rules[1].start: "noon"; expected received, dispatched,`},
	{"no convention", "    convention: at_once\n    end", "    end", "small.yaml:9:5: rules[0].convention: missing"},
	{"another convention", "convention: at_once\n    end", "convention: later\n    end", `small.yaml:22:5: rules[0].convention: "later"; expected at_once, next_day`},
	{"no end of day", "    end: same_time\n", "", `small.yaml:9:5: rules[0].end: ""; expected midnight, closing, same_time`},
	{"an end of minutes", "limit: 30min\n", "limit: 30min\n    end: closing\n", `small.yaml:30:5: rules[1].end: "closing"; expected none, since 30min ends to the minute`},
	{"the same time of the next day", "convention: at_once\n    end", "convention: next_day\n    end", "small.yaml:23:5: rules[0].end: same_time with next_day; expected at_once, since the days run from the event"},
	{"no warning", "T-1wd yellow", "T-1wd amber", `small.yaml:24:21: rules[0].warnings[1]: "T-1wd amber" is not a warning; expected a share 50%, or T, T-1wd or T+1wd around the due time, and notice, yellow or red`},
	{"half an extension", "{max: 10wd, times: 2}", "{max: 10wd}", "small.yaml:25:5: rules[0].extension.times: missing"},
	{"no times", "times: 2", "times: 0", "small.yaml:25:5: rules[0].extension: at most 10wd, 0 times; expected a limit and a number from 1"},
	{"no basis", "    basis: \"[A] 假定\"\n  - key", "    basis: \"\"\n  - key", "small.yaml:26:5: rules[0].basis: empty; expected a text"},
	{"a condition twice", "channels: [phone]", "channels: [phone, phone]", `small.yaml:13:25: rules[0].for.channels[1]: "phone" stands there twice`},
	{"an empty condition", "units: [信安街道]", "units: [' ']", "small.yaml:17:15: rules[0].for.units[0]: empty; expected a text"},
	{"a word for a flag", "rework: false", "rework: never", `small.yaml:19:15: rules[0].for.rework: "never"; expected true or false`},
	{"a key twice", "key: sign", "key: close-noise", `small.yaml:27:5: rules[1].key: "close-noise" is the key of rules[0] too; expected one of its own`},
	{"a rule never reached", "rules:\n", "rules:\n  - {key: any, clock: sign, limit: 1h, start: raised, convention: at_once, basis: b}\n", `small.yaml:28:5: rules[2]: rule "sign" is never reached: "any" before it fits every case`},
	{"no rules", small[strings.Index(small, "rules:"):], "rules: []\n", "small.yaml:8:1: rules: 0 of them; expected 1 to 1000"},
}

func TestPolicyFaults(t *testing.T) {
	t.Parallel()
	for _, tt := range faults {
		text := strings.Replace(small, tt.old, tt.new, 1)
		if text == small {
			t.Fatalf("%s changes nothing", tt.name)
		}
		_, err := deadline.Parse([]byte(text), "small.yaml")
		if !errs.Is(err, errs.Invalid) || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("%s:\n got %v\nwant %s", tt.name, err, tt.want)
		}
	}
}

func TestCheckRefusesWhatNoFileSays(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*deadline.Policy){
		"a limit of nothing":     func(p *deadline.Policy) { p.Rules[1].Limit.N = 0 },
		"a limit without words":  func(p *deadline.Policy) { p.Rules[1].Limit.Measure = "week" },
		"a warning of nothing":   func(p *deadline.Policy) { p.Rules[1].Warnings = []deadline.Warning{{Percent: 100}} },
		"a name of two lines":    func(p *deadline.Policy) { p.Name = "a\nb" },
		"an empty assumption":    func(p *deadline.Policy) { p.Assumptions = []string{""} },
		"an allowance past all":  func(p *deadline.Policy) { p.Rules[0].Extension.Times = 10000 },
		"more rules than anyone": func(p *deadline.Policy) { p.Rules = make([]deadline.Rule, 1001) },
	} {
		p, err := deadline.Parse([]byte(small), "small.yaml")
		if err != nil {
			t.Fatal(err)
		}
		if p.Check() != nil {
			t.Fatal("the small policy is wrong before anything changes")
		}
		change(p)
		if err := p.Check(); !errs.Is(err, errs.Invalid) || errs.CodeOf(err) != "policy.invalid" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestClockNames(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, c := range deadline.Clocks() {
		if c.Chinese() == "" || seen[c.Chinese()] {
			t.Errorf("%s is printed %q", c, c.Chinese())
		}
		seen[c.Chinese()] = true
	}
	if len(seen) != 10 || deadline.Clock("nap").Chinese() != "" {
		t.Errorf("%d clocks", len(seen))
	}
}

func FuzzParsePolicy(f *testing.F) {
	f.Add([]byte(small))
	for _, key := range deadline.Presets() {
		data, err := deadline.PresetYAML(key)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	for _, tt := range faults {
		f.Add([]byte(strings.Replace(small, tt.old, tt.new, 1)))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := deadline.Parse(data, "fuzz.yaml")
		if err != nil {
			if !errs.Is(err, errs.Invalid) || !strings.HasPrefix(err.Error(), "fuzz.yaml:") {
				t.Fatalf("kind %s of %v", errs.KindOf(err), err)
			}
			return
		}
		checkRoundTrip(t, p)
	})
}
