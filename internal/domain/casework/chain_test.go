package casework

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huying/internal/kernel/ident"
)

// kept is an event as the store keeps it.
type kept struct {
	Event
	stored string
}

func keep(t *testing.T, log []Event) []kept {
	t.Helper()
	all := make([]kept, len(log))
	for i, e := range log {
		text, err := e.Data.Encode()
		if err != nil {
			t.Fatal(err)
		}
		all[i] = kept{e, text}
	}
	return all
}

// verify returns what is wrong with a chain, as `huying verify` asks it.
func verify(chain []kept) []string {
	var faults []string
	var last Event
	for _, e := range chain {
		if fault := ChainFault(last, e.Event, e.stored); fault != "" {
			faults = append(faults, fault)
		}
		last = e.Event
	}
	return faults
}

// course is one case that a random walk has made.
type course struct {
	c     *Case
	log   []Event
	chain []kept
}

// courses are cases of every shape, the same in every run.
func courses(t *testing.T, n int) []course {
	t.Helper()
	env := testEnv(t)
	envs := []*Env{env, amendedEnv(t, env)}
	var all []course
	for i := range n {
		w := &way{T: t, envs: envs, r: rand.New(rand.NewPCG(11, uint64(i))), taken: map[Action]int{}, now: monday}
		for steps := 0; steps < 30 && w.step(i); steps++ {
			continue
		}
		if len(w.log) > 2 { // one that ended at once has nothing to change places
			all = append(all, course{w.c, w.log, keep(t, w.log)})
		}
	}
	return all
}

// TestChainHolds: what was written and left alone is found whole, case after
// case.
func TestChainHolds(t *testing.T) {
	t.Parallel()
	var chain []kept
	for _, c := range courses(t, 20) {
		chain = append(chain, c.chain...)
	}
	if faults := verify(chain); len(faults) > 0 {
		t.Errorf("%d events, found: %v", len(chain), faults)
	}
}

// TestChainFindsAnyByte changes every byte that is kept of every event of a
// case, one at a time.
func TestChainFindsAnyByte(t *testing.T) {
	t.Parallel()
	chain := keep(t, perform(t, testEnv(t), closed("satisfied")...).log)
	for i := range chain {
		for name, field := range map[string]func(*kept) *string{
			"data": func(e *kept) *string { return &e.stored },
			"hash": func(e *kept) *string { return &e.Hash },
			"prev": func(e *kept) *string { return &e.Prev },
			"case": func(e *kept) *string { return (*string)(&e.Case) },
			"do":   func(e *kept) *string { return (*string)(&e.Action) },
			"user": func(e *kept) *string { return (*string)(&e.By.User) },
			"role": func(e *kept) *string { return (*string)(&e.By.Role) },
		} {
			for at := range len(*field(&chain[i])) {
				for bit := range 8 {
					spoilt := slices.Clone(chain)
					text := []byte(*field(&spoilt[i]))
					text[at] ^= 1 << bit
					*field(&spoilt[i]) = string(text)
					if len(verify(spoilt)) == 0 {
						t.Fatalf("event %d: bit %d of byte %d of %s was changed, and nobody saw it", i+1, bit, at, name)
					}
				}
			}
		}
	}
}

// TestChainFindsAnyChange changes events of random cases at random, and tells
// them apart from those that were left alone.
func TestChainFindsAnyChange(t *testing.T) {
	t.Parallel()
	walks := courses(t, 20)
	changes := map[string]func(*rapid.T, *kept){
		"version": func(r *rapid.T, e *kept) { e.Version += other(r) },
		"leg":     func(r *rapid.T, e *kept) { e.Leg += other(r) },
		"at":      func(r *rapid.T, e *kept) { e.At = e.At.Add(time.Duration(other(r)) * time.Microsecond) },
		"entered": func(r *rapid.T, e *kept) { e.Entered = e.Entered.Add(time.Duration(other(r)) * time.Microsecond) },
		"longer":  func(_ *rapid.T, e *kept) { e.stored += " " },
		"shorter": func(_ *rapid.T, e *kept) { e.stored = e.stored[:len(e.stored)-1] },
		// The same letters, divided otherwise between two fields.
		"divided": func(_ *rapid.T, e *kept) {
			e.By.User, e.By.Role = e.By.User+ident.UserID(e.By.Role[:1]), e.By.Role[1:]
		},
		"forged": func(_ *rapid.T, e *kept) { e.stored = `{"note":"0000"}`; e.Hash = ChainHash(e.Event, e.stored) },
	}
	names := make([]string, 0, len(changes))
	for name := range changes {
		names = append(names, name)
	}
	slices.Sort(names)
	rapid.Check(t, func(r *rapid.T) {
		w := rapid.SampledFrom(walks).Draw(r, "case")
		chain := slices.Clone(w.chain)
		name := rapid.SampledFrom(names).Draw(r, "change")
		last := len(chain) - 1
		if name == "forged" {
			last-- // a forged end is found by the row and the anchor
		}
		i := rapid.IntRange(0, last).Draw(r, "event")
		changes[name](r, &chain[i])
		if len(verify(chain)) == 0 {
			r.Fatalf("%s of event %d of %d was changed, and nobody saw it", name, i+1, len(chain))
		}
	})
}

