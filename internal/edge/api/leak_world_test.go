package api_test

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"image"
	"image/jpeg"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"huying/internal/app/admin"
	"huying/internal/app/attachment"
	"huying/internal/app/desk"
	"huying/internal/app/insight"
	"huying/internal/app/jobs"
	"huying/internal/app/once"
	"huying/internal/app/people"
	"huying/internal/app/stream"
	"huying/internal/app/vault"
	"huying/internal/app/webhook"
	"huying/internal/domain/identity"
	sealing "huying/internal/domain/vault"
	"huying/internal/edge/api"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// entrance is a gate that knows the people of the test by name, and all others
// as an installation does, by session and key.
type entrance struct {
	door
	signed api.Gate
}

func (e entrance) Authenticate(r *http.Request) (identity.Account, error) {
	if who, ok := e.door[r.Header.Get("X-API-Key")]; ok {
		return who, nil
	}
	return e.signed.Authenticate(r)
}

// fortress is a server of everything that the API has, on a clock moved by
// hand, with its jobs done when the test says so.
type fortress struct {
	client
	s      *store.Store
	hand   *clock.Hand
	door   door
	people *people.People
	in     *insight.Insight
	run    *jobs.Runner
	dir    string // of its files
	logins int    // made up so far
	device string // that was enrolled last

	raw  *sql.DB // the same database, where a test looks at its rows
	kind store.Kind
	with api.Options
}

// raise serves a fresh installation.
func raise(t *testing.T, s *store.Store, hand *clock.Hand) *fortress {
	t.Helper()
	install(t, s)
	f := &fortress{s: s, hand: hand, door: doors(), dir: t.TempDir()}
	if err := os.Mkdir(filepath.Join(f.dir, "spool"), 0o700); err != nil {
		t.Fatal(err)
	}
	ids := ident.NewSource(rand.Reader)
	files := attachment.New(attachment.Options{
		Store: s, Region: region, IDs: ids, Blobs: attachment.NewFolder(filepath.Join(f.dir, "files")), Spool: filepath.Join(f.dir, "spool"),
	})
	ring, err := sealing.NewRing(rand.Reader, hand.Now())
	if err != nil {
		t.Fatal(err)
	}
	v := sealing.New(ring, rand.Reader, func() (*sealing.Ring, error) { return ring, nil })
	keeper := vault.New(vault.Options{Store: s, Region: region, IDs: ids, Vault: v, Random: rand.Reader, Sweep: files.Sweep})
	if err := keeper.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	f.people = people.New(people.Options{
		Store: s, Region: region, IDs: ids, Clock: hand, Random: rand.Reader, Cost: people.Cost{Memory: 64, Passes: 1, Threads: 1},
		Sealer: people.VaultSealer{Vault: v, Random: rand.Reader}, Provider: vouching(t, hand),
	})
	f.in = insight.New(insight.Options{Store: s, Region: region})
	hub := stream.New(stream.Options{Store: s, Region: region})
	t.Cleanup(hub.Close)
	d := desk.New(desk.Options{Store: s, Region: region, IDs: ids, Key: deskKey, Vault: v, Committed: hub.Wake})
	f.run = jobs.New(jobs.Options{Store: s, Region: region, IDs: ids}, jobs.Standard(jobs.Needs{Store: s, Region: region, IDs: ids, Desk: d, Anchors: f.in})...)
	o := api.Options{
		Gate: entrance{f.door, api.NewGate(f.people)}, People: f.people, Accounts: f.people, Desk: d, Records: f.in, Persons: keeper, Files: files,
		Events: hub, Notices: jobs.NewBoard(s, region), Jobs: jobs.NewControl(s, region, ids), Office: admin.New(admin.Options{Store: s, IDs: ids}).Office(region, d),
		Once:  once.New(once.Options{Store: s, Key: deskKey}),
		Hooks: webhook.New(webhook.Options{Store: s, Region: region, IDs: ids, Vault: v, Random: rand.Reader}),
	}
	for all, i := reflect.ValueOf(o), 0; i < all.NumField(); i++ {
		if all.Field(i).Kind() == reflect.Interface && all.Field(i).IsNil() {
			t.Fatalf("the fortress has no %s: what is read there would not be tried", all.Type().Field(i).Name)
		}
	}
	f.with = o
	server := httptest.NewServer(api.New(o))
	t.Cleanup(server.Close)
	f.client = client{t, server.URL}
	return f
}

// at does what is due by a moment.
func (f *fortress) at(now time.Time) {
	f.t.Helper()
	f.hand.Set(now)
	if _, err := f.run.Step(f.t.Context()); err != nil {
		f.t.Fatal(err)
	}
}

// enter makes an account with a password and returns it with a session.
func (f *fortress) enter(login string, roles ...identity.Role) (ident.UserID, people.Ticket) {
	f.t.Helper()
	by := people.Console(region)
	id, err := f.people.Create(f.t.Context(), by, people.NewAccount{Login: login, Name: "某人", Roles: roles})
	if err != nil {
		f.t.Fatal(err)
	}
	link, _, err := f.people.Link(f.t.Context(), by, id)
	if err == nil {
		err = f.people.SetUp(f.t.Context(), link, phrase, people.From{})
	}
	if err != nil {
		f.t.Fatal(err)
	}
	ticket, err := f.people.SignIn(f.t.Context(), people.Credentials{Login: login, Password: phrase}, people.From{})
	if err != nil {
		f.t.Fatal(err)
	}
	return id, ticket
}

// key is an API key of somebody with fewer permissions than they have.
func (f *fortress) key(login string, role identity.Role, may ...identity.Permission) string {
	f.t.Helper()
	_, ticket := f.enter(login, role)
	_, key, err := f.people.IssueKey(f.t.Context(), ticket.Token, phrase, people.NewKey{Name: "大屏", May: may, Life: 24 * time.Hour * 300})
	if err != nil {
		f.t.Fatal(err)
	}
	return key
}

