package casework

import (
	"testing"
	"time"

	"huying/internal/domain/survey"
)

// benchSteps is the commonest course of a case, receipt to call-back.
func benchSteps() []struct {
	act Act
	cmd Command
} {
	at := func(hours int) time.Time { return monday.Add(time.Duration(hours) * time.Hour) }
	unit := unitIDs[0]
	return []struct {
		act Act
		cmd Command
	}{
		{centre(at(0)), Command{Do: DoReceive, New: newIntake(1)}},
		{centre(at(1)), Command{Do: DoDispatch, Units: []Assignment{{Unit: unit, Role: Lead}, {Unit: unitIDs[1], Role: Assist}}}},
		{unitAct(unit, at(2)), Command{Do: DoSign, Leg: 1}},
		{unitAct(unit, at(3)), Command{Do: DoSubmit, Leg: 1, Reply: "路灯已修复，当晚恢复照明。", Result: ResultSolved}},
		{centre(at(4)), Command{Do: DoAccept, Leg: 1}},
		{centre(at(5)), Command{Do: DoCallBack, Leg: 1, Answer: &survey.Answer{Outcome: survey.Satisfied}}},
	}
}

// BenchmarkDecide is Decide and Apply of each step of a common course. It
// leaves out the keyed digest of texts, which is the desk's.
func BenchmarkDecide(b *testing.B) {
	env := testEnv(b)
	env.Ref = func(s string) TextRef { return TextRef(s[:1]) }
	var c *Case
	for _, s := range benchSteps() {
		before := c
		b.Run(string(s.cmd.Do), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				d, err := Decide(env, before, s.act, s.cmd)
				if err != nil {
					b.Fatal(err)
				}
				if Apply(before, d.Event).Version != d.Event.Version {
					b.Fatal("the event was not applied")
				}
			}
		})
		c = mustStep(b, env, c, s.act, s.cmd)
	}
}

// BenchmarkAllowed is what a case page asks for its buttons.
func BenchmarkAllowed(b *testing.B) {
	env := testEnv(b)
	var c *Case
	for _, s := range benchSteps()[:3] {
		c = mustStep(b, env, c, s.act, s.cmd)
	}
	act := centre(monday.Add(4 * time.Hour))
	b.ReportAllocs()
	for b.Loop() {
		if len(Allowed(env, c, act)) == 0 {
			b.Fatal("nothing is offered")
		}
	}
}

// BenchmarkSeal is the canonical text and the hash of an event.
func BenchmarkSeal(b *testing.B) {
	env := testEnv(b)
	s := benchSteps()
	c := mustStep(b, env, nil, s[0].act, s[0].cmd)
	d, err := Decide(env, c, s[1].act, s[1].cmd)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Seal(&d.Event); err != nil {
			b.Fatal(err)
		}
	}
}
