package api

import (
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// describeProblems says of an operation what its refusals look like. The
// framework would describe a type of its own, which nobody is ever sent.
func describeProblems(doc *huma.OpenAPI, o *huma.Operation) {
	o.Responses["default"] = &huma.Response{
		Description: "Refused, with a stable code 未受理及原因",
		Content: map[string]*huma.MediaType{
			problemType: {Schema: doc.Components.Schemas.Schema(reflect.TypeFor[Problem](), true, "Problem")},
		},
	}
}

// dropUnsent takes the framework's types of errors out of the description.
func dropUnsent(doc *huma.OpenAPI) {
	for _, unsent := range []reflect.Type{reflect.TypeFor[huma.ErrorModel](), reflect.TypeFor[huma.ErrorDetail]()} {
		delete(doc.Components.Schemas.Map(), unsent.Name())
	}
}

// settleLists says of what is answered that a list is a list: the framework
// would let each be null, and no list of ours is. What is sent to us may be.
func settleLists(doc *huma.OpenAPI) {
	for name, s := range doc.Components.Schemas.Map() {
		if strings.HasSuffix(name, "InputBody") {
			continue
		}
		for _, p := range s.Properties {
			if p.Type == huma.TypeArray {
				p.Nullable = false
			}
		}
	}
}

// license is named by its address: an identifier, which 3.1 prefers, would make
// the description for readers of 3.0 a wrong one.
func license() *huma.License {
	return &huma.License{Name: "Apache-2.0", URL: "https://www.apache.org/licenses/LICENSE-2.0"}
}
