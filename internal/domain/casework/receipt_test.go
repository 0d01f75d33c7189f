package casework

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huying/internal/domain/identity"
	"huying/internal/domain/survey"
)

func TestDraft(t *testing.T) {
	t.Parallel()
	intake := newIntake(1)
	intake.Kind, intake.Content = "", ""
	kind, content := Complain, "楼上装修噪声扰民。"
	draft := beat{at: "10-14 08:50", by: staff(identity.Operator), cmd: Command{Do: DoDraft, New: intake}, want: "draft"}
	s := perform(t, testEnv(t), draft,
		beat{at: "10-14 08:51", by: staff(identity.Operator), cmd: Command{Do: DoRegister}, refused: "conflict flow.is_complete"},
		beat{at: "10-14 08:52", by: staff(identity.Operator), cmd: Command{Do: DoAmend, Amend: &Amendment{Kind: &kind, Content: &content}}, want: "draft"},
		beat{at: "10-14 08:53", by: staff(identity.Dispatcher), cmd: Command{Do: DoDispatch, Units: []Assignment{{housing, Lead}}}, refused: "conflict flow.state"},
		// The limit of the centre runs from receipt, not from the first note.
		beat{at: "10-15 09:00", by: staff(identity.Operator), cmd: Command{Do: DoRegister}, want: "registered", clocks: "start dispatch 10-17 00:00"},
		beat{at: "10-15 09:01", by: staff(identity.Operator), cmd: Command{Do: DoDiscard, Reason: "mistake"}, refused: "conflict flow.state"},
	)
	if want := local(t, "10-15 09:00"); !s.c.ReceivedAt.Equal(want) {
		t.Errorf("received at %v; expected %v", s.c.ReceivedAt, want)
	}
	if s.c.Kind != Complain || s.c.Content != s.env.Ref(content) {
		t.Errorf("the amendments did not take: %+v", s.c.Intake)
	}
	perform(t, testEnv(t), draft,
		beat{at: "10-14 08:51", by: staff(identity.Operator), cmd: Command{Do: DoDiscard}, refused: "invalid command.missing"},
		beat{at: "10-14 08:51", by: staff(identity.Operator), cmd: Command{Do: DoDiscard, Reason: "hung_up"}, want: "void"},
		beat{at: "10-14 08:52", by: staff(identity.Operator), cmd: Command{Do: DoRegister}, refused: "conflict flow.state"},
		beat{at: "10-14 08:53", by: staff(identity.Operator), cmd: Command{Do: DoReceive, New: newIntake(1)}, refused: "conflict flow.state"},
	)
}

func TestReceipt(t *testing.T) {
	t.Parallel()
	env := testEnv(t)
	s := perform(t, env, receive())
	want := &Case{
		ID: "case-1", Number: "N000001", Region: region, Version: 1, State: Registered, ReceivedBy: "operator", ReceivedAt: monday, LastAt: monday, Hash: s.log[0].Hash,
		Intake: Intake{Channel: Phone, Kind: Help, Subject: "城乡建设/市政设施", Title: env.Ref("路灯不亮"), Content: env.Ref("小区门口的路灯连续几晚不亮。")},
		Clocks: []Clock{{Kind: "dispatch", Start: monday, Due: local(t, "10-16 00:00"), Rule: "district@1#dispatch", Calendar: env.Calendar.Ref()}},
	}
	if diff := cmp.Diff(want, s.c); diff != "" {
		t.Errorf("the case on receipt (-want +got):\n%s", diff)
	}
	d, err := Decide(env, nil, Act{By: staff(identity.Operator), Now: monday}, Command{Do: DoReceive, New: newIntake(1)})
	if err != nil {
		t.Fatal(err)
	}
	texts := map[TextRef]string{env.Ref("路灯不亮"): "路灯不亮", env.Ref("小区门口的路灯连续几晚不亮。"): "小区门口的路灯连续几晚不亮。"}
	if diff := cmp.Diff(texts, d.Texts); diff != "" {
		t.Errorf("the texts to be kept (-want +got):\n%s", diff)
	}
}

