package openleg

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"huying/internal/domain/scoring"
	"huying/internal/domain/survey"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

// Column is one column of the table, with what the data dictionary says of it.
type Column struct {
	Key     string
	Pattern *regexp.Regexp // that each cell fulfils
	Means   i18n.Text
	write   func(*Line) string
	read    func(*Line, string) bool // false: not a value of this column
}

// Columns are the columns in their order. The data dictionary and the schema
// are made from them.
func Columns() []Column { return slices.Clone(columns) }

var columns = []Column{
	text("id", `^[0-9a-f]{64}$`, "SM3 over the last event of the case that was counted and the leg's number; the reporter's proof names it",
		"由该件计入时最后一条记录的校验值与承办任务序号算得的 SM3；诉求人的存证中有此标识", func(l *Line) *string { return &l.ID }),
	text("list", `^[^\r\n]*$`, "ranking list of the unit; empty: in none", "单位所在榜；空为不列榜", func(l *Line) *string { return &l.List }),
	text("unit", `^[^\r\n]+$`, "responsible unit", "承办单位", func(l *Line) *string { return &l.Unit }),
	verdict("verdict", "what the citizen said of the outcome, last; empty: not called back", "群众评价（以最后一次为准）；空为未回访", func(l *Line) *survey.Verdict { return &l.Verdict }),
	verdict("first_verdict", "the first verdict, where another took its place", "首次评价（与最后评价不同时列出）", func(l *Line) *survey.Verdict { return &l.First }),
	{"solved", regexp.MustCompile(`^(yes|partly|no)?$`), i18n.Text{Zh: "群众是否认为已解决", En: "whether the citizen says it is solved"},
		func(l *Line) string { return string(l.Solved) },
		func(l *Line, s string) bool { l.Solved = survey.Solved(s); return l.Solved.Valid() }},
	{"days", regexp.MustCompile(`^\d*$`), i18n.Text{Zh: "办理时长的整日数；空为未办结", En: "whole days from dispatch to closing, as the scheme counts them; empty: open"}, writeDays, readDays},
	{"micros", regexp.MustCompile(`^\d*$`), i18n.Text{Zh: "不足一日部分，微秒；空为未办结", En: "what is left of a day, in microseconds; empty: open"}, writeMicros, readMicros},
	clock("sign", "signed on time; empty: not due by then", "是否按期签收；空为未到期", func(l *Line) *scoring.Punctual { return &l.Sign }),
	clock("close", "closed on time; empty: not due by then", "是否按期办结；空为未到期", func(l *Line) *scoring.Punctual { return &l.Close }),
	clock("callback", "called back on time; empty: not due by then", "是否按期回访核实；空为未到期", func(l *Line) *scoring.Punctual { return &l.CallBack }),
	number("returns", "times it was returned", "退单次数", func(l *Line) *int { return &l.Returns }),
	number("reworks", "times it was done again", "重办次数", func(l *Line) *int { return &l.Reworks }),
	number("extensions", "times its limit was extended", "延期次数", func(l *Line) *int { return &l.Extensions }),
	{"excluded", regexp.MustCompile(`^(survey|all)?$`), i18n.Text{Zh: "剔除范围：survey 仅不计评价，all 全部不计；空为未剔除", En: "taken out of the survey, or of every count; empty: neither"}, writeScope, readScope},
	text("street", `^\d*$`, "division code of the street; left out where fewer than five legs share all that is said of them",
		"乡镇街道区划代码；相同者不足五件时不列", func(l *Line) *string { return &l.Street }),
	text("subject", `^[^\r\n]*$`, "first level of the subject; left out as the street is", "一级内容分类；不足五件时不列", func(l *Line) *string { return &l.Subject }),
	text("kind", `^[a-z_]*$`, "kind of the case; left out as the street is", "诉求类型；不足五件时不列", func(l *Line) *string { return &l.Kind }),
	text("month", `^(\d{4}-\d{2})?$`, "month of dispatch; left out as the street is", "交办月份；不足五件时不列", func(l *Line) *string { return &l.Month }),
}

