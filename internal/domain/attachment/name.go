package attachment

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"huying/internal/domain/scrub"
)

// maxName is how long a name may be, in characters, without its end.
const maxName = 80

// Name is how a file of that kind is called, from how it was called where it
// came from: without folders, without anybody's numbers, without signs that
// are no text, and with the end of its kind. A file without a name is called
// by what it is.
func Name(told string, k Kind) string {
	told = told[strings.LastIndexAny(told, `/\`)+1:]
	told = strings.TrimSuffix(told, path.Ext(told))
	told = strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError, !unicode.IsPrint(r), strings.ContainsRune(`<>:"|?*;%`, r):
			return -1
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, told)
	told, _ = scrub.Scrub(told)
	told = strings.Trim(told, " .")
	if n := 0; utf8.RuneCountInString(told) > maxName {
		for i := range told {
			if n == maxName {
				told = strings.TrimRight(told[:i], " .")
				break
			}
			n++
		}
	}
	if told == "" {
		told = strings.Fields(k.Chinese())[len(strings.Fields(k.Chinese()))-1]
	}
	return told + k.End()
}
