package casework

import (
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"huying/internal/domain/calendar"
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

// amendedEnv is the environment after a week was declared off.
func amendedEnv(tb testing.TB, env *Env) *Env {
	tb.Helper()
	spec := calendar.China()
	var off []calendar.Day
	for day := 21; day <= 25; day++ {
		off = append(off, calendar.Day{Date: calendar.DateFrom(2019, time.October, day), Name: "临时放假", Off: true, Local: true})
	}
	spec, err := spec.Amend(spec.Version+1, off...)
	if err != nil {
		tb.Fatal(err)
	}
	next := *env
	if next.Calendar, err = calendar.New(spec); err != nil {
		tb.Fatal(err)
	}
	return &next
}

// TestRandomWalk gives offered commands at random and asks after each one
// that both machines keep their promises.
func TestRandomWalk(t *testing.T) {
	t.Parallel()
	env := testEnv(t)
	const walkers = 4
	ways := make([]*way, walkers)
	var all sync.WaitGroup
	for i := range ways {
		ways[i] = &way{
			T: t, envs: []*Env{env, amendedEnv(t, env)}, r: rand.New(rand.NewPCG(1, uint64(i))),
			taken: map[Action]int{}, steps: walkSteps(t) / walkers, id: i,
		}
		all.Go(ways[i].walk)
	}
	all.Wait()
	taken := map[Action]int{}
	for _, w := range ways {
		for a, n := range w.taken {
			taken[a] += n
		}
	}
	if taken[DoRecompute] == 0 {
		t.Error("the walk never moved a limit")
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

// way is one walker: it takes case after case through the flow.
type way struct {
	*testing.T
	envs  []*Env
	r     *rand.Rand
	taken map[Action]int
	steps int
	id    int

	c   *Case
	log []Event
	now time.Time
}

func (w *way) walk() {
	for n := w.id; w.steps > 0 && !w.Failed(); n += 4 {
		w.c, w.log = nil, nil
		w.now = monday.Add(time.Duration(n) * time.Minute)
		for i := 0; i < 60 && w.step(n); i++ {
			w.steps--
		}
	}
}

// step gives one command, and reports whether the case goes on.
func (w *way) step(n int) bool {
	env := w.envs[0]
	if w.r.IntN(8) == 0 {
		env = w.envs[1]
	}
	if w.r.IntN(20) == 0 {
		w.recompute(env) // before anything is offered: a limit that moves back takes offers with it
	}
	act, offers := w.pickActor(env)
	if len(offers) == 0 {
		w.checkEnd()
		return false
	}
	o := w.pick(offers)
	if w.r.IntN(40) == 0 {
		o = w.mirrored(o)
	}
	cmd := fillForm(w.r, orNew(w.c), o, w.now, n)
	if o.Do == DoRelease {
		cmd.Target = w.c.Absorbed[0]
	}
	if lacksUnit(o, cmd) || o.Do == DoAbsorb && slices.Contains(w.c.Absorbed, cmd.Target) {
		return true
	}
	next, e, err := step(w.T, env, w.c, act, cmd)
	if err != nil {
		w.Errorf("case %d: offered %s on leg %d in state %s was refused: %v", n, o.Do, o.Leg, orNew(w.c).State, err)
		return false
	}
	w.taken[o.Do]++
	w.log = append(w.log, e)
	checkVersion(w.T, w.c, e)
	w.c = next
	checkCase(w.T, next)
	if len(w.log)%12 == 0 || next.State.Final() {
		checkFold(w.T, next, w.log)
	}
	if caseRests(next.State) && next.State != Closed && w.r.IntN(2) > 0 {
		return false
	}
	w.now = w.now.Add(time.Duration(w.r.IntN(12*60)+1) * time.Minute)
	return !w.Failed()
}

// recompute moves what runs to the calendar in force.
func (w *way) recompute(env *Env) {
	if w.c == nil {
		return
	}
	d, moved, err := Recompute(env, w.c, centre(w.now))
	if err != nil {
		w.Error(err)
	}
	if !moved {
		return
	}
	if _, err := Seal(&d.Event); err != nil {
		w.Error(err)
	}
	checkVersion(w.T, w.c, d.Event)
	w.taken[DoRecompute]++
	w.log = append(w.log, d.Event)
	w.c = Apply(w.c, d.Event)
	checkCase(w.T, w.c)
}

// mirrored is now and then what the desk gives beside a command on another
// case.
func (w *way) mirrored(o Offer) Offer {
	switch {
	case w.c == nil:
		return o
	case len(w.c.Absorbed) > 0 && slices.Contains(caseRows[DoRelease].From, w.c.State):
		return Offer{Do: DoRelease, Ask: caseRows[DoRelease].Ask}
	case slices.Contains(caseRows[DoAbsorb].From, w.c.State):
		return Offer{Do: DoAbsorb, Ask: caseRows[DoAbsorb].Ask}
	}
	return o
}

// pick prefers steps that move a leg and do not end the case: a walk that
// takes notes, or archives at the first chance, would see little of the legs.
// Else it prefers what it has taken least.
func (w *way) pick(offers []Offer) Offer {
	c := orNew(w.c)
	var moving []Offer
	for _, o := range offers {
		var onward bool
		if l, ok := c.Leg(o.Leg); ok {
			to := legRows[o.Do].To
			onward = to.Live() && to != l.State
		} else {
			to := caseRows[o.Do].To
			onward = to != "" && !caseRests(to)
		}
		if onward {
			moving = append(moving, o)
		}
	}
	if len(moving) > 0 && w.r.IntN(4) > 0 {
		return moving[w.r.IntN(len(moving))]
	}
	rarest := offers[w.r.IntN(len(offers))]
	for _, o := range offers {
		if o.Leg > 0 && w.taken[o.Do] < w.taken[rarest.Do] {
			rarest = o
		}
	}
	return rarest
}

func (w *way) pickActor(env *Env) (Act, []Offer) {
	actors := []Act{centre(w.now)}
	for i := range orNew(w.c).Legs {
		if l := w.c.Legs[i]; l.State.Live() && slices.Contains(unitIDs, l.Unit) {
			actors = append(actors, unitAct(l.Unit, w.now))
		}
	}
	act := actors[w.r.IntN(len(actors))]
	return act, Allowed(env, w.c, act)
}

// checkEnd: only a final case has nothing more to do.
func (w *way) checkEnd() {
	if w.c == nil || !w.c.State.Final() {
		w.Errorf("dead end in state %q", orNew(w.c).State)
	}
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

// checkFold: the events come to the case.
func checkFold(t *testing.T, c *Case, log []Event) {
	t.Helper()
	if folded := Apply(nil, log...); !reflect.DeepEqual(folded, c) {
		t.Errorf("the events fold to\n%s\nnot to the row\n%s", snapshot(t, folded), snapshot(t, c))
	}
}

// checkVersion: a command decided on an older version carries that version, so
// that the store's primary key lets only one of two win.
func checkVersion(t *testing.T, before *Case, e Event) {
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
	w := &way{T: t, r: r}
	for n := range 200 {
		w.c = mustStep(t, env, nil, centre(monday), Command{Do: DoReceive, New: newIntake(n)})
		w.now = monday
		for range r.IntN(12) {
			w.now = w.now.Add(time.Hour)
			act, offers := w.pickActor(env)
			if len(offers) == 0 {
				break
			}
			cmd := fillForm(r, w.c, offers[r.IntN(len(offers))], w.now, n)
			if next, _, err := step(t, env, w.c, act, cmd); err == nil {
				w.c = next
			}
		}
		act := unitAct(unitIDs[r.IntN(len(unitIDs))], w.now)
		offered := map[doing]bool{}
		for _, o := range Allowed(env, w.c, act) {
			offered[doing{o.Do, o.Leg}] = true
		}
		refuseRest(t, env, r, w.c, act, offered)
	}
}

// doing is an offer without its form.
type doing struct {
	do  Action
	leg int
}

func refuseRest(t *testing.T, env *Env, r *rand.Rand, c *Case, act Act, offered map[doing]bool) {
	t.Helper()
	for _, row := range caseFlow {
		if row.Mirrors == "" && !offered[doing{row.Do, 0}] {
			expectRefusal(t, env, c, act, fillForm(r, c, Offer{Do: row.Do, Ask: row.Ask}, act.Now, 0))
		}
	}
	for i := range c.Legs {
		for _, row := range legFlow {
			if seq := c.Legs[i].Seq; !offered[doing{row.Do, seq}] {
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
