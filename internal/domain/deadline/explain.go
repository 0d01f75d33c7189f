package deadline

import (
	"fmt"
	"time"

	"huying/internal/domain/calendar"
)

// Course is what happened to one clock: what an explanation starts from.
type Course struct {
	Start    time.Time
	Due      time.Time // as it stands on record
	Pauses   []Pause
	Extended []Extension
}

// Pause is one span in which the clock stood still; Until is zero while it does.
type Pause struct{ From, Until time.Time }

// Extension is one granted extension.
type Extension struct{ At, Before, After time.Time }

// LineKind is what a line of an explanation tells.
type LineKind string

const (
	LineStart    LineKind = "start"
	LineRule     LineKind = "rule"
	LineCounted  LineKind = "counted"
	LineSkipped  LineKind = "skipped"
	LineEnd      LineKind = "end"
	LinePause    LineKind = "pause"
	LineResume   LineKind = "resume"
	LineExtend   LineKind = "extend"
	LineDue      LineKind = "due"
	LineMoved    LineKind = "moved" // the record differs: set from outside, or by an amended calendar
	LineUnproven LineKind = "provisional"
)

// Line is one line of an explanation, with what it needs to be said in either
// language.
type Line struct {
	Kind  LineKind
	At    time.Time // in the region's time zone
	From  calendar.Date
	To    calendar.Date
	N     int // counted so far
	Why   calendar.Why
	Limit Limit
	Rule  Rule
}

// Explain derives a due time line by line: where it starts, each run of days
// counted or skipped and why, the end of the last day, pauses, extensions.
// The last line is the due time on record; where the derivation comes to
// another, a line says so.
func Explain(cal *calendar.Calendar, r Rule, c Course) []Line {
	loc := cal.Location()
	x := &explaining{cal: cal, loc: loc}
	x.add(Line{Kind: LineStart, At: c.Start.In(loc), Rule: r})
	x.add(Line{Kind: LineRule, Limit: r.Limit, Rule: r})
	due, provisional := Due(cal, r, c.Start)
	x.days(r, c.Start, due)
	x.add(Line{Kind: LineEnd, At: due.In(loc), Rule: r, Limit: r.Limit})
	due = x.changes(r, c, due)
	if provisional {
		x.add(Line{Kind: LineUnproven})
	}
	if !due.Equal(c.Due) && !c.Due.IsZero() {
		x.add(Line{Kind: LineMoved, At: c.Due.In(loc)})
		due = c.Due
	}
	x.add(Line{Kind: LineDue, At: due.In(loc)})
	return x.lines
}

type explaining struct {
	cal   *calendar.Calendar
	loc   *time.Location
	lines []Line
}

func (x *explaining) add(l Line) { x.lines = append(x.lines, l) }

// days tells each run of days between the start and the end of a limit of
// days; other limits have none to count.
func (x *explaining) days(r Rule, start, due time.Time) {
	if !r.Limit.byDay() {
		return
	}
	first := calendar.DateOf(start, x.loc) + 1
	last := calendar.DateOf(due.Add(-time.Nanosecond), x.loc)
	counted := 0
	for d := first; d <= last; {
		why := x.cal.Why(d)
		counts := r.Limit.Unit == Days || why.Work
		run := d
		for run < last && x.same(r, why, x.cal.Why(run+1)) {
			run++
		}
		line := Line{Kind: LineSkipped, From: d, To: run, Why: why}
		if counts {
			counted += int(run-d) + 1
			line.Kind, line.N = LineCounted, counted
		}
		x.add(line)
		d = run + 1
	}
}

// same reports whether two days stand on the calendar for the same reason.
func (x *explaining) same(r Rule, a, b calendar.Why) bool {
	return r.Limit.Unit == Days || a.Work == b.Work && a.Name == b.Name
}

