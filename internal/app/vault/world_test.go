package vault_test

import (
	"context"
	"crypto/rand"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"huying/internal/app/admin"
	"huying/internal/app/desk"
	"huying/internal/app/people"
	"huying/internal/app/vault"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/org"
	"huying/internal/domain/person"
	"huying/internal/domain/survey"
	sealing "huying/internal/domain/vault"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const region = ident.RegionCode("330802")

var monday = time.Date(2019, 10, 14, 1, 0, 0, 0, time.UTC) // 09:00 in Shanghai

var caller = person.Person{Name: "张某某", Phone: "13812345678", Phone2: "0570-3012345", IDNumber: "11010519491231002X", Address: "花园街道荷花小区3幢"}

// ringFile is where the processes of a test keep their ring.
type ringFile struct {
	mu   sync.Mutex
	text []byte
}

func (f *ringFile) keep(r *sealing.Ring) error {
	b, err := r.Encode()
	f.mu.Lock()
	defer f.mu.Unlock()
	f.text = b
	return err
}

func (f *ringFile) load() (*sealing.Ring, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return sealing.Decode(f.text)
}

// node is one process: a vault of its own over the shared records and ring.
type node struct {
	vault  *sealing.Vault
	desk   *desk.Desk
	keeper *vault.Keeper
}

// world is a founded region with units u1 and u2.
type world struct {
	t     *testing.T
	store *store.Store
	file  *ringFile
	hand  *clock.Hand
	swept int // times
	node
}

// each runs a test in a world on each database.
func each(t *testing.T, fn func(w *world)) {
	t.Helper()
	t.Parallel()
	for _, kind := range testdb.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			hand := clock.NewHand(monday)
			w := &world{t: t, store: testdb.Open(t, kind, testdb.Clock(hand)), file: &ringFile{}, hand: hand}
			w.found()
			w.node = w.another()
			w.must(w.keeper.Sync(t.Context()))
			fn(w)
		})
	}
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) found() {
	w.t.Helper()
	a := admin.New(admin.Options{Store: w.store, IDs: ident.NewSource(rand.Reader)})
	w.must(a.Install(w.t.Context(), region, "柯城区", "district"))
	w.must(w.store.Update(w.t.Context(), func(tx *store.Tx) error {
		for _, u := range []org.Unit{{ID: "u1", Name: "住建局", List: org.Department}, {ID: "u2", Name: "花园街道办事处", List: org.Town}} {
			if err := tx.PutUnit(region, u); err != nil {
				return err
			}
		}
		return tx.ReviseRegion(region)
	}))
	ring, err := sealing.NewRing(rand.Reader, monday)
	w.must(err)
	w.must(w.file.keep(ring))
}

// another is one more process on the same records.
func (w *world) another() node {
	w.t.Helper()
	ring, err := w.file.load()
	w.must(err)
	v := sealing.New(ring, rand.Reader, w.file.load)
	ids := ident.NewSource(rand.Reader)
	team := w.team(v)
	return node{
		vault:  v,
		desk:   desk.New(desk.Options{Store: w.store, Region: region, IDs: ids, Key: []byte("key of the test"), Vault: v}),
		keeper: vault.New(vault.Options{Store: w.store, Region: region, IDs: ids, Vault: v, Random: rand.Reader, Keep: w.file.keep, Also: team.reseal, Sweep: w.sweep}),
	}
}

func (w *world) sweep(context.Context) (int, error) {
	w.swept++
	return 0, nil
}

// team is the accounts of a process, which seal under the same ring.
type team struct {
	people *people.People
	sealer people.VaultSealer
}

func (w *world) team(v *sealing.Vault) team {
	sealer := people.VaultSealer{Vault: v, Random: rand.Reader}
	return team{sealer: sealer, people: people.New(people.Options{
		Store: w.store, Region: region, IDs: ident.NewSource(rand.Reader), Clock: w.hand, Random: rand.Reader, Sealer: sealer,
	})}
}

func (t team) reseal(ctx context.Context) error {
	_, err := t.people.Reseal(ctx)
	return err
}

func as(role identity.Role, units ...ident.UnitID) identity.Actor {
	return identity.As(role, ident.UserID(role), region, units...)
}

// who is an account with those roles.
func who(grants ...identity.Actor) identity.Account {
	return identity.Account{ID: grants[0].ID, Grants: grants}
}

func (w *world) receive(d casework.Disclosure, p person.Person) *casework.Case {
	w.t.Helper()
	c, err := w.desk.Receive(w.t.Context(), as(identity.Operator), intake(d), p)
	w.must(err)
	return c
}

func intake(d casework.Disclosure) casework.Command {
	return casework.Command{Do: casework.DoReceive, New: &casework.NewIntake{
		Title: "路灯不亮", Content: "黄色小楼门口的路灯连续几晚不亮，希望尽快修复。",
		Intake: casework.Intake{Channel: casework.Phone, Kind: casework.Help, Subject: "城乡建设/市政设施", Disclosure: d},
	}}
}

func (w *world) do(id ident.CaseID, by identity.Actor, cmd casework.Command) {
	w.t.Helper()
	_, err := w.desk.Do(w.t.Context(), by, id, cmd)
	w.must(err)
}

// read is a case as it stands.
func (w *world) read(id ident.CaseID) (c *casework.Case) {
	w.t.Helper()
	w.must(w.store.View(w.t.Context(), func(tx *store.Tx) (err error) {
		c, err = tx.Case(id)
		return err
	}))
	return c
}

func (w *world) dispatch(id ident.CaseID) {
	w.t.Helper()
	w.do(id, as(identity.Dispatcher), casework.Command{Do: casework.DoDispatch, Units: []casework.Assignment{{Unit: "u1", Role: casework.Lead}}})
}

// close carries a dispatched case to its end.
func (w *world) close(id ident.CaseID) {
	w.t.Helper()
	unit := as(identity.UnitLeader, "u1")
	w.do(id, unit, casework.Command{Do: casework.DoSign, Leg: 1})
	w.do(id, unit, casework.Command{Do: casework.DoSubmit, Leg: 1, Reply: "已更换灯具并通电。", Result: casework.ResultSolved})
	w.do(id, as(identity.Reviewer), casework.Command{Do: casework.DoAccept, Leg: 1})
	w.do(id, as(identity.CallBackers), casework.Command{Do: casework.DoCallBack, Leg: 1, Answer: &survey.Answer{Outcome: survey.Satisfied, Attitude: survey.Satisfied, Solved: survey.SolvedYes}})
}

func (w *world) archive(id ident.CaseID) {
	w.t.Helper()
	w.do(id, as(identity.System), casework.Command{Do: casework.DoArchive})
}
