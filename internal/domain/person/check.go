package person

import (
	"unicode"
	"unicode/utf8"

	"huying/internal/kernel/errs"
)

// longest bounds each field, in characters.
var longest = map[Field]int{Name: 64, Phone: 40, Phone2: 40, IDNumber: 40, Address: 200, Company: 100, CreditCode: 40, Note: 500, Companions: 500}

// Longest is how long a field may be, in characters.
func Longest(f Field) int { return longest[f] }

// Normal returns the person with every field checked and in its one form, so
// that the same number, however written, is found again. Errors: Invalid, with
// the code "person." and the field; "person.long" and "person.text" for what
// is too long, or holds signs that are no text.
func (p Person) Normal() (Person, error) {
	normal := map[Field]func(string) (string, error){
		Phone: NormalPhone, Phone2: NormalPhone, IDNumber: NormalIDNumber, CreditCode: NormalCreditCode,
	}
	for _, f := range Fields() {
		v, err := text(f, p.Get(f))
		if err == nil && v != "" && normal[f] != nil {
			v, err = normal[f](v)
		}
		if err != nil {
			return Person{}, errs.Wrap("person."+string(f), err)
		}
		p = p.With(f, v)
	}
	return p, nil
}

// text tidies a field, and refuses one that cannot be kept or printed.
func text(f Field, v string) (string, error) {
	if !utf8.ValidString(v) {
		return "", errText(f)
	}
	v = tidy(v)
	for _, r := range v {
		if unicode.IsControl(r) || r == utf8.RuneError {
			return "", errText(f)
		}
	}
	if utf8.RuneCountInString(v) > longest[f] {
		return "", errs.New(errs.Invalid, "person.long", f.English()+" is too long", f.Chinese()+"过长")
	}
	return v, nil
}

func errText(f Field) error {
	return errs.New(errs.Invalid, "person.text", f.English()+" holds signs that are no text", f.Chinese()+"含有无效字符")
}
