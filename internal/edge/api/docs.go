package api

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

// docs are the pages that show the description to people: no script, nothing
// from elsewhere. They are made once, of the document that is served.
type docs struct {
	once sync.Once
	body []byte
	err  error
	api  huma.API
}

const docsPolicy = "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

// registerDocs serves the page and its style.
func (s *server) registerDocs(mux *http.ServeMux) {
	d := &docs{api: s.api}
	mux.HandleFunc("GET "+Prefix+"/docs", func(w http.ResponseWriter, _ *http.Request) {
		d.once.Do(d.render)
		if d.err != nil {
			s.write(w, s.problem(d.err))
			return
		}
		w.Header().Set("Content-Security-Policy", docsPolicy)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(d.body) // a client that has gone misses nothing
	})
	mux.HandleFunc("GET "+Prefix+"/docs.css", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFileFS(w, r, pages, "page/docs.css")
	})
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

func (d *docs) render() {
	t, err := template.ParseFS(pages, "page/docs.html")
	if err != nil {
		d.err = err
		return
	}
	var b bytes.Buffer
	d.err = t.Execute(&b, map[string]any{"Info": d.api.OpenAPI().Info, "Groups": groups(d.api.OpenAPI()), "Prefix": Prefix})
	d.body = b.Bytes()
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
