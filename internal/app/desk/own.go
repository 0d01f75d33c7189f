package desk

import (
	"context"
	"crypto/hmac"

	"github.com/emmansun/gmsm/sm3"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/person"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// QueryCode returns the six characters 查询码 that open a case to whoever
// brought it, together with its number: a keyed digest of its identity, so
// that the same case always has the same, and none is kept.
func (d *Desk) QueryCode(id ident.CaseID) string {
	h := hmac.New(sm3.New, d.o.Key)
	h.Write([]byte("query code\x00" + string(id)))
	return ident.QueryCode([8]byte(h.Sum(nil)))
}

// Own reads a case for whoever brought it. Error: NotFound ("case.own"), the
// same for a number that is not there and for a code that does not open it.
func (d *Desk) Own(ctx context.Context, number ident.CaseNumber, code string) (*casework.Case, error) {
	var c *casework.Case
	err := d.o.Store.View(ctx, func(tx *store.Tx) (err error) {
		c, err = tx.CaseByNumber(d.o.Region, number)
		return err
	})
	switch {
	case errs.Is(err, errs.NotFound):
		d.opens("", code) // as long as for a case that is there
		return nil, errOwn
	case err != nil:
		return nil, errs.Wrap("desk.own", err)
	case !d.opens(c.ID, code):
		return nil, errOwn
	}
	return c, nil
}

func (d *Desk) opens(id ident.CaseID, code string) bool {
	return hmac.Equal([]byte(d.QueryCode(id)), []byte(code))
}

var errOwn = errs.New(errs.NotFound, "case.own", "no case has this number and query code", "没有与此编号和查询码相符的诉求件")

// Reporter is whoever opens a case by its number and query code: a citizen,
// nameless, who is held to that one case by whoever let them in.
func (d *Desk) Reporter() identity.Account {
	return identity.Account{ID: citizen, Login: citizen, Grants: []identity.Actor{identity.As(identity.Citizen, citizen, d.o.Region)}}
}

const citizen = "citizen"

// OwnAccount is under which the keys and files of whoever brought a case are
// kept: apart from those of other cases, and of people who sign in.
func OwnAccount(id ident.CaseID) ident.UserID { return ident.UserID("own " + id) }

// GiveOwn is Give for the reporter, who has opened the case; By is left to be
// filled.
func (d *Desk) GiveOwn(ctx context.Context, r Request) (Receipt, error) {
	r.By = d.Reporter().Grants[0]
	return d.Give(ctx, r)
}

// Submit receives what somebody has written down themselves on the public
// pages: the form is the registrar, under a name of its own, and the centre
// looks at it as at any other receipt.
func (d *Desk) Submit(ctx context.Context, n casework.NewIntake, who *person.Person, once Once) (Receipt, error) {
	n.Channel = casework.Web
	once.Account = publicForm
	return d.Give(ctx, Request{
		By: identity.As(identity.Registrar, publicForm, d.o.Region), Cmd: casework.Command{Do: casework.DoReceive, New: &n}, Person: who, Once: once,
	})
}

const publicForm = "public_form"
