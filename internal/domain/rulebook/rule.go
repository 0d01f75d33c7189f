package rulebook

import (
	"fmt"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/domain/scoring"
	"huying/internal/domain/topic"
	"huying/internal/domain/yamltext"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/exact"
)

// Kind is what sort of rule it is.
type Kind string

const (
	Scheme   Kind = "scheme"   // 考核办法
	Policy   Kind = "policy"   // 时限规则
	Calendar Kind = "calendar" // 工作日历
	Topic    Kind = "topic"    // 专题
	Subjects Kind = "subjects" // 内容分类
	Reasons  Kind = "reasons"  // 原因清单
	House    Kind = "rules"    // 流程规则
	Note     Kind = "note"     // 数据说明, printed with the figures of a period
	Places   Kind = "places"   // 街道、社区 names by code
)

// Kinds lists every kind, in the order of a configuration file.
func Kinds() []Kind {
	return []Kind{Subjects, Reasons, Places, House, Calendar, Policy, Scheme, Topic, Note}
}

// Rule is one version of one rule, as it is kept: its text is YAML.
type Rule struct {
	Kind    Kind
	Key     string
	Version int
	Text    string
	Entered time.Time
}

// SubjectTree is the paths of the subject tree, levels joined by /.
type SubjectTree struct {
	Paths []string `yaml:"paths"`
}

// ReasonList is the coded reasons for one action or finding.
type ReasonList struct {
	Name    string   `yaml:"name"`
	Reasons []Reason `yaml:"reasons"`
}

// Reason is one coded reason.
type Reason struct {
	Code string `yaml:"code"`
	Name string `yaml:"name"`
}

// PlaceNames are the names of streets and communities by division code.
type PlaceNames struct {
	Names map[string]string `yaml:"names"`
}

// HouseRules are the numbers of the flow, from a day on.
type HouseRules struct {
	Effective      calendar.Date `yaml:"effective,omitempty"`
	ReturnTimes    int           `yaml:"return_times"`
	ExtensionTimes int           `yaml:"extension_times"`
	HastenHours    int           `yaml:"hasten_hours"`
	RequireContact bool          `yaml:"require_contact,omitempty"`
}

func (h HouseRules) rules() casework.Rules {
	return casework.Rules{
		ReturnTimes: h.ReturnTimes, ExtensionTimes: h.ExtensionTimes,
		HastenEvery: time.Duration(h.HastenHours) * time.Hour, RequireContact: h.RequireContact,
	}
}

// DataNote is something that readers of a period's figures have to know.
type DataNote struct {
	From calendar.Date `yaml:"from"`
	To   calendar.Date `yaml:"to"`
	Text string        `yaml:"text"`
}

// External is a sibling region's figure, entered from outside.
type External struct {
	Name     string
	Period   calendar.Period
	Index    exact.Value
	Source   string
	Recorded time.Time
}

// Read parses a rule's text, so that a rule that cannot be read is never kept,
// nor one that calls itself by another key or version than it is kept under.
func (r Rule) Read() error {
	var b Book
	if err := b.take(r); err != nil {
		return err
	}
	key, version := b.declared()
	switch {
	case key != "" && key != r.Key:
		return errs.New(errs.Invalid, "rule.key", fmt.Sprintf("the text is of %s %q, not of %q", r.Kind, key, r.Key),
			fmt.Sprintf("文本的标识是 %s，不是 %s", key, r.Key))
	case version != 0 && r.Version != 0 && version != r.Version:
		return errs.New(errs.Invalid, "rule.version", fmt.Sprintf("the text is of version %d, not of %d", version, r.Version),
			fmt.Sprintf("文本是第 %d 版，不是第 %d 版", version, r.Version))
	}
	return nil
}

// Declared is the version that the rule's text names; 0 where its kind names
// none, or the text cannot be read.
func (r Rule) Declared() int {
	var b Book
	if err := b.take(r); err != nil {
		return 0
	}
	_, version := b.declared()
	return version
}

// declared is what the book's only rule calls itself.
func (b *Book) declared() (key string, version int) {
	switch {
	case len(b.schemes) > 0:
		return b.schemes[0].Key, b.schemes[0].Version
	case len(b.policies) > 0:
		return b.policies[0].Key, b.policies[0].Version
	case len(b.calendars) > 0:
		return b.calendars[0].Key(), b.calendars[0].Version()
	case len(b.topics) > 0:
		return b.topics[0].Key, 0
	}
	return "", 0
}

// take parses a rule into the book.
func (b *Book) take(r Rule) error {
	data, file := []byte(r.Text), string(r.Kind)+" "+r.Key
	switch r.Kind {
	case Scheme:
		return add(&b.schemes, data, file, scoring.Parse)
	case Policy:
		return add(&b.policies, data, file, deadline.Parse)
	case Calendar:
		return add(&b.calendars, data, file, parseCalendar)
	case Topic:
		return add(&b.topics, data, file, parseTopic)
	case House:
		return add(&b.house, data, file, decode[HouseRules])
	case Note:
		return add(&b.notes, data, file, decode[DataNote])
	case Subjects:
		return put(&b.Subjects, data, file)
	case Places:
		return put(&b.places, data, file)
	case Reasons:
		list, err := decode[ReasonList](data, file)
		if err == nil {
			b.reason(r.Key, *list)
		}
		return err
	}
	return errs.Invalidf("rule.kind", "%q is not a kind of rule", r.Kind)
}

func add[T any](to *[]*T, data []byte, file string, parse func([]byte, string) (*T, error)) error {
	v, err := parse(data, file)
	if err == nil {
		*to = append(*to, v)
	}
	return err
}

func decode[T any](data []byte, file string) (*T, error) {
	v := new(T)
	return v, yamltext.Decode(data, file, v)
}

func put[T any](to *T, data []byte, file string) error {
	v, err := decode[T](data, file)
	if err == nil {
		*to = *v
	}
	return err
}

func parseCalendar(data []byte, file string) (*calendar.Calendar, error) {
	spec, err := calendar.ParseSpec(data, file)
	if err != nil {
		return nil, err
	}
	return calendar.New(spec)
}

func parseTopic(data []byte, file string) (*topic.Definition, error) {
	d, err := decode[topic.Definition](data, file)
	if err != nil {
		return nil, err
	}
	return d, errs.At(errs.Position{File: file}, d.Check())
}
