package bulletin

import (
	"bytes"
	"encoding/json"
)

// Encode writes the document as the JSON of the contract (design §4.4): UTF-8,
// keys in the document's order, two-space indent, no HTML escaping, one
// newline at the end. It fails only on a moment outside the years 0–9999.
func Encode(d Document) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(whole(d)); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// whole returns the document with every absent list present and empty, since a
// reader of the contract may rely on arrays.
func whole(d Document) Document {
	d.Lists = each(d.Lists, func(l List) List {
		l.Rows = each(l.Rows, func(r Row) Row {
			r.Working = each(r.Working, same)
			return r
		})
		return l
	})
	d.Subjects = each(d.Subjects, same)
	d.Topics = each(d.Topics, func(t Topic) Topic {
		t.Groups = each(t.Groups, func(g Group) Group {
			g.Facets = wholeFacets(g.Facets)
			return g
		})
		return t
	})
	d.Siblings = each(d.Siblings, same)
	d.Notes = each(d.Notes, same)
	d.Reconciliation = each(d.Reconciliation, same)
	d.Text = each(d.Text, func(s Section) Section {
		s.Paragraphs = each(s.Paragraphs, same)
		return s
	})
	return d
}

func wholeFacets(facets []Facet) []Facet {
	return each(facets, func(f Facet) Facet {
		f.Facets = wholeFacets(f.Facets)
		return f
	})
}

// each maps a list into a new one that is never nil.
func each[T any](list []T, change func(T) T) []T {
	out := make([]T, len(list))
	for i, v := range list {
		out[i] = change(v)
	}
	return out
}

func same[T any](v T) T { return v }
