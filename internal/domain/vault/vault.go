package vault

import (
	"io"
	"sync/atomic"

	"huying/internal/domain/person"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// Vault 个人信息库 seals and opens persons under a ring that may be replaced
// while others use it. It is safe for use by several goroutines.
type Vault struct {
	ring   atomic.Pointer[Ring]
	random io.Reader
	load   func() (*Ring, error)
}

// New returns a vault. The random source must bear several goroutines, as
// crypto/rand.Reader does. Load reads the ring anew where it is kept, since
// another process may have rotated it; nil when there is no other.
func New(ring *Ring, random io.Reader, load func() (*Ring, error)) *Vault {
	v := &Vault{random: random, load: load}
	v.ring.Store(ring)
	return v
}

// Ring is the ring in use.
func (v *Vault) Ring() *Ring { return v.ring.Load() }

// Use puts another ring in use.
func (v *Vault) Use(r *Ring) { v.ring.Store(r) }

// Refresh reads the ring anew from where it is kept.
func (v *Vault) Refresh() error {
	if v.load == nil {
		return nil
	}
	r, err := v.load()
	if err == nil {
		v.Use(r)
	}
	return err
}

// Sealed 密封的诉求人 is a person as the store keeps it.
type Sealed struct {
	ID     ident.PersonID
	Key    string                  // that all fields are sealed under
	Fields map[person.Field]string // sealed; those that are known
	// Blind indexes; empty where the number is not known.
	Phone    string
	Phone2   string
	IDNumber string
}

// Seal seals a person in its normal form.
func (v *Vault) Seal(id ident.PersonID, p person.Person) (Sealed, error) {
	r := v.Ring()
	s := Sealed{
		ID: id, Key: r.Current(), Fields: map[person.Field]string{},
		Phone: r.Index(person.Phone, p.Phone), Phone2: r.Index(person.Phone2, p.Phone2), IDNumber: r.Index(person.IDNumber, p.IDNumber),
	}
	for _, f := range person.Fields() {
		value := p.Get(f)
		if value == "" {
			continue
		}
		sealed, err := r.Seal(v.random, Place{id, f}, value)
		if err != nil {
			return Sealed{}, err
		}
		s.Fields[f] = sealed
	}
	return s, nil
}

// Open opens those fields of a person, or all when none is named. A key that
// is not in the ring is looked for where the ring is kept. Errors are those of
// Ring.Open.
func (v *Vault) Open(s Sealed, fields ...person.Field) (person.Person, error) {
	p, err := open(v.Ring(), s, fields)
	if errs.CodeOf(err) == "vault.key" {
		if err := v.Refresh(); err != nil {
			return person.Person{}, err
		}
		p, err = open(v.Ring(), s, fields)
	}
	return p, err
}

func open(r *Ring, s Sealed, fields []person.Field) (person.Person, error) {
	if len(fields) == 0 {
		fields = person.Fields()
	}
	var p person.Person
	for _, f := range fields {
		sealed, known := s.Fields[f]
		if !known {
			continue
		}
		value, err := r.Open(Place{s.ID, f}, sealed)
		if err != nil {
			return person.Person{}, err
		}
		p = p.With(f, value)
	}
	return p, nil
}
