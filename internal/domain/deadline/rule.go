package deadline

import (
	"slices"
	"strings"
)

// Rule 时限 is one limit: for which clock, for which cases, how long, and how it
// is counted.
type Rule struct {
	Key        string // unique in its policy; references name it
	Clock      Clock
	For        Match
	Limit      Limit
	Start      Event
	Convention Convention
	End        End // of limits in days only
	Warnings   []Warning
	Extension  Allowance
	Basis      string // which rule, which page
}

// Match says which cases and legs a rule is for: those that fit every part
// that is filled. An empty Match fits all.
type Match struct {
	Kinds     []string // 诉求类型
	Channels  []string // 渠道
	Urgencies []string // 紧急程度
	Subjects  []string // 内容分类: these and everything below them
	Lists     []string // 榜
	Units     []string // 承办单位, names
	Roles     []string // lead 主办, assist 协办, child 下派
	Rework    *bool    // 重办
}

// Allowance is the extensions 延期 that a rule allows; the zero value allows none.
type Allowance struct {
	Max   Limit // of one extension
	Times int
}

// Query describes a case and leg in the words that rules match.
type Query struct {
	Kind, Channel, Urgency, Subject, Unit, List, Role string
	Rework                                            bool
}

// empty reports whether the match fits everything.
func (m Match) empty() bool {
	return len(m.Kinds)+len(m.Channels)+len(m.Urgencies)+len(m.Subjects)+len(m.Lists)+len(m.Units)+len(m.Roles) == 0 && m.Rework == nil
}

// Fits reports whether the rule is for the case.
func (m Match) Fits(q Query) bool {
	return among(m.Kinds, q.Kind) && among(m.Channels, q.Channel) && among(m.Urgencies, q.Urgency) &&
		under(m.Subjects, q.Subject) && among(m.Lists, q.List) && among(m.Units, q.Unit) && among(m.Roles, q.Role) &&
		(m.Rework == nil || *m.Rework == q.Rework)
}

func among(wanted []string, word string) bool {
	return len(wanted) == 0 || slices.Contains(wanted, word)
}

// under reports whether a subject is one of the wanted, or below one; levels
// are joined by /.
func under(wanted []string, subject string) bool {
	for _, w := range wanted {
		if rest, ok := strings.CutPrefix(subject, w); ok && (rest == "" || rest[0] == '/') {
			return true
		}
	}
	return len(wanted) == 0
}
