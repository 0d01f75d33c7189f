package scoring_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huying/internal/domain/scoring"
	"huying/internal/kernel/errs"
)

// small is the least that a scheme needs.
const small = `key: small
version: 1
name: 小
effective: 2020-01-01
source: 自编
lists:
  - {key: town, name: 乡镇}
measures:
  days: elapsed
  satisfaction: {satisfied: 100, basic: 80, dissatisfied: 0}
rounding:
  rates: half_up 2
  satisfaction: half_up 2
  avg_days: half_up 2
  points: half_up 2
  index: half_up 2
base: 100
components:
  - key: close
    name: 办结
    measure: close_rate
    target: 100
    side: below
    rate: 1
    effect: deduct
ranking:
  order: [{by: index, direction: desc}]
  ties: skip
`

func TestSmallScheme(t *testing.T) {
	t.Parallel()
	s, err := scoring.Parse([]byte(small), "small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Ref().String(); got != "small@1" {
		t.Errorf("reference %s", got)
	}
	if err := validate(t, openSchema(t), []byte(small)); err != nil {
		t.Error(err)
	}
}

// fault is one change to the small scheme that makes it wrong.
type fault struct {
	name, old, new string
	want           string // the whole error, or its beginning
	schemaBlind    bool   // a rule that a JSON Schema cannot tell
}

