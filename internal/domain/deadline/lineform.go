package deadline

import (
	"fmt"
	"strings"
	"time"

	"huying/internal/domain/calendar"
)

// Chinese writes the line for a page or a letter.
func (l Line) Chinese() string {
	switch l.Kind {
	case LineStart:
		return fmt.Sprintf("%s %s，期限%s（依据：%s）", stamp(l.At), l.Rule.Start.Chinese(), l.Rule.Limit.Chinese(), l.Note)
	case LineConvention:
		return l.conventionChinese()
	case LineClosed:
		return fmt.Sprintf("%s 已过下班时间，当日不计", l.From)
	case LineCounted:
		if l.Rule.Limit.Measure == Days {
			return fmt.Sprintf("%s 计第%s日", l.span("至"), ordinals(l.N-l.length()+1, l.N, "至"))
		}
		return fmt.Sprintf("%s 计第%s个工作日%s", l.span("至"), ordinals(l.N-l.length()+1, l.N, "至"), l.why("（", l.Reason.Chinese(), "）"))
	case LineWorked:
		return fmt.Sprintf("%s 计工作时间%s%s", l.span("至"), spell(l.Time, "小时", "分", "秒"), l.why("（", l.Reason.Chinese(), "）"))
	case LineSkipped:
		return fmt.Sprintf("%s 不计（%s）", l.span("至"), l.Reason.Chinese())
	case LineEnd:
		return fmt.Sprintf("末日 %s，%s", l.From, l.endChinese())
	case LinePaused:
		if l.Until.IsZero() {
			return fmt.Sprintf("%s 挂起，暂停计时，剩余%s", stamp(l.At), l.leftChinese())
		}
		return fmt.Sprintf("%s 挂起，%s 恢复，剩余%s，截止顺延至 %s", stamp(l.At), stamp(l.Until), l.leftChinese(), dueStamp(l.Due))
	case LineExtended:
		return fmt.Sprintf("%s 批准延期至 %s", stamp(l.At), dueStamp(l.Due))
	case LineAmended:
		return fmt.Sprintf("%s 工作日历调整（%s），重算截止为 %s", stamp(l.At), l.Note, dueStamp(l.Due))
	case LineMoved:
		return fmt.Sprintf("按规则截止为 %s；在案截止另定为 %s", dueStamp(l.At), dueStamp(l.Due))
	case LineProvisional:
		return "所跨日期的节假日安排尚未公布，截止时间为暂定"
	}
	return "截止 " + dueStamp(l.Due)
}

func (l Line) conventionChinese() string {
	switch {
	case l.Rule.Convention == NextDay:
		return "自次日起算，当日不计"
	case l.Rule.Limit.byDay() && l.Rule.End != SameTime:
		return "当日起算，当日计入"
	}
	return "即时起算"
}

func (l Line) endChinese() string {
	switch {
	case l.Rule.End == SameTime && !midnight(l.At):
		return "至与起算相同的时刻 " + l.At.Format(clockForm(l.At)) + " 止"
	case l.Rule.End == Closing && !midnight(l.At):
		return "至下班时间 " + l.At.Format("15:04") + " 止"
	}
	return "至 24:00 止"
}

func (l Line) leftChinese() string {
	return l.kindOfTime("工作时间", "工作日时间", "") + spell(l.Time, "小时", "分", "秒")
}

// kindOfTime says in what the rule's limit is measured while it is paused.
func (l Line) kindOfTime(openings, workdays, natural string) string {
	switch {
	case l.Rule.Limit.Measure == Workhours, l.Rule.Limit.Measure == Workdays && l.Rule.End == Closing:
		return openings
	case l.Rule.Limit.Measure == Workdays:
		return workdays
	}
	return natural
}

