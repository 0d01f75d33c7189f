// Package yamltext reads and writes configuration as YAML: strictly, so that a
// misspelt field is an error, and with the place of every problem.
package yamltext

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"

	"huying/internal/kernel/errs"
)

// maxBytes bounds one document.
const maxBytes = 8 << 20

// Decode reads one YAML document into v. Unknown fields and fields given
// twice are errors. Error: Invalid, with file:line:column.
func Decode(data []byte, file string, v any) error {
	if len(data) > maxBytes {
		return errs.At(errs.Position{File: file}, errs.Invalidf("yaml.size", "%d bytes; expected at most %d", len(data), maxBytes))
	}
	err := yaml.UnmarshalWithOptions(data, v, yaml.Strict())
	if err == nil {
		return nil
	}
	at := errs.Position{File: file}
	message := strings.TrimSpace(err.Error())
	var y yaml.Error
	if errors.As(err, &y) {
		message = y.GetMessage()
		if t := y.GetToken(); t != nil && t.Position != nil {
			at.Line, at.Column = t.Position.Line, t.Position.Column
		}
	}
	var own *errs.Error
	if errors.As(err, &own) {
		message = own.Error()
	}
	return errs.At(at, errs.New(errs.Invalid, "yaml.invalid", message, ""))
}

// Encode writes v as YAML, two spaces a level.
func Encode(v any) ([]byte, error) {
	b, err := yaml.MarshalWithOptions(v, yaml.Indent(2), yaml.IndentSequence(true), yaml.UseLiteralStyleIfMultiline(true))
	if err != nil {
		return nil, errs.Wrap("yaml", fmt.Errorf("encode: %w", err))
	}
	return b, nil
}