var faults = []fault{
	{"unknown field", "base: 100\n", "base: 100\nfloor: 0\n", `small.yaml:18:1: unknown field "floor"; expected key, version,`, false},
	{"unknown inner field", "    rate: 1\n", "    rate: 1\n    weight: 2\n", `small.yaml:25:5: components[0]: unknown field "weight"; expected`, false},
	{"missing field", "base: 100\n", "", "small.yaml:1:1: base: missing", false},
	{"missing inner field", "    name: 办结\n", "", "small.yaml:19:5: components[0].name: missing", false},
	{"null field", "base: 100", "base: null", "small.yaml:1:1: base: missing", false},
	{"field twice", "base: 100\n", "base: 100\nbase: 90\n", `small.yaml:18:1: not YAML: mapping key "base" already defined`, true},
	{"text for a number", "base: 100", "base: full", `small.yaml:17:7: base: "full"; expected a number`, false},
	{"quoted number", "base: 100", `base: "100"`, `small.yaml:17:7: base: "100"; expected a number`, false},
	{"number in another notation", "base: 100", "base: 1e2", `small.yaml:17:7: base: "1e2"; expected a number`, true},
	{"fraction for a version", "version: 1", "version: 1.5", `small.yaml:2:10: version: "1.5"; expected a whole number`, false},
	{"version zero", "version: 1", "version: 0", "small.yaml:2:1: version: 0; expected a whole number from 1", false},
	{"no date", "effective: 2020-01-01", "effective: 2020-02-30", `small.yaml:4:12: effective: "2020-02-30" is not a date`, true},
	{"list for a text", "name: 小", "name: [小]", "small.yaml:3:7: name: expected a text", false},
	{"empty name", "name: 小", `name: " "`, "small.yaml:3:1: name: empty; expected a text", false},
	{"text for a list", "lists:\n  - {key: town, name: 乡镇}", "lists: town", "small.yaml:6:8: lists: expected a list", false},
	{"text for a mapping", "  - {key: town, name: 乡镇}", "  - town", "small.yaml:7:5: lists[0]: expected a mapping", false},
	{"no grades", "  satisfaction: {satisfied: 100, basic: 80, dissatisfied: 0}\n", "", "small.yaml:8:1: measures.satisfaction: missing", false},
	{"no measures", small[strings.Index(small, "measures:"):strings.Index(small, "rounding:")], "", "small.yaml:1:1: measures: missing", false},
	{"no rounding", small[strings.Index(small, "rounding:"):strings.Index(small, "base:")], "", "small.yaml:1:1: rounding: missing", false},
	{"no ranking", small[strings.Index(small, "ranking:"):], "", "small.yaml:1:1: ranking: missing", false},
	{"no lists", "lists:\n  - {key: town, name: 乡镇}", "lists: []", "small.yaml:6:1: lists: empty; expected at least one list of units", false},
	{"key with capitals", "key: small", "key: Small", `small.yaml:1:1: key: "Small" is not a key; expected lower-case letters`, false},
	{"key with an outer hyphen", "key: small", "key: -small", `small.yaml:1:1: key: "-small" is not a key`, false},
	{"key that ends in a hyphen", "key: small", "key: small-", `small.yaml:1:1: key: "small-" is not a key`, false},
	{"list twice", "name: 乡镇}", "name: 乡镇}\n  - {key: town, name: 镇}", `small.yaml:8:6: lists[1].key: "town" stands twice`, true},
	{"unknown day rule", "days: elapsed", "days: weeks", `small.yaml:9:3: measures.days: "weeks"; expected whole_days or elapsed`, false},
	{"better verdict, fewer points", "basic: 80", "basic: 101", "small.yaml:10:34: measures.satisfaction.basic: 101; expected 0 to 100", true},
	{"unknown rounding", "points: half_up 2", "points: up", `small.yaml:15:11: rounding.points: "up" is not a rounding; expected half_up`, false},
	{"no components", small[strings.Index(small, "components:"):strings.Index(small, "ranking:")], "components: []\n", "small.yaml:18:1: components: empty", false},
	{"unknown measure", "measure: close_rate", "measure: speed", `small.yaml:21:5: components[0].measure: "speed" is not a measure; expected one of sign_rate,`, false},
	{"no target", "    target: 100\n", "", "small.yaml:19:5: components[0].target: missing; expected a number or region", false},
	{"word for a target", "target: 100", "target: city", `small.yaml:22:13: components[0].target: "city"; expected a number or region`, false},
	{"target above 100 percent", "target: 100", "target: 101", "small.yaml:22:5: components[0].target: 101; a rate is held against 100 percent at most", true},
	{"negative target", "target: 100", "target: -1", "small.yaml:22:5: components[0].target: -1; expected 0 or more", false},
	{"unknown side", "side: below", "side: under", `small.yaml:23:5: components[0].side: "under"; expected below or above`, false},
	{"no rate", "    rate: 1\n", "", "small.yaml:19:5: components[0].rate: missing; expected rate with target and side, or per_case", false},
	{"negative rate", "rate: 1\n", "rate: -1\n", "small.yaml:24:5: components[0].rate: -1; expected more than 0", false},
	{"rate zero", "rate: 1\n", "rate: 0\n", "small.yaml:24:5: components[0].rate: 0; expected more than 0", false},
	{"both formulas", "    rate: 1\n", "    rate: 1\n    per_case: 1\n", "small.yaml:25:5: components[0].per_case: stands beside rate, target or side", false},
	{"cases of a rate", "    target: 100\n    side: below\n    rate: 1\n", "    per_case: 1\n", "small.yaml:22:5: components[0].per_case: close_rate is not a count", true},
	{"count below its target", "measure: close_rate", "measure: handled", "small.yaml:23:5: components[0].side: below; a count costs points only above its target", true},
	{"count against the region", "measure: close_rate\n    target: 100\n    side: below", "measure: returns\n    target: region\n    side: above", "small.yaml:22:5: components[0].target: region; a count of one unit", true},
	{"unknown effect", "effect: deduct", "effect: minus", `small.yaml:25:5: components[0].effect: "minus"; expected deduct or add`, false},
	{"worth without a cap", "    rate: 1\n", "    rate: 1\n    worth: 25\n", "small.yaml:19:5: components[0].cap: expected a cap of at most the worth, 25", false},
	{"worth of a bonus", "    rate: 1\n    effect: deduct\n", "    rate: 1\n    cap: 5\n    worth: 25\n    effect: add\n", `small.yaml:26:5: components[0].worth: stands with effect "add"`, false},
	{"assumed without a note", "    rate: 1\n", "    rate: 1\n    assumed: true\n", "small.yaml:19:5: components[0].note: missing; an assumed component says here what is assumed", false},
	{"word for a truth", "    rate: 1\n", "    rate: 1\n    assumed: yes\n    note: x\n", `small.yaml:25:14: components[0].assumed: "yes"; expected true or false`, false},
	{"region names a stranger", "ranking:", "region: {components: [close, sign]}\nranking:", `small.yaml:26:30: region.components[1]: "sign" is not a component of this scheme`, true},
	{"unknown sort key", "by: index", "by: luck", `small.yaml:27:12: ranking.order[0].by: "luck"; expected index or a measure`, false},
	{"unknown direction", "direction: desc", "direction: down", `small.yaml:27:23: ranking.order[0].direction: "down"; expected asc or desc`, false},
	{"unknown ties", "ties: skip", "ties: share", `small.yaml:28:3: ranking.ties: "share"; expected skip or dense or ordinal`, false},
	{"bands out of order", "name: 乡镇}", "name: 乡镇, bands: [{key: a, name: 甲, from: 1}, {key: b, name: 乙, from: 9}]}", "small.yaml:7:81: lists[0].bands[1].from: 9; expected less than the band before, 1", true},
	{"bands alike", "name: 乡镇}", "name: 乡镇, bands: [{key: a, name: 甲, from: 1}, {key: b, name: 乙, from: 1}]}", "small.yaml:7:81: lists[0].bands[1].from: 1; expected less than the band before, 1", true},
	{"bands with a hole below", "name: 乡镇}", "name: 乡镇, bands: [{key: a, name: 甲, from: 20}]}", "small.yaml:7:53: lists[0].bands[0].from: 20; expected 0 or 1 in the last band", true},
	{"negative minimum", "ranking:", "minimum: {handled: -1}\nranking:", "small.yaml:26:11: minimum.handled: -1; expected 0 or more", false},
	{"tier of nothing", "ties: skip\n", "ties: skip\ntiers:\n  - {key: a, name: 优, from: 90, below: 80}\n", "small.yaml:30:33: tiers[0].below: 80; expected more than from, 90", true},
	{"tier of one point of nothing", "ties: skip\n", "ties: skip\ntiers:\n  - {key: a, name: 优, from: 90, below: 90}\n", "small.yaml:30:33: tiers[0].below: 90; expected more than from, 90", true},
	{"tier with half a condition", "ties: skip\n", "ties: skip\ntiers:\n  - {key: a, name: 优, any_under: 70}\n", "small.yaml:30:23: tiers[0].any_under: any_under and any_of belong together", false},
	{"an alias", "name: 小", "name: &a 小", `small.yaml:3:7: "&"; expected plain YAML without anchors`, true},
	{"two documents", "ties: skip\n", "ties: skip\n---\nkey: b\n", `small.yaml:29:1: "---"; expected one document`, true},
	{"not YAML", "base: 100", "base: [", "small.yaml:17:7: not YAML: sequence end token ']' not found", true},
}

