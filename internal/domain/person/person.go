package person

// Person 诉求人 is what is on record of who brings a case. Empty fields are
// not known. It is held in clear only while somebody with the right to it
// looks: at rest it is sealed by domain/vault.
type Person struct {
	Name       string `json:"name,omitempty"`
	Phone      string `json:"phone,omitempty"`
	Phone2     string `json:"phone2,omitempty"` // another number to answer to
	IDNumber   string `json:"id_number,omitempty"`
	Address    string `json:"address,omitempty"`
	Company    string `json:"company,omitempty"`
	CreditCode string `json:"credit_code,omitempty"` // of the company
	Note       string `json:"note,omitempty"`        // how to reach them, language, special needs
	Companions string `json:"companions,omitempty"`  // names of who came along, or signed with them
}

// Field 诉求人信息项 names one thing that is on record of a person.
type Field string

// The fields of a person.
const (
	Name       Field = "name"
	Phone      Field = "phone"
	Phone2     Field = "phone2"
	IDNumber   Field = "id_number"
	Address    Field = "address"
	Company    Field = "company"
	CreditCode Field = "credit_code"
	Note       Field = "note"
	Companions Field = "companions"
)

// Fields lists the fields in the order of the form.
func Fields() []Field {
	return []Field{Name, Phone, Phone2, IDNumber, Address, Company, CreditCode, Note, Companions}
}

// at is where a field is kept; nil for a field that there is not.
func (p *Person) at(f Field) *string {
	switch f {
	case Name:
		return &p.Name
	case Phone:
		return &p.Phone
	case Phone2:
		return &p.Phone2
	case IDNumber:
		return &p.IDNumber
	case Address:
		return &p.Address
	case Company:
		return &p.Company
	case CreditCode:
		return &p.CreditCode
	case Note:
		return &p.Note
	case Companions:
		return &p.Companions
	}
	return nil
}

// Valid reports whether there is such a field.
func (f Field) Valid() bool { return new(Person).at(f) != nil }

// Get returns a field; "" when it is not known, or there is no such field.
func (p Person) Get(f Field) string {
	if v := p.at(f); v != nil {
		return *v
	}
	return ""
}

// With returns the person with a field changed; an unknown field changes nothing.
func (p Person) With(f Field, value string) Person {
	if v := p.at(f); v != nil {
		*v = value
	}
	return p
}

// Only returns the person with no more than those fields.
func (p Person) Only(fields ...Field) Person {
	var few Person
	for _, f := range fields {
		few = few.With(f, p.Get(f))
	}
	return few
}

// IsZero reports whether nothing is known.
func (p Person) IsZero() bool { return p == Person{} }

// String says which fields are known and never what they hold, so that a
// person that ends up in a log names nobody.
func (p Person) String() string {
	s := "person("
	for _, f := range Fields() {
		if p.Get(f) != "" {
			if s != "person(" {
				s += " "
			}
			s += string(f)
		}
	}
	return s + ")"
}

// GoString is String, for %#v.
func (p Person) GoString() string { return p.String() }
