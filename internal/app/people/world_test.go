package people_test

import (
	"crypto/rand"
	"errors"
	"strings"
	"testing"
	"time"

	"huying/internal/app/people"
	"huying/internal/domain/identity"
	"huying/internal/domain/org"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

const (
	region = ident.RegionCode("330802")
	good   = "luodan zai qiao bian" // four words that are nobody's
	bad    = "luodan zai qiao bien"
)

var (
	start = time.Date(2020, 3, 9, 2, 0, 0, 0, time.UTC)
	desk  = people.From{Address: "192.0.2.1", Agent: "测试浏览器"}
	cheap = people.Cost{Memory: 8, Passes: 1, Threads: 1}
)

// world is a region with two units and nobody in it.
type world struct {
	*people.People
	t       *testing.T
	store   *store.Store
	clock   *clock.Hand
	book    *rulebook.Book
	console identity.Account
	address string // of the database
}

// shortCalendar is the one rule that a region cannot be without.
const shortCalendar = `key: short
version: 1
location: Asia/Shanghai
published: 2019-01-01..2020-12-31
week:
  monday: [08:30-17:30]
`

// each runs a test in a world on both databases.
func each(t *testing.T, test func(w *world)) {
	t.Helper()
	for _, kind := range testdb.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			test(newWorld(t, kind))
		})
	}
}

func newWorld(t *testing.T, kind store.Kind) *world {
	t.Helper()
	w := &world{t: t, clock: clock.NewHand(start), console: people.Console(region), address: testdb.URL(t, kind)}
	var err error
	if w.store, err = store.Open(t.Context(), store.Options{URL: w.address, Clock: w.clock, Unsafe: true}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.store.Close(); err != nil {
			t.Error(err)
		}
	})
	w.must(w.store.Update(t.Context(), func(tx *store.Tx) error {
		return errors.Join(
			tx.PutRegion(rulebook.Head{Code: region, Name: "柯城区", Zone: "Asia/Shanghai", Revision: 1}),
			tx.PutRule(region, rulebook.Rule{Kind: rulebook.Calendar, Key: "short", Version: 1, Text: shortCalendar}),
			tx.PutUnit(region, org.Unit{ID: "u1", Name: "住建局", List: org.Department}),
			tx.PutUnit(region, org.Unit{ID: "u2", Name: "物业处", Parent: "u1"}),
		)
	}))
	w.view(func(tx *store.Tx) (err error) {
		w.book, err = tx.Book(region)
		return err
	})
	w.People = w.another(nil)
	return w
}

// another is a second process on the same records.
func (w *world) another(provider *people.Provider) *people.People {
	return people.New(people.Options{
		Store: w.store, Region: region, IDs: ident.NewSource(rand.Reader), Clock: w.clock, Random: rand.Reader, Sealer: label{}, Cost: cheap,
		Provider: provider,
	})
}

// label seals by saying what it is of: enough to see what is sealed for whom.
type label struct{}

func (label) Seal(field, id, plain string) (string, error) {
	return field + "|" + id + "|" + flip(plain), nil
}

func (label) Open(field, id, sealed string) (string, error) {
	plain, ok := strings.CutPrefix(sealed, field+"|"+id+"|")
	if !ok {
		return "", errors.New("sealed for something else")
	}
	return flip(plain), nil
}

// flip turns a text over, so that it is not found as it was.
func flip(s string) string {
	b := []byte(s)
	for i := range b {
		b[i] ^= 1
	}
	return string(b)
}

func (w *world) view(fn func(*store.Tx) error) {
	w.t.Helper()
	if err := w.store.View(w.t.Context(), fn); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// code asks for an error of a code.
func (w *world) code(want string, err error) {
	w.t.Helper()
	if got := errs.CodeOf(err); err == nil || got != want {
		w.t.Errorf("error %v, want %s", err, want)
	}
}

func (w *world) unit(name string) ident.UnitID {
	u, _ := w.book.Units.Named(name)
	return u.ID
}

// member makes an account with the good password. Roles of units are of 住建局.
func (w *world) member(login string, roles ...identity.Role) ident.UserID {
	w.t.Helper()
	var unit ident.UnitID
	for _, r := range roles {
		if identity.PresetSight(r) == identity.UnitCases {
			unit = w.unit("住建局")
		}
	}
	id, err := w.Create(w.t.Context(), w.console, people.NewAccount{Login: login, Name: "某人", Unit: unit, Roles: roles})
	w.must(err)
	link, _, err := w.Link(w.t.Context(), w.console, id)
	w.must(err)
	w.must(w.SetUp(w.t.Context(), link, good, desk))
	return id
}

func (w *world) try(login, password, code string) (people.Ticket, error) {
	return w.SignIn(w.t.Context(), people.Credentials{Login: login, Password: password, Code: code}, desk)
}

// enter signs in and returns the token.
func (w *world) enter(login string) string {
	w.t.Helper()
	t, err := w.try(login, good, "")
	w.must(err)
	return t.Token
}

// who is the account of a token.
func (w *world) who(token string) identity.Account {
	w.t.Helper()
	a, err := w.Authenticate(w.t.Context(), token)
	w.must(err)
	return a
}

// trail is the whole audit, oldest first.
func (w *world) trail() []store.Audit {
	w.t.Helper()
	auditor := identity.Account{ID: "auditor", Grants: []identity.Actor{identity.As(identity.Auditor, "auditor", region)}}
	all, err := w.Trail(w.t.Context(), auditor, store.AuditFilter{})
	w.must(err)
	return all
}

// count is how many rows of the audit there are of an action and outcome.
func (w *world) count(action string, outcome store.AuditOutcome) (n int) {
	for _, a := range w.trail() {
		if a.Action == action && a.Outcome == outcome {
			n++
		}
	}
	return n
}
