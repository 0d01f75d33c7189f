package casework

import (
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"huying/internal/kernel/errs"
)

// walkSteps is how many commands the random walk gives: 100,000 in CI
// (HUYING_WALK_STEPS), fewer while one works.
func walkSteps(tb testing.TB) int {
	tb.Helper()
	if s := os.Getenv("HUYING_WALK_STEPS"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			tb.Fatal(err)
		}
		return n
	}
	return 20_000
}

// TestRandomWalk gives offered commands at random and asks after each one
// that both machines keep their promises.
func TestRandomWalk(t *testing.T) {
	t.Parallel()
	env := testEnv(t)
	r := rand.New(rand.NewPCG(1, 2))
	taken := map[Action]int{}
	for steps, n := 0, 0; steps < walkSteps(t); n++ {
		steps += walkOne(t, env, r, n, taken)
		if t.Failed() {
			return
		}
	}
	for _, row := range caseFlow {
		if row.Need != "" && taken[row.Do] == 0 {
			t.Errorf("the walk never took %s", row.Do)
		}
	}
	for _, row := range legFlow {
		if taken[row.Do] == 0 {
			t.Errorf("the walk never took %s", row.Do)
		}
	}
}

func walkOne(t *testing.T, env *Env, r *rand.Rand, n int, taken map[Action]int) int {
	t.Helper()
	var c *Case
	var log []Event
	now := monday.Add(time.Duration(n) * time.Minute)
	for i := range 60 {
		actors := []Act{centre(now)}
		for _, u := range unitIDs {
			actors = append(actors, unitAct(u, now))
		}
		act, offers := pickActor(r, env, c, actors)
		if len(offers) == 0 {
			checkRest(t, c)
			return i
		}
		o := pick(r, orNew(c), offers, taken)
		cmd := fillForm(r, orNew(c), o, now, n)
		if lacksUnit(o, cmd) {
			continue
		}
		next, e, err := step(t, env, c, act, cmd)
		if err != nil {
			t.Fatalf("case %d step %d: offered %s on leg %d in state %s was refused: %v", n, i, o.Do, o.Leg, orNew(c).State, err)
		}
		taken[o.Do]++
		log = append(log, e)
		checkStep(t, env, c, next, log)
		c = next
		if caseRests(c.State) && c.State != Closed && r.IntN(2) > 0 {
			return i
		}
		now = now.Add(time.Duration(r.IntN(12*60)+1) * time.Minute)
	}
	return 60
}

// pick prefers steps that move a leg and do not end the case: a walk that
// takes notes, or archives at the first chance, would see little of the legs.
// Else it prefers what it has taken least.
func pick(r *rand.Rand, c *Case, offers []Offer, taken map[Action]int) Offer {
	var moving []Offer
	for _, o := range offers {
		row, _ := caseRow(o.Do)
		onward := row.To != "" && !caseRests(row.To)
		if l, ok := c.Leg(o.Leg); ok {
			row, _ := legRow(o.Do)
			onward = row.To.Live() && row.To != l.State
		}
		if onward {
			moving = append(moving, o)
		}
	}
	if len(moving) > 0 && r.IntN(4) > 0 {
		return moving[r.IntN(len(moving))]
	}
	rarest := offers[r.IntN(len(offers))]
	for _, o := range offers {
		if o.Leg > 0 && taken[o.Do] < taken[rarest.Do] {
			rarest = o
		}
	}
	return rarest
}

func orNew(c *Case) *Case {
	if c == nil {
		return &Case{}
	}
	return c
}

func lacksUnit(o Offer, cmd Command) bool {
	return slices.Contains(o.Ask, AskUnit) && cmd.Unit == "" ||
		slices.Contains(o.Ask, AskUnits) && cmd.Units[0].Unit == ""
}

func pickActor(r *rand.Rand, env *Env, c *Case, actors []Act) (Act, []Offer) {
	r.Shuffle(len(actors), func(i, j int) { actors[i], actors[j] = actors[j], actors[i] })
	var act Act
	var offers []Offer
	for _, a := range actors {
		mine := Allowed(env, c, a)
		onLeg := slices.ContainsFunc(mine, func(o Offer) bool { return o.Leg > 0 })
		if offers == nil || onLeg {
			act, offers = a, mine
		}
		if onLeg && r.IntN(2) == 0 {
			break
		}
	}
	return act, offers
}

// checkRest: only a final case has nothing more to do.
func checkRest(t *testing.T, c *Case) {
	t.Helper()
	if c == nil || !c.State.Final() {
		t.Errorf("dead end in state %q", orNew(c).State)
	}
}

