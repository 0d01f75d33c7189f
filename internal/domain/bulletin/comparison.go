package bulletin

import "huying/internal/kernel/exact"

// way is how a sentence says that a figure went up, down or stayed.
type way struct{ up, down, mark string }

var (
	moreFewer   = way{"增加", "减少", ""}
	higherLower = way{"提高", "降低", "个百分点"}
	risenFallen = way{"上升", "下降", ""}
	longShort   = way{"延长", "缩短", "天"}
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
	if change.Sign() < 0 {
		return w.down + change.Abs().String() + w.mark
	}
	return w.up + change.String() + w.mark
}

// counted is the way for a count in the unit.
func counted(unit string) way { return way{moreFewer.up, moreFewer.down, unit} }
