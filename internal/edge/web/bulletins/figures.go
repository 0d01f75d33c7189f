package bulletins

import (
	"huying/internal/domain/bulletin"
	"huying/internal/kernel/exact"
	"huying/internal/kernel/i18n"
)

// attached is a printed figure with its mark: "3.50天"; Unknown for nil.
func attached(lang i18n.Lang, u bulletin.Unit, v *exact.Value) string {
	if v == nil {
		return bulletin.Unknown
	}
	return u.Attach(lang, u.Print(v))
}

// signed writes points with their sign; nothing given or taken has none.
func signed(v exact.Value) string {
	text := bulletin.Score.Print(&v)
	if v.Sign() > 0 {
		return "+" + text
	}
	return text
}