func checkStep(t *testing.T, env *Env, before, c *Case, log []Event) {
	t.Helper()
	sampled := len(log)%7 == 0 || c.State.Final()
	if sampled {
		if folded := Apply(nil, log...); snapshot(t, folded) != snapshot(t, c) {
			t.Errorf("the events fold to\n%s\nnot to the row\n%s", snapshot(t, folded), snapshot(t, c))
		}
	}
	leads := 0
	for i := range c.Legs {
		l := &c.Legs[i]
		if l.Role == Lead && l.State.Live() {
			leads++
		}
		if legRests(l.State) {
			for j := range c.Clocks {
				if k := &c.Clocks[j]; k.Leg == l.Seq && k.Open() {
					t.Errorf("leg %d rests in %s while its %s clock runs", l.Seq, l.State, k.Kind)
				}
			}
		}
		if l.State == LegClosed && l.Role != Child && l.ClosedAt.IsZero() {
			t.Errorf("leg %d is closed without a moment of closing", l.Seq)
		}
	}
	if leads > 1 {
		t.Errorf("%d lead legs are live", leads)
	}
	if caseRests(c.State) {
		for _, k := range c.Clocks {
			if k.Leg == 0 && k.Open() {
				t.Errorf("the case rests in %s while its %s clock runs", c.State, k.Kind)
			}
		}
	}
	if c.State == Closed && c.Answer == nil && c.leastStage() != stageClosed {
		t.Errorf("the case is closed while a leg is not")
	}
	checkStale(t, env, before, log[len(log)-1])
}

// checkStale: a command decided on an older version carries that version, so
// that the store's primary key lets only one of two win.
func checkStale(t *testing.T, _ *Env, before *Case, e Event) {
	t.Helper()
	if e.Version != orNew(before).Version+1 || e.Prev != orNew(before).Hash {
		t.Errorf("event %d follows version %d", e.Version, orNew(before).Version)
	}
}

// TestRefusals: what is not offered is refused, with a kind that says why.
func TestRefusals(t *testing.T) {
	t.Parallel()
	env := testEnv(t)
	r := rand.New(rand.NewPCG(3, 4))
	for n := range 200 {
		c := mustStep(t, env, nil, centre(monday), Command{Do: DoReceive, New: newIntake(n)})
		now := monday
		for range r.IntN(12) {
			now = now.Add(time.Hour)
			act, offers := pickActor(r, env, c, []Act{centre(now), unitAct(unitIDs[0], now), unitAct(unitIDs[1], now)})
			if len(offers) == 0 {
				break
			}
			cmd := fillForm(r, c, offers[r.IntN(len(offers))], now, n)
			if next, _, err := step(t, env, c, act, cmd); err == nil {
				c = next
			}
		}
		act := unitAct(unitIDs[r.IntN(len(unitIDs))], now)
		offered := map[Offer2]bool{}
		for _, o := range Allowed(env, c, act) {
			offered[Offer2{o.Do, o.Leg}] = true
		}
		refuseRest(t, env, r, c, act, offered)
	}
}

// Offer2 is an offer without its form.
type Offer2 struct {
	do  Action
	leg int
}

func refuseRest(t *testing.T, env *Env, r *rand.Rand, c *Case, act Act, offered map[Offer2]bool) {
	t.Helper()
	for _, row := range caseFlow {
		if !offered[Offer2{row.Do, 0}] {
			expectRefusal(t, env, c, act, fillForm(r, c, Offer{Do: row.Do, Ask: row.Ask}, act.Now, 0))
		}
	}
	for i := range c.Legs {
		for _, row := range legFlow {
			if seq := c.Legs[i].Seq; !offered[Offer2{row.Do, seq}] {
				expectRefusal(t, env, c, act, fillForm(r, c, Offer{Do: row.Do, Leg: seq, Ask: row.Ask}, act.Now, 0))
			}
		}
	}
}

func expectRefusal(t *testing.T, env *Env, c *Case, act Act, cmd Command) {
	t.Helper()
	before := snapshot(t, c)
	_, err := Decide(env, c, act, cmd)
	if err == nil {
		t.Errorf("%s on leg %d in state %s was not offered and yet decided", cmd.Do, cmd.Leg, c.State)
	}
	if k := errs.KindOf(err); k == errs.Internal {
		t.Errorf("%s: refused with an internal error: %v", cmd.Do, err)
	}
	if snapshot(t, c) != before {
		t.Errorf("a refused %s changed the case", cmd.Do)
	}
}
