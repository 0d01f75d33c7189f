// Package i18n holds the two languages that Huying speaks and the catalogues
// of messages in them. Every package with words of its own keeps its own
// Catalogue beside the code; this package only reads and checks them.
package i18n

import (
	"strings"

	"huying/internal/kernel/errs"
)

// Lang is a language that messages exist in. The zero Lang is Chinese, the
// language of the people who use the platform.
type Lang string

const (
	Chinese Lang = "zh-CN"
	English Lang = "en"
)

// Langs returns the languages that every message has.
func Langs() []Lang { return []Lang{Chinese, English} }

// ParseLang reads zh, zh-CN, zh_CN.UTF-8, en, en-GB and the like; only the
// primary subtag counts. Any other language is an Invalid error.
func ParseLang(s string) (Lang, error) {
	primary, _, _ := strings.Cut(strings.ReplaceAll(s, "_", "-"), "-")
	primary, _, _ = strings.Cut(primary, ".")
	switch strings.ToLower(primary) {
	case "zh":
		return Chinese, nil
	case "en":
		return English, nil
	}
	return "", errs.Newf(errs.Invalid, "lang.unknown", "%q is not a language of Huying; expected zh or en", "没有语言“%s”，应为 zh 或 en", s)
}

// UnmarshalText reads what ParseLang reads.
func (l *Lang) UnmarshalText(b []byte) error {
	v, err := ParseLang(string(b))
	if err != nil {
		return err
	}
	*l = v
	return nil
}

// Pick returns the text in the language, or the other one when that is empty:
// a message in the wrong language serves better than none.
func (l Lang) Pick(zh, en string) string {
	if l == English && en != "" || zh == "" {
		return en
	}
	return zh
}