// TestIntake: what was written down is checked, and said what is wrong.
func TestIntake(t *testing.T) {
	t.Parallel()
	env := testEnv(t)
	for name, c := range map[string]struct {
		change  func(*NewIntake)
		refused string
	}{
		"no id":                 {func(n *NewIntake) { n.ID = "" }, "invalid intake.id"},
		"no number":             {func(n *NewIntake) { n.Number = "" }, "invalid intake.id"},
		"another region":        {func(n *NewIntake) { n.Region = "330803" }, "denied denied"},
		"no channel":            {func(n *NewIntake) { n.Channel = "" }, "invalid intake.channel"},
		"unknown channel":       {func(n *NewIntake) { n.Channel = "fax" }, "invalid intake.channel"},
		"no kind":               {func(n *NewIntake) { n.Kind = "" }, "invalid intake.kind"},
		"unknown kind":          {func(n *NewIntake) { n.Kind = "rant" }, "invalid intake.kind"},
		"unknown urgency":       {func(n *NewIntake) { n.Urgency = "soon" }, "invalid intake.urgency"},
		"unknown disclosure":    {func(n *NewIntake) { n.Disclosure = "secret" }, "invalid intake.disclosure"},
		"anonymous with person": {func(n *NewIntake) { n.Disclosure, n.Person = Anonymous, "p1" }, "invalid intake.anonymous"},
		"anonymous":             {func(n *NewIntake) { n.Disclosure = Anonymous }, "done"},
		"confidential":          {func(n *NewIntake) { n.Disclosure, n.Person = Confidential, "p1" }, "done"},
		"tag without topic":     {func(n *NewIntake) { n.Tags = []Tag{{Facet: "noise"}} }, "invalid tag.topic"},
		"subject too deep":      {func(n *NewIntake) { n.Subject = "1/2/3/4/5/6/7" }, "invalid subject.depth"},
		"subject with a gap":    {func(n *NewIntake) { n.Subject = "城乡建设//路灯" }, "invalid subject.empty"},
		"subject with a blank":  {func(n *NewIntake) { n.Subject = "城乡建设/ " }, "invalid subject.empty"},
		"no subject":            {func(n *NewIntake) { n.Subject = "" }, "done"},
		"source too long":       {func(n *NewIntake) { n.Source = strings.Repeat("源", 100) }, "invalid code.long"},
		"content too long":      {func(n *NewIntake) { n.Content = strings.Repeat("长", maxText/3+1) }, "invalid text.long"},
		"content just fits":     {func(n *NewIntake) { n.Content = strings.Repeat("长", maxText/3) }, "done"},
		"content not UTF-8":     {func(n *NewIntake) { n.Content = "\xb9\xe3" }, "invalid text.encoding"},
		"content with NUL":      {func(n *NewIntake) { n.Content = "a\x00b" }, "invalid text.encoding"},
		"division with NUL":     {func(n *NewIntake) { n.Division = "330802\x00" }, "invalid code.encoding"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := newIntake(1)
			c.change(n)
			perform(t, env).refuseOrDo(Command{Do: DoReceive, New: n}, c.refused)
		})
	}
	// A draft may leave the kind open, but not hold a wrong one.
	n := newIntake(1)
	n.Kind = "rant"
	perform(t, env).refuseOrDo(Command{Do: DoDraft, New: n}, "invalid intake.kind")
}

// refuseOrDo gives one command as an operator at nine.
func (s *performance) refuseOrDo(cmd Command, want string) {
	s.Helper()
	now := monday
	if s.c.Version > 0 {
		now = s.c.LastAt.Add(time.Minute)
	}
	_, err := Decide(s.env, s.c, Act{By: staff(identity.Operator), Now: now}, cmd)
	if got := refusal(err); got != want {
		s.Errorf("%s: %q (%v); expected %q", cmd.Do, got, err, want)
	}
}

