package desk

import (
	"context"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/person"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

var (
	errOldCase = errs.New(errs.Invalid, "person.case", "a person comes with a new case only", "诉求人信息只能随新受理的诉求件登记")
	errNoVault = errs.New(errs.Unready, "vault.missing",
		"this installation has no keys.json, so no person can be kept; make one with huying keys rotate", "本安装缺少 keys.json，无法保存诉求人信息；请运行 huying keys rotate 生成")
)

// Receive puts a new case on record together with who brings it, in one
// transaction: neither is ever there without the other. Errors are those of
// Give and person.Normal; Unready "vault.missing" for a desk without a vault.
func (d *Desk) Receive(ctx context.Context, by identity.Actor, cmd casework.Command, p person.Person) (*casework.Case, error) {
	done, err := d.Give(ctx, Request{By: by, Cmd: cmd, Person: &p})
	return done.Case, err
}

// enter seals who brings a new case, and puts the keyed digest of the person
// into its intake: what the events say is worth nothing once the row is gone.
func (w *work) enter(n *casework.NewIntake, p *person.Person) ([]store.Person, error) {
	if p == nil || p.IsZero() {
		return nil, nil
	}
	if w.d.o.Vault == nil {
		return nil, errNoVault
	}
	normal, err := p.Normal()
	if err != nil || normal.IsZero() {
		return nil, err
	}
	if err := w.holdKey(); err != nil {
		return nil, err
	}
	id, err := w.d.o.IDs.New(w.now)
	if err != nil {
		return nil, err
	}
	sealed, err := w.d.o.Vault.Seal(ident.PersonID(id), normal)
	if err != nil {
		return nil, err
	}
	n.Person = w.d.ref("person " + id)
	return []store.Person{{Sealed: sealed, Region: w.d.o.Region, Case: n.ID}}, nil
}

// holdKey makes sure that what is sealed now can be opened later: no rotation
// may drop the current key before this transaction ends. A process that has
// not heard of a rotation reads its ring anew.
func (w *work) holdKey() error {
	v := w.d.o.Vault
	current := v.Ring().Current()
	if w.key == current {
		return nil
	}
	held, err := w.tx.HoldVaultKey(current)
	if held {
		w.key = current
	}
	if held || err != nil {
		return err
	}
	if err := v.Refresh(); err != nil {
		return err
	}
	keys := v.Ring().Keys()
	return w.tx.PutVaultKey(keys[len(keys)-1])
}
