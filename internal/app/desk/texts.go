package desk

import (
	"context"

	"huying/internal/domain/casework"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// AlteredText is a text that does not say what the events of its case name.
type AlteredText struct {
	Case ident.CaseID
	Ref  casework.TextRef
}

// mostAltered keeps a forged or foreign key from flooding whoever asks.
const mostAltered = 200

// AlteredTexts holds every text that is kept against the keyed digest by which
// the events name it: the chain of events proves the digest, and this the text.
// A text that was erased is not there to be held. Under another installation's
// key no text is as it was: past the first, they are only counted.
func (d *Desk) AlteredTexts(ctx context.Context) (list []AlteredText, more int, err error) {
	err = d.o.Store.View(ctx, func(tx *store.Tx) error {
		list, more = nil, 0
		return tx.EachStretch(d.o.Region, func(s store.Stretch) error {
			return tx.EachText(s, func(id ident.CaseID, ref casework.TextRef, body string) {
				switch {
				case d.ref(body) == ref:
				case len(list) < mostAltered:
					list = append(list, AlteredText{id, ref})
				default:
					more++
				}
			})
		})
	})
	return list, more, errs.Wrap("desk.texts", err)
}
