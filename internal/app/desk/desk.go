package desk

import (
	"context"
	"encoding/hex"
	"sync/atomic"
	"time"

	"github.com/emmansun/gmsm/sm3"

	"crypto/hmac"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/rulebook"
	"huying/internal/domain/vault"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Options are what a Desk stands on.
type Options struct {
	Store  *store.Store
	Region ident.RegionCode
	IDs    *ident.Source
	// Key is the installation's digest key, kept outside the database.
	Key []byte
	// Vault seals who brings a case; without one the desk keeps nobody.
	Vault *vault.Vault
	// Simulated makes the moment of entry the recorded moment, as it would be
	// had the commands been given then. Only the simulator sets it.
	Simulated bool
	// Announce asks, in the transaction of a command, for what others are to be
	// told of it; the revision is that of the configuration which the command was
	// decided by. Nil: nobody is told.
	Announce func(tx *store.Tx, revision int, changes []store.Change) error
	// Committed is called when a command is durable. It must not wait. Nil:
	// nobody asks.
	Committed func()
}

// Desk gives commands on the cases of one region. It is safe for use by
// several goroutines.
type Desk struct {
	o     Options
	known *memory
	book  atomic.Pointer[rulebook.Book] // as last seen
}

// New returns a desk.
func New(o Options) *Desk { return &Desk{o: o, known: newMemory()} }

// env is what the region has decided, as casework wants it, on the local day.
func (d *Desk) env(book *rulebook.Book, day calendar.Date) (*casework.Env, error) {
	policy, err := book.PolicyOn(day)
	if err != nil {
		return nil, err
	}
	cal, err := book.CalendarOn(day)
	if err != nil {
		return nil, err
	}
	return &casework.Env{
		Policy: policy, Calendar: cal, Units: book.Units, Rules: book.RulesOn(day), Ref: d.ref, RuleNamed: book.RuleNamed,
		Words: rulebook.Words{Book: book},
	}, nil
}

// ref is the keyed digest of a text: without the key nobody can tell from an
// event what an erased text said, not even by guessing.
func (d *Desk) ref(text string) casework.TextRef {
	h := hmac.New(sm3.New, d.o.Key)
	h.Write([]byte(text))
	return casework.TextRef(hex.EncodeToString(h.Sum(nil)))
}

// LogContacts puts calls and visits on record.
func (d *Desk) LogContacts(ctx context.Context, contacts []Contact) error {
	err := d.o.Store.Update(ctx, func(tx *store.Tx) error {
		book, err := tx.Book(d.o.Region)
		if err != nil {
			return err
		}
		list := make([]store.Contact, len(contacts))
		for i, c := range contacts {
			id, err := d.o.IDs.New(c.At)
			if err != nil {
				return err
			}
			list[i] = store.Contact{ID: ident.ContactID(id), Region: d.o.Region, Kind: c.Kind, Line: c.Line, At: c.At, Tags: c.Tags}
			if c.Case != nil {
				list[i].Case = c.Case.ID
			}
		}
		return tx.LogContacts(book.Location, list)
	})
	return errs.Wrap("desk.log_contacts", err)
}

// at is the local day of a moment in the region.
func day(t time.Time, loc *time.Location) calendar.Date { return calendar.DateOf(t, loc) }
