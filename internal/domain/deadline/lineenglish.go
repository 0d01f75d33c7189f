package deadline

import "fmt"

// English writes the line for a page or a letter.
func (l Line) English() string {
	switch l.Kind {
	case LineStart:
		return fmt.Sprintf("%s from %s at %s%s", l.Rule.Limit.English(), l.Rule.Start.English(), stamp(l.At), basisEnglish(l.Note))
	case LineConvention:
		return l.conventionEnglish()
	case LineClosed:
		return fmt.Sprintf("%s: already past closing time, not counted", l.From)
	case LineCounted:
		if l.Rule.Limit.Measure == Days {
			return fmt.Sprintf("%s: %s", l.span(" to "), l.numbered("day"))
		}
		return fmt.Sprintf("%s: %s%s", l.span(" to "), l.numbered("working day"), l.why(" (", l.Reason.English(), ")"))
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
		return fmt.Sprintf("calendar amended to %[2]s on %[1]s: due %[3]s, counted anew", stamp(l.At), l.Note, dueStamp(l.Due))
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

// numbered writes which of the counted days a run holds.
func (l Line) numbered(day string) string {
	if l.From != l.To {
		day += "s"
	}
	return day + " " + l.ordinals(" to ")
}
