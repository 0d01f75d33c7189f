package deadline

import (
	"strings"
	"unicode"

	"huying/internal/kernel/i18n"
)

// standing says how well a basis is known, by the mark that stands before it:
// "[A] …". The presets explain the marks.
type standing string

const (
	unmarked   standing = ""
	read       standing = "V" // in the source itself
	reported   standing = "S" // in a report or a mirror of it
	remembered standing = "M"
	assumed    standing = "A"
)

// Assumed reports whether a rule's basis is nobody's rule but an assumption.
func Assumed(basis string) bool {
	mark, _ := founded(basis)
	return mark == assumed
}

// founded splits a basis into its mark and its words.
func founded(basis string) (standing, string) {
	for _, s := range []standing{read, reported, remembered, assumed} {
		if text, ok := strings.CutPrefix(basis, "["+string(s)+"] "); ok {
			return s, text
		}
	}
	return unmarked, basis
}

// inLanguage is the part of a basis in the language, of one written in both:
// Chinese, then " / ", then English. One in Chinese alone has nothing to say in
// English.
func inLanguage(lang i18n.Lang, text string) string {
	zh, en, both := strings.Cut(text, " / ")
	if !both || hasHan(en) {
		zh, en = text, ""
		if !hasHan(text) {
			en = text
		}
	}
	if lang == i18n.English {
		return en
	}
	return zh
}

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// basisChinese says what the rule stands on, in brackets.
func basisChinese(basis string) string {
	mark, text := founded(basis)
	word := map[standing]string{reported: "据转述", remembered: "凭记忆", assumed: "假设"}[mark]
	if word == "" {
		word = "依据"
	}
	return "（" + word + "：" + inLanguage(i18n.Chinese, text) + "）"
}

// basisEnglish says what the rule stands on, in brackets.
func basisEnglish(basis string) string {
	mark, text := founded(basis)
	word := map[standing]string{reported: "as reported", remembered: "from memory", assumed: "assumed"}[mark]
	said := inLanguage(i18n.English, text)
	switch {
	case word == "" && said == "":
		return " (by a rule in Chinese)"
	case word == "":
		return " (basis: " + said + ")"
	case said == "":
		return " (" + word + ")"
	}
	return " (" + word + ": " + said + ")"
}
