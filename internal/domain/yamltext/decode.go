package yamltext

import (
	"errors"
	"strings"

	"github.com/goccy/go-yaml"

	"huying/internal/kernel/errs"
)

// Decode reads one YAML document into v, by its yaml tags. Unknown fields and
// fields given twice are errors. Error: Invalid, with file:line:column.
func Decode(data []byte, file string, v any) error {
	d := &Document{file: file}
	if !d.acceptable(data) {
		return d.Err()
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
	return errs.At(at, errs.Newf(errs.Invalid, "yaml.invalid", "%s", "YAML有误：%s", message))
}