func TestFaultyScheme(t *testing.T) {
	t.Parallel()
	schema := openSchema(t)
	for _, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			if !strings.Contains(small, f.old) {
				t.Fatalf("the small scheme has no %q", f.old)
			}
			text := strings.Replace(small, f.old, f.new, 1)
			_, err := scoring.Parse([]byte(text), "small.yaml")
			if err == nil || !strings.HasPrefix(err.Error(), f.want) {
				t.Errorf("says  %v\nwants %s", err, f.want)
			}
			if err != nil && !errs.Is(err, errs.Invalid) {
				t.Errorf("kind %s; want invalid", errs.KindOf(err))
			}
			if !f.schemaBlind && validate(t, schema, []byte(text)) == nil {
				t.Error("the JSON Schema accepts it")
			}
		})
	}
}

func TestEmptyScheme(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "e.yaml:1:1: empty; expected a mapping of names to values", "# nothing\n": "e.yaml:1:1: empty; expected a mapping of names to values",
		"- a\n": "e.yaml:1:1: expected a mapping of names to values",
	} {
		if _, err := scoring.Parse([]byte(text), "e.yaml"); err == nil || err.Error() != want {
			t.Errorf("%q: says %v, wants %s", text, err, want)
		}
	}
	if _, err := scoring.Parse(make([]byte, 9<<20), "big.yaml"); err == nil || !strings.HasPrefix(err.Error(), "big.yaml: 9437184 bytes; expected at most") {
		t.Errorf("a file of 9 MiB: %v", err)
	}
}

