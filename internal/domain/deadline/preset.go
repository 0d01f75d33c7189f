package deadline

import (
	"embed"
	"strings"

	"huying/internal/kernel/errs"
)

//go:embed presets/*.yaml
var presets embed.FS

// Presets lists the keys of the built-in policies: "district", from which a
// new region starts, and those of real places as far as they publish them.
func Presets() []string {
	entries, err := presets.ReadDir("presets")
	if err != nil {
		return nil // the folder is part of the program
	}
	keys := make([]string, len(entries))
	for i, e := range entries {
		keys[i] = strings.TrimSuffix(e.Name(), ".yaml")
	}
	return keys
}

// Preset returns a built-in policy. Error: NotFound ("policy.preset").
func Preset(key string) (*Policy, error) {
	data, err := presets.ReadFile("presets/" + key + ".yaml")
	if err != nil {
		return nil, errs.New(errs.NotFound, "policy.preset", "there is no built-in policy "+key, "没有内置时限规则 "+key)
	}
	return Parse(data, key+".yaml")
}
