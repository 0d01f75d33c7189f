package vault

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"huying/internal/domain/identity"
	"huying/internal/domain/person"
	"huying/internal/domain/scrub"
	sealing "huying/internal/domain/vault"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Asked is what somebody wants to see in clear, and why.
type Asked struct {
	Case   ident.CaseID
	Fields []person.Field // each of them known by name
	Reason string         // of 2 to 200 characters
	// What it is for: Reveal where it is left empty, else Export or Print.
	What sealing.Use
}

var (
	errReason = errs.New(errs.Invalid, "reveal.reason", "say in 2 to 200 characters why", "请用 2 至 200 字说明查看原因")
	errFields = errs.New(errs.Invalid, "reveal.fields", "say which fields", "请指明要查看的信息项")
)

// Reveal returns those fields of who brought a case in clear, once it is on
// record that the account has seen them. Errors: NotFound for a case that the
// account does not see ("case.not_found"), or that nobody known brought
// ("person.not_found"); Denied "person.withheld"; Invalid for what is asked.
func (k *Keeper) Reveal(ctx context.Context, who identity.Account, a Asked) (person.Person, error) {
	reason, err := a.check()
	if err != nil {
		return person.Person{}, err
	}
	var plain person.Person
	err = k.o.Store.Update(ctx, func(tx *store.Tx) error {
		c, err := seen(tx, who, a.Case)
		if err != nil {
			return err
		}
		p, err := tx.PersonOf(a.Case)
		if err != nil {
			return err
		}
		by, err := mayReveal(who, c)
		if err != nil {
			return err
		}
		if plain, err = k.o.Vault.Open(p.Sealed, a.Fields...); err != nil {
			return err
		}
		return k.log(tx, sight{by: by, of: p, what: a.What, fields: a.Fields, reason: reason})
	})
	if err != nil {
		return person.Person{}, k.answer(ctx, who, "person.reveal", string(a.Case), err)
	}
	return plain, nil
}

// check returns the reason as it is kept: without anybody's numbers.
func (a *Asked) check() (string, error) {
	if a.What == "" {
		a.What = sealing.Reveal
	}
	for _, f := range a.Fields {
		if !f.Valid() {
			return "", errFields
		}
	}
	if len(a.Fields) == 0 || !slices.Contains([]sealing.Use{sealing.Reveal, sealing.Export, sealing.Print}, a.What) {
		return "", errFields
	}
	reason := strings.TrimSpace(a.Reason)
	const shortest, longest = 2, 200
	if n := utf8.RuneCountInString(reason); n < shortest || n > longest || !utf8.ValidString(reason) {
		return "", errReason
	}
	clean, _ := scrub.Scrub(reason)
	return clean, nil
}

// sight is one line of the log to be.
type sight struct {
	by     identity.Actor
	of     store.Person // zero: a search that found nothing
	what   sealing.Use
	fields []person.Field
	reason string
}

func (k *Keeper) log(tx *store.Tx, lines ...sight) error {
	rows := make([]store.Sight, len(lines))
	for i, s := range lines {
		id, err := k.o.IDs.New(tx.Now())
		if err != nil {
			return err
		}
		rows[i] = store.Sight{
			ID: id, Region: k.o.Region, Case: s.of.Case, Person: s.of.ID,
			Account: s.by.ID, Role: s.by.Role, What: s.what, Fields: s.fields, Reason: s.reason,
		}
	}
	return tx.PutSights(rows)
}
