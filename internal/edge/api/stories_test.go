package api_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"huying/internal/app/desk"
	"huying/internal/app/insight"
	"huying/internal/app/jobs"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestStories plays testdata/stories on either database: one case of each
// kind, from its receipt until it is archived, over HTTP, as each role in turn.
// Beside the commands of testscript they have
//
//	as WHO METHOD PATH [BODY]   sends a request; the answer is stdout. WHO is a
//	                            role of the centre, or role@unit of u1 to u3;
//	                            PATH stands under /api/v1. `! as` when it must
//	                            be refused
//	own CODE METHOD PATH [BODY] the same for whoever brought the case
//	said STATUS [CODE]          checks the status, and code, of the last answer
//	let NAME FIELD              keeps a field of the last answer
//	holds FIELD VALUE           checks a field of the last answer: legs.0.state
//	                            is that of the first leg; - is nothing there
//	later DURATION              moves the clock, which stands at a Monday, 10:00
//	rest                        does the jobs that are due
func TestStories(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/stories/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no stories", err)
	}
	taken := &takenActions{times: map[casework.Action]int{}}
	t.Run("all", func(t *testing.T) {
		for _, kind := range testdb.Kinds() {
			t.Run(string(kind), func(t *testing.T) {
				t.Parallel()
				testscript.Run(t, testscript.Params{Files: files, Setup: func(e *testscript.Env) error {
					st := newStage(t, kind, taken)
					e.Values[stageKey{}] = st
					return nil
				}, Cmds: stageCommands()})
			})
		}
	})
	if !t.Failed() {
		taken.check(t)
	}
}

// takenActions counts the actions that stories have sent with success.
type takenActions struct {
	sync.Mutex
	times map[casework.Action]int
}

func (a *takenActions) note(path string) {
	a.Lock()
	defer a.Unlock()
	a.times[casework.Action(path[strings.LastIndex(path, "/")+1:])]++
}

// check sees to it that no action is left out of the stories.
func (a *takenActions) check(t *testing.T) {
	t.Helper()
	for _, row := range casework.CaseFlow() {
		if row.Need != "" && row.Mirrors == "" && !slices.Contains(row.From, casework.NewCase) && a.times[row.Do] == 0 {
			t.Errorf("no story takes %s", row.Do)
		}
	}
	for _, row := range casework.LegFlow() {
		if row.Need != identity.SystemStep && a.times[row.Do] == 0 {
			t.Errorf("no story takes %s on a leg", row.Do)
		}
	}
}

// storyStart is a Monday morning.
var storyStart = time.Date(2019, 10, 14, 10, 0, 0, 0, time.FixedZone("", 8*60*60))

// stage is the installation that one story is played on.
type stage struct {
	server *httptest.Server
	hand   *clock.Hand
	run    *jobs.Runner
	store  *store.Store
	taken  *takenActions

	ctx      context.Context //nolint:containedctx // that of the test
	keys     int             // that were used
	status   int
	replayed bool // the last answer says that its request had been done before
	last     any  // the last answer
}

type stageKey struct{}

func newStage(t *testing.T, kind store.Kind, taken *takenActions) *stage {
	t.Helper()
	st := &stage{ctx: t.Context(), hand: clock.NewHand(storyStart), taken: taken}
	st.store = testdb.Open(t, kind, testdb.Clock(st.hand))
	st.server = httptest.NewServer(handler(t, st.store, staffOfUnits()))
	t.Cleanup(st.server.Close)
	ids := ident.NewSource(rand.Reader)
	st.run = jobs.New(jobs.Options{Store: st.store, Region: region, IDs: ids}, jobs.Standard(jobs.Needs{
		Store: st.store, Region: region, IDs: ids, Anchors: insight.New(insight.Options{Store: st.store, Region: region}),
		Desk: desk.New(desk.Options{Store: st.store, Region: region, IDs: ids, Key: deskKey}),
	})...)
	return st
}

// staffOfUnits is everybody of the centre, by role, and of three units.
func staffOfUnits() door {
	d := door{}
	for _, r := range identity.PresetRights() {
		d[string(r.Role)] = member(string(r.Role), identity.As(r.Role, ident.UserID(r.Role), region))
		for _, u := range []ident.UnitID{"u1", "u2", "u3"} {
			name := string(r.Role) + "@" + string(u)
			units := []ident.UnitID{u}
			if u == "u2" {
				units = append(units, "u2a") // a village below the street
			}
			d[name] = member(name, identity.As(r.Role, ident.UserID(name), region, units...))
		}
	}
	d["unit_clerk@u2a"] = member("unit_clerk@u2a", identity.As(identity.UnitClerk, "unit_clerk@u2a", region, "u2a"))
	return d
}

