package scrub

import (
	"regexp"
	"strings"
)

// sent are parts of a fault's text that may have been sent by somebody, or be
// of a row: what is quoted, what a database says of a key, an address of mail,
// and everything in Chinese, which our own faults say in English as well.
var sent = regexp.MustCompile("\"[^\"\n]*\"|\\B'[^'\n]*'|`[^`\n]*`|=\\([^)\n]*\\)|[^\\s\"'<>]+@[^\\s\"'<>]+|[\\p{Han}，。、；：！？“”‘’（）《》【】·]+")

// Fault is the text of a fault as it may stand in a log: what it is and where
// it happened, and nobody's number, name or words.
func Fault(text string) string {
	var b strings.Builder
	from := 0
	for _, f := range Find(text) {
		b.WriteString(text[from:f.Start])
		b.WriteString("[" + f.Kind.English() + "]")
		from = f.End
	}
	b.WriteString(text[from:])
	return sent.ReplaceAllString(b.String(), "…")
}
