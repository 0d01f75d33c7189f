package deadline

import "testing"

func TestPresets(t *testing.T) {
	t.Parallel()
	if len(Presets()) < 10 {
		t.Fatalf("only %d presets", len(Presets()))
	}
	for _, key := range Presets() {
		p, err := Preset(key)
		if err != nil {
			t.Error(err)
			continue
		}
		if p.Key != key || len(p.Rules) == 0 {
			t.Errorf("preset %s is called %s and has %d rules", key, p.Key, len(p.Rules))
		}
		text, err := p.YAML()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Parse(text, key); err != nil {
			t.Errorf("%s does not read back: %v\n%s", key, err, text)
		}
	}
}
