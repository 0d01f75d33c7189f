package person

import (
	"strings"
	"unicode"
)

// Fold returns the plain form of a full-width letter, digit, sign or space,
// as Chinese input methods give them; other characters are themselves.
func Fold(r rune) rune {
	const first, last, distance = '！', '～', '！' - '!'
	switch {
	case r >= first && r <= last:
		return r - distance
	case r == '　' || r == '\u00a0':
		return ' '
	}
	return r
}

// tidy folds a text, and leaves out space at its ends and repeated within.
func tidy(text string) string {
	return strings.Join(strings.Fields(strings.Map(Fold, text)), " ")
}

// compact folds a code, in capitals, without the signs that people write
// between its groups.
func compact(text string) string {
	return strings.Map(func(r rune) rune {
		r = Fold(r)
		if unicode.IsSpace(r) || Joins(r) {
			return -1
		}
		return unicode.ToUpper(r)
	}, text)
}

// Joins reports whether people write the sign (folded) between the groups of
// one number.
func Joins(r rune) bool {
	switch r {
	case ' ', '\t', '-', '‐', '‑', '‒', '–', '—', '−', '.', '·', '•', '_', '(', ')', '/':
		return true
	}
	return false
}

// digits reports whether the text is made of digits alone.
func digits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != ""
}
