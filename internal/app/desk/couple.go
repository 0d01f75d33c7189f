package desk

import (
	"huying/internal/domain/casework"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// couples are the commands that bring another on a second case, in the same
// transaction: what is merged here is absorbed there.
var couples = map[casework.Action]casework.Action{
	casework.DoMerge:   casework.DoAbsorb,
	casework.DoUnmerge: casework.DoRelease,
}

// counterpart returns the case and command that go with a command.
func counterpart(cmd casework.Command, c *casework.Case) (mirrored, bool) {
	do, ok := couples[cmd.Do]
	if !ok {
		return mirrored{}, false
	}
	other := cmd.Target
	if cmd.Do == casework.DoUnmerge {
		other = c.MergedInto
	}
	return mirrored{id: other, do: do, of: c.ID}, true
}

type mirrored struct {
	id ident.CaseID
	do casework.Action
	of ident.CaseID
}

func (w *work) mirror(e Entry, m mirrored) error {
	h, err := w.get(m.id)
	if err != nil {
		return err
	}
	if e.live && e.At.Before(h.c.LastAt) {
		e.At = h.c.LastAt
	}
	e.Cmd = casework.Command{Do: m.do, Target: m.of}
	return w.give(h, e)
}

// linked sees to it that the cases which a new one says it comes from are
// there. Error: NotFound.
func (w *work) linked(from ...ident.CaseID) error {
	for _, id := range from {
		if id == "" {
			continue
		}
		if _, err := w.get(id); err != nil {
			return err
		}
	}
	return nil
}

// checkLinks holds a case that a command names to having been received for it:
// the parts of a split say which case they were split from, the case that
// takes over says which it reopens. Errors: NotFound, or Invalid "link.other".
func (w *work) checkLinks(c *casework.Case, cmd casework.Command) error {
	switch cmd.Do {
	case casework.DoSplit:
		for _, id := range cmd.Parts {
			part, err := w.get(id)
			if err != nil {
				return err
			}
			if part.c.SplitFrom != c.ID {
				return errs.New(errs.Invalid, "link.other", "a part was not received as split from this case", "所列诉求件不是从本件拆出的")
			}
		}
	case casework.DoReopen:
		next, err := w.get(cmd.Target)
		if err != nil {
			return err
		}
		if next.c.ReopenOf != c.ID {
			return errs.New(errs.Invalid, "link.other", "the case was not received as reopening this one", "所列诉求件不是对本件的重新受理")
		}
	}
	return nil
}
