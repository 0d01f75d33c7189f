package vault

import (
	"context"
	"errors"

	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/store"
)

// answer is what comes back of an act that failed. That it was refused is put
// on record, after the transaction that was undone: whoever tries what is not
// theirs to see can be asked why.
func (k *Keeper) answer(ctx context.Context, who identity.Account, action, object string, err error) error {
	if errs.Is(err, errs.Denied) {
		err = errors.Join(err, k.o.Store.Update(ctx, func(tx *store.Tx) error {
			id, err := k.o.IDs.New(tx.Now())
			if err != nil {
				return err
			}
			return tx.AddAudit(store.Audit{
				ID: id, Region: k.o.Region, At: tx.Now(), Account: who.ID, Action: action, Object: object,
				Outcome: store.Refused, Detail: "{}",
			})
		}))
	}
	return errs.Wrap("vault."+action, err)
}
