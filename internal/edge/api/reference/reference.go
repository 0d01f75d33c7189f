// Package reference shows the description of the API to people: a page without
// scripts, and with nothing from elsewhere.
package reference

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
)

//go:embed page
var pages embed.FS

const (
	jsonType = "application/json"
	policy   = "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)

// Options are what the page is made of.
type Options struct {
	API    huma.API // whose description it is
	Prefix string   // where it stands
	Serve  func(pattern string, handler func(http.ResponseWriter, *http.Request))
	Fail   func(http.ResponseWriter, error) // answers when there is no page
}

// Mount serves the page and its style. The page is made once, when somebody
// asks for it: by then every operation is registered.
func Mount(o Options) {
	page := sync.OnceValues(o.render)
	o.Serve("GET "+o.Prefix+"/docs", func(w http.ResponseWriter, _ *http.Request) {
		body, err := page()
		if err != nil {
			o.Fail(w, err)
			return
		}
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(body) // a client that has gone misses nothing
	})
	o.Serve("GET "+o.Prefix+"/docs.css", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFileFS(w, r, pages, "page/docs.css")
	})
}

func (o Options) render() ([]byte, error) {
	t, err := template.ParseFS(pages, "page/docs.html")
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = t.Execute(&b, map[string]any{"Info": o.API.OpenAPI().Info, "Groups": groups(o.API.OpenAPI()), "Prefix": o.Prefix})
	return b.Bytes(), err
}

// group is the operations under one tag, in the order of their registration.
type group struct {
	Tag        string
	Operations []described
}

// described is an operation as the page shows it.
type described struct {
	*huma.Operation
	Fields []field
}

// field is a property of a body.
type field struct {
	Name, Kind, Text string
	Required         bool
}

func groups(doc *huma.OpenAPI) []group {
	var all []group
	paths := make([]string, 0, len(doc.Paths))
	for p := range doc.Paths {
		paths = append(paths, p)
	}
	slices.Sort(paths)
	for _, p := range paths {
		for _, o := range []*huma.Operation{doc.Paths[p].Get, doc.Paths[p].Post, doc.Paths[p].Put, doc.Paths[p].Patch, doc.Paths[p].Delete} {
			if o == nil {
				continue
			}
			i := slices.IndexFunc(all, func(g group) bool { return g.Tag == o.Tags[0] })
			if i < 0 {
				all = append(all, group{Tag: o.Tags[0]})
				i = len(all) - 1
			}
			all[i].Operations = append(all[i].Operations, described{o, fieldsOf(o)})
		}
	}
	return all
}

// fieldsOf lists the properties of an operation's body, required ones first.
func fieldsOf(o *huma.Operation) []field {
	if o.RequestBody == nil || o.RequestBody.Content[jsonType] == nil {
		return nil
	}
	s := o.RequestBody.Content[jsonType].Schema
	var all []field
	for name, p := range s.Properties {
		all = append(all, field{name, kindOf(p), p.Description, slices.Contains(s.Required, name)})
	}
	slices.SortFunc(all, func(a, b field) int {
		if a.Required != b.Required {
			if a.Required {
				return -1
			}
			return 1
		}
		return strings.Compare(a.Name, b.Name)
	})
	return all
}

// kindOf says what a property holds, in one line.
func kindOf(s *huma.Schema) string {
	switch {
	case len(s.Enum) > 0:
		words := make([]string, len(s.Enum))
		for i, w := range s.Enum {
			words[i], _ = w.(string)
		}
		return strings.Join(words, " | ")
	case s.Type == huma.TypeArray:
		return "[ " + kindOf(s.Items) + " ]"
	case s.Type == huma.TypeObject && s.Properties != nil:
		names := make([]string, 0, len(s.Properties))
		for name := range s.Properties {
			names = append(names, name)
		}
		slices.Sort(names)
		return "{ " + strings.Join(names, ", ") + " }"
	case s.Format != "":
		return s.Format
	}
	return s.Type
}
