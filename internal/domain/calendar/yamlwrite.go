package calendar

import (
	"huying/internal/domain/yamltext"
	"huying/internal/kernel/errs"
)

// specYAML is how a calendar is written.
type specYAML struct {
	Key         string    `yaml:"key"`
	Version     int       `yaml:"version"`
	Name        string    `yaml:"name,omitempty"`
	Location    string    `yaml:"location"`
	Published   string    `yaml:"published"`
	Assumptions []string  `yaml:"assumptions,omitempty"`
	Week        weekYAML  `yaml:"week"`
	MakeUp      []string  `yaml:"make_up,omitempty"`
	Days        []dayYAML `yaml:"days,omitempty"`
}

type weekYAML struct {
	Monday    []string `yaml:"monday,omitempty"`
	Tuesday   []string `yaml:"tuesday,omitempty"`
	Wednesday []string `yaml:"wednesday,omitempty"`
	Thursday  []string `yaml:"thursday,omitempty"`
	Friday    []string `yaml:"friday,omitempty"`
	Saturday  []string `yaml:"saturday,omitempty"`
	Sunday    []string `yaml:"sunday,omitempty"`
}

type dayYAML struct {
	Date  string   `yaml:"date"`
	Name  string   `yaml:"name"`
	Off   bool     `yaml:"off"`
	Local bool     `yaml:"local,omitempty"`
	Hours []string `yaml:"hours,omitempty"`
	Paper string   `yaml:"paper,omitempty"`
}

// YAML writes the calendar; ParseSpec reads it back unchanged. Comments of the
// file that it was read from are not kept.
func (s Spec) YAML() ([]byte, error) {
	w := s.Week
	out := specYAML{
		Key: s.Key, Version: s.Version, Name: s.Name, Location: s.Location,
		Published: s.Published.String(), Assumptions: s.Assumptions, MakeUp: spanTexts(s.MakeUp),
		Week: weekYAML{
			Sunday: spanTexts(w[0]), Monday: spanTexts(w[1]), Tuesday: spanTexts(w[2]), Wednesday: spanTexts(w[3]),
			Thursday: spanTexts(w[4]), Friday: spanTexts(w[5]), Saturday: spanTexts(w[6]),
		},
	}
	for _, d := range s.Days {
		out.Days = append(out.Days, dayYAML{
			Date: d.Date.String(), Name: d.Name, Off: d.Off, Local: d.Local, Hours: spanTexts(d.Spans), Paper: d.Paper,
		})
	}
	data, err := yamltext.Encode(out)
	return data, errs.Wrap("write calendar "+s.Key, err)
}

func spanTexts(spans []Span) []string {
	var all []string
	for _, s := range spans {
		all = append(all, s.String())
	}
	return all
}