func text(key, pattern, en, zh string, at func(*Line) *string) Column {
	return Column{key, regexp.MustCompile(pattern), i18n.Text{Zh: zh, En: en},
		func(l *Line) string { return *at(l) },
		func(l *Line, s string) bool { *at(l) = s; return true }}
}

func verdict(key, en, zh string, at func(*Line) *survey.Verdict) Column {
	return Column{key, regexp.MustCompile(`^(satisfied|basic|dissatisfied|unreached|declined)?$`), i18n.Text{Zh: zh, En: en},
		func(l *Line) string { return string(*at(l)) },
		func(l *Line, s string) bool { *at(l) = survey.Verdict(s); return s == "" || at(l).Valid() }}
}

func clock(key, en, zh string, at func(*Line) *scoring.Punctual) Column {
	words := map[scoring.Punctual]string{scoring.NotDue: "", scoring.Met: "met", scoring.Missed: "missed"}
	return Column{key, regexp.MustCompile(`^(met|missed)?$`), i18n.Text{Zh: zh, En: en},
		func(l *Line) string { return words[*at(l)] },
		func(l *Line, s string) bool {
			for p, word := range words {
				if word == s {
					*at(l) = p
					return true
				}
			}
			return false
		}}
}

func number(key, en, zh string, at func(*Line) *int) Column {
	return Column{key, regexp.MustCompile(`^\d+$`), i18n.Text{Zh: zh, En: en},
		func(l *Line) string { return strconv.Itoa(*at(l)) },
		func(l *Line, s string) bool {
			n, ok := count(s)
			*at(l) = int(n)
			return ok
		}}
}

// most bounds a number: no leg has a thousand million of anything.
const most = 1_000_000_000

// count reads a number as it is written: no sign, no noughts before it.
func count(s string) (int64, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil && n >= 0 && n <= most && strconv.FormatInt(n, 10) == s
}

func writeDays(l *Line) string {
	if !l.Closed {
		return ""
	}
	return strconv.FormatInt(l.Length.Days, 10)
}

func readDays(l *Line, s string) (ok bool) {
	if s == "" {
		return true
	}
	l.Closed = true
	l.Length.Days, ok = count(s)
	return ok && l.Length.Days < 100_000
}

func writeMicros(l *Line) string {
	if !l.Closed {
		return ""
	}
	return strconv.FormatInt(l.Length.Micros, 10)
}

// microsPerDay bounds what is left of a day.
const microsPerDay = 24 * 60 * 60 * 1_000_000

func readMicros(l *Line, s string) bool {
	if s == "" {
		return !l.Closed
	}
	n, err := strconv.ParseInt(s, 10, 64)
	l.Length.Micros = n
	return err == nil && l.Closed && n >= 0 && n < microsPerDay && strconv.FormatInt(n, 10) == s
}

func writeScope(l *Line) string {
	switch l.Excluded {
	case scoring.OutOfSurvey:
		return "survey"
	case scoring.OutOfAll:
		return "all"
	}
	return ""
}

func readScope(l *Line, s string) bool {
	scope, ok := map[string]scoring.Scope{"": scoring.Counted, "survey": scoring.OutOfSurvey, "all": scoring.OutOfAll}[s]
	l.Excluded = scope
	return ok
}

// fits is nil for a text that reads as the column's.
func (c *Column) fits(l *Line, s string) error {
	if c.read(l, s) && c.Pattern.MatchString(s) {
		return nil
	}
	shown := s
	if r := []rune(s); len(r) > 40 {
		shown = string(r[:40]) + "…"
	}
	return errs.Newf(errs.Invalid, "openleg.cell", "%s is %q; expected %s", "%s 为 %q，应符合 %s", c.Key, strings.ToValidUTF8(shown, "?"), c.Pattern)
}
