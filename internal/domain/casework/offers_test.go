package casework

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"huying/internal/kernel/ident"
)

// everyone may do everything for everybody: only state and guards decide.
func everyone(now time.Time) Act {
	act := centre(now)
	act.By.Units = append([]ident.UnitID{estates}, unitIDs...)
	return act
}

// courseTo gives everyone's commands one after another, a minute apart.
func courseTo(t *testing.T, env *Env, cmds ...Command) *Case {
	t.Helper()
	c := &Case{}
	for i, cmd := range cmds {
		c = mustStep(t, env, c, everyone(monday.Add(time.Duration(i)*time.Minute)), cmd)
	}
	return c
}

// expectOffers compares what may be done to a leg (0: the case) with the
// actions named, and does each of them.
func expectOffers(t *testing.T, env *Env, c *Case, leg int, want string) {
	t.Helper()
	var got []string
	for _, o := range Allowed(env, c, everyone(monday.Add(time.Hour))) {
		if o.Leg == leg {
			got = append(got, string(o.Do))
			checkOffer(t, env, c, o)
		}
	}
	named := strings.Fields(want)
	slices.Sort(named)
	slices.Sort(got)
	if diff := cmp.Diff(named, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("may be done (-want +got):\n%s", diff)
	}
}

var (
	toReceive  = Command{Do: DoReceive, New: newIntake(1)}
	toDispatch = Command{Do: DoDispatch, Units: []Assignment{{housing, Lead}}}
	toSign     = Command{Do: DoSign, Leg: 1}
	toSubmit   = submission(1)
	toAccept   = Command{Do: DoAccept, Leg: 1}
	toCallBack = Command{Do: DoCallBack, Leg: 1, Answer: answered("dissatisfied")}
)

// handled is the commonest course, as far as it goes.
func handled(more ...Command) []Command {
	return append([]Command{toReceive, toDispatch, toSign}, more...)
}

// TestWhatMayBeDoneToACase: in each state of a case, what may be done by
// whoever may everything (domain.md §3.1).
func TestWhatMayBeDoneToACase(t *testing.T) {
	t.Parallel()
	const added = " tag untag publish unpublish consent message box_reply note"
	for state, c := range map[CaseState]struct {
		course []Command
		want   string
	}{
		NewCase:    {nil, "draft receive"},
		Draft:      {[]Command{{Do: DoDraft, New: newIntake(1)}}, "register discard amend tag untag supplement"},
		Void:       {[]Command{{Do: DoDraft, New: newIntake(1)}, {Do: DoDiscard, Reason: "r"}}, ""},
		Registered: {[]Command{toReceive}, "amend answer queue dispatch refuse emergency invalidate divert split merge withdraw hasten instruct" + added + " supplement"},
		ToDispatch: {[]Command{toReceive, {Do: DoQueue}}, "amend answer dispatch refuse emergency invalidate divert split merge withdraw hasten supervise instruct" + added + " supplement"},
		Dispatched: {[]Command{toReceive, toDispatch}, "amend add_assist merge withdraw hasten supervise instruct" + added + " supplement"},
		Handling:   {handled(), "amend add_assist merge withdraw hasten supervise instruct" + added + " supplement"},
		ToReview:   {handled(toSubmit), "amend add_assist hasten supervise instruct" + added + " supplement"},
		ToCallBack: {handled(toSubmit, toAccept), "amend add_assist hasten supervise instruct" + added + " supplement"},
		Closed:     {handled(toSubmit, toAccept, toCallBack), "amend add_assist track archive instruct" + added},
		Tracked:    {handled(toSubmit, toAccept, toCallBack, Command{Do: DoTrack, Reason: "r", Until: monday.AddDate(0, 1, 0)}), "amend supervise untrack instruct" + added + " supplement"},
		Refused:    {[]Command{toReceive, {Do: DoRefuse, Reason: "r", Route: "诉讼"}}, "archive" + added},
		Emergency:  {[]Command{toReceive, {Do: DoEmergency, Route: "119"}}, "archive" + added},
		Invalid:    {[]Command{toReceive, {Do: DoInvalidate, Reason: "r"}}, "archive" + added},
		Diverted:   {[]Command{toReceive, {Do: DoDivert, Route: "调解"}}, "archive" + added},
		Merged:     {[]Command{toReceive, {Do: DoMerge, Target: "case-2", Reason: "r"}}, "unmerge rate appraise archive" + added},
		Withdrawn:  {[]Command{toReceive, {Do: DoWithdraw, Reason: "r"}}, "archive" + added},
		Archived:   {handled(toSubmit, toAccept, toCallBack, Command{Do: DoArchive}), "reopen"},
	} {
		t.Run("in "+string(state), func(t *testing.T) {
			t.Parallel()
			env := testEnv(t)
			made := courseTo(t, env, c.course...)
			if made.State != state {
				t.Fatalf("the case is %q", made.State)
			}
			expectOffers(t, env, made, 0, c.want)
		})
	}
	env := testEnv(t)
	direct := courseTo(t, env, toReceive, Command{Do: DoAnswer, Reply: "已答复"})
	expectOffers(t, env, direct, 0, "amend rate appraise archive instruct"+added)
}

