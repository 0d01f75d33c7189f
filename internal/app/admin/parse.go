package admin

import (
	"errors"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"huying/internal/domain/calendar"
	"huying/internal/domain/org"
	"huying/internal/domain/rulebook"
	"huying/internal/domain/yamltext"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/exact"
)

// ParseConfig reads a configuration and checks each part of it that can be
// checked by itself. Errors are Invalid, one for each problem with file, line
// and column, joined; a problem inside a rule's text is placed in the file.
func ParseConfig(data []byte, file string) (Config, error) {
	d, top := yamltext.Open(data, file)
	if top == nil {
		return Config{}, d.Err()
	}
	return readConfig(d, top, &reader{file: file, lines: strings.Split(string(data), "\n")})
}

// readConfig reads a configuration off a document of which nothing else is
// left to read.
func readConfig(d *yamltext.Document, top *yamltext.Fields, r *reader) (Config, error) {
	c := Config{
		Units:    yamltext.Records(top, "units", r.unit),
		Rules:    yamltext.Records(top, "rules", r.rule),
		External: yamltext.Records(top, "external", r.external),
	}
	top.Done()
	if err := d.Err(); err != nil {
		return Config{}, err
	}
	var problems []error
	for _, rule := range c.Rules {
		problems = append(problems, rule.place(rule.rule().Read()))
	}
	return c, errors.Join(problems...)
}

// reader reads the parts of a file and remembers where they stand.
type reader struct {
	file  string
	lines []string
}

// noting is a parser that remembers where the value stands.
func noting[T any](r *reader, at *errs.Position, parse yamltext.Parser[T]) yamltext.Parser[T] {
	return func(n ast.Node) (T, error) {
		*at = errs.Position{File: r.file, Line: n.GetToken().Position.Line, Column: n.GetToken().Position.Column}
		return parse(n)
	}
}

func (r *reader) unit(f *yamltext.Fields) UnitConfig {
	var at errs.Position
	u := UnitConfig{
		Name:     yamltext.Required(f, "name", noting(r, &at, yamltext.Text)),
		List:     yamltext.Value(f, "list", yamltext.Named[org.List]),
		Kind:     yamltext.Value(f, "kind", oneOf(unitKinds()...)),
		Parent:   yamltext.Value(f, "parent", yamltext.Text),
		Division: yamltext.Value(f, "division", yamltext.Text),
		From:     yamltext.Value(f, "from", yamltext.Of(calendar.ParseDate)),
		To:       yamltext.Value(f, "to", yamltext.Of(calendar.ParseDate)),
	}
	u.at = at
	return u
}

// oneOf accepts the words of a list.
func oneOf[T ~string](known ...T) yamltext.Parser[T] { return yamltext.Of(word(known...)) }

// unitKinds are the kinds of unit that have a word.
func unitKinds() []org.Kind {
	return []org.Kind{org.Centre, org.Mediation, org.Office, org.Community, org.Grid}
}

func word[T ~string](known ...T) func(string) (T, error) {
	return func(s string) (T, error) {
		names := make([]string, len(known))
		for i, k := range known {
			if s == string(k) {
				return k, nil
			}
			names[i] = string(k)
		}
		var none T
		return none, errs.Newf(errs.Invalid, "config.word", "%q; expected %s", "“%s”无效，应为%s之一", s, strings.Join(names, ", "))
	}
}

func (r *reader) rule(f *yamltext.Fields) RuleConfig {
	var at errs.Position
	c := RuleConfig{
		Kind:    yamltext.Required(f, "kind", oneOf(rulebook.Kinds()...)),
		Key:     yamltext.Required(f, "key", yamltext.Text),
		Version: yamltext.Value(f, "version", yamltext.Int),
		Text:    yamltext.Required(f, "text", noting(r, &at, block)) + "\n",
	}
	c.at = at
	c.file = r.textLines(at)
	return c
}

// block is the text of a rule: a block, or any other text.
func block(n ast.Node) (string, error) {
	s, err := yamltext.Text(n)
	return strings.TrimRight(s, "\n"), err
}

func (r *reader) external(f *yamltext.Fields) ExternalConfig {
	var at errs.Position
	x := ExternalConfig{
		Name:     yamltext.Required(f, "name", noting(r, &at, yamltext.Text)),
		From:     yamltext.Required(f, "from", yamltext.Text),
		To:       yamltext.Required(f, "to", yamltext.Text),
		Index:    yamltext.Required(f, "index", yamltext.Of(exact.Parse)),
		Source:   yamltext.Required(f, "source", yamltext.Text),
		Recorded: yamltext.Value(f, "recorded", yamltext.Of(parseTime)),
	}
	x.at = at
	return x
}

func parseTime(s string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return t, errs.Newf(errs.Invalid, "config.time", "%q is not a time; expected one such as 2020-01-15T09:00:00+08:00", "“%s”不是时刻，应如 2020-01-15T09:00:00+08:00", s)
	}
	return t, nil
}