func stageCommands() map[string]func(*testscript.TestScript, bool, []string) {
	on := func(do func(*stage, *testscript.TestScript, bool, []string)) func(*testscript.TestScript, bool, []string) {
		return func(ts *testscript.TestScript, neg bool, args []string) {
			do(ts.Value(stageKey{}).(*stage), ts, neg, args)
		}
	}
	return map[string]func(*testscript.TestScript, bool, []string){
		"as": on(func(st *stage, ts *testscript.TestScript, neg bool, args []string) {
			st.send(ts, neg, "X-API-Key", args)
		}),
		"own": on(func(st *stage, ts *testscript.TestScript, neg bool, args []string) {
			st.send(ts, neg, codeHeader, args)
		}),
		"said":  on((*stage).said),
		"let":   on((*stage).let),
		"holds": on((*stage).holds),
		"later": on((*stage).later),
		"rest":  on((*stage).rest),
	}
}

// send sends a request; one that does something it sends twice, under a key.
func (st *stage) send(ts *testscript.TestScript, neg bool, head string, args []string) {
	if len(args) < 3 || len(args) > 4 {
		ts.Fatalf("usage: as WHO METHOD PATH [BODY]")
	}
	st.keys++
	if st.ask(ts, neg, head, args); neg || args[1] != http.MethodPost {
		return
	}
	st.taken.note(args[2])
	if strings.HasSuffix(args[2], "/reveal") { // which changes nothing: TestEveryPostTakesAKey
		return
	}
	first, _ := st.last.(map[string]any)
	st.ask(ts, neg, head, args)
	switch second, _ := st.last.(map[string]any); {
	case head == codeHeader && !reflect.DeepEqual(first, second): // all that happened is in the answer
		ts.Fatalf("%s, sent twice, is answered %v and then %v", args, first, second)
	case head != codeHeader && (!st.replayed || first["version"] != second["version"]):
		ts.Fatalf("%s, sent twice, makes version %v and then %v", args, first["version"], second["version"])
	}
	st.last = first
}

func (st *stage) ask(ts *testscript.TestScript, neg bool, head string, args []string) {
	var body io.Reader
	if len(args) == 4 {
		body = strings.NewReader(args[3])
	}
	r, err := http.NewRequestWithContext(st.ctx, args[1], st.server.URL+"/api/v1"+args[2], body)
	ts.Check(err)
	r.Header.Set(head, args[0])
	r.Header.Set("Idempotency-Key", fmt.Sprint(st.keys))
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	resp, err := http.DefaultClient.Do(r)
	ts.Check(err)
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	ts.Check(err)
	st.status, st.last, st.replayed = resp.StatusCode, nil, resp.Header.Get("Idempotency-Replayed") == "true"
	_ = json.Unmarshal(raw, &st.last) // an answer without content has no fields
	var pretty bytes.Buffer
	if json.Indent(&pretty, raw, "", "  ") == nil {
		raw = pretty.Bytes()
	}
	_, _ = fmt.Fprintf(ts.Stdout(), "%s\n", raw)
	refused := resp.StatusCode >= http.StatusBadRequest
	if refused != neg {
		ts.Fatalf("%s: %d %s", strings.Join(args, " "), resp.StatusCode, raw)
	}
}

func (st *stage) said(ts *testscript.TestScript, _ bool, args []string) {
	if fmt.Sprint(st.status) != args[0] {
		ts.Fatalf("the status was %d, not %s", st.status, args[0])
	}
	if len(args) > 1 && st.field("code") != args[1] {
		ts.Fatalf("the code was %v, not %s", st.field("code"), args[1])
	}
}

// field finds a value by a path such as legs.0.state.
func (st *stage) field(path string) any {
	at := st.last
	for part := range strings.SplitSeq(path, ".") {
		switch v := at.(type) {
		case map[string]any:
			at = v[part]
		case []any:
			var i int
			if _, err := fmt.Sscan(part, &i); err != nil || i >= len(v) {
				return nil
			}
			at = v[i]
		default:
			return nil
		}
	}
	return at
}

func (st *stage) let(ts *testscript.TestScript, _ bool, args []string) {
	v := st.field(args[1])
	if v == nil {
		ts.Fatalf("the answer has no %s", args[1])
	}
	ts.Setenv(args[0], fmt.Sprint(v))
}

func (st *stage) holds(ts *testscript.TestScript, neg bool, args []string) {
	got := "-"
	if v := st.field(args[0]); v != nil {
		got = fmt.Sprint(v)
	}
	if (got == args[1]) == neg {
		ts.Fatalf("%s is %q", args[0], got)
	}
}

func (st *stage) later(ts *testscript.TestScript, _ bool, args []string) {
	days := regexp.MustCompile(`^(\d+)d$`)
	if m := days.FindStringSubmatch(args[0]); m != nil {
		var n int
		_, err := fmt.Sscan(m[1], &n)
		ts.Check(err)
		st.hand.Advance(time.Duration(n) * 24 * time.Hour)
		return
	}
	d, err := time.ParseDuration(args[0])
	ts.Check(err)
	st.hand.Advance(d)
}

func (st *stage) rest(ts *testscript.TestScript, _ bool, _ []string) {
	_, err := st.run.Step(st.ctx)
	ts.Check(err)
}