// TestWhatMayBeDoneToALeg is the same for each state of a leg
// (domain.md §3.2).
func TestWhatMayBeDoneToALeg(t *testing.T) {
	t.Parallel()
	const working = "redispatch assign delegate invite contact leg_note extend suspend propose submit plead"
	extension := Command{Do: DoExtend, Leg: 1, Reason: "r", Until: monday.AddDate(0, 0, 16)}
	suspension := Command{Do: DoSuspend, Leg: 1, Reason: "r"}
	returning := Command{Do: DoReturn, Leg: 1, Reason: "r", Basis: "b"}
	proposal := toSubmit
	proposal.Do = DoPropose
	for state, c := range map[LegState]struct {
		course []Command
		want   string
	}{
		ToSign:           {[]Command{toReceive, toDispatch}, "sign skip_sign return redispatch leg_note"},
		Signed:           {handled(), "return " + working},
		AtWork:           {handled(Command{Do: DoAssign, Leg: 1, Office: "科"}), working},
		UnitReview:       {handled(proposal), "redispatch leg_note unit_send_back endorse"},
		Submitted:        {handled(toSubmit), "leg_note accept send_back"},
		AwaitingCallBack: {handled(toSubmit, toAccept), "leg_note attempt_callback call_back evaluate rework propose_exclusion"},
		LegClosed:        {handled(toSubmit, toAccept, toCallBack), "leg_note revisit dispute rework propose_exclusion"},
		ReturnPending:    {handled(returning), "uphold_return reject_return redispatch leg_note"},
		Returned:         {handled(returning, Command{Do: DoUpholdReturn, Leg: 1, Reason: "r"}), ""},
		ExtensionPending: {handled(extension), "redispatch leg_note grant_extension refuse_extension take_back propose submit"},
		SuspendPending:   {handled(suspension), "redispatch leg_note grant_suspension refuse_suspension take_back propose submit"},
		Suspended:        {handled(suspension, Command{Do: DoGrantSuspension, Leg: 1}), "redispatch leg_note resume"},
		PleaPending:      {handled(plead().cmd), "redispatch leg_note uphold_plea reject_plea"},
		Cancelled:        {handled(Command{Do: DoRedispatch, Leg: 1, Unit: market, Reason: "r"}), ""},
	} {
		t.Run("in "+string(state), func(t *testing.T) {
			t.Parallel()
			env := testEnv(t)
			made := courseTo(t, env, c.course...)
			if got := made.Legs[0].State; got != state {
				t.Fatalf("the leg is %q", got)
			}
			expectOffers(t, env, made, 1, c.want)
		})
	}
}

// TestWhatMayBeDoneToOtherLegs: an assistant's may be called off; what is
// delegated is the parent's to ask for.
func TestWhatMayBeDoneToOtherLegs(t *testing.T) {
	t.Parallel()
	env := testEnv(t)
	assist := courseTo(t, env, handled(Command{Do: DoInvite, Leg: 1, Units: []Assignment{{market, Assist}}})...)
	expectOffers(t, env, assist, 2, "sign skip_sign return redispatch cancel_leg leg_note")
	below := handled(Command{Do: DoDelegate, Leg: 1, Unit: estates}, Command{Do: DoSign, Leg: 2})
	child := courseTo(t, env, below...)
	expectOffers(t, env, child, 2, "cancel_leg assign contact leg_note complete_child")
	done := courseTo(t, env, append(below, Command{Do: DoCompleteChild, Leg: 2, Reply: "已办"})...)
	expectOffers(t, env, done, 2, "leg_note")
}

// mustSay is what each action must carry (domain.md §3: a reason with every
// refusal, the lawful route with every case that is not taken, a legal basis
// with every return …); what is not named here needs nothing.
func mustSay() map[Action]string {
	say := map[Action]string{
		DoDraft: "new", DoReceive: "new", DoAmend: "amend", DoAnswer: "reply", DoDispatch: "units", DoAddAssist: "units",
		DoRefuse: "reason route", DoEmergency: "route", DoDivert: "route", DoSplit: "parts", DoMerge: "target reason",
		DoSupervise: "level reason", DoRate: "answer", DoAppraise: "answer", DoEvaluate: "answer", DoTrack: "until reason", DoReopen: "target reason", DoTag: "tags", DoUntag: "tags",
		DoInstruct: "note", DoReturn: "reason basis", DoRedispatch: "unit reason", DoAssign: "office", DoDelegate: "unit", DoInvite: "units",
		DoCompleteChild: "reply", DoExtend: "reason until", DoPropose: "reply result", DoSubmit: "reply result",
		DoCallBack: "answer", DoRevisit: "answer", DoPlead: "reason basis reply", DoProposeExclude: "reason note",
	}
	for _, do := range []Action{
		DoDiscard, DoInvalidate, DoUnmerge, DoWithdraw, DoUntrack, DoUpholdReturn, DoRejectReturn, DoCancelLeg, DoRefuseExtension, DoSuspend,
		DoRefuseSuspend, DoUnitSendBack, DoSendBack, DoAttempt, DoRework, DoUpholdPlea, DoRejectPlea, DoExclude, DoRefuseExclude, DoReadmit,
	} {
		say[do] = "reason"
	}
	for _, do := range []Action{DoSupplement, DoMessage, DoBoxReply, DoNote, DoContact, DoLegNote, DoObject, DoDispute} {
		say[do] = "note"
	}
	return say
}

