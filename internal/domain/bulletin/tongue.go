package bulletin

import (
	"strings"
	"unicode"

	"huying/internal/kernel/i18n"
)

// InLanguage returns the part of a text in the language, for a text written in
// both: Chinese, then " / ", then English, as schemes and topics write what
// they assume. Any other text comes back whole.
func InLanguage(lang i18n.Lang, text string) string {
	zh, en, both := strings.Cut(text, " / ")
	if !both || !hasHan(zh) || hasHan(en) {
		return text
	}
	return lang.Pick(zh, en)
}

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}
