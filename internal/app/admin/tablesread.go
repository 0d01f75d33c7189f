package admin

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"huying/internal/domain/csvtext"
	"huying/internal/domain/org"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/exact"
)

// ReadTables reads a configuration from tables; which each is, its columns
// tell. Errors are Invalid, one for each problem with file, row and column,
// joined.
func ReadTables(parts []Part) (Config, error) {
	var c Config
	var problems []error
	for _, p := range parts {
		p.Records = slices.DeleteFunc(slices.Clone(p.Records), func(r csvtext.Record) bool {
			return strings.TrimSpace(strings.Join(r.Fields, "")) == ""
		})
		if len(p.Records) == 0 {
			continue
		}
		t := &tableReader{part: p, width: named(p.Records[0].Fields)}
		t.read(&c)
		problems = append(problems, t.problems...)
	}
	if len(problems) > 0 {
		return Config{}, errors.Join(problems...)
	}
	for _, rule := range c.Rules {
		problems = append(problems, rule.place(rule.rule().Read()))
	}
	return c, errors.Join(problems...)
}

// named is how many columns have a name: sheets end in empty ones.
func named(first []string) int {
	n := len(first)
	for n > 0 && strings.TrimSpace(first[n-1]) == "" {
		n--
	}
	return n
}

// tableReader reads one table and gathers what is wrong with it.
type tableReader struct {
	part     Part
	width    int
	at       map[string]int
	row      csvtext.Record
	problems []error
}

func (t *tableReader) read(c *Config) {
	first := slices.Clone(t.part.Records[0].Fields[:t.width])
	for i := range first {
		first[i] = strings.TrimSpace(first[i])
	}
	for _, form := range []struct {
		columns []column
		needs   []string
		take    func(*Config)
	}{{unitColumns, []string{"name"}, t.unit}, {ruleColumns, []string{"kind", "key", "text"}, t.rule}, {figColumns, []string{"name", "from", "to", "index", "source"}, t.external}} {
		at, ok := of(first, form.columns)
		if !ok || slices.ContainsFunc(form.needs, func(name string) bool { _, there := at[name]; return !there }) {
			continue
		}
		t.at = at
		for _, t.row = range t.part.Records[1:] {
			form.take(c)
		}
		return
	}
	t.row = t.part.Records[0]
	t.fail(0, errs.Newf(errs.Invalid, "table.header", "the columns %v are those of no table; expected those of one of %s", "表头 %v 不是配置表，应为 %s 之一", first, columnWords()))
}

// place is that of a column in the row; 0 is the row.
func (t *tableReader) place(column int) errs.Position {
	return errs.Position{File: t.part.Place, Line: t.row.Line, Column: column}
}

func (t *tableReader) fail(column int, err error) {
	t.problems = append(t.problems, errs.At(t.place(column), err))
}

// text is a cell; empty where the table lacks the column.
func (t *tableReader) text(name string) string {
	i, ok := t.at[name]
	if !ok || i >= len(t.row.Fields) {
		return ""
	}
	return t.row.Fields[i]
}

// filled is a cell that must not be empty.
func (t *tableReader) filled(name string) string {
	text := t.text(name)
	if strings.TrimSpace(text) == "" {
		t.fail(t.at[name]+1, errs.Newf(errs.Invalid, "table.empty", "%s is empty", "%s 为空", name))
	}
	return text
}

// cell parses a cell that may be empty.
func cell[T any](t *tableReader, name string, parse func(string) (T, error)) T {
	var none T
	text := strings.TrimSpace(t.text(name))
	if text == "" {
		return none
	}
	v, err := parse(text)
	if err != nil {
		t.fail(t.at[name]+1, err)
		return none
	}
	return v
}

func (t *tableReader) unit(c *Config) {
	c.Units = append(c.Units, UnitConfig{
		Name: t.filled("name"), List: org.List(t.text("list")), Kind: cell(t, "kind", word(unitKinds()...)), Parent: t.text("parent"),
		Division: t.text("division"), From: cell(t, "from", dayCell), To: cell(t, "to", dayCell), at: t.place(t.at["name"] + 1),
	})
}

func (t *tableReader) rule(c *Config) {
	r := RuleConfig{
		Kind: cell(t, "kind", word(rulebook.Kinds()...)), Key: t.filled("key"), Version: cell(t, "version", versionCell),
		Text: t.text("text"), at: t.place(t.at["text"] + 1),
	}
	if n := len(c.Rules); n > 0 && r.Version > 0 {
		if last := &c.Rules[n-1]; last.Kind == r.Kind && last.Key == r.Key && last.Version == r.Version {
			last.Text += r.Text
			return
		}
	}
	t.filled("kind")
	t.filled("text")
	c.Rules = append(c.Rules, r)
}

func versionCell(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, errs.Newf(errs.Invalid, "table.version", "%q is not a version; expected a whole number from 1", "“%s”不是版本号，应为从 1 起的整数", text)
	}
	return n, nil
}

func (t *tableReader) external(c *Config) {
	c.External = append(c.External, ExternalConfig{
		Name: t.filled("name"), From: t.filled("from"), To: t.filled("to"), Index: cell(t, "index", exact.Parse), Source: t.filled("source"),
		Recorded: cell(t, "recorded", parseTime), at: t.place(t.at["name"] + 1),
	})
	t.filled("index")
}
