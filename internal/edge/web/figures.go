package web

import (
	"huying/internal/domain/bulletin"
	"huying/internal/kernel/exact"
	"huying/internal/kernel/i18n"
)

// places is how many decimal places a figure is printed with, the same
// wherever it stands. A figure that has more keeps them.
func places(u bulletin.Unit) int {
	switch u {
	case bulletin.Percent, bulletin.Days:
		return 2
	case bulletin.Score:
		return 3
	}
	return 0
}

// printed writes a figure for a page; Unknown for nil.
func printed(u bulletin.Unit, v *exact.Value) string {
	if v == nil {
		return bulletin.Unknown
	}
	return v.Print(places(u))
}

// attached is a printed figure with its mark: "3.50天"; Unknown for nil.
func attached(lang i18n.Lang, u bulletin.Unit, v *exact.Value) string {
	if v == nil {
		return bulletin.Unknown
	}
	return u.Attach(lang, printed(u, v))
}

// signed writes points with their sign; nothing given or taken has none.
func signed(v exact.Value) string {
	text := v.Print(places(bulletin.Score))
	if v.Sign() > 0 {
		return "+" + text
	}
	return text
}
