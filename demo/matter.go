package demo

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"huying/internal/domain/casework"
	"huying/internal/kernel/errs"
)

// matter is one thing that people bring: who is responsible for it, how it is
// classified, and how it is put into words.
type matter struct {
	key      string
	subject  string
	units    []option[string] // names, or the classes urban and rural
	tag      casework.Tag     // the facet of a topic that it stands for
	weight   int
	direct   int // weight among matters that the centre answers itself
	wordings []*wording
}

// wording is one way to bring a matter, with the kinds that it comes as, the
// reply of a unit and the centre's own answer; one of these may be missing.
type wording struct {
	title, content, reply, answer string
	kinds                         []option[casework.Kind]
}

// readMatters reads one embedded file of matters.
func readMatters(name string) ([]*matter, error) {
	b, err := files.ReadFile("matters/" + name)
	if err != nil {
		return nil, errs.Wrap("demo.matters", err)
	}
	return parseMatters(name, string(b))
}

// parseMatters reads matters. One begins with "= key"; its lines are a word
// and a value, each title begins another wording, lines of # are remarks.
func parseMatters(name, text string) ([]*matter, error) {
	var all []*matter
	for i, line := range strings.Split(text, "\n") {
		var err error
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
		m.wordings = append(m.wordings, &wording{title: value})
	default:
		if len(m.wordings) == 0 {
			return errs.Invalidf("demo.matters", "%q stands before a title, or is not a word of a matter", word)
		}
		return m.wordings[len(m.wordings)-1].read(word, value)
	}
	return err
}

func (w *wording) read(word, value string) error {
	switch word {
	case "content":
		w.content = value
	case "reply":
		w.reply = value
	case "answer":
		w.answer = value
	case "kinds":
		kinds, err := readWeights(value)
		for _, k := range kinds {
			w.kinds = append(w.kinds, option[casework.Kind]{casework.Kind(k.value), k.weight})
		}
		return err
	default:
		return errs.Invalidf("demo.matters", "%q is not a word of a wording", word)
	}
	return nil
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

// handled and answered are the two ways in which a case can go on.
func handled(w *wording) bool  { return w.reply != "" }
func answered(w *wording) bool { return w.answer != "" }

// can reports whether the matter has a wording of that sort.
func (m *matter) can(sort func(*wording) bool) bool { return slices.ContainsFunc(m.wordings, sort) }

// word draws a wording of that sort and a kind that it comes as; a kind that
// is given is kept.
func (m *matter) word(r *rand.Rand, sort func(*wording) bool, kind casework.Kind) (*wording, casework.Kind) {
	type put struct {
		w    *wording
		kind casework.Kind
	}
	var options []option[put]
	for _, w := range m.wordings {
		for _, k := range w.kinds {
			if sort(w) && (kind == "" || kind == k.value) {
				options = append(options, option[put]{put{w, k.value}, k.weight})
			}
		}
	}
	p, _ := choose(r, options)
	return p.w, p.kind
}

// has reports whether the matter comes as that kind.
func (m *matter) has(k casework.Kind) bool {
	return m.can(func(w *wording) bool {
		return slices.ContainsFunc(w.kinds, func(o option[casework.Kind]) bool { return o.value == k })
	})
}