// viewer is somebody who tries to read.
type viewer struct {
	name, key, token string
	may              []identity.Permission // none: not let in
	sight            identity.Sight
	units            []ident.UnitID
}

func (v viewer) stranger() bool { return len(v.may) == 0 }

func (v viewer) has(wanted ...identity.Permission) bool {
	return slices.ContainsFunc(wanted, func(p identity.Permission) bool { return slices.Contains(v.may, p) })
}

// sees is what the table of rights says; worked out here, not asked for. No
// viewer has received a case.
func (v viewer) sees(s *kept) bool {
	return v.has(identity.CaseView) && (v.sight == identity.AllCases || v.sight == identity.UnitCases && slices.Contains(v.units, s.unit))
}

// viewers are every role of the region, those of units once beside the cases
// of u1 and once beside none, and whoever else may try.
func (f *fortress) viewers() (all []viewer) {
	for _, r := range identity.PresetRights() {
		for _, u := range []ident.UnitID{"u1", "u3"} {
			v := viewer{name: string(r.Role), may: r.May, sight: r.Sight}
			if r.Sight == identity.UnitCases {
				v.name, v.units = v.name+"@"+string(u), []ident.UnitID{u}
			} else if u != "u1" {
				continue
			}
			v.key = "try " + v.name
			f.door[v.key] = member(v.key, identity.As(r.Role, ident.UserID(v.key), region, v.units...))
			all = append(all, v)
		}
	}
	id, shut := f.enter("shut", identity.Dispatcher)
	if err := f.people.Disable(f.t.Context(), people.Console(region), id); err != nil {
		f.t.Fatal(err)
	}
	return append(all,
		viewer{name: "nobody"}, viewer{name: "a wrong key", key: "hy_abcdefgh_x"}, viewer{name: "a disabled account", token: shut.Token},
		viewer{name: "a key that only receives", key: f.key("robot", identity.Operator, identity.CaseReceive), may: []identity.Permission{identity.CaseReceive}},
		viewer{name: "a key that only reveals", key: f.key("caller", identity.Dispatcher, identity.RevealPerson), may: []identity.Permission{identity.RevealPerson}},
	)
}

// ask sends as a viewer.
func (f *fortress) ask(v viewer, method, path string, body any, head ...string) answer {
	f.t.Helper()
	if v.token != "" {
		head = append(head, "Authorization", "Bearer "+v.token)
	}
	return f.send(method, path, v.key, body, head...)
}

// kept is a case with something of everything that a case can hold.
type kept struct {
	name, path, id, number, code string
	unit                         ident.UnitID
	letter, letterDigest         string   // a file that the centre took in
	marks                        []string // what tells of the case
	person                       []string // what tells who brought it, in clear and masked
}

// keep receives a case, hands it to a unit, and puts texts and files with it.
// Nothing of it is in any other case.
func (f *fortress) keep(name, disclosure string, unit ident.UnitID, brought m, person ...string) *kept {
	f.t.Helper()
	say := func(what string) string { return name + what }
	body := with(intake, "title", say("标题"), "content", say("内容"))
	if disclosure != "" {
		body["disclosure"] = disclosure
	}
	if brought != nil {
		body["person"] = brought
	}
	got := f.must(http.StatusCreated, "POST", "/api/v1/cases", "operator", body, "Idempotency-Key", say("key"))
	k := &kept{name: name, path: got.head.Get("Location"), unit: unit, person: person}
	k.id, k.number, k.code = got.json["id"].(string), got.json["number"].(string), got.json["query_code"].(string)
	f.must(http.StatusOK, "POST", k.path+"/dispatch", "dispatcher", m{"units": []m{{"unit": unit, "role": "lead"}}, "note": say("派单意见")})
	letter := f.upload(k.path+"/attachments", "dispatcher", form{"file", say("来信.jpg"), "", picture(f.t, name)})
	work := f.upload(k.path+"/attachments?cleared=true", "dispatcher", form{"file", say("现场.jpg"), "", picture(f.t, name+"2")})
	k.letter, _ = letter.json["id"].(string)
	k.letterDigest, _ = letter.json["sha256"].(string)
	if k.letter == "" || work.json["id"] == nil {
		f.t.Fatalf("%s, %s", letter.raw, work.raw)
	}
	f.must(http.StatusOK, "POST", k.path+"/note", "dispatcher", m{"note": say("备注"), "evidence": []string{k.letter}})
	k.marks = []string{
		k.id, k.number, k.code, say("标题"), say("内容"), say("派单意见"), say("备注"), k.letter, k.letterDigest, say("来信"), say("现场"), work.json["id"].(string), work.json["sha256"].(string),
	}
	return k
}

// silent reports what an answer tells that it may not.
func silent(t *testing.T, what string, a answer, marks ...[]string) {
	t.Helper()
	head := &strings.Builder{}
	if err := a.head.Write(head); err != nil {
		t.Fatal(err)
	}
	for _, text := range slices.Concat(marks...) {
		if strings.Contains(string(a.raw), text) || strings.Contains(head.String(), text) {
			t.Errorf("%s tells %q: %d %s %s", what, text, a.status, head, a.raw)
		}
	}
}

// picture is a photo like no other.
func picture(t *testing.T, of string) string {
	t.Helper()
	const side = 32
	pixels := image.NewGray(image.Rect(0, 0, side, side))
	seed := sha256.Sum256([]byte(of))
	for i := range pixels.Pix {
		pixels.Pix[i] = seed[i%len(seed)]
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, pixels, nil); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
