package people

import (
	"context"

	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/store"
)

// TrailFilter, TrailRow and TrailKey are the audit as edges ask for it.
type (
	TrailFilter  = store.AuditFilter
	TrailRow     = store.Audit
	TrailKey     = store.AuditKey
	TrailOutcome = store.AuditOutcome
)

// Trail reads one page of the region's audit, latest first; the filter's region
// is set here. Error: Denied without audit.view, which goes on record itself.
func (p *People) Trail(ctx context.Context, by identity.Account, f TrailFilter) ([]TrailRow, error) {
	on := identity.Target{Region: p.o.Region}
	if _, ok := by.For(identity.ViewAudit, on); !ok {
		err := identity.Require(identity.Actor{}, identity.ViewAudit, on)
		if noted := p.refuse(ctx, fact{by: by.ID, action: "audit.view"}); noted != nil {
			return nil, errs.Wrap("people.trail", noted)
		}
		return nil, err
	}
	const most = 500
	if f.Limit <= 0 || f.Limit > most {
		f.Limit = most
	}
	f.Region = p.o.Region
	var page []store.Audit
	err := p.o.Store.View(ctx, func(tx *store.Tx) (err error) {
		page, err = tx.AuditTrail(f)
		return err
	})
	return page, errs.Wrap("people.trail", err)
}