// English writes the line for a page or a letter.
func (l Line) English() string {
	switch l.Kind {
	case LineStart:
		return fmt.Sprintf("%s from %s at %s (basis: %s)", l.Rule.Limit.English(), l.Rule.Start.English(), stamp(l.At), l.Note)
	case LineConvention:
		return l.conventionEnglish()
	case LineClosed:
		return fmt.Sprintf("%s: already past closing time, not counted", l.From)
	case LineCounted:
		if l.Rule.Limit.Measure == Days {
			return fmt.Sprintf("%s: day %s", l.span(" to "), ordinals(l.N-l.length()+1, l.N, " to "))
		}
		return fmt.Sprintf("%s: working day %s%s", l.span(" to "), ordinals(l.N-l.length()+1, l.N, " to "), l.why(" (", l.Reason.English(), ")"))
	case LineWorked:
		return fmt.Sprintf("%s: %s of working time%s", l.span(" to "), spell(l.Time, " h", " min", " s"), l.why(" (", l.Reason.English(), ")"))
	case LineSkipped:
		return fmt.Sprintf("%s: not counted (%s)", l.span(" to "), l.Reason.English())
	case LineEnd:
		return fmt.Sprintf("the last day is %s, %s", l.From, l.endEnglish())
	case LinePaused:
		if l.Until.IsZero() {
			return fmt.Sprintf("suspended since %s with %s left", stamp(l.At), l.leftEnglish())
		}
		return fmt.Sprintf("suspended from %s to %s with %s left: due %s", stamp(l.At), stamp(l.Until), l.leftEnglish(), dueStamp(l.Due))
	case LineExtended:
		return fmt.Sprintf("extended on %s: due %s", stamp(l.At), dueStamp(l.Due))
	case LineAmended:
		return fmt.Sprintf("calendar amended on %s (%s): due %s", stamp(l.At), l.Note, dueStamp(l.Due))
	case LineMoved:
		return fmt.Sprintf("by the rule due %s; on record set to %s", dueStamp(l.At), dueStamp(l.Due))
	case LineProvisional:
		return "provisional: the holidays of some of these days are not published yet"
	}
	return "due " + dueStamp(l.Due)
}

func (l Line) conventionEnglish() string {
	switch {
	case l.Rule.Convention == NextDay:
		return "counted from the next day on"
	case l.Rule.Limit.byDay() && l.Rule.End != SameTime:
		return "counted from the same day on"
	}
	return "counted at once"
}

func (l Line) endEnglish() string {
	switch {
	case l.Rule.End == SameTime && !midnight(l.At):
		return "to the time of day of the start, " + l.At.Format(clockForm(l.At))
	case l.Rule.End == Closing && !midnight(l.At):
		return "to closing time, " + l.At.Format("15:04")
	}
	return "to 24:00"
}

func (l Line) leftEnglish() string {
	return spell(l.Time, " h", " min", " s") + l.kindOfTime(" of working time", " of working days", "")
}

// why puts the reason for counting a day in brackets, where it is not the
// usual one.
func (l Line) why(open, reason, end string) string {
	if l.Reason.Kind == calendar.Ordinary {
		return ""
	}
	return open + reason + end
}

// length is how many days the line's run has.
func (l Line) length() int { return int(l.To-l.From) + 1 }

// span writes a run of days.
func (l Line) span(to string) string {
	if l.From == l.To {
		return l.From.String()
	}
	return l.From.String() + to + l.To.String()
}

func ordinals(from, to int, word string) string {
	if from == to {
		return fmt.Sprint(to)
	}
	return fmt.Sprintf("%d%s%d", from, word, to)
}

// clockForm leaves out seconds where there are none.
func clockForm(t time.Time) string {
	if t.Second() == 0 {
		return "15:04"
	}
	return "15:04:05"
}

// stamp writes a moment.
func stamp(t time.Time) string { return t.Format(time.DateOnly + " " + clockForm(t)) }

// midnight reports whether a moment ends a day.
func midnight(t time.Time) bool {
	h, m, s := t.Clock()
	return h == 0 && m == 0 && s == 0 && t.Nanosecond() == 0
}

// dueStamp writes a due time; midnight belongs to the day that it ends.
func dueStamp(t time.Time) string {
	if midnight(t) {
		return t.Add(-time.Nanosecond).Format(time.DateOnly) + " 24:00"
	}
	return stamp(t)
}

// spell writes a span of time in its parts: 3小时30分, 3 h 30 min.
func spell(d time.Duration, hours, minutes, seconds string) string {
	var parts []string
	add := func(n time.Duration, word string) {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d%s", n, word))
		}
	}
	add(d/time.Hour, hours)
	add(d%time.Hour/time.Minute, minutes)
	add(d%time.Minute/time.Second, seconds)
	if len(parts) == 0 {
		return "0" + minutes
	}
	glue := ""
	if strings.HasPrefix(hours, " ") {
		glue = " "
	}
	return strings.Join(parts, glue)
}
