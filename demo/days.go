package demo

import (
	"math"
	"math/rand/v2"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/kernel/errs"
)

// pacer gives every case its day of dispatch and every leg its day of closing,
// so that the days of each unit's legs add up to its total exactly.
type pacer struct {
	r *rand.Rand
	y *rhythm
	q quarter
}

func (p *pacer) run(cases []*planned) error {
	days := p.y.days(p.q.period)
	byUnit := map[string][]*duty{}
	for _, c := range cases {
		c.day, _ = choose(p.r, days)
		for _, d := range c.duties {
			byUnit[d.unit] = append(byUnit[d.unit], d)
		}
	}
	for _, s := range p.q.shares {
		if err := p.unit(s, byUnit[s.unit]); err != nil {
			return err
		}
	}
	return nil
}

// few legs: the unit's days are too few for chance to even out, so that its
// cases come on days that a working day follows.
const few = 20

func (p *pacer) unit(s share, duties []*duty) error {
	if len(duties) < few {
		for _, d := range duties {
			for d.c.single() && (!p.y.cal.Workday(d.c.day) || !p.y.cal.Workday(d.c.day+1)) {
				d.c.day = p.q.period.From + calendar.Date(p.r.IntN(int(p.q.period.To-p.q.period.From)))
			}
		}
	}
	rest, err := p.sameDay(s, duties)
	if err != nil {
		return err
	}
	return p.fit(s.unit, s.days, rest)
}

// sameDay closes the first legs that one unit carries on their day of
// dispatch, sharing out the unit's time, and returns the other legs.
func (p *pacer) sameDay(s share, duties []*duty) ([]*duty, error) {
	var rest []*duty
	left, legs := s.sameDay, s.sameDayLegs
	for _, d := range duties {
		if legs == 0 || !d.c.single() || !p.y.cal.Workday(d.c.day) {
			rest = append(rest, d)
			continue
		}
		d.closed, d.sameDay = d.c.day, left
		if legs > 1 {
			mean := int((left / time.Duration(legs)).Seconds())
			d.sameDay = time.Duration(between(p.r, mean-mean/8, mean+mean/8)) * time.Second
		}
		left -= d.sameDay
		legs--
	}
	if legs > 0 {
		return nil, errs.Invalidf("demo.days", "%s has too few legs to close on their day", s.unit)
	}
	return rest, nil
}

// working days of the limits of the district's policy by kind, less one: a
// leg is closed before its last day, whatever the hour that day ends at.
func workdays(k casework.Kind) int {
	switch k {
	case casework.Consult:
		return 4
	case casework.Complain, casework.Inform:
		return 14
	}
	return 9
}

// latest is the last day on which the leg is closed in time.
func (p *pacer) latest(d *duty) calendar.Date {
	n := workdays(d.c.kind)
	if d.longer {
		n += extraWorkdays
	}
	return p.y.cal.AddWorkdays(d.c.day, n)
}

// extraWorkdays is how long an extension is used.
const extraWorkdays = 5

// fit draws closing days around the mean and moves them until they add up.
func (p *pacer) fit(unit string, total int, duties []*duty) error {
	if len(duties) == 0 {
		return nil
	}
	mean := float64(total) / float64(len(duties))
	gap := total
	for _, d := range duties {
		d.longer = mean > 3.5 && d.c.single() && d.c.kind != casework.Consult && perMille(p.r, 18)
		d.closed = p.draw(d, mean)
		gap -= int(d.closed - d.c.day)
	}
	tries := 40*len(duties) + 400
	for n := 0; gap != 0; n++ {
		if n > 4*tries {
			return errs.Invalidf("demo.days", "the legs of %s cannot last %d days in all: %d are left over", unit, total, gap)
		}
		d := pick(p.r, duties)
		gap -= p.move(d, gap, n > tries)
	}
	return nil
}

// draw proposes a closing day: a day or more after dispatch, skewed like
// waiting times are, on a working day where that is possible.
func (p *pacer) draw(d *duty, mean float64) calendar.Date {
	length := 1 - (math.Log(1-p.r.Float64())+math.Log(1-p.r.Float64()))*(mean-1)/2
	latest := p.latest(d)
	if d.longer {
		return p.y.back(latest, p.r.IntN(extraWorkdays-1))
	}
	day := min(d.c.day+calendar.Date(max(1, math.Round(length))), latest)
	if open := p.y.forward(day); open <= latest && !oneIn(p.r, 8) {
		return open
	}
	return day
}

// move shifts a closing day by no more than the gap and returns the shift.
// Anywhere lets it fall on a day off, when working days alone cannot add up.
func (p *pacer) move(d *duty, gap int, anywhere bool) int {
	step := calendar.Date(1)
	if gap < 0 {
		step = -1
	}
	day := d.closed + step
	for !anywhere && !p.y.cal.Workday(day) {
		day += step
	}
	shift := int(day - d.closed)
	if day <= d.c.day || day > p.latest(d) || shift*int(step) > gap*int(step) {
		return 0
	}
	d.closed = day
	return shift
}
