package demo

import (
	"slices"
	"strconv"
	"strings"

	"huying/internal/domain/casework"
	"huying/internal/kernel/errs"
)

// matter is one thing that people bring: who is responsible for it, how it is
// classified, and the texts that are written about it, with slots.
type matter struct {
	key     string
	subject string
	kinds   []option[casework.Kind]
	units   []option[string] // names, or the classes urban and rural
	tag     casework.Tag     // the facet of a topic that it stands for
	weight  int
	direct  int // weight among matters that the centre answers itself
	titles  []string
	content []string
	replies []string
	answers []string
}

// readMatters reads one file of matters. A matter begins with "= key"; its
// lines are a word and a value, lines of # are remarks.
func readMatters(name string) ([]*matter, error) {
	b, err := files.ReadFile("matters/" + name)
	if err != nil {
		return nil, errs.Wrap("demo.matters", err)
	}
	var all []*matter
	for i, line := range strings.Split(string(b), "\n") {
		line = strings.TrimSpace(line)
		word, value, _ := strings.Cut(line, " ")
		switch {
		case line == "" || word == "#":
		case word == "=":
			all = append(all, &matter{key: value, weight: 1})
		case len(all) == 0:
			err = errs.Invalidf("demo.matters", "expected a matter to begin with =")
		default:
			err = all[len(all)-1].read(word, value)
		}
		if err != nil {
			return nil, errs.At(errs.Position{File: name, Line: i + 1}, err)
		}
	}
	return all, nil
}

func (m *matter) read(word, value string) (err error) {
	switch word {
	case "subject":
		m.subject = value
	case "kinds":
		var kinds []option[string]
		kinds, err = readWeights(value)
		for _, k := range kinds {
			m.kinds = append(m.kinds, option[casework.Kind]{casework.Kind(k.value), k.weight})
		}
	case "units":
		m.units, err = readWeights(value)
	case "facet":
		topic, facet, _ := strings.Cut(value, ":")
		m.tag = casework.Tag{Topic: topic, Facet: facet}
	case "expropriation", "business":
		m.tag = casework.Tag{Topic: word, Facet: value}
	case "weight":
		m.weight, err = strconv.Atoi(value)
	case "direct":
		m.direct, err = strconv.Atoi(value)
	case "title":
		m.titles = append(m.titles, value)
	case "content":
		m.content = append(m.content, value)
	case "reply":
		m.replies = append(m.replies, value)
	case "answer":
		m.answers = append(m.answers, value)
	default:
		return errs.Invalidf("demo.matters", "%q is not a word of a matter", word)
	}
	return err
}

// readWeights reads "住建局:3 urban:4".
func readWeights(s string) ([]option[string], error) {
	var all []option[string]
	for _, part := range strings.Fields(s) {
		name, weight, _ := strings.Cut(part, ":")
		n, err := strconv.Atoi(weight)
		if err != nil {
			return nil, errs.Invalidf("demo.matters", "%q is not a name and a weight", part)
		}
		all = append(all, option[string]{name, n})
	}
	return all, nil
}

// fits returns the weight with which the matter concerns a unit.
func (m *matter) fits(u Unit) int {
	for _, o := range m.units {
		if o.value == u.Name || o.value == u.class && u.class != "" {
			return o.weight
		}
	}
	return 0
}

// first is the first level of the subject.
func (m *matter) first() string {
	level, _, _ := strings.Cut(m.subject, "/")
	return level
}

// has reports whether the matter comes as that kind.
func (m *matter) has(k casework.Kind) bool {
	return slices.ContainsFunc(m.kinds, func(o option[casework.Kind]) bool { return o.value == k })
}
