package vault

import (
	"huying/internal/domain/person"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// Secrets 小密文 seals small secrets that are no person's, such as that of a
// device which shows sign-in codes, under the same ring. Rotation seals those
// of accounts anew as it does persons.
type Secrets struct{ vault *Vault }

// Secrets returns the vault as one for small secrets.
func (v *Vault) Secrets() Secrets { return Secrets{v} }

// Device is the field that the secret of an account's device is sealed for.
const Device = "totp"

// Seal seals a secret for a field of the record with that id.
func (s Secrets) Seal(field, id, plain string) (string, error) {
	return s.vault.Ring().Seal(s.vault.random, Place{ident.PersonID(id), person.Field(field)}, plain)
}

// Open opens what was sealed for the field of that record. Errors are those of
// Ring.Open.
func (s Secrets) Open(field, id, sealed string) (string, error) {
	at := Place{ident.PersonID(id), person.Field(field)}
	text, err := s.vault.Ring().Open(at, sealed)
	if errs.CodeOf(err) != "vault.key" {
		return text, err
	}
	if err := s.vault.Refresh(); err != nil {
		return "", err
	}
	return s.vault.Ring().Open(at, sealed)
}