func TestAmendment(t *testing.T) {
	t.Parallel()
	var (
		kind       = Complain
		rant       = Kind("rant")
		urgency    = Urgent
		soon       = Urgency("soon")
		subject    = "环境保护/噪声"
		gap        = "环境保护//噪声"
		title      = "装修噪声"
		bad        = "\xff"
		none       = ""
		division   = "330802001"
		anonymous  = Anonymous
		hidden     = Confidential
		disclosure = Disclosure("secret")
	)
	env := testEnv(t)
	s := perform(t, env, receive())
	for name, c := range map[string]struct {
		amend *Amendment
		want  string
	}{
		"nothing":            {&Amendment{}, "invalid amend.empty"},
		"unknown kind":       {&Amendment{Kind: &rant}, "invalid intake.kind"},
		"unknown urgency":    {&Amendment{Urgency: &soon}, "invalid intake.urgency"},
		"unknown disclosure": {&Amendment{Disclosure: &disclosure}, "invalid intake.disclosure"},
		"subject with a gap": {&Amendment{Subject: &gap}, "invalid subject.empty"},
		"title not UTF-8":    {&Amendment{Title: &bad}, "invalid text.encoding"},
		"division not UTF-8": {&Amendment{Division: &bad}, "invalid code.encoding"},
		"none given":         {nil, "invalid command.missing"},
	} {
		t.Run(name, func(*testing.T) { s.refuseOrDo(Command{Do: DoAmend, Amend: c.amend}, c.want) })
	}
	s.play(beat{at: "10-14 09:30", by: staff(identity.Registrar), want: "registered", cmd: Command{Do: DoAmend, Amend: &Amendment{
		Kind: &kind, Urgency: &urgency, Subject: &subject, Title: &title, Division: &division, Disclosure: &anonymous,
	}}})
	want := Intake{Channel: Phone, Kind: kind, Urgency: urgency, Subject: subject, Title: env.Ref(title), Content: env.Ref("小区门口的路灯连续几晚不亮。"), Division: division, Disclosure: Anonymous}
	if diff := cmp.Diff(want, s.c.Intake); diff != "" {
		t.Errorf("after the amendment (-want +got):\n%s", diff)
	}
	// An emptied title is no title, and keeps no reference.
	s.play(beat{at: "10-14 09:31", by: staff(identity.Registrar), want: "registered", cmd: Command{Do: DoAmend, Amend: &Amendment{Title: &none}}})
	if s.c.Title != "" {
		t.Errorf("the emptied title refers to %q", s.c.Title)
	}
	// Whose person is known cannot become anonymous by a stroke of the pen.
	n := newIntake(2)
	n.Person = "p-1"
	s = perform(t, env, beat{at: "10-14 09:00", by: staff(identity.Operator), cmd: Command{Do: DoReceive, New: n}, clocks: "start dispatch 10-16 00:00"})
	s.refuseOrDo(Command{Do: DoAmend, Amend: &Amendment{Disclosure: &anonymous}}, "invalid intake.anonymous")
	s.refuseOrDo(Command{Do: DoAmend, Amend: &Amendment{Disclosure: &hidden}}, "done")
}

// TestDirectAnswer: counted with what was received, not with what was
// transferred, and with a verdict of its own (domain.md §3.2).
func TestDirectAnswer(t *testing.T) {
	t.Parallel()
	rate := func(at string, v survey.Verdict) beat {
		return beat{at: at, by: staff(identity.CallBackers), cmd: Command{Do: DoRate, Answer: answered(v)}, want: "closed"}
	}
	s := perform(t, testEnv(t), receive(),
		beat{at: "10-14 09:01", by: clerk(housing), cmd: Command{Do: DoAnswer, Reply: "已答复"}, refused: "denied denied"},
		beat{at: "10-14 09:01", by: staff(identity.Operator), cmd: Command{Do: DoAnswer}, refused: "invalid command.missing"},
		beat{at: "10-14 09:05", by: staff(identity.Operator), cmd: Command{Do: DoAnswer, Reply: "按规定可在窗口办理。", Basis: "kb-17"}, want: "closed", clocks: "meet dispatch"},
		beat{at: "10-14 09:06", by: staff(identity.Operator), cmd: Command{Do: DoAnswer, Reply: "又一次"}, refused: "conflict flow.state"},
		beat{at: "10-14 09:07", by: staff(identity.Dispatcher), cmd: Command{Do: DoAddAssist, Units: []Assignment{{street, Assist}}}, refused: "conflict flow.not_answered"},
		beat{at: "10-14 09:07", by: staff(identity.Dispatcher), cmd: Command{Do: DoTrack, Reason: "works", Until: local(t, "12-01 00:00")}, refused: "conflict flow.has_legs"},
		rate("10-15 10:00", survey.Unreached),
	)
	if got := s.c.LastAnswer().Outcome; got != survey.Unreached {
		t.Errorf("the verdict is %q", got)
	}
	s.play(rate("10-15 16:00", survey.Dissatisfied), rate("10-16 10:00", survey.Declined))
	if got := s.c.LastAnswer().Outcome; got != survey.Dissatisfied {
		t.Errorf("a later refusal to answer replaced the verdict by %q", got)
	}
	if want := local(t, "10-14 09:05"); !s.c.Answer.At.Equal(want) || !s.c.ClosedAt.Equal(want) || len(s.c.Legs) != 0 {
		t.Errorf("answered at %v, closed at %v, %d legs", s.c.Answer.At, s.c.ClosedAt, len(s.c.Legs))
	}
	if s.c.Answer.Basis != string(s.env.Ref("kb-17")) {
		t.Errorf("the basis is kept as %q", s.c.Answer.Basis)
	}
	// What units handled is asked about leg by leg.
	perform(t, testEnv(t), closed(survey.Satisfied)...).play(
		beat{at: "10-19 10:00", by: staff(identity.CallBackers), cmd: Command{Do: DoRate, Answer: answered(survey.Basic)}, refused: "conflict flow.own_verdict"})
}

