package i18n

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Key names a message, dotted and stable: "cli.interrupted".
type Key string

// Text is one message in both languages. A name in braces stands for an
// argument: "共 {cases} 件". A brace that names no argument stays as it is.
type Text struct{ Zh, En string }

// Args gives the values of a message's arguments by name.
type Args map[string]any

// Catalogue holds the messages of one package.
type Catalogue map[Key]Text

// Say returns the message in the language with its arguments filled in. An
// unknown key comes back as it is, so that a slip shows and nothing breaks.
func (c Catalogue) Say(lang Lang, key Key, args Args) string {
	text, ok := c[key]
	if !ok {
		return string(key)
	}
	said := lang.Pick(text.Zh, text.En)
	if len(args) == 0 {
		return said
	}
	pairs := make([]string, 0, 2*len(args))
	for _, name := range slices.Sorted(maps.Keys(args)) {
		pairs = append(pairs, "{"+name+"}", fmt.Sprint(args[name]))
	}
	return strings.NewReplacer(pairs...).Replace(said)
}

// Check reports every message that lacks a language, or whose languages do
// not take the same arguments. Each package with a catalogue tests it so.
func (c Catalogue) Check() error {
	var problems []error
	for _, key := range slices.Sorted(maps.Keys(c)) {
		text := c[key]
		switch {
		case key == "":
			problems = append(problems, errors.New("i18n: a message has no key"))
		case text.Zh == "" || text.En == "":
			problems = append(problems, fmt.Errorf("i18n: %s is not in both languages", key))
		case !slices.Equal(names(text.Zh), names(text.En)):
			problems = append(problems, fmt.Errorf("i18n: %s takes %v in Chinese but %v in English",
				key, names(text.Zh), names(text.En)))
		}
	}
	return errors.Join(problems...)
}

// names returns the distinct argument names of a text, sorted: two languages
// may order their arguments differently.
func names(text string) []string {
	var found []string
	for {
		_, rest, open := strings.Cut(text, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !open || !closed {
			break
		}
		found = append(found, name)
		text = after
	}
	slices.Sort(found)
	return slices.Compact(found)
}
