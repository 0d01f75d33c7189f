package demo

import (
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/survey"
)

// Early 2020: how many cases are handled and answered without anything
// special about them. What is special is counted in oddities.
const (
	winterHandled = 250
	winterDirect  = 110
	winterMean    = 3 // days, about
)

// winter plans January to March 2020: the few hundred cases behind tens of
// thousands of calls, among them everything that seldom happens, and the
// stories.
func (p *planner) winter() {
	w := &winter{planner: p, pacer: &pacer{r: p.stage.r, y: p.stage.y}, days: p.stage.y.days(Epidemic())}
	for range winterHandled {
		w.play(w.handled(w.day()))
	}
	for range winterDirect {
		w.play(w.direct())
	}
	w.oddities()
	w.stories()
	p.scenario.Contacts = w.contacts()
}

type winter struct {
	*planner
	pacer *pacer
	days  []option[calendar.Date]
	calls []Contact // of the cases that were phoned in
}

func (w *winter) from() time.Time { return Epidemic().From.Start(w.stage.y.cal.Location()) }

func (w *winter) day() calendar.Date {
	d, _ := choose(w.stage.r, w.days)
	return d
}

// play is planner.play for a case that a call opened.
func (w *winter) play(c *planned) {
	s := w.script(c)
	w.finish(s, s.play(w.from()))
}

// finish keeps the steps, and the call that opened the case.
func (w *winter) finish(s *script, steps []Step) []Step {
	w.keep(steps)
	if s.c.channel == casework.Phone && steps[0].At.Before(w.end()) {
		w.calls = append(w.calls, Contact{At: steps[0].At.Add(-90 * time.Second), Case: s.n, Opens: true, Tags: epidemicTags(s.c.m)})
	}
	return steps
}

// matter draws what people called about: more often than not the epidemic,
// once it was there.
func (w *winter) matter(day calendar.Date, sort func(*wording) bool) *matter {
	pool := w.usual
	if day >= epidemicBegins() && !oneIn(w.stage.r, 3) {
		pool = w.cold
	}
	var options []option[*matter]
	for _, m := range pool {
		if m.tag.Topic == "" && m.can(sort) && (m.key != "code" || day >= healthCodeBegins()) {
			options = append(options, option[*matter]{m, m.weight})
		}
	}
	m, _ := choose(w.stage.r, options)
	return m
}

// handled is a case for one unit.
func (w *winter) handled(day calendar.Date) *planned {
	m := w.matter(day, handled)
	return w.led(m, w.unitFor(m), day)
}

// unitFor draws a unit that the matter concerns.
func (w *winter) unitFor(m *matter) string {
	var options []option[string]
	for _, u := range w.stage.roster.units {
		options = append(options, option[string]{u.Name, m.fits(u)})
	}
	unit, _ := choose(w.stage.r, options)
	return unit
}

// led is a case about a matter that the unit leads.
func (w *winter) led(m *matter, unit string, day calendar.Date) *planned {
	c := w.about(m, handled, day)
	w.duty(c, unit, casework.Lead)
	k := &classifier{r: w.stage.r, roster: w.stage.roster, places: w.places}
	k.locate(c)
	k.disclose(c)
	return c
}

// about is a case without a unit.
func (w *winter) about(m *matter, sort func(*wording) bool, day calendar.Date) *planned {
	c := &planned{m: m, day: day, words: facts{}, place: w.places.pick(w.stage.r, "")}
	c.words["place"] = c.place.name
	c.text, c.kind = m.word(w.stage.r, sort, "")
	if oneIn(w.stage.r, 2) {
		c.subject = m.subject
	}
	return c
}

// duty gives a unit a part in the case, with a closing day and a verdict.
func (w *winter) duty(c *planned, unit string, role casework.LegRole) *duty {
	d := c.add(unit, role)
	d.closed = w.pacer.draw(d, winterMean)
	d.verdict, _ = choose(w.stage.r, []option[survey.Verdict]{
		{survey.Satisfied, 68}, {survey.Basic, 4}, {survey.Dissatisfied, 5}, {survey.Unreached, 15}, {survey.Declined, 8},
	})
	return d
}

func (w *winter) direct() *planned {
	day := w.day()
	return w.about(w.matter(day, answered), answered, day)
}
