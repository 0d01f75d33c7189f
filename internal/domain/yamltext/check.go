package yamltext

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"huying/internal/kernel/errs"
)

// Checks collects everything that makes a value unusable, each problem with
// the path of the field that has it, so that a value read from a file and one
// built by a program are judged by the same rules.
type Checks struct {
	Code  string // of the errors, such as "policy.invalid"
	found []problem
}

type problem struct {
	path string
	err  error
}

// Fail reports a problem of the field at a path such as "rules[2].limit".
func (c *Checks) Fail(path, format string, args ...any) {
	c.found = append(c.found, problem{path, errs.Invalidf(c.Code, "%s: %s", path, fmt.Sprintf(format, args...))})
}

// Err returns all problems joined; nil when there are none.
func (c *Checks) Err() error {
	var all []error
	for _, p := range c.found {
		all = append(all, p.err)
	}
	return errors.Join(all...)
}

// Place adds the problems to those of the document that the value was read from.
func (c *Checks) Place(d *Document) {
	for _, p := range c.found {
		d.Fail(p.path, p.err)
	}
}

var keyForm = regexp.MustCompile(`^[a-z0-9]+([-_.][a-z0-9]+)*$`)

const (
	maxKey  = 64   // bytes
	maxText = 1000 // bytes
)

// Key asks for a name that files and references can carry.
func (c *Checks) Key(path, s string) {
	if !keyForm.MatchString(s) || len(s) > maxKey {
		c.Fail(path, "%q; expected lower-case letters and digits, joined by - _ or ., at most %d", s, maxKey)
	}
}

// Version asks for a version number.
func (c *Checks) Version(path string, v int) {
	if v < 1 {
		c.Fail(path, "%d; expected a whole number from 1", v)
	}
}

// Filled asks for a text of one line that is not empty.
func (c *Checks) Filled(path, s string) {
	if strings.TrimSpace(s) == "" {
		c.Fail(path, "empty; expected a text")
		return
	}
	c.Plain(path, s)
}

// Plain asks for a text of one line, perhaps empty.
func (c *Checks) Plain(path, s string) {
	hidden := func(r rune) bool { return !unicode.IsPrint(r) }
	switch {
	case len(s) > maxText:
		c.Fail(path, "%d bytes; expected at most %d", len(s), maxText)
	case !utf8.ValidString(s), strings.ContainsFunc(s, hidden):
		c.Fail(path, "%q has characters that do not print; expected one line of text", s)
	}
}

// OneOf asks for one of the known words.
func OneOf[T ~string](c *Checks, path string, got T, known ...T) {
	for _, k := range known {
		if got == k {
			return
		}
	}
	words := make([]string, len(known))
	for i, k := range known {
		words[i] = string(k)
	}
	c.Fail(path, "%q; expected %s", string(got), strings.Join(words, ", "))
}