// silent is the command without one of its fields.
func silent(cmd Command, f Field) Command {
	switch f {
	case AskReason:
		cmd.Reason = ""
	case AskBasis:
		cmd.Basis = ""
	case AskNote:
		cmd.Note = ""
	case AskReply:
		cmd.Reply = ""
	case AskUnits:
		cmd.Units = nil
	case AskUnit:
		cmd.Unit = ""
	case AskUntil:
		cmd.Until = time.Time{}
	case AskAnswer:
		cmd.Answer = nil
	case AskTarget:
		cmd.Target = ""
	case AskParts:
		cmd.Parts = nil
	case AskNew:
		cmd.New = nil
	case AskAmend:
		cmd.Amend = nil
	case AskTags:
		cmd.Tags = nil
	case AskLevel:
		cmd.Level = 0
	case AskRoute:
		cmd.Route = ""
	case AskOffice:
		cmd.Office = ""
	case AskResult:
		cmd.Result = ""
	}
	return cmd
}

// checkOffer: what is offered is done with what it asks for alone, and with
// what it may carry as well.
func checkOffer(t *testing.T, env *Env, c *Case, o Offer) {
	t.Helper()
	r := rand.New(rand.NewPCG(5, 6))
	now := monday.Add(time.Hour)
	cmd := fillForm(r, c, o, now, 1)
	if _, err := Decide(env, c, everyone(now), cmd); err != nil {
		t.Errorf("%s was offered and refused: %v", o.Do, err)
	}
	for _, f := range strings.Fields(mustSay()[o.Do]) {
		if _, err := Decide(env, c, everyone(now), silent(cmd, Field(f))); refusal(err) != "invalid command.missing" {
			t.Errorf("%s without %s: %v", o.Do, f, err)
		}
	}
	if named := len(strings.Fields(mustSay()[o.Do])); named != len(o.Ask) {
		t.Errorf("%s must say %v; expected %q", o.Do, o.Ask, mustSay()[o.Do])
	}
	for _, f := range o.May {
		fillField(r, c, &cmd, f, now, 1)
	}
	cmd.Evidence = nil
	if slices.Contains(o.May, AskEvidence) {
		cmd.Evidence = []TextRef{"photo-1"}
	}
	if _, err := Decide(env, c, everyone(now), cmd); err != nil {
		t.Errorf("%s was offered and refused with all it may carry: %v", o.Do, err)
	}
}

// TestWhatMayBeDoneToTheOther: where a case may take in another, and let it go.
func TestWhatMayBeDoneToTheOther(t *testing.T) {
	t.Parallel()
	env := testEnv(t)
	absorb, release := Command{Do: DoAbsorb, Target: "case-2"}, Command{Do: DoRelease, Target: "case-2"}
	for name, course := range map[string][]Command{
		"registered": {toReceive}, "to_dispatch": {toReceive, {Do: DoQueue}}, "dispatched": {toReceive, toDispatch},
		"handling": handled(), "to_review": handled(toSubmit), "to_callback": handled(toSubmit, toAccept),
	} {
		c := courseTo(t, env, append(course, absorb, release)...)
		if string(c.State) != name || len(c.Absorbed) != 0 {
			t.Errorf("%s: the case is %s with %v", name, c.State, c.Absorbed)
		}
	}
	// What rests takes in nothing more; what was answered still lets go.
	for _, end := range []Command{{Do: DoRefuse, Reason: "r", Route: "诉讼"}, {Do: DoAnswer, Reply: "已答复"}, {Do: DoWithdraw, Reason: "r"}, {Do: DoInvalidate, Reason: "r"}} {
		course := []Command{toReceive, end}
		if end.Do == DoAnswer { // nothing else ends what others were merged into
			course = []Command{toReceive, absorb, end, release}
		}
		c := courseTo(t, env, course...)
		if _, err := Decide(env, c, everyone(monday.Add(time.Hour)), absorb); refusal(err) != "conflict flow.state" {
			t.Errorf("%s: %v", c.State, err)
		}
	}
}
