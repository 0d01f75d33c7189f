package export

import (
	"regexp"
	"strings"
	"unicode"
)

// inlineMarks are the characters that Markdown or HTML inside it gives a
// meaning anywhere in a line.
const inlineMarks = "\\`*_{}[]<>#|~&!"

// lineStart are the marks that make a line a list, a heading rule or a code
// block when they come first.
var lineStart = regexp.MustCompile(`^([-+=]|\d+[.)])`)

// text escapes a text for Markdown. Line breaks and other control characters
// become spaces, since a text is one line of a table or paragraph.
func text(s string) string {
	var b strings.Builder
	for _, r := range strings.TrimSpace(s) {
		switch {
		case unicode.IsControl(r) || r == '\u2028' || r == '\u2029':
			b.WriteByte(' ')
		case strings.ContainsRune(inlineMarks, r):
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	return lineStart.ReplaceAllStringFunc(b.String(), func(mark string) string {
		return mark[:len(mark)-1] + "\\" + mark[len(mark)-1:]
	})
}
