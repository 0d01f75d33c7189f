package deadline

import (
	"embed"
	"path"
	"slices"
	"strings"

	"huying/internal/kernel/errs"
)

//go:embed presets/*.yaml
var presets embed.FS

const presetFolder = "presets"

// Presets returns the keys of the embedded policies, sorted: district, which a
// new region starts from, and those of places that publish their limits.
func Presets() []string {
	entries, err := presets.ReadDir(presetFolder)
	if err != nil {
		return nil // the folder is part of the program
	}
	var keys []string
	for _, e := range entries {
		keys = append(keys, strings.TrimSuffix(e.Name(), ".yaml"))
	}
	slices.Sort(keys)
	return keys
}

// PresetYAML returns the file of an embedded policy with its comments. An
// unknown key is a NotFound error that lists the known ones.
func PresetYAML(key string) ([]byte, error) {
	data, err := presets.ReadFile(path.Join(presetFolder, key+".yaml"))
	if err != nil {
		return nil, errs.New(errs.NotFound, "policy.preset",
			"no built-in policy "+key+"; there are "+strings.Join(Presets(), ", "),
			"没有内置时限规则 "+key+"，现有："+strings.Join(Presets(), "、"))
	}
	return data, nil
}

// Preset returns an embedded policy. Errors as PresetYAML.
func Preset(key string) (*Policy, error) {
	data, err := PresetYAML(key)
	if err != nil {
		return nil, err
	}
	return Parse(data, key+".yaml")
}
