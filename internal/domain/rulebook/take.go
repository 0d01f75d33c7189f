package rulebook

import (
	"strings"

	"huying/internal/domain/calendar"
	"huying/internal/domain/deadline"
	"huying/internal/domain/scoring"
	"huying/internal/domain/topic"
	"huying/internal/kernel/errs"
)

// take parses a rule into the book.
func (b *Book) take(r Rule) error {
	switch r.Kind {
	case Scheme:
		return add(&b.schemes, r, scoring.Parse)
	case Policy:
		return add(&b.policies, r, deadline.Parse)
	case Calendar:
		return add(&b.calendars, r, parseCalendar)
	case Topic:
		return add(&b.topics, r, topic.Parse)
	case House:
		return add(&b.house, r, parseHouse)
	case Note:
		notes, err := keyed(b.notes, r, parseNote)
		b.notes = notes
		return err
	case Subjects:
		return put(&b.Subjects, r, parseSubjects)
	case Places:
		return put(&b.places, r, parsePlaces)
	case Roles:
		return put(&b.rights, r, parseRoles)
	case Dispatch:
		return add(&b.dispatch, r, parseDispatch)
	case Ladder:
		return add(&b.ladders, r, parseLadder)
	case Map:
		return add(&b.maps, r, parseMap)
	case Retention:
		err := add(&b.retention, r, parseRetention)
		if err == nil {
			b.retention[len(b.retention)-1].Version = r.Version
		}
		return err
	case Wording:
		versions := b.templates[r.Key]
		if err := add(&versions, r, parseTemplate); err != nil {
			return err
		}
		if b.templates == nil {
			b.templates = map[string][]*Template{}
		}
		b.templates[r.Key] = versions
		return nil
	case Reasons:
		list, err := parser[ReasonList](parseReasons).read(r)
		if err == nil {
			b.reason(r.Key, *list)
		}
		return err
	}
	return errs.New(errs.Invalid, "rule.kind", "\""+string(r.Kind)+"\" is not a kind of rule; expected "+kindWords(), "没有这种规则："+string(r.Kind))
}

func kindWords() string {
	var words []string
	for _, k := range Kinds() {
		words = append(words, string(k))
	}
	return strings.Join(words, ", ")
}

// parser reads one rule's text. The file is named in errors.
type parser[T any] func(data []byte, file string) (*T, error)

func (p parser[T]) read(r Rule) (*T, error) { return p([]byte(r.Text), r.File()) }

// add keeps one more version.
func add[T any](to *[]*T, r Rule, parse parser[T]) error {
	v, err := parse.read(r)
	if err == nil {
		*to = append(*to, v)
	}
	return err
}

// put keeps a version in place of the one before.
func put[T any](to *T, r Rule, parse parser[T]) error {
	v, err := parse.read(r)
	if err == nil {
		*to = *v
	}
	return err
}

// keyed keeps a version in place of the one before under its key.
func keyed[T any](there map[string]*T, r Rule, parse parser[T]) (map[string]*T, error) {
	v, err := parse.read(r)
	if err != nil {
		return there, err
	}
	if there == nil {
		there = map[string]*T{}
	}
	there[r.Key] = v
	return there, nil
}

func parseCalendar(data []byte, file string) (*calendar.Calendar, error) {
	spec, err := calendar.ParseSpec(data, file)
	if err != nil {
		return nil, err
	}
	return calendar.New(spec)
}
