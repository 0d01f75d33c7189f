package scoring_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"huying/internal/domain/scoring"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/golden"
)

func TestPresetsRoundTrip(t *testing.T) {
	t.Parallel()
	want := []string{"beijing-three-rates", "hangzhou", "jungar", "kecheng-2019", "lianyungang-2019", "linyi", "yulin"}
	if diff := cmp.Diff(want, scoring.PresetKeys()); diff != "" {
		t.Errorf("presets (-want +got):\n%s", diff)
	}
	for _, key := range scoring.PresetKeys() {
		s := preset(t, key)
		if s.Key != key {
			t.Errorf("preset %s has the key %s", key, s.Key)
		}
		if len(s.Assumptions) == 0 {
			t.Errorf("preset %s names no assumption; each of these schemes has gaps", key)
		}
		data, err := s.YAML()
		if err != nil {
			t.Fatal(err)
		}
		golden.Check(t, "testdata/golden/"+key+".yaml", data)
		back, err := scoring.Parse(data, key)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(s, back); diff != "" {
			t.Errorf("%s changes on the way (-was +is):\n%s", key, diff)
		}
	}
}

func TestUnknownPreset(t *testing.T) {
	t.Parallel()
	_, err := scoring.Preset("nowhere")
	if !errs.Is(err, errs.NotFound) || !strings.Contains(err.Error(), "kecheng-2019") {
		t.Errorf("%v; want NotFound with the known presets", err)
	}
}

func openSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	s, err := jsonschema.NewCompiler().Compile("../../../docs/scheme.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func validate(t *testing.T, schema *jsonschema.Schema, text []byte) error {
	t.Helper()
	data, err := yaml.YAMLToJSON(text)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(doc)
}

func TestPresetsFitTheSchema(t *testing.T) {
	t.Parallel()
	schema := openSchema(t)
	for _, key := range scoring.PresetKeys() {
		text, err := scoring.PresetYAML(key)
		if err != nil {
			t.Fatal(err)
		}
		if err := validate(t, schema, text); err != nil {
			t.Errorf("%s: %v", key, err)
		}
	}
}

// TestSchemaNamesEveryMeasure keeps the schema's list of measures true.
func TestSchemaNamesEveryMeasure(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../../../docs/scheme.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Defs struct {
			Measure struct {
				Enum []scoring.Measure `json:"enum"`
			} `json:"measure"`
		} `json:"$defs"`
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(scoring.AllMeasures(), doc.Defs.Measure.Enum); diff != "" {
		t.Errorf("measures of the schema (-package +schema):\n%s", diff)
	}
}

// TestMeasuresAreDocumented keeps docs/scheme.md true to the package.
func TestMeasuresAreDocumented(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../../../docs/scheme.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range scoring.AllMeasures() {
		if row := "| `" + string(m) + "` | " + m.Chinese() + " |"; !strings.Contains(string(data), row) {
			t.Errorf("docs/scheme.md has no row %q", row)
		}
	}
	for _, key := range scoring.PresetKeys() {
		if !strings.Contains(string(data), "`"+key+"`") {
			t.Errorf("docs/scheme.md does not name the preset %s", key)
		}
	}
}