// TestHostileScheme: input that would keep the YAML parser busy for minutes is
// refused before it gets there.
func TestHostileScheme(t *testing.T) {
	t.Parallel()
	deep := strings.Builder{}
	for i := range 200 {
		deep.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	for name, text := range map[string]string{
		"brackets": "key: " + strings.Repeat("[", 60_000), "braces": strings.Repeat("{a: ", 15_000),
		"dashes": strings.Repeat("- ", 30_000), "question marks": strings.Repeat("? ", 30_000), "indents": deep.String(),
		"bracket lines": strings.Repeat("[\n", 30_000), "bytes": "\xff\xfe" + small,
	} {
		start := time.Now()
		_, err := scoring.Parse([]byte(text), "h.yaml")
		if code := errs.CodeOf(err); code != "yaml.depth" && code != "yaml.unplain" && code != "yaml.encoding" {
			t.Errorf("%s: %v; want it refused unparsed", name, err)
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s: took %s", name, took)
		}
	}
}

// TestAllProblemsAreReported: one error for each, in one go.
func TestAllProblemsAreReported(t *testing.T) {
	t.Parallel()
	text := strings.NewReplacer("version: 1", "version: 0", "measure: close_rate", "measure: speed", "ties: skip", "ties: share").Replace(small)
	_, err := scoring.Parse([]byte(text), "s.yaml")
	var list interface{ Unwrap() []error }
	if !errors.As(err, &list) || len(list.Unwrap()) != 3 {
		t.Fatalf("%v; want three problems", err)
	}
	for i, start := range []string{"s.yaml:2:1: ", "s.yaml:21:5: ", "s.yaml:28:3: "} {
		if got := list.Unwrap()[i].Error(); !strings.HasPrefix(got, start) {
			t.Errorf("problem %d: %s; want it at %s", i, got, start)
		}
	}
}

// TestCheckInMemory: a scheme made in code is checked by the same rules.
func TestCheckInMemory(t *testing.T) {
	t.Parallel()
	s := preset(t, "kecheng-2019")
	if err := s.Check(); err != nil {
		t.Errorf("a preset is refused: %v", err)
	}
	s.Components[0].Measure = "speed"
	if err := s.Check(); err == nil || !strings.HasPrefix(err.Error(), `components[0].measure: "speed" is not a measure`) {
		t.Errorf("says %v", err)
	}
}

func FuzzSchemeYAML(f *testing.F) {
	f.Add([]byte(small))
	for _, key := range scoring.PresetKeys() {
		data, err := scoring.PresetYAML(key)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	for _, x := range faults {
		f.Add([]byte(strings.Replace(small, x.old, x.new, 1)))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := scoring.Parse(data, "fuzz.yaml")
		if err != nil {
			if !errs.Is(err, errs.Invalid) {
				t.Fatalf("kind %s of %v", errs.KindOf(err), err)
			}
			return
		}
		text, err := s.YAML()
		if err != nil {
			t.Fatal(err)
		}
		back, err := scoring.Parse(text, "back.yaml")
		if err != nil {
			t.Fatalf("what was written is not read: %v\n%s", err, text)
		}
		if diff := cmp.Diff(s, back); diff != "" {
			t.Errorf("changes on the way (-was +is):\n%s", diff)
		}
	})
}
