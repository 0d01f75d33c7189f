package api_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/getkin/kin-openapi/openapi3"

	"huying/internal/edge/api"
	"huying/internal/kernel/clock"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// beside are what is served and is no operation: the document in its forms, and
// the page that shows it.
var beside = []string{
	"GET /api/v1/docs", "GET /api/v1/docs.css", "GET /api/v1/openapi.json", "GET /api/v1/openapi.yaml", "GET /api/v1/openapi-3.0.json", "GET /api/v1/openapi-3.0.yaml",
}

// TestDocumentIsValid holds the document to the specification, in both versions
// and both forms, by a reader that is not ours.
func TestDocumentIsValid(t *testing.T) {
	t.Parallel()
	f := raise(t, testdb.Open(t, store.SQLite), clock.NewHand(workday))
	for address, version := range map[string]string{
		"openapi.json": "3.1.0", "openapi.yaml": "3.1.0", "openapi-3.0.json": "3.0.3", "openapi-3.0.yaml": "3.0.3",
	} {
		doc, err := openapi3.NewLoader().LoadFromData(f.must(http.StatusOK, "GET", "/api/v1/"+address, "", nil).raw)
		if err != nil {
			t.Errorf("%s: %v", address, err)
			continue
		}
		if doc.OpenAPI != version {
			t.Errorf("%s is of version %s", address, doc.OpenAPI)
		}
		if err := doc.Validate(t.Context()); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// TestDocumentIsWhole: what is served is in the document, and nothing else is.
func TestDocumentIsWhole(t *testing.T) {
	t.Parallel()
	f := raise(t, testdb.Open(t, store.SQLite), clock.NewHand(workday))
	var described []string
	for _, o := range f.operations() {
		described = append(described, o.method+" /api/v1"+o.path)
	}
	served := api.Patterns(f.with)
	if len(served) < 100 {
		t.Fatalf("only %d patterns are served", len(served))
	}
	for _, pattern := range served {
		if slices.Contains(described, pattern) == slices.Contains(beside, pattern) {
			t.Errorf("%s is served, and the document lacks it", pattern)
		}
	}
	for _, pattern := range slices.Concat(described, beside) {
		if !slices.Contains(served, pattern) {
			t.Errorf("%s is described, and not served", pattern)
		}
	}
}

// TestOperationsAreDescribed: each has a name that programs can be made of,
// words in both languages, a tag, what opens it, and its refusals as they are
// sent.
func TestOperationsAreDescribed(t *testing.T) {
	t.Parallel()
	f := raise(t, testdb.Open(t, store.SQLite), clock.NewHand(workday))
	doc, err := openapi3.NewLoader().LoadFromData(f.must(http.StatusOK, "GET", "/api/v1/openapi.json", "", nil).raw)
	if err != nil {
		t.Fatal(err)
	}
	taken := map[string]string{}
	for path, item := range doc.Paths.Map() {
		for method, o := range item.Operations() {
			at := method + " " + path
			if other := taken[o.OperationID]; other != "" || !operationName.MatchString(o.OperationID) {
				t.Errorf("%s is named %q; %s", at, o.OperationID, other)
			}
			taken[o.OperationID] = at
			for _, fault := range faultsOf(doc, path, o) {
				t.Errorf("%s: %s", at, fault)
			}
		}
	}
	problem := doc.Components.Schemas["Problem"].Value
	for _, key := range []string{"type", "title", "status", "code", "detail", "detail_zh"} {
		if problem.Properties[key] == nil || !slices.Contains(problem.Required, key) {
			t.Errorf("a problem is not said to have %s", key)
		}
	}
	for _, unsent := range []string{"ErrorModel", "ErrorDetail"} {
		if doc.Components.Schemas[unsent] != nil {
			t.Errorf("%s is described, and never sent", unsent)
		}
	}
}

var (
	operationName = regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`)
	english       = regexp.MustCompile(`[A-Za-z]{2}`)
	parameter     = regexp.MustCompile(`\{([a-z]+)\}`)
)

// faultsOf is what an operation's description leaves open.
func faultsOf(doc *openapi3.T, path string, o *openapi3.Operation) (found []string) {
	say := func(format string, args ...any) { found = append(found, fmt.Sprintf(format, args...)) }
	if !english.MatchString(o.Summary) || strings.IndexFunc(o.Summary, isHan) < 0 {
		say("its summary is not in both languages: %q", o.Summary)
	}
	if len(o.Tags) != 1 {
		say("its tags are %v", o.Tags)
	}
	for _, match := range parameter.FindAllStringSubmatch(path, -1) {
		if o.Parameters.GetByInAndName(openapi3.ParameterInPath, match[1]) == nil {
			say("it says nothing of {%s}", match[1])
		}
	}
	security := doc.Security
	if o.Security != nil {
		security = *o.Security
	}
	if want := keysOf(path); !slices.Equal(schemes(security), want) {
		say("it is opened by %v, not %v", schemes(security), want)
	}
	refusals := o.Responses.Default()
	if refusals == nil || len(refusals.Value.Content) != 1 || refusals.Value.Content["application/problem+json"] == nil ||
		refusals.Value.Content["application/problem+json"].Schema.Ref != "#/components/schemas/Problem" {
		say("its refusals are not described as they are sent")
	}
	if o.Responses.Len() < 2 {
		say("it says nothing of success")
	}
	return found
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

// keysOf is what must open an address, by what it is: nothing on the way in, a
// session for what is somebody's own, a query code for whoever brought a case.
func keysOf(path string) []string {
	switch first, _, _ := strings.Cut(strings.TrimPrefix(path, api.Prefix+"/"), "/"); first {
	case "sign-in", "set-up", "oidc":
		return nil
	case "sign-out", "password", "sessions", "device", "keys":
		return []string{"session"}
	case "own":
		return []string{"query_code"}
	}
	return []string{"key", "session"}
}

func schemes(all openapi3.SecurityRequirements) (names []string) {
	for _, one := range all {
		for name := range one {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
