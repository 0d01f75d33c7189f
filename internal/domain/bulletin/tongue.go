package bulletin

import (
	"strings"
	"unicode"

	"huying/internal/kernel/i18n"
)

// InLanguage returns the part of a text in the language, for a text written in
// both: Chinese, then " / ", then English, as schemes and topics write what
// they assume. The English may name something by its Chinese name. Any other
// text comes back whole.
func InLanguage(lang i18n.Lang, text string) string {
	zh, en, both := strings.Cut(text, " / ")
	if !both || han(zh) == 0 || latin(en) <= han(en) {
		return text
	}
	return lang.Pick(zh, en)
}

func han(s string) int { return letters(s, unicode.Han) }

func latin(s string) int { return letters(s, unicode.Latin) }

func letters(s string, script *unicode.RangeTable) int {
	n := 0
	for _, r := range s {
		if unicode.Is(script, r) {
			n++
		}
	}
	return n
}
