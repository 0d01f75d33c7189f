package bulletin

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"huying/internal/kernel/exact"
)

// firstDifference says in words where two JSON texts first differ, the second
// being the form that was expected.
func firstDifference(given, expected []byte) string {
	if said := differ("$", tree(given), tree(expected)); said != "" {
		return said
	}
	return "the document differs from its own canonical form"
}

// tree reads JSON that is known to be well formed.
func tree(b []byte) any {
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.UseNumber()
	var v any
	if dec.Decode(&v) != nil {
		return nil
	}
	return v
}

func differ(path string, given, expected any) string {
	switch want := expected.(type) {
	case map[string]any:
		if got, ok := given.(map[string]any); ok {
			return differKeys(path, got, want)
		}
	case []any:
		if got, ok := given.([]any); ok && len(got) == len(want) {
			for i := range want {
				if said := differ(path+"["+strconv.Itoa(i)+"]", got[i], want[i]); said != "" {
					return said
				}
			}
			return ""
		}
	case json.Number:
		if got, ok := given.(json.Number); ok && sameNumber(got, want) {
			return ""
		}
	default:
		if given == expected {
			return ""
		}
	}
	return fmt.Sprintf("%s is %s; expected %s", path, show(given), show(expected))
}

func differKeys(path string, got, want map[string]any) string {
	for _, key := range slices.Sorted(maps.Keys(want)) {
		value, ok := got[key]
		if !ok {
			return fmt.Sprintf("%s lacks the key %q", path, key)
		}
		if said := differ(path+"."+key, value, want[key]); said != "" {
			return said
		}
	}
	for _, key := range slices.Sorted(maps.Keys(got)) {
		if _, ok := want[key]; !ok {
			return fmt.Sprintf("%s has the key %q, which says nothing there; expected it left out", path, key)
		}
	}
	return ""
}

func sameNumber(a, b json.Number) bool {
	x, errX := exact.Parse(a.String())
	y, errY := exact.Parse(b.String())
	return errX == nil && errY == nil && x.Equal(y)
}

// show writes a value for a message, cut short.
func show(v any) string {
	const enough = 60
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	if r := []rune(string(b)); len(r) > enough {
		return string(r[:enough]) + "…"
	}
	return string(b)
}
