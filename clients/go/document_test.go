package client_test

import (
	"testing"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
)

// TestDocument holds what the server describes itself by to the schemas that
// the OpenAPI Initiative publishes for either version.
func TestDocument(t *testing.T) {
	t.Parallel()
	_, s, _ := raise(t)
	for _, name := range []string{"openapi.json", "openapi.yaml", "openapi-3.0.json", "openapi-3.0.yaml"} {
		raw, err := s.Get(t.Context(), "/api/v1/"+name)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := libopenapi.NewDocument(raw)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		v, faults := validator.NewValidator(doc)
		if len(faults) > 0 {
			t.Errorf("%s: %v", name, faults)
			continue
		}
		_, found := v.ValidateDocument()
		for _, one := range found {
			t.Errorf("%s: %s", name, one.Reason)
			for _, f := range one.SchemaValidationErrors {
				t.Errorf("%s: %s: %s", name, f.FieldPath, f.Reason)
			}
		}
	}
}
