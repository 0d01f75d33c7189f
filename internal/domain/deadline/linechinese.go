package deadline

import "fmt"

// Chinese writes the line for a page or a letter.
func (l Line) Chinese() string {
	switch l.Kind {
	case LineStart:
		return fmt.Sprintf("%s %s，期限%s%s", stamp(l.At), l.Rule.Start.Chinese(), l.Rule.Limit.Chinese(), basisChinese(l.Note))
	case LineConvention:
		return l.conventionChinese()
	case LineClosed:
		return fmt.Sprintf("%s 已过下班时间，当日不计", l.From)
	case LineCounted:
		if l.Rule.Limit.Measure == Days {
			return fmt.Sprintf("%s 计第%s日", l.span("至"), l.ordinals("至"))
		}
		return fmt.Sprintf("%s 计第%s个工作日%s", l.span("至"), l.ordinals("至"), l.why("（", l.Reason.Chinese(), "）"))
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
		return fmt.Sprintf("%s 工作日历调整为 %s，重算截止为 %s，计数如下", stamp(l.At), l.Note, dueStamp(l.Due))
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
		return "自当日起算"
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
