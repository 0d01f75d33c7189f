package page

import (
	"crypto/rand"
	"encoding/hex"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"huying/internal/kernel/errs"
)

// Form 表单 is what a page asks for and where that is sent.
type Form struct {
	Action  string
	Fields  []Field
	Faults  []string // what was wrong with what was sent
	Once    string   // keeps it from being done twice (幂等键); empty: it may be
	Version int      // of the case that was shown; 0: none
	Submit  string   // the words on its button
	Cancel  string   // address to go back to; empty: no way back
}

// Field 表单项 is one thing that a form asks.
type Field struct {
	Name     string
	Label    string
	Hint     string
	Fault    string // what was wrong with what was sent for it
	Value    string
	Type     Type
	Options  []Option // of Select, Radio and Checks
	Required bool
	Focus    bool   // the cursor begins here
	Complete string // what browsers may fill in (autocomplete); empty: nothing
	Max      int    // characters; 0: as many as one likes
	Rows     int    // of Area
	Accept   string // of File: what it takes
}

// Option is one of several to choose from.
type Option struct {
	Value, Label string
	Chosen       bool
}

// Type is how a field is asked for.
type Type string

const (
	Line     Type = ""
	Area     Type = "textarea"
	Select   Type = "select"
	Radio    Type = "radio"
	Checks   Type = "checkbox"
	Password Type = "password"
	Phone    Type = "tel"
	Moment   Type = "datetime-local"
	Day      Type = "date"
	Count    Type = "number" // of things, from 1
	File     Type = "file"   // one or several; a form with one is sent as multipart/form-data
	Hidden   Type = "hidden"
)

// Chosen marks what a choice stands at.
func Chosen(options []Option, values ...string) []Option {
	all := make([]Option, len(options))
	for i, o := range options {
		for _, v := range values {
			o.Chosen = o.Chosen || o.Value == v
		}
		all[i] = o
	}
	return all
}

// Fill puts what was sent back into the fields, so that nothing has to be
// written twice. A password is never sent back.
func (f *Form) Fill(sent url.Values) {
	for i := range f.Fields {
		field := &f.Fields[i]
		values, was := sent[field.Name]
		switch {
		case !was && field.Type != Checks, field.Type == Password:
		case len(field.Options) > 0:
			for j := range field.Options {
				field.Options[j].Chosen = false
			}
			field.Options = Chosen(field.Options, values...)
		case was:
			field.Value = values[0]
		}
	}
}

// Blame puts what was wrong beside the fields that it was about, by name, and
// returns what is about none of them.
func (f *Form) Blame(wrong map[string]string) (rest []string) {
	left := maps.Clone(wrong)
	for i := range f.Fields {
		field := &f.Fields[i]
		field.Fault = wrong[field.Name]
		delete(left, field.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(left)) {
		rest = append(rest, left[name])
	}
	return rest
}

// maxForm is how much a form may send, in bytes.
const maxForm = 256 << 10

// Sent reads what a form has sent. Error: Invalid for what is no form, or too
// much.
func (v *Visit) Sent() (url.Values, error) {
	v.Body = http.MaxBytesReader(nil, v.Body, maxForm)
	if err := v.ParseForm(); err != nil {
		return nil, v.Invalid("form.invalid", "error.form")
	}
	return v.PostForm, nil
}

// NewOnce is a key under which a form is done once.
func NewOnce() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand)
	return hex.EncodeToString(b[:])
}

// Told are the words of an error that its visitor can do something about; any
// other is returned.
func (v *Visit) Told(err error) ([]string, error) {
	switch errs.KindOf(err) {
	case errs.Invalid, errs.Denied, errs.Conflict, errs.NotFound:
		if said := Spoken(v.Lang, err); len(said) > 0 {
			return said, nil
		}
	}
	return nil, err
}

// Size is a number of bytes for people.
func Size(n int64) string {
	const kilo = 1 << 10
	switch {
	case n >= kilo*kilo:
		return strconv.FormatFloat(float64(n)/(kilo*kilo), 'f', 1, 64) + " MB"
	case n >= kilo:
		return strconv.FormatInt(n/kilo, 10) + " KB"
	}
	return strconv.FormatInt(n, 10) + " B"
}
