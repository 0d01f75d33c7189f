package insight

import (
	"context"
	"time"

	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/store"
)

// Queues are the counts of what is still to be done.
type Queues = store.Queues

// near is how far ahead a limit counts as coming soon in the counts of
// queues. The warning before a limit goes by working days; this is a glance.
const near = 24 * time.Hour

// Queues counts what an account has before it now.
func (in *Insight) Queues(ctx context.Context, s identity.Scope) (Queues, error) {
	var q Queues
	err := in.store.View(ctx, func(tx *store.Tx) (err error) {
		q, err = tx.Queues(in.region, s, tx.Now().Add(near))
		return err
	})
	return q, errs.Wrap("insight.queues", err)
}
