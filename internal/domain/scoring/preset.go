package scoring

import (
	"embed"
	"path"
	"strings"

	"huying/internal/kernel/errs"
)

//go:embed presets/*.yaml
var presets embed.FS

const presetFolder = "presets"

// PresetKeys lists the embedded schemes by key, sorted.
func PresetKeys() []string {
	entries, err := presets.ReadDir(presetFolder)
	if err != nil {
		return nil // the folder is embedded; a test reads every preset
	}
	var keys []string
	for _, e := range entries {
		keys = append(keys, strings.TrimSuffix(e.Name(), ".yaml"))
	}
	return keys
}

// PresetYAML returns the file of an embedded scheme with its comments. An
// unknown key is a NotFound error that lists the known ones.
func PresetYAML(key string) ([]byte, error) {
	data, err := presets.ReadFile(path.Join(presetFolder, key+".yaml"))
	if err != nil {
		return nil, errs.New(errs.NotFound, "scheme.unknown",
			"no preset scheme "+key+"; there are "+strings.Join(PresetKeys(), ", "),
			"没有内置考核办法 "+key+"，现有："+strings.Join(PresetKeys(), "、"))
	}
	return data, nil
}

// Preset returns an embedded scheme. Errors as PresetYAML.
func Preset(key string) (*Scheme, error) {
	data, err := PresetYAML(key)
	if err != nil {
		return nil, err
	}
	return Parse(data, key+".yaml")
}
