package calendar

import "huying/internal/domain/yamltext"

// ParseSpec reads a calendar from YAML and checks it. The file is named in
// errors, which are Invalid, one for each problem with line and column, joined.
func ParseSpec(data []byte, file string) (Spec, error) {
	d, top := yamltext.Open(data, file)
	if top == nil {
		return Spec{}, d.Err()
	}
	s := readSpec(top)
	if d.Err() == nil {
		s.checks().Place(d)
	}
	if err := d.Err(); err != nil {
		return Spec{}, err
	}
	return s, nil
}

func readSpec(f *yamltext.Fields) Spec {
	s := Spec{
		Key:         yamltext.Required(f, "key", yamltext.Text),
		Version:     yamltext.Required(f, "version", yamltext.Int),
		Name:        yamltext.Value(f, "name", yamltext.Text),
		Location:    yamltext.Required(f, "location", yamltext.Text),
		Published:   yamltext.Required(f, "published", yamltext.Of(ParsePeriod)),
		Assumptions: yamltext.List(f, "assumptions", yamltext.Text),
		MakeUp:      readSpans(f, "make_up"),
	}
	f.Sub("week", func(f *yamltext.Fields) {
		for i, name := range weekdayKeys {
			s.Week[i] = readSpans(f, name)
		}
	})
	s.Days = yamltext.Records(f, "days", readDay)
	f.Done()
	return s
}

func readSpans(f *yamltext.Fields, name string) []Span {
	return yamltext.List(f, name, yamltext.Of(ParseSpan))
}

func readDay(f *yamltext.Fields) Day {
	return Day{
		Date:  yamltext.Required(f, "date", yamltext.Of(ParseDate)),
		Name:  yamltext.Required(f, "name", yamltext.Text),
		Off:   yamltext.Required(f, "off", yamltext.Bool),
		Paper: yamltext.Value(f, "paper", yamltext.Text),
		Local: yamltext.Value(f, "local", yamltext.Bool),
		Spans: readSpans(f, "hours"),
	}
}
