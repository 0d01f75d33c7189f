package deadline

import (
	"huying/internal/domain/calendar"
	"huying/internal/domain/yamltext"
)

// Parse reads a policy from YAML and checks it. The file is named in errors,
// which are Invalid, one for each problem with line and column, joined.
func Parse(data []byte, file string) (*Policy, error) {
	d, top := yamltext.Open(data, file)
	if top == nil {
		return nil, d.Err()
	}
	p := readPolicy(top)
	if d.Err() == nil {
		p.checks().Place(d)
	}
	if err := d.Err(); err != nil {
		return nil, err
	}
	return p, nil
}

func readPolicy(f *yamltext.Fields) *Policy {
	p := &Policy{
		Key:         yamltext.Required(f, "key", yamltext.Text),
		Version:     yamltext.Required(f, "version", yamltext.Int),
		Name:        yamltext.Required(f, "name", yamltext.Text),
		Effective:   yamltext.Value(f, "effective", yamltext.Of(calendar.ParseDate)),
		Calendar:    yamltext.Required(f, "calendar", yamltext.Text),
		Assumptions: yamltext.List(f, "assumptions", yamltext.Text),
		Rules:       yamltext.Records(f, "rules", readRule),
	}
	f.Done()
	return p
}

func readRule(f *yamltext.Fields) Rule {
	r := Rule{
		Key:        yamltext.Required(f, "key", yamltext.Text),
		Clock:      yamltext.Required(f, "clock", yamltext.Named[Clock]),
		Limit:      yamltext.Required(f, "limit", yamltext.Of(ParseLimit)),
		Start:      yamltext.Required(f, "start", yamltext.Named[Event]),
		Convention: yamltext.Required(f, "convention", yamltext.Named[Convention]),
		End:        yamltext.Value(f, "end", yamltext.Named[End]),
		Warnings:   yamltext.List(f, "warnings", yamltext.Of(ParseWarning)),
		Basis:      yamltext.Required(f, "basis", yamltext.Text),
	}
	f.Sub("for", func(f *yamltext.Fields) {
		r.For = Match{
			Kinds:     yamltext.List(f, "kinds", yamltext.Text),
			Channels:  yamltext.List(f, "channels", yamltext.Text),
			Urgencies: yamltext.List(f, "urgencies", yamltext.Text),
			Subjects:  yamltext.List(f, "subjects", yamltext.Text),
			Lists:     yamltext.List(f, "lists", yamltext.Text),
			Units:     yamltext.List(f, "units", yamltext.Text),
			Roles:     yamltext.List(f, "roles", yamltext.Text),
			Rework:    yamltext.Optional(f, "rework", yamltext.Bool),
		}
	})
	f.Sub("extension", func(f *yamltext.Fields) {
		r.Extension = Allowance{
			Max:   yamltext.Required(f, "max", yamltext.Of(ParseLimit)),
			Times: yamltext.Required(f, "times", yamltext.Int),
		}
	})
	return r
}