// changes tells pauses and extensions in the order in which they came.
func (x *explaining) changes(r Rule, c Course, due time.Time) time.Time {
	p, e := 0, 0
	for p < len(c.Pauses) || e < len(c.Extended) {
		if e == len(c.Extended) || p < len(c.Pauses) && c.Pauses[p].From.Before(c.Extended[e].At) {
			pause := c.Pauses[p]
			p++
			x.add(Line{Kind: LinePause, At: pause.From.In(x.loc)})
			if pause.Until.IsZero() {
				continue
			}
			due = Resume(x.cal, r, due, pause.From, pause.Until)
			x.add(Line{Kind: LineResume, At: pause.Until.In(x.loc)})
			continue
		}
		due = c.Extended[e].After
		x.add(Line{Kind: LineExtend, At: due.In(x.loc)})
		e++
	}
	return due
}

const moment = "2006-01-02 15:04"

func (l Line) span() string {
	if l.From == l.To {
		return l.From.String()
	}
	return l.From.String() + " – " + l.To.String()
}

var startNames = map[Start][2]string{"": {"即时起算", "counted at once"}, AtOnce: {"即时起算", "counted at once"}, NextDay: {"次日起算", "counted from the next day"}}

var endNames = map[End][2]string{
	"": {"当日 24:00", "24:00 of that day"}, Midnight: {"当日 24:00", "24:00 of that day"},
	Closing: {"当日下班时间", "closing time of that day"}, SameTime: {"与起算同一时刻", "the time of day it began at"},
}

// Chinese writes the line.
func (l Line) Chinese() string {
	switch l.Kind {
	case LineStart:
		return "起点：" + l.At.Format(moment)
	case LineRule:
		return fmt.Sprintf("期限：%s，%s%s", l.Limit.Chinese(), startNames[l.Rule.Start][0], basis("（依据：%s）", l.Rule.Basis))
	case LineCounted:
		return fmt.Sprintf("%s　计入，累计 %d 日（%s）", l.span(), l.N, l.Why.Chinese())
	case LineSkipped:
		return fmt.Sprintf("%s　不计（%s）", l.span(), l.Why.Chinese())
	case LineEnd:
		if !l.Limit.byDay() {
			return "期满：" + l.At.Format(moment)
		}
		return fmt.Sprintf("期满：%s（%s）", l.At.Format(moment), endNames[l.Rule.End][0])
	case LinePause:
		return "挂起：" + l.At.Format(moment) + " 起停止计时"
	case LineResume:
		return "恢复：" + l.At.Format(moment) + " 起继续计时，剩余时间不变"
	case LineExtend:
		return "延期至：" + l.At.Format(moment)
	case LineMoved:
		return "在案期限为 " + l.At.Format(moment) + "（由外部设定或因日历调整）"
	case LineUnproven:
		return "所跨年份的节假日安排尚未公布，期限为暂定"
	}
	return "到期：" + l.At.Format(moment)
}

// English writes the line.
func (l Line) English() string {
	switch l.Kind {
	case LineStart:
		return "starts " + l.At.Format(moment)
	case LineRule:
		return fmt.Sprintf("limit %s, %s%s", l.Limit, startNames[l.Rule.Start][1], basis(" (basis: %s)", l.Rule.Basis))
	case LineCounted:
		return fmt.Sprintf("%s counted, %d so far (%s)", l.span(), l.N, l.Why.English())
	case LineSkipped:
		return fmt.Sprintf("%s not counted (%s)", l.span(), l.Why.English())
	case LineEnd:
		if !l.Limit.byDay() {
			return "runs out " + l.At.Format(moment)
		}
		return fmt.Sprintf("runs out %s (%s)", l.At.Format(moment), endNames[l.Rule.End][1])
	case LinePause:
		return "paused " + l.At.Format(moment)
	case LineResume:
		return "resumed " + l.At.Format(moment) + ", with the time that was left"
	case LineExtend:
		return "extended to " + l.At.Format(moment)
	case LineMoved:
		return "on record as " + l.At.Format(moment) + " (set from outside, or moved by an amended calendar)"
	case LineUnproven:
		return "provisional: the holidays of a year on the way are not published yet"
	}
	return "due " + l.At.Format(moment)
}

func basis(format, text string) string {
	if text == "" {
		return ""
	}
	return fmt.Sprintf(format, text)
}
