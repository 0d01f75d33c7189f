package people

import (
	"context"

	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
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

// Logins are the accounts of the region by login, for whoever reads the audit.
// Error: Denied without audit.view.
func (p *People) Logins(ctx context.Context, by identity.Account) (map[ident.UserID]string, error) {
	on := identity.Target{Region: p.o.Region}
	if _, ok := by.For(identity.ViewAudit, on); !ok {
		return nil, identity.Require(identity.Actor{}, identity.ViewAudit, on)
	}
	logins := map[ident.UserID]string{}
	err := p.o.Store.View(ctx, func(tx *store.Tx) error {
		all, err := tx.Accounts(p.o.Region)
		for _, a := range all {
			logins[a.ID] = a.Login
		}
		return err
	})
	return logins, errs.Wrap("people.logins", err)
}

// TookOut puts on record that somebody took so many lines of a list out as a
// file: whom a list holds, the record does not say.
func (p *People) TookOut(ctx context.Context, by identity.Account, list string, lines int) error {
	return errs.Wrap("people.took_out", p.o.Store.Update(ctx, func(tx *store.Tx) error {
		return p.note(tx, fact{by: by.ID, action: "list.export", object: list, detail: map[string]any{"lines": lines}})
	}))
}
