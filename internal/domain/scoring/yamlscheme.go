package scoring

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"huying/internal/domain/calendar"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/exact"
)

// Parse reads a scheme from YAML and checks it. The file is named in errors,
// which are Invalid, one for each problem with its line and column, joined.
func Parse(data []byte, file string) (*Scheme, error) {
	d, top := openDocument(data, file)
	if top == nil {
		return nil, d.err()
	}
	s := &Scheme{}
	s.read(top)
	if len(d.problems) > 0 {
		return nil, d.err()
	}
	for _, p := range s.problems() {
		at := d.place(p.path)
		d.problems = append(d.problems, errs.At(errs.Position{File: file, Line: at.Line, Column: at.Column}, p.err))
	}
	if len(d.problems) > 0 {
		return nil, d.err()
	}
	return s, nil
}

func (s *Scheme) read(f *fields) {
	s.Key = required(f, "key", asText)
	s.Version = required(f, "version", asInt)
	s.Name = required(f, "name", asText)
	s.Effective = required(f, "effective", asDate)
	s.Source = required(f, "source", asText)
	s.Assumptions = texts[string](f, "assumptions")
	s.Lists = records(f, "lists", readList)
	f.sub("measures", true, s.readMeasures)
	f.sub("rounding", true, s.readRounding)
	s.Base = required(f, "base", asNumber)
	s.Components = records(f, "components", readComponent)
	f.sub("region", false, func(f *fields) {
		s.Region.Components = texts[string](f, "components")
		s.Region.Unrounded = texts[Measure](f, "unrounded")
	})
	f.sub("ranking", true, func(f *fields) {
		s.Ranking.Order = records(f, "order", readOrderKey)
		s.Ranking.Ties = required(f, "ties", as[Ties])
	})
	f.sub("minimum", false, func(f *fields) {
		s.Minimum.Handled, _ = scalar(f, "handled", asInt)
		s.Minimum.Surveyed, _ = scalar(f, "surveyed", asInt)
	})
	s.Tiers = records(f, "tiers", readTier)
	f.done()
}

func (s *Scheme) readMeasures(f *fields) {
	s.Measures.Days = required(f, "days", as[DayRule])
	f.sub("satisfaction", true, func(f *fields) {
		s.Measures.Satisfaction = Grades{
			Satisfied:    required(f, "satisfied", asNumber),
			Basic:        required(f, "basic", asNumber),
			Dissatisfied: required(f, "dissatisfied", asNumber),
			Unsurveyed:   optional(f, "unsurveyed", asNumber),
		}
	})
}

func (s *Scheme) readRounding(f *fields) {
	s.Rounding = Roundings{
		Rates:        required(f, "rates", asRounding),
		Satisfaction: required(f, "satisfaction", asRounding),
		AvgDays:      required(f, "avg_days", asRounding),
		Points:       required(f, "points", asRounding),
		Index:        required(f, "index", asRounding),
	}
}

func readList(f *fields) List {
	return List{
		Key:  required(f, "key", asText),
		Name: required(f, "name", asText),
		Bands: records(f, "bands", func(f *fields) Band {
			return Band{
				Key:  required(f, "key", asText),
				Name: required(f, "name", asText),
				From: required(f, "from", asInt),
			}
		}),
	}
}

func readComponent(f *fields) Component {
	c := Component{
		Key:     required(f, "key", asText),
		Name:    required(f, "name", asText),
		Measure: required(f, "measure", as[Measure]),
		Target:  optional(f, "target", asTarget),
		Rate:    optional(f, "rate", asNumber),
		PerCase: optional(f, "per_case", asNumber),
		Cap:     optional(f, "cap", asNumber),
		Effect:  required(f, "effect", as[Effect]),
		Worth:   optional(f, "worth", asNumber),
	}
	c.Side, _ = scalar(f, "side", as[Side])
	c.Assumed, _ = scalar(f, "assumed", asBool)
	c.Note, _ = scalar(f, "note", asText)
	return c
}

func readOrderKey(f *fields) OrderKey {
	return OrderKey{
		By:        required(f, "by", asText),
		Direction: required(f, "direction", as[Direction]),
	}
}

func readTier(f *fields) Tier {
	t := Tier{
		Key:      required(f, "key", asText),
		Name:     required(f, "name", asText),
		From:     optional(f, "from", asNumber),
		Below:    optional(f, "below", asNumber),
		AnyUnder: optional(f, "any_under", asNumber),
		AnyOf:    texts[Measure](f, "any_of"),
	}
	t.First, _ = scalar(f, "first", asInt)
	t.Last, _ = scalar(f, "last", asInt)
	return t
}

// records reads a list of mappings.
func records[T any](f *fields, name string, read func(*fields) T) []T {
	var all []T
	f.list(name, func(n ast.Node, path string) {
		if r := f.d.mapping(n, path); r != nil {
			all = append(all, read(r))
			r.done()
		}
	})
	return all
}

// texts reads a list of texts.
func texts[T ~string](f *fields, name string) []T {
	var all []T
	f.list(name, func(n ast.Node, path string) {
		v, err := as[T](n)
		if err != nil {
			f.d.fail(position(n), "yaml.value", "%s%s", prefix(path), err)
			return
		}
		all = append(all, v)
	})
	return all
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

func asDate(n ast.Node) (calendar.Date, error) {
	s, err := asText(n)
	if err != nil {
		return 0, err
	}
	return calendar.ParseDate(s)
}

func asRounding(n ast.Node) (exact.Rounding, error) {
	s, err := asText(n)
	if err != nil {
		return exact.Rounding{}, err
	}
	return exact.ParseRounding(s)
}

// YAML writes the scheme; Parse reads it back unchanged. Comments of the file
// that it was read from are not kept.
func (s *Scheme) YAML() ([]byte, error) {
	number := func(v exact.Value) ([]byte, error) { return []byte(v.String()), nil }
	target := func(t Target) ([]byte, error) { return []byte(t.String()), nil }
	data, err := yaml.MarshalWithOptions(s,
		yaml.IndentSequence(true),
		yaml.CustomMarshaler(writeText),
		yaml.CustomMarshaler(number),
		yaml.CustomMarshaler(func(v *exact.Value) ([]byte, error) { return number(*v) }),
		yaml.CustomMarshaler(target),
		yaml.CustomMarshaler(func(t *Target) ([]byte, error) { return target(*t) }),
	)
	return data, errs.Wrap("write scheme "+s.Key, err)
}

// writeText leaves plain what every YAML reader takes for a text, and quotes
// the rest: the encoder itself leaves some texts plain that cannot be read back.
func writeText(s string) ([]byte, error) {
	if plain(s) {
		return []byte(s), nil
	}
	var b bytes.Buffer
	quoted := json.NewEncoder(&b)
	quoted.SetEscapeHTML(false)
	err := quoted.Encode(s)
	return bytes.TrimSpace(b.Bytes()), err
}

// plain reports whether a text begins with a letter, ends without a space, is
// no word of YAML's own, and has no character that YAML reads in its own way.
func plain(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	switch strings.ToLower(s) {
	case "true", "false", "null", "yes", "no", "on", "off", "y", "n":
		return false
	}
	special := func(r rune) bool {
		return strings.ContainsRune(":#\"'{}[]&*!|<>%@`\\?~=", r) || !unicode.IsPrint(r)
	}
	return unicode.IsLetter(first) && !strings.HasSuffix(s, " ") && !strings.ContainsFunc(s, special)
}
