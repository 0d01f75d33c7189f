package openleg

import "encoding/json"

// property is a column in the schema.
type property struct {
	Type        string `json:"type"`
	Pattern     string `json:"pattern"`
	Description string `json:"description"`
}

// Schema is the JSON Schema (2020-12) of a line as an object of its cells.
func Schema() ([]byte, error) {
	properties := map[string]property{}
	for _, c := range columns {
		properties[c.Key] = property{"string", c.Pattern.String(), c.Means.Zh + " / " + c.Means.En}
	}
	return json.MarshalIndent(map[string]any{
		"$schema":              "https://json-schema.org/draft/2020-12/schema",
		"title":                "Huying open data: one leg / 呼应开放数据：一件承办任务",
		"type":                 "object",
		"properties":           properties,
		"required":             Header(),
		"additionalProperties": false,
	}, "", "  ")
}
