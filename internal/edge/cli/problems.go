package cli

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"

	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

// lines says what went wrong in one line a problem, the place first:
// file:line:column: message. Equal problems are said once.
func lines(lang i18n.Lang, err error) []string {
	var said []string
	known := map[string]bool{}
	for _, problem := range flatten(err) {
		line := sentence(lang, problem)
		if at := place(problem); !at.IsZero() {
			line = at.String() + ": " + line
		}
		if !known[line] {
			said = append(said, line)
		}
		known[line] = true
	}
	return said
}

// flatten takes lists of errors apart, also lists below a wrapping error: each
// problem then stands alone under the wrappings that it had.
func flatten(err error) []error { return appendProblems(nil, err) }

// appendProblems is flatten onto a list: a reader of rows may have joined a
// hundred thousand errors one by one, each join inside the next.
func appendProblems(all []error, err error) []error {
	switch e := err.(type) {
	case nil:
		return all
	case usageError:
		return appendProblems(all, e.error)
	case interface{ Unwrap() []error }:
		if reflect.TypeOf(err) == woven {
			return append(all, err)
		}
		for _, one := range e.Unwrap() {
			all = appendProblems(all, one)
		}
		return all
	case *errs.Error:
		inner := flatten(e.Err)
		if len(inner) == 0 {
			return append(all, err)
		}
		for _, one := range inner {
			alone := *e
			if alone.Err = one; len(inner) > 1 {
				alone.Kind = errs.KindOf(one)
			}
			all = append(all, &alone)
		}
		return all
	}
	return append(all, err)
}

// woven is the type of an error that fmt.Errorf makes of several: one sentence,
// where errors.Join and its like only put problems side by side.
var woven = reflect.TypeOf(fmt.Errorf("%w%w", io.EOF, io.EOF))

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
// Which operation it befell is said of what nobody expected, for whoever looks
// into it; of anything else the problem itself says enough.
func sentence(lang i18n.Lang, err error) string {
	var parts []string
	expected := errs.KindOf(err) != errs.Internal
	for err != nil {
		e, ok := err.(*errs.Error)
		if !ok {
			parts = append(parts, err.Error())
			break
		}
		if !expected {
			parts = append(parts, e.Op)
		}
		parts = append(parts, lang.Pick(e.Zh, e.En))
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
