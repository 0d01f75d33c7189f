package casework

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/domain/org"
	"huying/internal/domain/survey"
	"huying/internal/kernel/ident"
)

const region = ident.RegionCode("330802")

// monday is 2019-10-14 09:00 in Shanghai, an ordinary working day.
var monday = time.Date(2019, 10, 14, 1, 0, 0, 0, time.UTC)

var unitIDs = []ident.UnitID{"u-housing", "u-street", "u-market", "u-mediation", "u-water"}

// below are the units that some of them may delegate to.
var below = map[ident.UnitID][]ident.UnitID{
	"u-housing": {"u-housing-estates", "u-housing-roads"},
	"u-street":  {"u-street-east", "u-street-west"},
}

func testEnv(tb testing.TB) *Env {
	tb.Helper()
	policy, err := deadline.Preset("district")
	if err != nil {
		tb.Fatal(err)
	}
	cal, err := calendar.New(calendar.China())
	if err != nil {
		tb.Fatal(err)
	}
	var units []org.Unit
	for _, id := range unitIDs {
		units = append(units, org.Unit{ID: id, Name: "单位" + string(id), List: org.Department})
		for _, sub := range below[id] {
			units = append(units, org.Unit{ID: sub, Name: "单位" + string(sub), Kind: org.Community, Parent: id})
		}
	}
	tree, err := org.NewTree(units)
	if err != nil {
		tb.Fatal(err)
	}
	return &Env{
		Policy: policy, Calendar: cal, Units: tree, Rules: DefaultRules(),
		Ref: func(s string) TextRef {
			sum := sha256.Sum256([]byte(s))
			return TextRef(hex.EncodeToString(sum[:8]))
		},
	}
}

// centre may do everything that the centre and the system may do.
func centre(now time.Time) Act {
	return Act{By: identity.Actor{ID: "centre", Role: identity.Dispatcher, Region: region, May: identity.Permissions()}, Now: now}
}

// unitAct may do everything for one unit and those below it.
func unitAct(unit ident.UnitID, now time.Time) Act {
	return Act{By: identity.Actor{
		ID: "clerk", Role: identity.UnitLeader, Region: region, Units: append([]ident.UnitID{unit}, below[unit]...), May: identity.Permissions(),
	}, Now: now}
}

func newIntake(n int) *NewIntake {
	return &NewIntake{
		ID: ident.CaseID(fmt.Sprintf("case-%d", n)), Number: ident.CaseNumber(fmt.Sprintf("N%06d", n)), Region: region,
		Title: "路灯不亮", Content: "小区门口的路灯连续几晚不亮。",
		Intake: Intake{Channel: Phone, Kind: Help, Subject: "城乡建设/市政设施"},
	}
}

// step decides, seals and applies one command, as the desk does.
func step(tb testing.TB, env *Env, c *Case, act Act, cmd Command) (*Case, Event, error) {
	tb.Helper()
	d, err := Decide(env, c, act, cmd)
	if err != nil {
		return c, Event{}, err
	}
	e := d.Event
	e.Entered = act.Now
	if _, err := Seal(&e); err != nil {
		tb.Fatal(err)
	}
	return Apply(c, e), e, nil
}

func mustStep(tb testing.TB, env *Env, c *Case, act Act, cmd Command) *Case {
	tb.Helper()
	next, _, err := step(tb, env, c, act, cmd)
	if err != nil {
		tb.Fatalf("%s in state %s: %v", cmd.Do, c.State, err)
	}
	return next
}

func snapshot(tb testing.TB, c *Case) string {
	tb.Helper()
	b, err := json.Marshal(c)
	if err != nil {
		tb.Fatal(err)
	}
	return string(b)
}

