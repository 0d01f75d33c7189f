package demo

import (
	"slices"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/survey"
)

// turn is something that happens to few legs: how many in a thousand of those
// that last so many days, and what it is. Play returns the moment of its last
// step, or false when there is no time for it.
type turn struct {
	share, days int
	play        func(v *run, last time.Time) (time.Time, bool)
}

// turns are tried in their order; a leg takes the first that it draws.
func turns() []turn {
	return []turn{
		{40, 6, (*run).rework},
		{13, 3, (*run).sentBack},
		{8, 2, (*run).unitBack},
		{4, 5, (*run).suspend},
		{2, 4, (*run).suspendRefused},
		{3, 4, (*run).extendRefused},
		{12, 2, (*run).delegate},
	}
}

// course plays a leg up to the submission that will be accepted.
func (v *run) course() {
	if v.length >= 3 && perMille(v.r, 9) {
		v.returnRefused()
	}
	v.sign()
	last := v.work()
	if v.d.longer {
		last = v.extend(last)
	} else {
		for _, t := range turns() {
			if v.length < t.days || !v.ordinary || !perMille(v.r, t.share) {
				continue
			}
			if after, ok := t.play(v, last); ok {
				last = after
				break
			}
		}
	}
	v.submit(last)
}

// returnRefused: the unit says that the case is not its own; the centre says
// that it is. The time for signing begins again.
func (v *run) returnRefused() {
	asked := v.within(v.dispatched, v.closed)
	refused := v.within(asked, v.closed)
	v.unit(v.d, asked, identity.UnitClerk, casework.Command{Do: casework.DoReturn, Reason: reasonNotOurs, Basis: v.say("basis")})
	v.centreOn(v.d, refused, identity.Dispatcher, casework.Command{Do: casework.DoRejectReturn, Reason: reasonNoNeed})
	v.dispatched = refused
}

// extend asks for more time shortly before the limit, and gets it.
func (v *run) extend(last time.Time) time.Time {
	limit := v.y.cal.AddWorkdays(v.c.day, workdays(v.c.kind))
	asked := v.y.office(v.y.back(limit, between(v.r, 0, 2)))
	granted := v.y.soon(asked, 20, 150)
	if !asked.After(last) || !granted.Before(v.closed.Add(-time.Hour)) {
		return last // done before it had to ask
	}
	until := v.y.cal.AddWorkdays(v.c.day, workdays(v.c.kind)+1+extraWorkdays).At(v.y.cal.Location(), evening)
	reason := pick(v.r, []string{reasonEvidence, reasonWorks, reasonJoint})
	v.unit(v.d, asked, identity.UnitLeader, casework.Command{Do: casework.DoExtend, Reason: reason, Until: until, Note: v.say("extend")})
	v.centreOn(v.d, granted, identity.Dispatcher, casework.Command{Do: casework.DoGrantExtension})
	return granted
}

// ask plays a request of the unit and the centre's word on it, well before
// the closing.
func (v *run) ask(last time.Time, request, word casework.Command) (time.Time, bool) {
	asked := v.within(last, v.closed)
	said := v.y.soon(asked, 20, 180)
	if !said.Before(v.closed.Add(-time.Hour)) {
		return last, false
	}
	v.unit(v.d, asked, identity.UnitLeader, request)
	v.centreOn(v.d, said, identity.Dispatcher, word)
	return said, true
}

func (v *run) extendRefused(last time.Time) (time.Time, bool) {
	until := v.y.cal.AddWorkdays(v.c.day, workdays(v.c.kind)+3).At(v.y.cal.Location(), evening)
	return v.ask(last,
		casework.Command{Do: casework.DoExtend, Reason: reasonWorks, Until: until},
		casework.Command{Do: casework.DoRefuseExtension, Reason: reasonNoNeed})
}

func (v *run) suspendRefused(last time.Time) (time.Time, bool) {
	return v.ask(last,
		casework.Command{Do: casework.DoSuspend, Reason: reasonWeather},
		casework.Command{Do: casework.DoRefuseSuspend, Reason: reasonNoNeed})
}

