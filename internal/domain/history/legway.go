package history

import (
	"cmp"
	"slices"

	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
)

// legs gives what is still to be done on each leg.
func (w *way) legs() {
	if len(w.sent.legs) == 0 {
		return
	}
	if w.known != nil && w.known.Answer != nil {
		w.plan.fail(w.sent.legs[0].first(), colUnit, says("history.answered",
			"the case on record was answered by the centre itself; expected no unit", "已登记的本件由中心直接答复，承办单位应为空"))
		return
	}
	fresh := w.matchLegs()
	if len(fresh) == 0 {
		return
	}
	w.checkLead(fresh)
	w.checkTwice(fresh)
	inOrder(fresh)
	for i, t := range fresh {
		seq := i + 1
		if w.known != nil {
			seq += len(w.known.Legs)
		}
		w.dispatch(t, i == 0)
		w.work(t, &casework.Leg{Seq: seq, State: casework.ToSign}, nil)
	}
}

// inOrder puts legs in the order of their dispatch, the lead before those that
// assist it from the same moment.
func inOrder(legs []*told) {
	slices.SortStableFunc(legs, func(a, b *told) int {
		return cmp.Or(a.dispatched.Compare(b.dispatched), cmp.Compare(b.role, a.role))
	})
}

// matchLegs finds each leg on record, goes on with it, and returns those that
// are not.
func (w *way) matchLegs() []*told {
	var fresh []*told
	for _, t := range w.sent.legs {
		l := w.recorded(t)
		if l == nil {
			fresh = append(fresh, t)
			continue
		}
		if t.role != l.Role && (t.role != casework.Lead || l.Seq != leadOf(w.known)) {
			w.plan.fail(t.first(), colRole, says("history.recorded", "%s is %s here and %s on record; expected the same", "%s此处为 %s，已登记为 %s，应相同", colRole, sayRole(t.role), sayRole(l.Role)))
		}
		if signs := turns(w.known, deadline.Sign, l.Seq); len(signs) > 0 {
			w.match(colSignDue, t.signDue, everyDue(signs)...)
		}
		w.work(t, l, recordedCycles(w.known, l))
	}
	return fresh
}

// recorded is the leg of the same unit and moment of dispatch. One that was
// returned since is found too, unless another has taken its place.
func (w *way) recorded(t *told) *casework.Leg {
	if w.known == nil {
		return nil
	}
	u, _ := w.plan.sheet.setting.Units.Named(t.unit)
	var gone *casework.Leg
	for i := range w.known.Legs {
		l := &w.known.Legs[i]
		if l.Unit != u.ID || l.Role == casework.Child || !l.DispatchedAt.Equal(t.dispatched) {
			continue
		}
		if l.State.Live() {
			return l
		}
		gone = l
	}
	return gone
}

// checkLead: one unit leads a case, counting those on record.
func (w *way) checkLead(fresh []*told) {
	leads := 0
	if w.known != nil {
		for i := range w.known.Legs {
			if l := &w.known.Legs[i]; l.Role == casework.Lead && l.State.Live() {
				leads++
			}
		}
	}
	for _, t := range fresh {
		if t.role != casework.Lead {
			continue
		}
		if leads++; leads > 1 {
			w.plan.fail(t.first(), colRole, says("history.leads", "a second lead unit; expected exactly one, and assist for the others",
				"第二个主办单位；一件应只有一个主办，其余应为协办"))
		}
	}
	if leads == 0 {
		w.plan.fail(fresh[0].first(), colRole, says("history.no_lead", "no lead unit; expected exactly one", "没有主办单位；应有且只有一个"))
	}
}

// checkTwice: a unit carries one leg of a case.
func (w *way) checkTwice(fresh []*told) {
	seen := map[string]bool{}
	for _, t := range fresh {
		u, _ := w.plan.sheet.setting.Units.Named(t.unit)
		onRecord := w.known != nil && slices.ContainsFunc(w.known.Legs, func(l casework.Leg) bool { return l.Unit == u.ID && l.State.Live() })
		if seen[t.unit] || onRecord {
			w.plan.fail(t.first(), colDispatched, says("history.unit_twice",
				"unit %q has a leg of this case already, dispatched at another time; expected the same time", "单位“%s”在本件已有另一时间交办的任务，交办时间应相同", t.unit))
		}
		seen[t.unit] = true
	}
}

// dispatch gives a case to one more unit. The limits are those of the rows: an
// empty one is none.
func (w *way) dispatch(t *told, first bool) {
	do := casework.DoAddAssist
	if first && (w.known == nil || w.known.State == casework.Registered || w.known.State == casework.ToDispatch) {
		do = casework.DoDispatch
	}
	s := w.add(orderDispatch, stamp{t.dispatched, t.first()}, colDispatched, casework.Command{
		Do: do, Units: []casework.Assignment{{Role: t.role}},
		Dues: &casework.Dues{Sign: t.signDue.at, Close: t.cycles[0].closeDue.at},
	})
	s.Unit = t.unit
}
