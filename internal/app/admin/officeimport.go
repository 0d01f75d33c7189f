package admin

import (
	"context"
	"errors"
	"slices"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/rulebook"
	"huying/internal/domain/yamltext"
	"huying/internal/kernel/errs"
)

// Import 导入 is a configuration that is to come into force, all of it or
// nothing. What it does not name stays as it is.
type Import struct {
	Config Config
	// Revision is that of the configuration which the author has seen; 0: any.
	Revision int
	// Confirmed says that the author knows which limits move.
	Confirmed bool
}

// Imported 导入结果 is what an import changed, or would change.
type Imported struct {
	Revision int // after it
	Changes  []Change
	Outlook  casework.Outlook
	Moved    int // cases on which limits were moved
}

// Change 变更 is one thing that an import says anew.
type Change struct {
	Part    string // of TableNames
	Name    string // of the unit, the rule or the region
	Version int    // of a rule
	Diff    Diff   // from what was before
}

// Export reads the whole configuration. Error: Denied without configure or
// audit.view.
func (o *Office) Export(ctx context.Context, by Asker) (Config, error) {
	if err := o.mayRead(by); err != nil {
		return Config{}, err
	}
	return o.a.Config(ctx, o.region)
}

// PreviewImport says what an import would change and which running limits it
// would move, those of the first most cases by name, and writes nothing.
// Errors: those of Import but for "config.moves".
func (o *Office) PreviewImport(ctx context.Context, by Asker, in Import, most int) (Imported, error) {
	author, err := o.importer(by, in.Config)
	if err != nil {
		return Imported{}, err
	}
	seen, err := o.foresee(ctx, author, in, most)
	return seen, errs.Wrap("admin.preview_import", err)
}

// Import brings a configuration into force, and moves the running limits that it
// moves. Errors: Denied without configure, and with roles without
// people.manage; those of Apply, Put and CloseUnit.
func (o *Office) Import(ctx context.Context, by Asker, in Import) (Imported, error) {
	author, err := o.importer(by, in.Config)
	if err != nil {
		return Imported{}, err
	}
	seen, err := o.foresee(ctx, author, in, 0)
	if err != nil || len(seen.Changes) == 0 {
		return seen, errs.Wrap("admin.import", err)
	}
	if seen.Outlook.Cases > 0 && !in.Confirmed {
		return seen, errMoves(seen.Outlook)
	}
	seen.Revision, err = o.change(ctx, author, in.Revision, func(l *ledger) error {
		_, _, err := o.bring(l, in.Config)
		return err
	})
	if err == nil && in.movesLimits() {
		seen.Moved, err = o.limits.Recompute(context.WithoutCancel(ctx)) // as Put does
	}
	return seen, errs.Wrap("admin.import", err)
}

// importer is the role in which an account may import a configuration.
func (o *Office) importer(by Asker, c Config) (Author, error) {
	author, err := o.author(by, identity.Configure)
	for _, r := range c.Rules {
		if err == nil {
			_, err = o.author(by, needFor(r.Kind))
		}
	}
	return author, err
}

func (in Import) movesLimits() bool {
	return slices.ContainsFunc(in.Config.Rules, func(r RuleConfig) bool { return movesLimits(r.Kind) })
}

// errForeseen takes back what was done to see what would come of it.
var errForeseen = errors.New("foreseen")

func (o *Office) foresee(ctx context.Context, by Author, in Import, most int) (Imported, error) {
	var seen Imported
	var book *rulebook.Book
	revision, err := o.change(ctx, by, in.Revision, func(l *ledger) (err error) {
		if seen.Changes, book, err = o.bring(l, in.Config); err != nil {
			return err
		}
		return errForeseen
	})
	if !errors.Is(err, errForeseen) {
		return Imported{}, err
	}
	if seen.Revision = revision - 1; in.movesLimits() && len(seen.Changes) > 0 {
		seen.Outlook, err = o.limits.Forecast(ctx, book, "", most)
		return seen, err
	}
	return seen, nil
}

// bring writes a configuration and says what it changed.
func (o *Office) bring(l *ledger, c Config) ([]Change, *rulebook.Book, error) {
	was, err := configOn(l.Tx, o.region)
	if err != nil {
		return nil, nil, err
	}
	if _, err := l.apply(c); err != nil {
		return nil, nil, err
	}
	book, err := l.agreed(c)
	if err != nil {
		return nil, nil, err
	}
	if slices.ContainsFunc(c.Rules, func(r RuleConfig) bool { return r.Kind == rulebook.Roles }) {
		if err := o.checkHolders(l.Tx, rulebook.Roles, book); err != nil {
			return nil, nil, err
		}
	}
	if err := l.checkEnded(was, c, book); err != nil {
		return nil, nil, err
	}
	is, err := configOn(l.Tx, o.region)
	if err != nil {
		return nil, nil, err
	}
	all, err := changes(was, is)
	return all, book, err
}

// checkEnded: a unit that a configuration ends must have nothing open, as if it
// had been closed by itself.
func (l *ledger) checkEnded(was, c Config, book *rulebook.Book) error {
	today := calendar.DateOf(l.Now(), book.Location)
	for _, want := range c.Units {
		ended := slices.ContainsFunc(was.Units, func(u UnitConfig) bool { return u.Name == want.Name && u.To == want.To })
		if want.To == 0 || want.To > today || ended {
			continue
		}
		if u, ok := book.Units.Named(want.Name); ok {
			if err := l.checkIdle(u, book, want.To); err != nil {
				return errs.At(want.at, err)
			}
		}
	}
	return nil
}

// changes tells two configurations of a region apart, of which the second came
// from the first.
func changes(was, is Config) (all []Change, err error) {
	units := map[string]string{}
	for _, u := range was.Units {
		if units[u.Name], err = textOf(u); err != nil {
			return nil, err
		}
	}
	for _, u := range is.Units {
		text, err := textOf(u)
		if err != nil {
			return nil, err
		}
		if text != units[u.Name] {
			all = append(all, Change{Part: "units", Name: u.Name, Diff: diffOf(units[u.Name], text)})
		}
	}
	texts, versions := map[string]string{}, map[string]int{}
	for _, r := range was.Rules {
		texts[string(r.Kind)+" "+r.Key], versions[string(r.Kind)+" "+r.Key] = r.Text, r.Version
	}
	for _, r := range is.Rules {
		if name := string(r.Kind) + " " + r.Key; r.Version > versions[name] {
			all = append(all, Change{Part: string(r.Kind), Name: r.Key, Version: r.Version, Diff: diffOf(texts[name], r.Text)})
			texts[name] = r.Text
		}
	}
	for _, x := range is.External {
		if slices.ContainsFunc(was.External, func(w ExternalConfig) bool {
			return w.Name == x.Name && w.From == x.From && w.To == x.To && w.Recorded.Equal(x.Recorded)
		}) {
			continue
		}
		text, err := textOf(x)
		if err != nil {
			return nil, err
		}
		all = append(all, Change{Part: "external", Name: x.Name, Diff: diffOf("", text)})
	}
	return all, nil
}

func textOf(v any) (string, error) {
	text, err := yamltext.Encode(v)
	return string(text), err
}
