package admin

import (
	"context"
	"slices"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Draft 草案 is a version of a rule that is to go on record.
type Draft struct {
	Kind rulebook.Kind
	Key  string
	Text string
	// Version is the one that the text is to be; 0: that which it names, or the
	// next.
	Version int
	// Revision is that of the configuration which the author has seen; 0: any.
	Revision int
	// Confirmed says that the author knows which limits move.
	Confirmed bool
}

// Page 分页 asks for a part of what would move.
type Page struct {
	After ident.CaseID
	Most  int
}

// Placed 已登记 is what became, or would become, of a draft.
type Placed struct {
	Rule     rulebook.Dated
	Revision int  // after it
	Fresh    bool // false: the very text is on record as this version
	Diff     Diff // from the version before
	Outlook  casework.Outlook
	Moved    int // cases on which limits were moved
}

// proposal is a draft beside everything that is on record.
type proposal struct {
	rule  rulebook.Rule
	was   string // the text of the version before
	fresh bool
	book  *rulebook.Book // with it
}

// Preview says what a draft would change, and which running limits it would
// move, and writes nothing. Errors: those of Put but for "config.moves".
func (o *Office) Preview(ctx context.Context, by Asker, d Draft, p Page) (Placed, error) {
	if _, err := o.author(by, needFor(d.Kind)); err != nil {
		return Placed{}, err
	}
	placed, err := o.preview(ctx, d, p)
	return placed, errs.Wrap("admin.preview", err)
}

func (o *Office) preview(ctx context.Context, d Draft, p Page) (Placed, error) {
	if err := known(d.Kind); err != nil {
		return Placed{}, err
	}
	var made proposal
	var revision int
	err := o.a.store.View(ctx, func(tx *store.Tx) (err error) {
		head, err := tx.Region(o.region)
		if err != nil {
			return err
		}
		if revision = head.Revision; d.Revision != 0 && revision != d.Revision {
			return errRevision
		}
		made, err = o.propose(tx, head, d)
		return err
	})
	if err != nil {
		return Placed{}, err
	}
	placed := Placed{Rule: made.rule.Date(), Revision: revision, Fresh: made.fresh, Diff: diffOf(made.was, made.rule.Text)}
	if made.fresh && movesLimits(d.Kind) {
		placed.Outlook, err = o.limits.Forecast(ctx, made.book, p.After, p.Most)
	}
	return placed, err
}

// needFor is the permission that a kind of rule takes: who gives rights to
// roles gives them to people.
func needFor(kind rulebook.Kind) identity.Permission {
	if kind == rulebook.Roles {
		return identity.ManagePeople
	}
	return identity.Configure
}

// movesLimits: a calendar counts days, and a policy names its calendar. The
// limits of another policy hold for what begins under it: running ones keep
// the rule that they began under.
func movesLimits(kind rulebook.Kind) bool {
	return kind == rulebook.Calendar || kind == rulebook.Policy
}

// Put puts a draft on record, and moves the running limits that it moves.
// Errors: Denied; Invalid, joined, each with its place in the text, for what
// cannot be read or does not go with the other rules; Conflict
// ("config.revision") when the configuration has been changed meanwhile;
// Conflict ("config.moves") when limits would move and that is not confirmed;
// Conflict for roles under which nobody would manage people, or somebody would
// hold what has to stay apart.
func (o *Office) Put(ctx context.Context, by Asker, d Draft) (Placed, error) {
	author, err := o.author(by, needFor(d.Kind))
	if err != nil {
		return Placed{}, err
	}
	placed, err := o.preview(ctx, d, Page{})
	if err != nil || !placed.Fresh {
		return placed, errs.Wrap("admin.put", err)
	}
	if placed.Outlook.Cases > 0 && !d.Confirmed {
		return placed, errMoves(placed.Outlook)
	}
	placed.Revision, err = o.change(ctx, author, d.Revision, func(l *ledger) error {
		head, err := l.Region(o.region)
		if err != nil {
			return err
		}
		made, err := o.propose(l.Tx, head, d)
		if err != nil {
			return err
		}
		if !made.fresh { // somebody was faster with the same
			return errRevision
		}
		placed.Rule = made.rule.Date()
		return l.putRule(made.rule, made.was)
	})
	if err == nil && movesLimits(d.Kind) {
		// The client may be gone; what is on record is carried out all the same.
		placed.Moved, err = o.limits.Recompute(context.WithoutCancel(ctx))
	}
	return placed, errs.Wrap("admin.put", err)
}

// errMoves is what a change comes to that moves limits which its author does not
// know of.
func errMoves(o casework.Outlook) error {
	return errs.Newf(errs.Conflict, "config.moves", "%d running limits of %d cases would move; look at the preview, then confirm",
		"将有 %d 个未结期限变动（涉及 %d 件），请先预览，再确认", o.Limits, o.Cases)
}

// propose puts a draft beside everything that is on record, and checks both it
// and all together.
func (o *Office) propose(tx *store.Tx, head rulebook.Head, d Draft) (proposal, error) {
	rules, err := tx.Rules(o.region)
	if err != nil {
		return proposal{}, err
	}
	there := slices.DeleteFunc(slices.Clone(rules), func(r rulebook.Rule) bool { return r.Kind != d.Kind || r.Key != d.Key })
	p := proposal{rule: RuleConfig{Kind: d.Kind, Key: d.Key, Version: d.Version, Text: d.Text}.rule()}
	if len(there) > 0 {
		p.was = there[len(there)-1].Text
	}
	if err := p.rule.Read(); err != nil { // what stands in the text comes before its version
		return p, err
	}
	if p.fresh, err = next(&p.rule, there); err != nil || !p.fresh {
		return p, err
	}
	units, err := tx.Units(o.region)
	if err != nil {
		return p, err
	}
	externals, err := tx.Externals(o.region)
	if err != nil {
		return p, err
	}
	if p.book, err = rulebook.New(head, units, append(rules, p.rule), externals); err != nil {
		return p, err
	}
	if err := p.book.Check(); err != nil {
		return p, err
	}
	return p, o.checkHolders(tx, d.Kind, p.book)
}

// checkHolders: under other rights somebody still manages people, and nobody
// comes to hold what has to stay apart.
func (o *Office) checkHolders(tx *store.Tx, kind rulebook.Kind, book *rulebook.Book) error {
	if kind != rulebook.Roles {
		return nil
	}
	all, err := tx.Accounts(o.region)
	if err != nil {
		return err
	}
	rights, kept, before := book.Rights(), false, false
	for _, a := range all {
		if a.Disabled {
			continue
		}
		if pair, clash := rights.Clash(a.Roles...); clash {
			return errs.Newf(errs.Conflict, "account.roles", "the account %s would hold %s and %s", "账号 %s 将同时持有 %s 与 %s", a.Login, pair.One, pair.Other)
		}
		before = true
		kept = kept || slices.ContainsFunc(a.Roles, func(role identity.Role) bool {
			right, _ := rights.Right(role)
			return slices.Contains(right.May, identity.ManagePeople)
		})
	}
	if before && !kept {
		return errs.New(errs.Conflict, "account.last", "then nobody could manage people any more", "此后将无人可管理人员")
	}
	return nil
}

// Fault 问题 is one thing that is wrong with a text, and where.
type Fault struct {
	At     errs.Position // in the text; line 0: with all of it
	Code   string
	En, Zh string
}

// Faults takes apart what Put and ParseConfig found.
func Faults(err error) []Fault {
	if err == nil {
		return nil
	}
	var all []Fault
	for _, one := range apart(unwrapped(err)) {
		f := Fault{At: innermost(one), Code: errs.CodeOf(one)}
		f.En, f.Zh = errs.Said(one)
		all = append(all, f)
	}
	return all
}

// unwrapped takes the operations off joined errors.
func unwrapped(err error) error {
	for {
		e, ok := err.(*errs.Error) //nolint:errorlint // link by link
		if !ok || e.Err == nil || e.En != "" || !e.At.IsZero() {
			return err
		}
		err = e.Err
	}
}
