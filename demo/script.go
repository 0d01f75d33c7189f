package demo

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"huying/demo/phrase"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/survey"
	"huying/internal/kernel/ident"
)

// stage is what every case is played on.
type stage struct {
	r      *rand.Rand
	y      *rhythm
	roster *roster
	text   *writer
	late   lateness
}

// script is one case being played: it gathers the steps.
type script struct {
	*stage
	c     *planned
	n     int // the case's place in the plan
	beats []beat
}

// desks is how many people of a role the centre has.
var desks = map[identity.Role]int{
	identity.Operator: 24, identity.Registrar: 6, identity.Dispatcher: 5, identity.Reviewer: 4,
	identity.CallBackers: 8, identity.Supervisor: 2, identity.Assessor: 2,
}

// publish shows the case to all, unless it was told in confidence, and reports
// whether it does.
func (s *script) publish(at time.Time) bool {
	if s.c.secrecy == casework.Confidential {
		return false
	}
	s.centre(at, identity.Reviewer, casework.Command{Do: casework.DoPublish})
	return true
}

// centre adds a step of somebody at the centre.
func (s *script) centre(at time.Time, role identity.Role, cmd casework.Command) *beat {
	user := ident.UserID(string(role))
	if n := desks[role]; n > 0 {
		user = ident.UserID(fmt.Sprintf("%s-%02d", role, s.r.IntN(n)+1))
	}
	return s.add(Step{At: at, Role: role, User: user, Cmd: cmd})
}

// centreOn is centre for a step on a leg.
func (s *script) centreOn(d *duty, at time.Time, role identity.Role, cmd casework.Command) {
	s.centre(at, role, cmd).leg = d
}

// unit adds a step of one of the unit's people on its leg.
func (s *script) unit(d *duty, at time.Time, role identity.Role, cmd casework.Command) *beat {
	b := s.add(Step{At: at, Role: role, Unit: d.unit, User: s.roster.user(d.unit, string(role)), Cmd: cmd})
	b.leg = d
	return b
}

func (s *script) add(step Step) *beat {
	step.Case = s.n
	s.beats = append(s.beats, beat{Step: step})
	return &s.beats[len(s.beats)-1]
}

// write fills a text of the case. Only on the phone is somebody a caller.
func (s *script) write(template string) string {
	text := s.text.write(template, s.c.words)
	if s.c.channel != casework.Phone {
		text = strings.ReplaceAll(text, "来电人", "诉求人")
	}
	return text
}

// say draws one of the phrases.
func (s *script) say(key string) string { return pick(s.r, phrase.Of(key)) }

// within draws a moment after a and before b, in working hours if there are
// any between them.
func (s *script) within(a, b time.Time) time.Time {
	if t := s.y.soon(a, 8, 100); t.Before(b.Add(-4 * time.Minute)) {
		return t
	}
	return a.Add(b.Sub(a) / 2).Truncate(time.Second)
}

// assignments names the units of the duties that a command makes.
func assignments(duties []*duty) []casework.Assignment {
	all := make([]casework.Assignment, len(duties))
	for i, d := range duties {
		all[i] = casework.Assignment{Unit: ident.UnitID(d.unit), Role: d.role}
	}
	return all
}

// result is what the unit says came of it.
func (s *script) result() casework.Result {
	if s.c.kind == casework.Consult || s.c.kind == casework.Praise {
		return casework.ResultExplained
	}
	v, _ := choose(s.r, []option[casework.Result]{
		{casework.ResultSolved, 72}, {casework.ResultPartly, 8}, {casework.ResultExplained, 12},
		{casework.ResultUnfounded, 4}, {casework.ResultPlanned, 3}, {casework.ResultNotAllowed, 1},
	})
	return v
}

// submission is the unit's reply, with or without a text for the public.
func (s *script) submission(do casework.Action) casework.Command {
	cmd := casework.Command{Do: do, Reply: s.write(s.c.text.reply), Result: s.result()}
	if perMille(s.r, 60) {
		cmd.PublicReply = s.say("public")
	}
	return cmd
}

// answer is what the caller says, outcome and attitude apart.
func (s *script) answer(v survey.Verdict) *survey.Answer {
	a := &survey.Answer{Outcome: v}
	if !v.Surveyed() {
		return a
	}
	a.Attitude = survey.Satisfied
	switch v {
	case survey.Dissatisfied:
		a.Attitude, _ = choose(s.r, []option[survey.Verdict]{{survey.Satisfied, 5}, {survey.Basic, 3}, {survey.Dissatisfied, 2}})
		a.Solved, _ = choose(s.r, []option[survey.Solved]{{survey.SolvedNo, 7}, {survey.SolvedPartly, 2}, {survey.SolvedYes, 1}})
	case survey.Basic:
		a.Solved, _ = choose(s.r, []option[survey.Solved]{{survey.SolvedPartly, 6}, {survey.SolvedYes, 4}})
	default:
		a.Solved, _ = choose(s.r, []option[survey.Solved]{{survey.SolvedYes, 95}, {survey.SolvedPartly, 5}})
	}
	return a
}
