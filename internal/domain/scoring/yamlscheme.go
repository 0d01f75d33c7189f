package scoring

import (
	"fmt"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"huying/internal/domain/calendar"
	"huying/internal/domain/yamltext"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/exact"
)

// Parse reads a scheme from YAML and checks it. The file is named in errors,
// which are Invalid, one for each problem with its line and column, joined.
func Parse(data []byte, file string) (*Scheme, error) {
	d, top := yamltext.Open(data, file)
	if top == nil {
		return nil, d.Err()
	}
	s := &Scheme{}
	s.read(top)
	if d.Err() == nil {
		for _, p := range s.problems() {
			d.Fail(p.path, p.err)
		}
	}
	if err := d.Err(); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *Scheme) read(f *yamltext.Fields) {
	s.Key = yamltext.Required(f, "key", yamltext.Text)
	s.Version = yamltext.Required(f, "version", yamltext.Int)
	s.Name = yamltext.Required(f, "name", yamltext.Text)
	s.Effective = yamltext.Required(f, "effective", yamltext.Of(calendar.ParseDate))
	s.Source = yamltext.Required(f, "source", yamltext.Text)
	s.Assumptions = yamltext.List(f, "assumptions", yamltext.Text)
	s.Lists = yamltext.Records(f, "lists", readList)
	f.Need("measures", s.readMeasures)
	f.Need("rounding", s.readRounding)
	s.Base = yamltext.Required(f, "base", asNumber)
	s.Components = yamltext.Records(f, "components", readComponent)
	f.Sub("region", func(f *yamltext.Fields) {
		s.Region.Components = yamltext.List(f, "components", yamltext.Text)
		s.Region.Unrounded = yamltext.List(f, "unrounded", yamltext.Named[Measure])
	})
	f.Need("ranking", func(f *yamltext.Fields) {
		s.Ranking.Order = yamltext.Records(f, "order", readOrderKey)
		s.Ranking.Ties = yamltext.Required(f, "ties", yamltext.Named[Ties])
	})
	f.Sub("minimum", func(f *yamltext.Fields) {
		s.Minimum.Handled = yamltext.Value(f, "handled", yamltext.Int)
		s.Minimum.Surveyed = yamltext.Value(f, "surveyed", yamltext.Int)
	})
	s.Tiers = yamltext.Records(f, "tiers", readTier)
	f.Done()
}

func (s *Scheme) readMeasures(f *yamltext.Fields) {
	s.Measures.Days = yamltext.Required(f, "days", yamltext.Named[DayRule])
	f.Need("satisfaction", func(f *yamltext.Fields) {
		s.Measures.Satisfaction = Grades{
			Satisfied:    yamltext.Required(f, "satisfied", asNumber),
			Basic:        yamltext.Required(f, "basic", asNumber),
			Dissatisfied: yamltext.Required(f, "dissatisfied", asNumber),
			Unsurveyed:   yamltext.Optional(f, "unsurveyed", asNumber),
		}
	})
}

func (s *Scheme) readRounding(f *yamltext.Fields) {
	s.Rounding = Roundings{
		Rates:        yamltext.Required(f, "rates", yamltext.Of(exact.ParseRounding)),
		Satisfaction: yamltext.Required(f, "satisfaction", yamltext.Of(exact.ParseRounding)),
		AvgDays:      yamltext.Required(f, "avg_days", yamltext.Of(exact.ParseRounding)),
		Points:       yamltext.Required(f, "points", yamltext.Of(exact.ParseRounding)),
		Index:        yamltext.Required(f, "index", yamltext.Of(exact.ParseRounding)),
	}
}

func readList(f *yamltext.Fields) List {
	return List{
		Key:  yamltext.Required(f, "key", yamltext.Text),
		Name: yamltext.Required(f, "name", yamltext.Text),
		Bands: yamltext.Records(f, "bands", func(f *yamltext.Fields) Band {
			return Band{
				Key:  yamltext.Required(f, "key", yamltext.Text),
				Name: yamltext.Required(f, "name", yamltext.Text),
				From: yamltext.Required(f, "from", yamltext.Int),
			}
		}),
	}
}

func readComponent(f *yamltext.Fields) Component {
	c := Component{
		Key:     yamltext.Required(f, "key", yamltext.Text),
		Name:    yamltext.Required(f, "name", yamltext.Text),
		Measure: yamltext.Required(f, "measure", yamltext.Named[Measure]),
		Target:  yamltext.Optional(f, "target", asTarget),
		Rate:    yamltext.Optional(f, "rate", asNumber),
		PerCase: yamltext.Optional(f, "per_case", asNumber),
		Cap:     yamltext.Optional(f, "cap", asNumber),
		Effect:  yamltext.Required(f, "effect", yamltext.Named[Effect]),
		Worth:   yamltext.Optional(f, "worth", asNumber),
	}
	c.Side = yamltext.Value(f, "side", yamltext.Named[Side])
	c.Assumed = yamltext.Value(f, "assumed", yamltext.Bool)
	c.Note = yamltext.Value(f, "note", yamltext.Text)
	return c
}

func readOrderKey(f *yamltext.Fields) OrderKey {
	return OrderKey{
		By:        yamltext.Required(f, "by", yamltext.Text),
		Direction: yamltext.Required(f, "direction", yamltext.Named[Direction]),
	}
}

func readTier(f *yamltext.Fields) Tier {
	t := Tier{
		Key:      yamltext.Required(f, "key", yamltext.Text),
		Name:     yamltext.Required(f, "name", yamltext.Text),
		From:     yamltext.Optional(f, "from", asNumber),
		Below:    yamltext.Optional(f, "below", asNumber),
		AnyUnder: yamltext.Optional(f, "any_under", asNumber),
		AnyOf:    yamltext.List(f, "any_of", yamltext.Named[Measure]),
	}
	t.First = yamltext.Value(f, "first", yamltext.Int)
	t.Last = yamltext.Value(f, "last", yamltext.Int)
	return t
}

func asNumber(n ast.Node) (exact.Value, error) {
	switch n.(type) {
	case *ast.IntegerNode, *ast.FloatNode:
		return exact.Parse(n.GetToken().Value)
	}
	return exact.Value{}, fmt.Errorf("%q; expected a number", n.GetToken().Value)
}

func asTarget(n ast.Node) (Target, error) {
	if s, ok := n.(*ast.StringNode); ok {
		if s.Value != regionTarget {
			return Target{}, fmt.Errorf("%q; expected a number or region", s.Value)
		}
		return Target{Region: true}, nil
	}
	v, err := asNumber(n)
	return Target{Number: v}, err
}

// YAML writes the scheme; Parse reads it back unchanged. Comments of the file
// that it was read from are not kept.
func (s *Scheme) YAML() ([]byte, error) {
	number := func(v exact.Value) ([]byte, error) { return []byte(v.String()), nil }
	target := func(t Target) ([]byte, error) { return []byte(t.String()), nil }
	data, err := yamltext.Encode(s,
		yaml.CustomMarshaler(number),
		yaml.CustomMarshaler(func(v *exact.Value) ([]byte, error) { return number(*v) }),
		yaml.CustomMarshaler(target),
		yaml.CustomMarshaler(func(t *Target) ([]byte, error) { return target(*t) }),
	)
	return data, errs.Wrap("write scheme "+s.Key, err)
}
