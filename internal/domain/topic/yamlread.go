package topic

import (
	"huying/internal/domain/calendar"
	"huying/internal/domain/yamltext"
)

// Parse reads a definition from YAML and checks it. The file is named in
// errors, which are Invalid, one for each problem with line and column, joined.
func Parse(data []byte, file string) (*Definition, error) {
	d, top := yamltext.Open(data, file)
	if top == nil {
		return nil, d.Err()
	}
	t := readDefinition(top)
	if d.Err() == nil {
		t.checks().Place(d)
	}
	if err := d.Err(); err != nil {
		return nil, err
	}
	return t, nil
}

func readDefinition(f *yamltext.Fields) *Definition {
	t := &Definition{
		Key:    yamltext.Required(f, "key", yamltext.Text),
		Name:   yamltext.Required(f, "name", yamltext.Text),
		On:     yamltext.Value(f, "on", yamltext.Text),
		From:   yamltext.Required(f, "from", yamltext.Of(calendar.ParseDate)),
		To:     yamltext.Value(f, "to", yamltext.Of(calendar.ParseDate)),
		Filter: readFilter(f),
		Groups: yamltext.Records(f, "groups", readGroup),
		Note:   yamltext.Value(f, "note", yamltext.Text),
	}
	f.Done()
	return t
}

func readGroup(f *yamltext.Fields) Group {
	return Group{
		Key:    yamltext.Required(f, "key", yamltext.Text),
		Name:   yamltext.Required(f, "name", yamltext.Text),
		Facets: yamltext.Records(f, "facets", readFacet),
	}
}

func readFacet(f *yamltext.Fields) Facet {
	return Facet{
		Key:    yamltext.Required(f, "key", yamltext.Text),
		Name:   yamltext.Required(f, "name", yamltext.Text),
		Filter: readFilter(f),
		Facets: yamltext.Records(f, "facets", readFacet),
	}
}

// readFilter reads the filter of a topic or facet; nil when it has none.
func readFilter(f *yamltext.Fields) (filter *Filter) {
	f.Sub("filter", func(f *yamltext.Fields) {
		filter = &Filter{
			Kinds:    yamltext.List(f, "kinds", yamltext.Text),
			Channels: yamltext.List(f, "channels", yamltext.Text),
			Subjects: yamltext.List(f, "subjects", yamltext.Text),
		}
	})
	return filter
}
