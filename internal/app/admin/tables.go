package admin

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/csvtext"
	"huying/internal/domain/rulebook"
)

// Table 配置表 is a part of a configuration as cells: units, other regions'
// figures, or one kind of rule. The first row names the columns.
type Table struct {
	Name string // units, external, or the kind
	Rows [][]string
}

// The tables beside those of rules.
const (
	unitTable     = "units"
	externalTable = "external"
)

// TableNames lists the tables that a configuration has.
func TableNames() []string {
	names := []string{unitTable}
	for _, kind := range rulebook.Kinds() {
		names = append(names, string(kind))
	}
	return append(names, externalTable)
}

// column is a name in a table's first row, in both languages.
type column struct{ en, zh string }

var (
	unitColumns = []column{{"name", "单位名称"}, {"list", "榜单"}, {"kind", "单位类型"}, {"parent", "上级"}, {"division", "区划代码"}, {"from", "起始日"}, {"to", "截止日"}}
	ruleColumns = []column{{"kind", "种类"}, {"key", "标识"}, {"version", "版本"}, {"text", "文本"}}
	figColumns  = []column{{"name", "区划名称"}, {"from", "期初"}, {"to", "期末"}, {"index", "指数"}, {"source", "来源"}, {"recorded", "登记时间"}}
)

func header(columns []column) []string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.en
	}
	return names
}

// cellRunes is how much of a text a cell may hold; spreadsheets take no more.
const cellRunes = 30_000

// Tables writes the configuration as tables, those with something in them, so
// that ReadTables reads it back to the byte. A text too long for a cell goes on
// in the rows below, under the same kind, key and version.
func (c Config) Tables() []Table {
	units := Table{unitTable, [][]string{header(unitColumns)}}
	for _, u := range c.Units {
		units.Rows = append(units.Rows, []string{u.Name, string(u.List), string(u.Kind), u.Parent, u.Division, dayText(u.From), dayText(u.To)})
	}
	external := Table{externalTable, [][]string{header(figColumns)}}
	for _, x := range c.External {
		external.Rows = append(external.Rows, []string{x.Name, x.From, x.To, x.Index.String(), x.Source, x.Recorded.Format(time.RFC3339Nano)})
	}
	all := []Table{units}
	for _, kind := range rulebook.Kinds() {
		t := Table{string(kind), [][]string{header(ruleColumns)}}
		for _, r := range c.Rules {
			if r.Kind != kind {
				continue
			}
			for part := range slices.Chunk([]rune(r.Text), cellRunes) {
				t.Rows = append(t.Rows, []string{string(kind), r.Key, strconv.Itoa(r.Version), string(part)})
			}
		}
		all = append(all, t)
	}
	return slices.DeleteFunc(append(all, external), func(t Table) bool { return len(t.Rows) < 2 })
}

// Part is one table of a file, as it was read.
type Part struct {
	Place   string // the file, and the sheet where there are several
	Records []csvtext.Record
}

// of reports whether a part has just these columns, in whichever order and
// language, and where each stands.
func of(first []string, columns []column) (map[string]int, bool) {
	at := map[string]int{}
	for i, name := range first {
		for _, c := range columns {
			if name == c.en || name == c.zh {
				at[c.en] = i
			}
		}
	}
	return at, len(at) == len(first)
}

// dayCell reads a day.
func dayCell(text string) (calendar.Date, error) { return calendar.ParseDate(text) }

func columnWords() string {
	return fmt.Sprintf("%v, %v, %v", header(unitColumns), header(ruleColumns), header(figColumns))
}

// Only is the part of the configuration that stands in one table; "" is all.
func (c Config) Only(table string) Config {
	switch table {
	case "":
		return c
	case unitTable:
		return Config{Units: c.Units}
	case externalTable:
		return Config{External: c.External}
	}
	return Config{Rules: slices.DeleteFunc(slices.Clone(c.Rules), func(r RuleConfig) bool { return string(r.Kind) != table })}
}