// fillForm makes a well-formed command for an offered action.
func fillForm(r *rand.Rand, c *Case, o Offer, now time.Time, n int) Command {
	cmd := Command{Do: o.Do, Leg: o.Leg}
	for _, f := range o.Ask {
		fillField(r, c, &cmd, f, now, n)
	}
	if l, ok := c.Leg(o.Leg); ok && o.Do == DoGrantExtension && l.Asked != nil {
		// An amended calendar may have moved the limit since it was asked for.
		if k, _ := c.Clock(deadline.Close, o.Leg); !l.Asked.Until.After(k.Due) || l.Asked.Until.After(k.Due.AddDate(0, 0, 10)) {
			cmd.Until = k.Due.AddDate(0, 0, 1)
		}
	}
	return cmd
}

func fillField(r *rand.Rand, c *Case, cmd *Command, f Field, now time.Time, n int) {
	switch f {
	case AskReason:
		cmd.Reason = "reason"
	case AskBasis:
		cmd.Basis = "职责清单第三条"
	case AskNote:
		cmd.Note = fmt.Sprintf("说明 %d", n)
	case AskReply:
		cmd.Reply = fmt.Sprintf("已处理 %d", n)
	case AskUnits:
		role := Assist
		if cmd.Do == DoDispatch {
			role = Lead
		}
		cmd.Units = []Assignment{{Unit: freeUnit(r, c, unitIDs), Role: role}}
	case AskUnit:
		among := unitIDs
		if l, ok := c.Leg(cmd.Leg); ok && cmd.Do == DoDelegate {
			among = below[l.Unit]
		}
		cmd.Unit = freeUnit(r, c, among)
	case AskUntil:
		cmd.Until = now.AddDate(0, 2, r.IntN(40))
		if k, ok := c.Clock(deadline.Close, cmd.Leg); ok && !k.Due.IsZero() {
			cmd.Until = k.Due.AddDate(0, 0, 1+r.IntN(10)) // ten working days are never less
		}
	case AskAnswer:
		vs := survey.Verdicts()
		cmd.Answer = &survey.Answer{Outcome: vs[r.IntN(len(vs))]}
	case AskTarget:
		cmd.Target = ident.CaseID(fmt.Sprintf("other-%d", r.IntN(4)))
	case AskParts:
		cmd.Parts = []ident.CaseID{ident.CaseID(fmt.Sprintf("part-%d-%d", n, c.Version))}
	case AskNew:
		cmd.New = newIntake(n)
	case AskAmend:
		k := Complain
		cmd.Amend = &Amendment{Kind: &k}
	case AskTags:
		cmd.Tags = []Tag{{Topic: "city", Facet: "noise"}}
	case AskLevel:
		cmd.Level = 1 + r.IntN(4)
	case AskRoute:
		cmd.Route = "诉讼"
	case AskOffice:
		cmd.Office = "业务科"
	case AskResult:
		cmd.Result = ResultSolved
	case AskPublicReply, AskScope, AskEvidence, AskDues:
		// never asked for
	}
}

// freeUnit picks one of the units that carries no duty on the case, if one is
// left.
func freeUnit(r *rand.Rand, c *Case, among []ident.UnitID) ident.UnitID {
	var free []ident.UnitID
	for _, id := range among {
		taken := false
		for i := range c.Legs {
			l := &c.Legs[i]
			taken = taken || l.Unit == id && l.State.Live() && !l.doneBelow()
		}
		if !taken {
			free = append(free, id)
		}
	}
	if len(free) == 0 {
		return "" // every unit is on the case already
	}
	return free[r.IntN(len(free))]
}

// policyEnv is testEnv with rules of its own.
func policyEnv(tb testing.TB, rules string) *Env {
	tb.Helper()
	env := testEnv(tb)
	text := "key: test\nversion: 1\nname: 测试时限\ncalendar: china\nrules:" + strings.TrimRight(rules, "\n") + "\n"
	policy, err := deadline.Parse([]byte(text), "test.yaml")
	if err != nil {
		tb.Fatal(err)
	}
	env.Policy = policy
	return env
}
