package scoring

import (
	"fmt"

	"huying/internal/domain/calendar"
	"huying/internal/domain/survey"
	"huying/internal/kernel/exact"
)

// Scheme 考核办法 is one dated version of the rules that turn legs into an
// index and ranks. It is immutable once read; docs/scheme.md explains each
// field and docs/scheme.schema.json fixes its YAML.
type Scheme struct {
	Key         string        `yaml:"key"`
	Version     int           `yaml:"version"`
	Name        string        `yaml:"name"`
	Effective   calendar.Date `yaml:"effective"` // first local day in force
	Source      string        `yaml:"source"`
	Assumptions []string      `yaml:"assumptions,omitempty"` // shown wherever the scheme is used
	Lists       []List        `yaml:"lists"`
	Measures    Definitions   `yaml:"measures"`
	Rounding    Roundings     `yaml:"rounding"`
	Base        exact.Value   `yaml:"base"`
	Components  []Component   `yaml:"components"`
	Region      Region        `yaml:"region,omitempty"`
	Ranking     Ranking       `yaml:"ranking"`
	Minimum     Minimum       `yaml:"minimum,omitempty"`
	Tiers       []Tier        `yaml:"tiers,omitempty"`
}

// Ref names one version of a scheme, as printed on a bulletin.
type Ref struct {
	Key     string
	Version int
}

// String writes the reference as key@version.
func (r Ref) String() string { return fmt.Sprintf("%s@%d", r.Key, r.Version) }

// Ref returns the scheme's key and version.
func (s *Scheme) Ref() Ref { return Ref{s.Key, s.Version} }

// List 榜 is a ranking list, ranked by itself. With bands, each band of the
// list is ranked by itself.
type List struct {
	Key   string `yaml:"key"`
	Name  string `yaml:"name"`
	Bands []Band `yaml:"bands,omitempty"`
}

// Band 分档 gathers the units of a list that handled at least From legs, and
// fewer than the band before it. Bands stand in falling order.
type Band struct {
	Key  string `yaml:"key"`
	Name string `yaml:"name"`
	From int    `yaml:"from"`
}

// Definitions fix the measures that cities define differently.
type Definitions struct {
	Days         DayRule `yaml:"days"`
	Satisfaction Grades  `yaml:"satisfaction"`
}

// Grades are the points of a surveyed leg by verdict, and what is printed for
// a unit that nobody was surveyed about (nil: nothing; it never takes points).
type Grades struct {
	Satisfied    exact.Value  `yaml:"satisfied"`
	Basic        exact.Value  `yaml:"basic"`
	Dissatisfied exact.Value  `yaml:"dissatisfied"`
	Unsurveyed   *exact.Value `yaml:"unsurveyed,omitempty"`
}

// Of returns the points of a verdict; 0 for one that is not surveyed.
func (g Grades) Of(v survey.Verdict) exact.Value {
	switch v {
	case survey.Satisfied:
		return g.Satisfied
	case survey.Basic:
		return g.Basic
	case survey.Dissatisfied:
		return g.Dissatisfied
	}
	return exact.Value{}
}

// Roundings say how each printed figure is rounded. Points and item scores are
// rounded as amounts; their sign is put on afterwards. The index is rounded
// from unrounded points.
type Roundings struct {
	Rates        exact.Rounding `yaml:"rates"`
	Satisfaction exact.Rounding `yaml:"satisfaction"`
	AvgDays      exact.Rounding `yaml:"avg_days"`
	Points       exact.Rounding `yaml:"points"`
	Index        exact.Rounding `yaml:"index"`
}

// Region 全区 says how the region's own index is made. No components means all.
type Region struct {
	Components []string  `yaml:"components,omitempty"`
	Unrounded  []Measure `yaml:"unrounded,omitempty"` // taken exact instead of printed
}

// Ranking is the order within a list.
type Ranking struct {
	Order []OrderKey `yaml:"order"`
	Ties  Ties       `yaml:"ties"`
}

// OrderKey is one sort key: "index" or a measure, as printed. A unit without
// the value stands after all that have it.
type OrderKey struct {
	By        string    `yaml:"by"`
	Direction Direction `yaml:"direction"`
}

// ByIndex is the sort key that is not a measure.
const ByIndex = "index"

// Direction of a sort key.
type Direction string

const (
	Ascending  Direction = "asc"
	Descending Direction = "desc"
)

// Ties is what units get that are equal in every key.
type Ties string

const (
	Skip    Ties = "skip"    // the same rank; the next rank skips: 1, 2, 2, 4
	Dense   Ties = "dense"   // the same rank; the next follows: 1, 2, 2, 3
	Ordinal Ties = "ordinal" // ranks of their own, by unit name: 1, 2, 3, 4
)

// Minimum is what a unit needs to be ranked; below it, it is measured and
// listed without a rank. At least one handled leg is always needed.
type Minimum struct {
	Handled  int `yaml:"handled,omitempty"`
	Surveyed int `yaml:"surveyed,omitempty"`
}

// InForce returns the scheme that holds on a day: the latest effective one not
// after it, and of these the highest version; false when there is none.
func InForce(schemes []*Scheme, day calendar.Date) (*Scheme, bool) {
	var best *Scheme
	for _, s := range schemes {
		if s.Effective > day {
			continue
		}
		if best == nil || s.Effective > best.Effective ||
			s.Effective == best.Effective && s.Version > best.Version {
			best = s
		}
	}
	return best, best != nil
}