// TestRefusal: with the lawful route named (domain.md §3.1).
func TestRefusal(t *testing.T) {
	t.Parallel()
	queue := beat{at: "10-14 09:10", by: staff(identity.Operator), cmd: Command{Do: DoQueue}, want: "to_dispatch"}
	for name, c := range map[string]struct {
		cmd     Command
		state   string
		missing Command
	}{
		"refused":   {Command{Do: DoRefuse, Reason: "litigation", Route: "诉讼", Reply: "请依法向法院起诉。"}, "refused", Command{Do: DoRefuse, Reason: "litigation"}},
		"emergency": {Command{Do: DoEmergency, Route: "119"}, "emergency", Command{Do: DoEmergency}},
		"invalid":   {Command{Do: DoInvalidate, Reason: "no_demand"}, "invalid", Command{Do: DoInvalidate}},
		"diverted":  {Command{Do: DoDivert, Route: "矛盾调解"}, "diverted", Command{Do: DoDivert, Reason: "dispute"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := testEnv(t)
			ended := beat{at: "10-14 09:20", by: staff(identity.Dispatcher), cmd: c.cmd, want: c.state, clocks: "meet dispatch"}
			s := perform(t, env, receive(),
				beat{at: "10-14 09:05", by: staff(identity.Registrar), cmd: c.cmd, refused: "denied denied"},
				beat{at: "10-14 09:05", by: staff(identity.Dispatcher), cmd: c.missing, refused: "invalid command.missing"},
				ended,
				beat{at: "10-14 09:30", by: staff(identity.Dispatcher), cmd: Command{Do: DoDispatch, Units: []Assignment{{housing, Lead}}}, refused: "conflict flow.state"},
			)
			if s.c.Route != c.cmd.Route || s.c.Reason != c.cmd.Reason || !s.c.ClosedAt.IsZero() {
				t.Errorf("route %q, reason %q, closed at %v", s.c.Route, s.c.Reason, s.c.ClosedAt)
			}
			perform(t, env, receive(), queue, ended)
			// What a unit handles is not refused over its head: the return is upheld first.
			perform(t, env, receive(), dispatch(),
				beat{at: "10-14 10:30", by: staff(identity.Dispatcher), cmd: c.cmd, refused: "conflict flow.state"})
		})
	}
}

// TestWithdrawal: the citizen alone, with a reason; what units had begun ends
// and does not count.
func TestWithdrawal(t *testing.T) {
	t.Parallel()
	withdraw := Command{Do: DoWithdraw, Reason: "solved_otherwise"}
	citizen := staff(identity.Citizen)
	s := perform(t, testEnv(t), receive(), dispatchTwo(),
		beat{at: "10-14 11:00", by: clerk(housing), cmd: Command{Do: DoSign, Leg: 1}, want: "handling 1:signed 2:to_sign", clocks: "meet sign/1"},
		beat{at: "10-14 12:00", by: clerk(housing), cmd: withdraw, refused: "denied denied"},
		beat{at: "10-14 12:00", by: staff(identity.Dispatcher), cmd: withdraw, refused: "denied denied"},
		beat{at: "10-14 12:00", by: citizen, cmd: Command{Do: DoWithdraw}, refused: "invalid command.missing"},
		beat{
			at: "10-14 12:00", by: citizen, cmd: withdraw, want: "withdrawn 1:cancelled 2:cancelled",
			clocks: "cancel 1, cancel 2, stop return/1, stop contact/1, stop close/1, stop sign/2, stop return/2, stop contact/2, stop close/2",
		},
		beat{at: "10-14 13:00", by: clerk(housing), cmd: submission(1), refused: "conflict flow.state"},
	)
	for i := range s.c.Legs {
		if l := &s.c.Legs[i]; l.Counts() || !l.EndedAt.Equal(local(t, "10-14 12:00")) {
			t.Errorf("leg %d counts: %t, ended %v", l.Seq, l.Counts(), l.EndedAt)
		}
	}
	// Once the answer is with the centre it is too late.
	perform(t, testEnv(t), receive(), dispatch(), sign(), submit(),
		beat{at: "10-17 17:00", by: citizen, cmd: withdraw, refused: "conflict flow.state"})
}
