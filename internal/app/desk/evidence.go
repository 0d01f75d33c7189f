package desk

import (
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/store"
)

var errEvidence = errs.New(errs.Invalid, "evidence.unknown",
	"evidence names a file that is no attachment of this case; put it with the case first", "附件不属于该诉求件，请先上传")

// evidence is what an event keeps of the attachments that a command names: the
// identifier of each, and after a point the keyed digest of its bytes, so that
// nobody can put another file in its place unseen. Only attachments of the very
// case are evidence, and of those what whoever names them may know: a file that
// is kept from them is refused as one that is not there, lest guessing tells.
func (w *work) evidence(c *casework.Case, who identity.Account, named []casework.TextRef) ([]casework.TextRef, error) {
	if len(named) == 0 {
		return nil, nil
	}
	if w.tx == nil {
		return nil, errInside
	}
	list, err := w.tx.AttachmentsOf(c.ID)
	if err != nil {
		return nil, err
	}
	known := map[casework.TextRef]casework.TextRef{}
	for _, a := range list {
		if !mayName(who, c, a) {
			continue
		}
		known[casework.TextRef(a.ID)] = casework.TextRef(a.ID) + "." + w.d.ref("attachment "+a.Digest)
	}
	kept := make([]casework.TextRef, len(named))
	for i, id := range named {
		if kept[i] = known[id]; kept[i] == "" {
			return nil, errEvidence
		}
	}
	return kept, nil
}

// mayName reports whether a file may be evidence of what an account does:
// whoever brought the case names what they have sent themselves.
func mayName(who identity.Account, c *casework.Case, a store.Attachment) bool {
	if who.ID == citizen {
		return a.Account == OwnAccount(c.ID)
	}
	return a.ShownTo(who, c)
}

// who is the account that gives the command; of one that is given in a single
// role, just that.
func (e Entry) who() identity.Account {
	if e.account != nil {
		return *e.account
	}
	return identity.Account{ID: e.By.ID, Grants: []identity.Actor{e.By}}
}