// other is any number but nought.
func other(r *rapid.T) int {
	n := rapid.IntRange(1, 1_000_000).Draw(r, "by")
	if rapid.Bool().Draw(r, "down") {
		return -n
	}
	return n
}

// TestChainFindsOrder: events that changed places, are missing, stand twice
// or came from another case.
func TestChainFindsOrder(t *testing.T) {
	t.Parallel()
	walks := courses(t, 20)
	rapid.Check(t, func(r *rapid.T) {
		w := rapid.SampledFrom(walks).Draw(r, "case")
		chain := slices.Clone(w.chain)
		i := rapid.IntRange(0, len(chain)-2).Draw(r, "event")
		j := rapid.IntRange(i+1, len(chain)-1).Draw(r, "another")
		swapped := slices.Clone(chain)
		swapped[i], swapped[j] = swapped[j], swapped[i]
		foreign := rapid.SampledFrom(walks).Filter(func(o course) bool { return o.c.ID != w.c.ID }).Draw(r, "from").chain
		for name, spoilt := range map[string][]kept{
			"swapped": swapped,
			"missing": slices.Delete(slices.Clone(chain), i, j),
			"twice":   slices.Insert(slices.Clone(chain), j, chain[i]),
			"foreign": slices.Insert(slices.Clone(chain), j, foreign[len(foreign)-1]),
		} {
			if len(verify(spoilt)) == 0 {
				r.Fatalf("%s: events %d and %d of %d, and nobody saw it", name, i+1, j+1, len(chain))
			}
		}
		// Cut off at its end a chain is whole; the row tells.
		cut := chain[:j]
		if faults := verify(cut); len(faults) > 0 {
			r.Fatalf("the first %d events: %v", j, faults)
		}
		if Apply(nil, w.log[:j]...).Hash == w.c.Hash {
			r.Fatalf("without its last events the case comes to the same hash")
		}
	})
}

// TestApply: the same events come to the same case, at once or in parts, from
// memory or from the store, and nobody's case changes under them.
func TestApply(t *testing.T) {
	t.Parallel()
	walks := courses(t, 20)
	rapid.Check(t, func(r *rapid.T) {
		w := rapid.SampledFrom(walks).Draw(r, "case")
		cut := rapid.IntRange(0, len(w.log)).Draw(r, "cut")
		head := Apply(nil, w.log[:cut]...)
		before := snapshot(t, head)
		whole := Apply(head, w.log[cut:]...)
		if diff := cmp.Diff(w.c, whole); diff != "" {
			r.Fatalf("in two parts (-row +folded):\n%s", diff)
		}
		if snapshot(t, head) != before {
			r.Fatal("the case before was changed in place")
		}
		if diff := cmp.Diff(head, Apply(nil, w.log[:cut]...)); diff != "" {
			r.Fatalf("a second time (-first +second):\n%s", diff)
		}
	})
	for _, w := range walks {
		checkStored(t, w.c, w.log)
	}
}

// FuzzStoredData: whatever text is found in the store, reading it does not
// break, and what can be read is written again in the same way each time.
func FuzzStoredData(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"case_to":"closed"}`, `null`, `[]`, `{"until":"2019-10-14T01:00:00Z"}`, `{"clocks":[{"op":"start","kind":"close","leg":1}]}`,
		`{"answer":{"outcome":"basic"},"tags":[{"topic":"城市"}]}`, `{"received":{"number":"N1","channel":"phone"}}`, `{"amended":{"kind":null}}`, "{\"note\":\"\\ud800\"}", "\xff",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := DecodeData(text)
		if err != nil {
			return
		}
		once, err := d.Encode()
		if err != nil {
			return // a year past what the text form holds
		}
		again, err := DecodeData(once)
		if err != nil {
			t.Fatalf("%s: %v", once, err)
		}
		if twice, err := again.Encode(); err != nil || twice != once {
			t.Errorf("%s was written again as %s (%v)", once, twice, err)
		}
	})
}
