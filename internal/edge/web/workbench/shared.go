package workbench

import (
	"context"

	"huying/internal/app/desk"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/rulebook"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
)

// What the rooms beside this one show alike: they ask with the same fields, and
// lead to the same addresses.

// CasePath is the address of a case.
func CasePath(number string) string { return casePath(number) }

// ActionPath is the address of an action's form; leg 0: on the case as a whole.
func ActionPath(number string, do casework.Action, leg int) string {
	return actionPath(number, do, leg)
}

// Spelt is a Chinese name, or the English code spelt out.
func Spelt(v *page.Visit, zh, code string) string { return spelt(v, zh, code) }

// ActionName is an action as a button says it.
func ActionName(v *page.Visit, do casework.Action) string { return actionName(v, do) }

// May reports whether any of the account's roles has a permission.
func May(who identity.Account, p identity.Permission) bool { return may(who, p) }

// IntakeFields are what is written down on receipt, but for who brings it and by
// which channel.
func IntakeFields(v *page.Visit, book *rulebook.Book) []page.Field { return intakeFields(v, book) }

// Listed are the words of one of the region's lists, to choose from; a line
// where the region has no such list.
func Listed(v *page.Visit, book *rulebook.Book, list string, required bool) ([]page.Option, page.Type) {
	return listed(v, book, list, required)
}

// Once keeps what a form asks for from being done twice, for one step of it.
func Once(v *page.Visit, key, digest string) desk.Once {
	if key == "" {
		return desk.Once{}
	}
	return desk.Once{Account: v.Who.ID, Key: "page " + key, Digest: v.URL.Path + " " + digest}
}

// OfferView is one action that may be taken, and the way to its form.
type OfferView = offerView

// Offered are the actions that the visitor may take on one leg of a case, or on
// the case as a whole (0), what it waits for first.
func Offered(ctx context.Context, v *page.Visit, d Desk, c *casework.Case, leg int) ([]OfferView, error) {
	offers, err := d.Offers(ctx, v.Who, c)
	return offerViews(v, string(c.Number), offers, leg), errs.Wrap("workbench.offers", err)
}

// OfferViews are the offers on one leg of a case, or on the case as a whole (0),
// what it waits for first.
func OfferViews(v *page.Visit, number string, offers []casework.Offer, leg int) []OfferView {
	return offerViews(v, number, offers, leg)
}

// AnswerFields ask what the citizen said when called back.
func AnswerFields(v *page.Visit) []page.Field { return answer(v) }
