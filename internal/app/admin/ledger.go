package admin

import (
	"encoding/json"

	"huying/internal/domain/calendar"
	"huying/internal/domain/identity"
	"huying/internal/domain/org"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Author 经手人 is who changes something, in which role, and from where.
type Author struct {
	ID      ident.UserID
	Role    identity.Role
	Address string // without the port; empty: not over a network
}

// console is whoever has the installation's folder in hand.
func console() Author { return Author{ID: "console", Role: identity.Admin} }

// ledger is a transaction that changes a region's configuration, and puts on
// record what it changes.
type ledger struct {
	*store.Tx
	a    *Admin
	code ident.RegionCode
	by   Author
}

// detail is what the audit says of a change beside its object.
type detail map[string]any

// note puts a change on record.
func (l *ledger) note(action, object string, what detail) error {
	return l.add(action, object, store.Done, what)
}

func (l *ledger) add(action, object string, outcome store.AuditOutcome, what detail) error {
	id, err := l.a.ids.New(l.Now())
	if err != nil {
		return err
	}
	if what == nil {
		what = detail{}
	}
	text, err := json.Marshal(what)
	if err != nil {
		return err
	}
	return l.AddAudit(store.Audit{
		ID: id, Region: l.code, At: l.Now(), Account: l.by.ID, Role: l.by.Role, Action: action, Object: object,
		Outcome: outcome, Detail: string(text), Address: l.by.Address,
	})
}

// ledgerOn begins one on a transaction.
func (a *Admin) ledgerOn(tx *store.Tx, code ident.RegionCode, by Author) *ledger {
	return &ledger{Tx: tx, a: a, code: code, by: by}
}

// putRule puts a version on record, with what it says anew.
func (l *ledger) putRule(r rulebook.Rule, was string) error {
	r.By = l.by.ID
	if err := l.PutRule(l.code, r); err != nil {
		return err
	}
	d := diffOf(was, r.Text)
	if was == "" {
		d.Lines = nil // all of it is new, and stands in the rule itself
	}
	return l.note("config.put", r.Ref(), detail{"diff": d})
}

// unitDetail says what of a unit is another; all of it for a new one.
func unitDetail(was, is org.Unit) detail {
	d := detail{}
	for _, part := range []struct {
		name    string
		was, is string
	}{
		{"name", was.Name, is.Name}, {"list", string(was.List), string(is.List)}, {"kind", string(was.Kind), string(is.Kind)},
		{"parent", string(was.Parent), string(is.Parent)}, {"division", was.Division, is.Division},
		{"from", dayText(was.From), dayText(is.From)}, {"to", dayText(was.To), dayText(is.To)},
	} {
		if part.was != part.is {
			d[part.name] = [2]string{part.was, part.is}
		}
	}
	return d
}

func dayText(d calendar.Date) string {
	if d == 0 {
		return ""
	}
	return d.String()
}
