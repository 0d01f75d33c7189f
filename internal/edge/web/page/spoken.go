package page

import (
	"errors"

	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

// Spoken are the messages of an error that are made for people, in the
// language where they have one; operations and positions are for the log.
func Spoken(lang i18n.Lang, err error) []string {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var all []string
		for _, one := range joined.Unwrap() {
			all = append(all, Spoken(lang, one)...)
		}
		return all
	}
	if e, ok := err.(*errs.Error); ok { //nolint:errorlint // this layer alone is looked at; Unwrap leads to the next
		if said := lang.Pick(e.Zh, e.En); said != "" {
			return []string{said}
		}
	}
	if next := errors.Unwrap(err); next != nil {
		return Spoken(lang, next)
	}
	return nil
}
