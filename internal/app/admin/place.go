package admin

import (
	"errors"
	"slices"
	"strings"

	"huying/internal/kernel/errs"
)

// textLines is where the lines of a block stand.
type textLines struct{ above, indent int }

// textLines finds a block below the mark at a position; nil when there is
// none, the text standing on one line.
func (r *reader) textLines(at errs.Position) *textLines {
	if at.Line < 1 || !strings.ContainsAny(r.lines[at.Line-1][min(at.Column-1, len(r.lines[at.Line-1])):], "|>") {
		return nil
	}
	for _, line := range r.lines[at.Line:] {
		if text := strings.TrimLeft(line, " "); text != "" {
			return &textLines{above: at.Line, indent: len(line) - len(text)}
		}
	}
	return nil
}

// place puts the problems of a rule's text where they stand in the file.
func (c RuleConfig) place(err error) error {
	if err == nil {
		return nil
	}
	var all []error
	for _, one := range apart(err) {
		at, inner := c.at, innermost(one)
		if c.file != nil && inner.Line > 0 {
			at.Line, at.Column = c.file.above+inner.Line, c.file.indent+max(inner.Column, 1)
		}
		all = append(all, errs.At(at, one))
	}
	return errors.Join(all...)
}

// apart takes joined errors apart.
func apart(err error) []error {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []error{err}
	}
	var all []error
	for _, one := range joined.Unwrap() {
		all = append(all, apart(one)...)
	}
	return all
}

// innermost is the place that an error names, within the rule's text.
func innermost(err error) errs.Position {
	var at errs.Position
	for err != nil {
		var e *errs.Error
		if !errors.As(err, &e) {
			break
		}
		if e.At.Line > 0 {
			at = e.At
		}
		err = e.Err
	}
	return at
}

// place puts what is wrong with the book where the rule at fault stands in the
// file, if it is one of the file's.
func (c Config) place(err error) error {
	if err == nil {
		return nil
	}
	var all []error
	for _, one := range apart(err) {
		var e *errs.Error
		for _, rule := range slices.Backward(c.Rules) {
			if errors.As(one, &e) && e.At.File == rule.rule().File() && !rule.at.IsZero() {
				one = errs.At(rule.at, one)
				break
			}
		}
		all = append(all, one)
	}
	return errors.Join(all...)
}
