package scoring

import "testing"

func TestPresetsParse(t *testing.T) {
	for _, k := range PresetKeys() {
		s, err := Preset(k)
		if err != nil {
			t.Error(err)
			continue
		}
		b, err := s.YAML()
		t.Log(string(b), err)
		if _, err := Parse(b, "x"); err != nil {
			t.Error(err)
		}
	}
}
