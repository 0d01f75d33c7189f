package errs

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Kind says what the caller can do about an error. Kinds are few on purpose.
type Kind uint8

const (
	// Internal is everything unexpected; its text is never shown to a client.
	Internal Kind = iota
	// Invalid is input that cannot be accepted as it stands.
	Invalid
	// NotFound is something asked for that is not there, or not the actor's to see.
	NotFound
	// Conflict is a change that lost to another, or does not fit the present state.
	Conflict
	// Denied is an act that the actor may not do.
	Denied
	// Unready is a service or installation that cannot serve yet.
	Unready
)

var kindNames = [...]string{"internal", "invalid", "not_found", "conflict", "denied", "unready"}

// String returns the kind's stable name.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "internal"
}

// Error carries what went wrong through all layers. Op is set once a layer,
// Code is stable and dotted ("case.not_found"), En and Zh are safe to show.
type Error struct {
	Kind Kind
	Op   string
	Code string
	En   string
	Zh   string
	At   Position
	Err  error

	bare func() (en, zh string) // without what was quoted; nil: nothing was
}

// Position is a place in an input file. Zero parts are unknown: a line
// starts at 1, a column is the 1-based field (CSV, sheet) or character (YAML).
type Position struct {
	File   string
	Line   int
	Column int
}

// String formats the position as file:line:column, without unknown parts; a
// place in a file that is not known is :line:column.
func (p Position) String() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		fmt.Fprintf(&b, ":%d", p.Line)
		if p.Column > 0 {
			fmt.Fprintf(&b, ":%d", p.Column)
		}
	}
	return b.String()
}

// IsZero reports whether the position says nothing.
func (p Position) IsZero() bool { return p == Position{} }

// New makes an error of a kind with a stable code and both messages.
func New(kind Kind, code, en, zh string) *Error {
	return &Error{Kind: kind, Code: code, En: en, Zh: zh}
}

// Newf is New with both messages formatted from the same arguments: a Chinese
// text that needs them in other order names them, as in %[2]s.
//
// What the English text quotes (%q) is input; Discreet leaves it out.
func Newf(kind Kind, code, en, zh string, args ...any) *Error {
	e := &Error{Kind: kind, Code: code, En: fmt.Sprintf(en, args...), Zh: fmt.Sprintf(zh, args...)}
	if strings.Contains(en, "q") {
		e.bare = func() (string, string) {
			untold := withoutQuoted(en, args)
			return fmt.Sprintf(en, untold...), fmt.Sprintf(zh, untold...)
		}
	}
	return e
}

// Invalidf makes an Invalid error with an English message, used where the
// text quotes input and has no translation of its own.
func Invalidf(code, format string, args ...any) *Error {
	return &Error{Kind: Invalid, Code: code, En: fmt.Sprintf(format, args...)}
}

// Wrap adds the operation of one layer; nil stays nil.
func Wrap(op string, err error) error {
	if err == nil {
		return nil
	}
	return &Error{Kind: KindOf(err), Op: op, Err: err}
}

// At returns the error placed at a position of an input file; nil stays nil.
func At(p Position, err error) error {
	if err == nil {
		return nil
	}
	return &Error{Kind: KindOf(err), At: p, Err: err}
}

// Error formats the whole chain for a log or a terminal.
func (e *Error) Error() string {
	var parts []string
	if !e.At.IsZero() {
		parts = append(parts, e.At.String())
	}
	if e.Op != "" {
		parts = append(parts, e.Op)
	}
	switch {
	case e.En != "" && e.Zh != "":
		parts = append(parts, e.En+" / "+e.Zh)
	case e.En != "":
		parts = append(parts, e.En)
	case e.Zh != "":
		parts = append(parts, e.Zh)
	case e.Err == nil && e.Code != "":
		parts = append(parts, e.Code)
	}
	if e.Err != nil {
		parts = append(parts, e.Err.Error())
	}
	return strings.Join(parts, ": ")
}

// Unwrap returns the wrapped error.
func (e *Error) Unwrap() error { return e.Err }

// KindOf returns the first kind other than Internal in the chain. Errors that
// were joined are looked through one after the other.
func KindOf(err error) Kind {
	kind := Internal
	first(err, func(e *Error) bool {
		kind = e.Kind
		return kind != Internal
	})
	return kind
}

// CodeOf returns the outermost stable code in the chain, or "internal".
// Errors that were joined are looked through one after the other.
func CodeOf(err error) string {
	code := ""
	first(err, func(e *Error) bool {
		code = e.Code
		return code != ""
	})
	return cmp.Or(code, Internal.String())
}

// first walks the tree of errors from the outside, as errors.Is does, until
// one of ours fits, and reports whether one did.
func first(err error, fits func(*Error) bool) bool {
	if e, ok := err.(*Error); ok && fits(e) { //nolint:errorlint // it takes the tree apart link by link
		return true
	}
	switch x := err.(type) { //nolint:errorlint // likewise
	case interface{ Unwrap() error }:
		return first(x.Unwrap(), fits)
	case interface{ Unwrap() []error }:
		return slices.ContainsFunc(x.Unwrap(), func(err error) bool { return first(err, fits) })
	}
	return false
}

// Is reports whether the chain holds an error of the kind.
func Is(err error, kind Kind) bool { return err != nil && KindOf(err) == kind }

// Said returns the first message of the chain that may be shown, in English
// and Chinese; a language that it lacks is given in the other.
func Said(err error) (en, zh string) {
	first(err, func(e *Error) bool {
		en, zh = cmp.Or(e.En, e.Zh), cmp.Or(e.Zh, e.En)
		return en != ""
	})
	return en, zh
}

// Discreet is Said for whoever must not be told again what they sent: it may be
// somebody's, and logs and screens keep what they are told. What was quoted is
// left out, as "…".
func Discreet(err error) (en, zh string) {
	first(err, func(e *Error) bool {
		if en, zh = cmp.Or(e.En, e.Zh), cmp.Or(e.Zh, e.En); e.bare != nil {
			en, zh = e.bare()
		}
		return en != ""
	})
	return en, zh
}

// untold stands for a value in a message.
type untold struct{}

// Format writes an ellipsis, whatever the verb.
func (untold) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte("…")) }

// withoutQuoted returns the arguments with those left out that the format
// quotes.
func withoutQuoted(format string, args []any) []any {
	args = slices.Clone(args)
	next := 0
	for i := 0; i < len(format); i++ {
		if format[i] != '%' {
			continue
		}
		for i++; i < len(format) && strings.IndexByte("+-# 0123456789.[]", format[i]) >= 0; i++ {
			if format[i] == '[' {
				_, _ = fmt.Sscanf(format[i:], "[%d]", &next) // an index that is none is no number, and stays
				next--
			}
		}
		switch {
		case i == len(format), format[i] == '%':
			continue
		case format[i] == 'q' && next >= 0 && next < len(args):
			args[next] = untold{}
		}
		next++
	}
	return args
}
