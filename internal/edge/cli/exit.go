package cli

import (
	"errors"

	"huying/internal/edge/cli/door"
	"huying/internal/kernel/errs"
)

// Exit codes of design §4.1. Scripts rely on them.
const (
	exitOK      = 0
	exitFailed  = 1 // a failed check, or I/O, database and internal errors
	exitUsage   = 2 // wrong usage, not an installation, not built yet
	exitInvalid = 3 // unreadable or invalid input, and rows rejected by --skip-bad
)

// usageError is a command line that does not say what to do.
type usageError struct{ error }

// Unwrap returns what is wrong with the usage.
func (e usageError) Unwrap() error { return e.error }

// misuse makes an error for a command line that parses but asks for something
// that cannot be meant: exit code 2.
func misuse(en, zh string) error { return usageError{errs.New(errs.Invalid, door.Misuse, en, zh)} }

// exitCode is the one place where an error becomes an exit code. Of several
// problems the one that says least about the input wins: a full disk among
// bad rows is a failure, not bad input.
func exitCode(err error) int {
	if err == nil {
		return exitOK
	}
	if _, ok := errors.AsType[usageError](err); ok || errs.CodeOf(err) == door.Misuse {
		return exitUsage
	}
	code := exitInvalid
	for _, problem := range flatten(err) {
		code = min(code, kindCode(errs.KindOf(problem)))
	}
	return code
}

// kindCode is the exit code of one kind of error.
func kindCode(kind errs.Kind) int {
	switch kind {
	case errs.Invalid:
		return exitInvalid
	case errs.NotFound, errs.Unready:
		return exitUsage
	case errs.Conflict, errs.Denied, errs.Internal:
	}
	return exitFailed
}
