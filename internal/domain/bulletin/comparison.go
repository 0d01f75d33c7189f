package bulletin

import (
	"huying/internal/kernel/exact"
	"huying/internal/kernel/i18n"
)

// way is how a sentence says that a figure of a unit went up, down or stayed.
type way struct {
	up, down, mark string
	unit           Unit
}

var (
	higherLower = way{"提高", "降低", "个百分点", Percent}
	risenFallen = way{"上升", "下降", "", Score}
	longShort   = way{"延长", "缩短", "天", Days}
)

// onYear is the clause that compares with the same period of the year before;
// empty when there is nothing to compare with.
func (w way) onYear(change *exact.Value) string {
	switch {
	case change == nil:
		return ""
	case change.Sign() == 0:
		return "与上年同期持平"
	}
	return "比上年同期" + w.by(*change)
}

// by says the change without what it is compared with.
func (w way) by(change exact.Value) string {
	size := w.unit.Print(change.Abs().Ptr())
	if change.Sign() < 0 {
		return w.down + size + w.mark
	}
	return w.up + size + w.mark
}

// counted is the way for a count.
func counted(unit Unit) way { return way{"增加", "减少", unit.Mark(i18n.Chinese), unit} }

// Moved says how the figure changed on the same period of the year before:
// "缩短0.3天", "0.3 days shorter"; empty when that is unknown.
func (f Figure) Moved(lang i18n.Lang) string {
	if f.Change == nil {
		return ""
	}
	if lang == i18n.English {
		return f.movedEnglish()
	}
	if f.Change.Sign() == 0 {
		return "持平"
	}
	switch f.Unit {
	case Percent:
		return higherLower.by(*f.Change)
	case Days:
		return longShort.by(*f.Change)
	case Score:
		return risenFallen.by(*f.Change)
	}
	return counted(f.Unit).by(*f.Change)
}

func (f Figure) movedEnglish() string {
	if f.Change.Sign() == 0 {
		return "unchanged"
	}
	up, down, mark := "more", "fewer", " "
	switch f.Unit {
	case Percent:
		up, down, mark = "higher", "lower", " points "
	case Days:
		up, down, mark = "longer", "shorter", " days "
	case Score:
		up, down = "higher", "lower"
	}
	size := f.Unit.Print(f.Change.Abs().Ptr()) + mark
	if f.Change.Sign() < 0 {
		return size + down
	}
	return size + up
}
