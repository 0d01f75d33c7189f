package rulebook

import (
	"cmp"
	"fmt"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/kernel/exact"
	"huying/internal/kernel/ident"
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
	Roles    Kind = "roles"    // 角色权限
	Dispatch Kind = "dispatch" // 派单目录
	Wording  Kind = "template" // 模板
	// Retention 保存期限: a region without such a rule keeps persons and texts for
	// good, since an erasure cannot be taken back and how long records are kept
	// is the keeper's to decide.
	Retention Kind = "retention"
	Ladder    Kind = "ladder" // 升级阶梯
	Map       Kind = "map"    // 区划地图
)

// Kinds lists every kind, in the order of a configuration file.
func Kinds() []Kind {
	return []Kind{Subjects, Reasons, Places, Roles, House, Calendar, Policy, Scheme, Topic, Note, Dispatch, Wording, Retention, Ladder, Map}
}

// onlyKey is the key of a kind of which a region has one rule; "" for a kind of
// which it may have several.
func (k Kind) onlyKey() string {
	switch k {
	case Subjects:
		return "subjects"
	case Places:
		return "places"
	case House:
		return "rules"
	case Roles:
		return "roles"
	case Dispatch:
		return "dispatch"
	case Retention:
		return "retention"
	case Ladder:
		return "ladder"
	case Map:
		return "map"
	}
	return ""
}

// Chinese is the printed name.
func (k Kind) Chinese() string {
	switch k {
	case Scheme:
		return "考核办法"
	case Policy:
		return "时限规则"
	case Calendar:
		return "工作日历"
	case Topic:
		return "专题"
	case Subjects:
		return "内容分类"
	case Reasons:
		return "原因清单"
	case House:
		return "流程规则"
	case Note:
		return "数据说明"
	case Places:
		return "街道、社区"
	case Roles:
		return "角色权限"
	case Dispatch:
		return "派单目录"
	case Wording:
		return "模板"
	case Retention:
		return "保存期限"
	case Ladder:
		return "升级阶梯"
	case Map:
		return "区划地图"
	}
	return string(k)
}

// Rule is one version of one rule, as it is kept: its text is YAML.
type Rule struct {
	Kind    Kind
	Key     string
	Version int
	Text    string
	Entered time.Time
	By      ident.UserID // who put it on record; empty: from before that was kept
}

// File names the rule in errors, as if its text were a file: "policy district".
func (r Rule) File() string { return string(r.Kind) + " " + r.Key }

// Ref names the version: "policy district@2".
func (r Rule) Ref() string { return fmt.Sprintf("%s@%d", r.File(), r.Version) }

// SubjectTree is the paths of the subject tree, levels joined by /.
type SubjectTree struct {
	Paths []string `yaml:"paths"`
}

// ReasonList is the coded reasons for one action or finding.
type ReasonList struct {
	Name    string   `yaml:"name"`
	En      string   `yaml:"en,omitempty"` // empty where the region has given none
	Reasons []Reason `yaml:"reasons"`
}

// Reason is one coded reason.
type Reason struct {
	Code string `yaml:"code"`
	Name string `yaml:"name"`
	En   string `yaml:"en,omitempty"` // empty where the region has given none
}

// Chinese is the name as it is printed.
func (r Reason) Chinese() string { return r.Name }

// English is the name for those who read English, in Chinese where the region
// has given no other.
func (r Reason) English() string { return cmp.Or(r.En, r.Name) }

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
	ArchiveDays    int           `yaml:"archive_days,omitempty"` // 0: as built in
}

func (h HouseRules) rules() casework.Rules {
	return casework.Rules{
		ReturnTimes: h.ReturnTimes, ExtensionTimes: h.ExtensionTimes,
		HastenEvery: time.Duration(h.HastenHours) * time.Hour, RequireContact: h.RequireContact,
		ArchiveDays: cmp.Or(h.ArchiveDays, casework.DefaultRules().ArchiveDays),
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