// suspend halts the limit until the caller or the weather lets work go on.
func (v *run) suspend(last time.Time) (time.Time, bool) {
	resumed := v.y.office(v.y.back(v.d.closed, 1))
	halted := v.y.soon(v.within(last, v.closed), 20, 180)
	if !resumed.After(halted.Add(4 * time.Hour)) {
		return last, false
	}
	if _, ok := v.ask(last,
		casework.Command{Do: casework.DoSuspend, Reason: pick(v.r, []string{reasonSupplement, reasonWeather})},
		casework.Command{Do: casework.DoGrantSuspension}); !ok {
		return last, false
	}
	v.centreOn(v.d, resumed, identity.Dispatcher, casework.Command{Do: casework.DoResume, Reason: reasonDone})
	return resumed, true
}

// sentBack: the centre does not accept the first answer.
func (v *run) sentBack(last time.Time) (time.Time, bool) {
	submitted := v.y.office(v.y.back(v.d.closed, 1))
	back := v.y.soon(submitted, 20, 150)
	if !submitted.After(last) || !back.Before(v.closed.Add(-30*time.Minute)) {
		return last, false
	}
	v.unit(v.d, submitted, identity.Officer, v.submission(casework.DoSubmit))
	v.centreOn(v.d, back, identity.Reviewer, casework.Command{Do: casework.DoSendBack, Reason: reasonAnswer, Note: v.say("sendback")})
	return back, true
}

// unitBack: the unit's own leader does not.
func (v *run) unitBack(last time.Time) (time.Time, bool) {
	proposed := v.within(last, v.closed)
	back := v.within(proposed, v.closed)
	v.unit(v.d, proposed, identity.Officer, v.submission(casework.DoPropose))
	v.unit(v.d, back, identity.UnitLeader, casework.Command{Do: casework.DoUnitSendBack, Reason: reasonMissing, Note: v.say("unitback")})
	return back, true
}

// rework: the caller was not content with what was done first.
func (v *run) rework(last time.Time) (time.Time, bool) {
	again := v.y.back(v.d.closed, between(v.r, 1, 3))
	submitted := v.y.office(v.y.back(again, 1))
	accepted := v.y.soon(submitted, 8, 60)
	rung := v.ring(again-1, 1, accepted)
	reworked := rung.Add(v.y.minutes(3, 15))
	fits := submitted.After(last) && rung.After(accepted) && reworked.Before(v.closed.Add(-time.Hour))
	if !fits || !v.d.verdict.Surveyed() {
		return last, false
	}
	v.unit(v.d, submitted, identity.Officer, v.submission(casework.DoSubmit))
	v.centreOn(v.d, accepted, identity.Reviewer, casework.Command{Do: casework.DoAccept})
	v.reach(rung, casework.DoCallBack, survey.Dissatisfied)
	v.centreOn(v.d, reworked, identity.CallBackers, casework.Command{Do: casework.DoRework, Reason: reasonDissatisfy, Note: v.say("rework")})
	return reworked, true
}

// delegate hands the work down to a community of the street.
func (v *run) delegate(last time.Time) (time.Time, bool) {
	below, ok := v.roster.below(v.d.unit)
	if !ok {
		return last, false
	}
	child := &duty{unit: below, role: casework.Child, c: v.c}
	moments := []time.Time{v.within(last, v.closed)}
	for range 2 {
		moments = append(moments, v.within(moments[len(moments)-1], v.closed))
	}
	if !slices.IsSortedFunc(moments, time.Time.Compare) || !moments[2].Before(v.closed) {
		return last, false
	}
	v.unit(v.d, moments[0], identity.UnitClerk, casework.Command{Do: casework.DoDelegate, Unit: unitID(below), Note: v.say("delegate")}).spawn = []*duty{child}
	v.unit(child, moments[1], identity.UnitClerk, casework.Command{Do: casework.DoSign})
	v.unit(child, moments[2], identity.UnitClerk, casework.Command{Do: casework.DoCompleteChild, Reply: v.say("child")})
	return moments[2], true
}
