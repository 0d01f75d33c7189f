package desk

import (
	"context"
	"slices"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/rulebook"
	"huying/internal/domain/topic"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Called 来电、接待 is a call or a counter visit as it is taken: whether it opens
// a case or not, it is counted (design §4.3).
type Called struct {
	Kind string         // "call" or "visit"
	Line string         // which line or counter
	Tags []casework.Tag // topics that count contacts
	Case ident.CaseID   // the one that it opened or is about; empty: none
}

// mostLine bounds the name of a line, in characters.
const mostLine = 40

// Log puts a call or visit on record as of now, and returns its id. Errors:
// Denied ("denied") to who may not receive cases; Invalid ("contact.kind",
// "contact.line", "tag.unknown"); NotFound for a case that the account cannot
// see.
func (d *Desk) Log(ctx context.Context, who identity.Account, c Called) (ident.ContactID, error) {
	if _, may := who.For(identity.CaseReceive, identity.Target{Region: d.o.Region}); !may {
		return "", errs.New(errs.Denied, "denied", "calls are logged by those who receive cases", "来电、接待由受理人员登记")
	}
	switch {
	case c.Kind != "call" && c.Kind != "visit":
		return "", errs.New(errs.Invalid, "contact.kind", "what kind of contact is it? expected call or visit", "联系方式应为 call（来电）或 visit（接待）")
	case c.Line == "" || len([]rune(c.Line)) > mostLine:
		return "", errs.Newf(errs.Invalid, "contact.line", "which line or counter? expected 1 to %d characters", "线路或窗口应为1至%d个字", mostLine)
	}
	if c.Case != "" {
		if _, err := d.See(ctx, who, c.Case); err != nil {
			return "", err
		}
	}
	var made ident.ContactID
	err := d.o.Store.Update(ctx, func(tx *store.Tx) error {
		book, err := tx.Book(d.o.Region)
		if err != nil {
			return err
		}
		if err := casework.CheckTopics(rulebook.Words{Book: book}, c.Tags); err != nil {
			return err
		}
		id, err := d.o.IDs.New(tx.Now())
		if err != nil {
			return err
		}
		made = ident.ContactID(id)
		var tags []topic.Tag
		for _, t := range c.Tags {
			if tag := (topic.Tag{Topic: t.Topic, Facet: t.Facet}); !slices.Contains(tags, tag) {
				tags = append(tags, tag)
			}
		}
		if err := tx.LogContacts(book.Location, []store.Contact{{ID: made, Region: d.o.Region, Kind: c.Kind, Line: c.Line, At: tx.Now(), Case: c.Case, Tags: tags}}); err != nil {
			return err
		}
		return tx.Settle(id)
	})
	return made, errs.Wrap("desk.log", err)
}
