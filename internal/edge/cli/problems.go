package cli

import (
	"errors"
	"slices"
	"strings"

	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

// lines says what went wrong in one line a problem, the place first:
// file:line:column: message. Equal problems are said once.
func lines(lang i18n.Lang, err error) []string {
	var said []string
	for _, problem := range flatten(err) {
		line := sentence(lang, problem)
		if at := place(problem); !at.IsZero() {
			line = at.String() + ": " + line
		}
		if !slices.Contains(said, line) {
			said = append(said, line)
		}
	}
	return said
}

// flatten takes lists of errors apart, also lists below a wrapping error: each
// problem then stands alone under the wrappings that it had.
func flatten(err error) []error {
	if err == nil {
		return nil
	}
	if usage, ok := err.(usageError); ok {
		return flatten(usage.error)
	}
	if list, ok := err.(interface{ Unwrap() []error }); ok && isList(err, list.Unwrap()) {
		var all []error
		for _, one := range list.Unwrap() {
			all = append(all, flatten(one)...)
		}
		return all
	}
	wrapping, ok := err.(*errs.Error)
	if !ok || wrapping.Err == nil {
		return []error{err}
	}
	inner := flatten(wrapping.Err)
	if len(inner) == 1 {
		return []error{err}
	}
	for i, one := range inner {
		alone := *wrapping
		alone.Kind, alone.Err = errs.KindOf(one), one
		inner[i] = &alone
	}
	return inner
}

// isList tells errors.Join and its like, which only put problems side by side,
// from fmt.Errorf with two %w, which weaves them into one sentence.
func isList(err error, parts []error) bool {
	texts := make([]string, len(parts))
	for i, part := range parts {
		texts[i] = part.Error()
	}
	return err.Error() == strings.Join(texts, "\n")
}

// place puts together where a problem lies: a reader of rows knows the line,
// the caller that opened the file its name. The outermost part wins.
func place(err error) errs.Position {
	var at errs.Position
	for err != nil {
		e, ok := errors.AsType[*errs.Error](err)
		if !ok {
			break
		}
		if at.File == "" {
			at.File = e.At.File
		}
		if at.Line == 0 {
			at.Line, at.Column = e.At.Line, e.At.Column
		}
		err = e.Err
	}
	return at
}

// sentence is the problem in the language, without its place, on one line.
func sentence(lang i18n.Lang, err error) string {
	var parts []string
	for err != nil {
		e, ok := err.(*errs.Error)
		if !ok {
			parts = append(parts, err.Error())
			break
		}
		parts = append(parts, e.Op, lang.Pick(e.Zh, e.En))
		err = e.Err
		if err == nil && lang.Pick(e.Zh, e.En) == "" {
			parts = append(parts, e.Code)
		}
	}
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	return strings.Join(strings.FieldsFunc(strings.Join(parts, ": "), isBreak), " ")
}

// isBreak reports the characters that would make two lines out of one.
func isBreak(r rune) bool { return r == '\n' || r == '\r' }
