package desk

import (
	"huying/internal/domain/casework"
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
	e.Cmd = casework.Command{Do: m.do, Target: m.of}
	return w.give(h, e)
}
