package api_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"huying/internal/app/once"
	"huying/internal/app/people"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/edge/api"
	"huying/internal/kernel/clock"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// sending is a request that something is done by.
type sending struct {
	path string
	body any
	head []string
	free bool // nobody has signed in: its key is of this very request
	anew bool // it changes nothing, and is looked up again
}

// by is a request of somebody whom the gate knows by name.
func by(who, path string, body any, head ...string) sending {
	return sending{path: path, body: body, head: append([]string{"X-API-Key", who}, head...)}
}

// in is a request of somebody on their own session.
func in(ticket people.Ticket, path string, body any) sending {
	return sending{path: path, body: body, head: []string{"X-API-Key", "", "Authorization", "Bearer " + ticket.Token}}
}

func nobody(path string, body any) sending {
	return sending{path: path, body: body, head: []string{"X-API-Key", ""}, free: true}
}

func again(s sending) sending {
	s.anew = true
	return s
}

// twice makes, for every POST that is no action on a case, something to send
// that succeeds. A new one must be added here, or the test fails. The actions
// are all sent twice by the stories.
var twice = map[string]func(s *scene) sending{
	"add_unit": func(s *scene) sending {
		return by("admin", "/units", m{"name": "新设单位"}, "If-Match", s.revision())
	},
	"close_unit": func(s *scene) sending {
		return by("admin", "/units/u3/close", m{"last": "2030-01-01"}, "If-Match", s.revision())
	},
	"open_unit": func(s *scene) sending {
		s.must(http.StatusOK, "POST", "/api/v1/units/u2a/close", "admin", m{"last": "2030-01-01"}, "If-Match", s.revision())
		return by("admin", "/units/u2a/open", nil, "If-Match", s.revision())
	},
	"create_account": func(*scene) sending {
		return by("admin", "/accounts", m{"login": "new.one", "name": "某人", "roles": []string{"operator"}})
	},
	"link_account":    func(s *scene) sending { return s.account("link") },
	"disable_account": func(s *scene) sending { return s.account("disable") },
	"enable_account":  func(s *scene) sending { return s.account("enable") },
	"unlock_account":  func(s *scene) sending { return s.account("unlock") },
	"reset_device":    func(s *scene) sending { return s.account("reset-device") },
	"log_contact":     func(*scene) sending { return by("operator", "/contacts", m{"kind": "call", "line": "12345"}) },
	"create_webhook":  func(*scene) sending { return by("admin", "/webhooks", m{"url": "https://example.gov.cn/hook"}) },
	"disable_webhook": func(s *scene) sending { return by("admin", s.hook()+"/disable", nil) },
	"enable_webhook":  func(s *scene) sending { return by("admin", s.hook()+"/enable", nil) },
	"rotate_webhook":  func(s *scene) sending { return by("admin", s.hook()+"/rotate", nil) },
	"test_webhook":    func(s *scene) sending { return by("admin", s.hook()+"/test", nil) },
	"replay_delivery": func(s *scene) sending {
		sent := s.must(http.StatusOK, "POST", "/api/v1"+s.hook()+"/test", "admin", nil)
		return by("admin", "/deliveries/"+sent.json["delivery"].(string)+"/replay", nil)
	},
	"retry_job":  func(s *scene) sending { return by("admin", "/jobs/"+s.waiting()+"/retry", nil) },
	"cancel_job": func(s *scene) sending { return by("admin", "/jobs/"+s.waiting()+"/cancel", nil) },
	"read_notices": func(s *scene) sending {
		list := s.must(http.StatusOK, "GET", "/api/v1/notices", "supervisor", nil).list("notices")
		if len(list) == 0 {
			s.t.Fatal("nobody is told anything")
		}
		return by("supervisor", "/notices/read", m{"ids": []any{list[0]["id"]}})
	},
	"sign_in": func(s *scene) sending {
		s.enter("once.in", identity.Operator)
		return nobody("/sign-in", m{"login": "once.in", "password": phrase})
	},
	"set_up": func(s *scene) sending {
		id, _ := s.enter("once.up", identity.Operator)
		token, _, err := s.people.Link(s.t.Context(), people.Console(region), id)
		if err != nil {
			s.t.Fatal(err)
		}
		return nobody("/set-up", m{"token": token, "password": phrase + " once"})
	},
	"oidc_begin":   func(*scene) sending { return again(nobody("/oidc/begin", nil)) },
	"oidc_finish":  func(s *scene) sending { return s.vouched() },
	"sign_out":     func(s *scene) sending { return in(s.guest(), "/sign-out", nil) },
	"password":     func(s *scene) sending { return in(s.guest(), "/password", m{"old": phrase, "new": phrase + " once"}) },
	"enrol_device": func(s *scene) sending { return in(s.guest(), "/device", m{"password": phrase}) },
	"confirm_device": func(s *scene) sending {
		g := s.guest()
		return in(g, "/device/confirm", m{"code": s.code(g, 0)})
	},
	"drop_device": func(s *scene) sending {
		g := s.guest()
		if err := s.confirmed(g); err != nil {
			s.t.Fatal(err)
		}
		return in(g, "/device/drop", m{"password": phrase, "code": s.shown(30 * time.Second)})
	},
	"issue_key": func(s *scene) sending {
		return in(s.guest(), "/keys", m{"password": phrase, "name": "大屏", "may": []string{"case.view"}, "days": 30})
	},
	"find_person": func(*scene) sending { return again(by("dispatcher", "/persons/find", m{"phone": "13812345678"})) },
	"reveal": func(s *scene) sending {
		return again(by("dispatcher", "/cases/"+s.mine.id+"/reveal", m{"fields": []string{"phone"}, "reason": "核实联系电话"}))
	},
	"erase": func(s *scene) sending {
		path, _, _, _ := s.told()
		return by("admin", strings.TrimPrefix(path, api.Prefix)+"/erase", m{"ground": "request", "person": true})
	},
	"put_attachment": func(s *scene) sending {
		media, body := multipartOf(s.t, form{"file", "再来一张.jpg", "", picture(s.t, "once")})
		return by("dispatcher", "/cases/"+s.mine.id+"/attachments", body, "Content-Type", media)
	},
	"put_own_attachment": func(s *scene) sending {
		media, body := multipartOf(s.t, form{"file", "门口.jpg", "", picture(s.t, "own once")})
		r := nobody("/own/"+s.mine.number+"/attachments", body)
		r.head = append(r.head, "Content-Type", media, codeHeader, s.mine.code)
		return r
	},
}

// TestEveryPostTakesAKey: every POST of the document says what it makes of an
// idempotency key, and, sent twice under one, does it once.
func TestEveryPostTakesAKey(t *testing.T) {
	eachOpen(t, func(t *testing.T, s *scene) {
		var secrets []string
		for _, o := range s.operations() {
			if o.method != http.MethodPost {
				continue
			}
			id, _ := o.doc["operationId"].(string)
			if n := keysDeclared(o); n != 1 {
				t.Errorf("%s says %d times what it makes of an idempotency key", id, n)
			}
			prepare, listed := twice[id]
			switch {
			case listed:
				secrets = append(secrets, s.sentTwice(id, prepare(s))...)
			case !actionOnCase(o.path, id):
				t.Errorf("nothing here says how %s %s is sent", o.method, o.path)
			}
		}
		rows := s.rows()["once"]
		for _, secret := range secrets {
			if strings.Contains(rows, secret) {
				t.Errorf("%q is kept with the keys: %s", secret, rows)
			}
		}
		if len(secrets) < 8 {
			t.Errorf("only %q are told once", secrets)
		}
	})
}

// keysDeclared is how often an operation's description has the header.
func keysDeclared(o operation) (n int) {
	parameters, _ := o.doc["parameters"].([]any)
	for _, p := range parameters {
		if p.(m)["name"] == "Idempotency-Key" && p.(m)["in"] == "header" {
			n++
		}
	}
	return n
}

// actionOnCase reports whether an operation gives a command of the flow tables.
func actionOnCase(path, id string) bool {
	named := slices.ContainsFunc(casework.CaseFlow(), func(r casework.Row[casework.CaseState]) bool { return strings.TrimPrefix(id, "own_") == string(r.Do) }) ||
		slices.ContainsFunc(casework.LegFlow(), func(r casework.Row[casework.LegState]) bool { return strings.TrimPrefix(id, "own_") == string(r.Do) })
	return named && (strings.HasPrefix(path, "/cases") || path == "/drafts" || strings.HasPrefix(path, "/own/"))
}

// sentTwice sends something twice under a key, and something else. It returns
// what the first answer told once.
func (s *scene) sentTwice(id string, r sending) (secrets []string) {
	s.t.Helper()
	send := func(path string, body any) answer {
		return s.send("POST", "/api/v1"+path, "", body, append([]string{"Idempotency-Key", "key of " + id}, r.head...)...)
	}
	first := send(r.path, r.body)
	if first.status/100 != 2 {
		s.t.Errorf("%s: %d %s", id, first.status, first.raw)
		return nil
	}
	before := s.rows()
	second := send(r.path, r.body)
	if r.anew {
		if second.status != first.status || second.head.Get("Idempotency-Replayed") != "" {
			s.t.Errorf("%s, looked up anew: %d %s", id, second.status, second.raw)
		}
		return nil
	}
	for table, rows := range s.rows() {
		if table != "once" && rows != before[table] {
			s.t.Errorf("%s, sent twice, changes %s:\n%s\n%s", id, table, before[table], rows)
		}
	}
	switch {
	case second.json["code"] == "once.told":
		if second.status != http.StatusConflict {
			s.t.Errorf("%s: %d", id, second.status)
		}
		secrets = wordsOf(first.json)
	case second.status != first.status || string(second.raw) != string(first.raw):
		s.t.Errorf("%s is answered %d %s, then %d %s", id, first.status, first.raw, second.status, second.raw)
	}
	for _, name := range []string{"Location", "ETag", "Content-Type"} {
		if second.json["code"] == nil && first.head.Get(name) != second.head.Get(name) {
			s.t.Errorf("%s: %s is %q, then %q", id, name, first.head.Get(name), second.head.Get(name))
		}
	}
	if !r.free {
		other := by("", "/notices/read", m{"ids": []string{"x"}})
		if strings.Contains(strings.Join(r.head, " "), "Bearer") {
			other = by("", "/password", m{"old": "x", "new": "y"})
		}
		if a := send(other.path, other.body); a.status != http.StatusUnprocessableEntity || a.json["code"] != "once.other" {
			s.t.Errorf("another request under the key of %s: %d %s", id, a.status, a.raw)
		}
	}
	return secrets
}

// wordsOf are the words of an answer that nobody could guess.
func wordsOf(of any) (all []string) {
	switch v := of.(type) {
	case string:
		const short = 8
		if len(v) > short && !strings.HasPrefix(v, "20") && !strings.HasPrefix(v, "https:") {
			all = append(all, v)
		}
	case []any:
		for _, one := range v {
			all = append(all, wordsOf(one)...)
		}
	case m:
		for name, one := range v {
			if name != "id" {
				all = append(all, wordsOf(one)...)
			}
		}
	}
	return all
}

// eachOpen runs a test on both databases, with a door of its own to each.
func eachOpen(t *testing.T, test func(t *testing.T, s *scene)) {
	t.Helper()
	t.Parallel()
	for _, kind := range testdb.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			hand, address := clock.NewHand(workday), testdb.URL(t, kind)
			driver := map[store.Kind]string{store.SQLite: "sqlite", store.Postgres: "pgx"}[kind]
			raw, err := sql.Open(driver, address)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = raw.Close() }) // it was only read
			db, err := store.Open(t.Context(), store.Options{URL: address, Clock: hand})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if err := db.Close(); err != nil {
					t.Error(err)
				}
			})
			f := raise(t, db, hand)
			f.raw, f.kind = raw, kind
			s := f.scene()
			s.at(workday.AddDate(0, 0, 30)) // limits have passed, and notices are told
			test(t, s)
		})
	}
}

// rows are all that is on record, by table.
func (f *fortress) rows() map[string]string {
	f.t.Helper()
	all := map[string]string{}
	if f.kind == store.Postgres {
		for _, table := range column(f.t, f.raw, `SELECT tablename FROM pg_tables WHERE schemaname = 'public'`) {
			all[table] = strings.Join(column(f.t, f.raw, `SELECT row_to_json(r)::text FROM "`+table+`" r ORDER BY 1`), "\n")
		}
		return all
	}
	for _, table := range column(f.t, f.raw, `SELECT name FROM sqlite_master WHERE type = 'table'`) {
		columns := column(f.t, f.raw, `SELECT name FROM pragma_table_info('`+table+`')`)
		all[table] = strings.Join(column(f.t, f.raw, `SELECT json_array(quote("`+strings.Join(columns, `"), quote("`)+`")) FROM "`+table+`" ORDER BY 1`), "\n")
	}
	return all
}

func column(t *testing.T, db *sql.DB, query string) (all []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(query, err)
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		all = append(all, text)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

func (f *fortress) revision() string {
	f.t.Helper()
	return f.must(http.StatusOK, "GET", "/api/v1/units", "admin", nil).head.Get("ETag")
}

// fresh is a login that nobody has.
func (f *fortress) fresh() string {
	f.logins++
	return fmt.Sprintf("once.%d", f.logins)
}

func (f *fortress) guest() people.Ticket {
	f.t.Helper()
	_, ticket := f.enter(f.fresh(), identity.Dispatcher)
	return ticket
}

// account does something to a new account.
func (f *fortress) account(what string) sending {
	f.t.Helper()
	id, _ := f.enter(f.fresh(), identity.Operator)
	return by("admin", "/accounts/"+string(id)+"/"+what, nil)
}

func (f *fortress) hook() string {
	f.t.Helper()
	made := f.must(http.StatusCreated, "POST", "/api/v1/webhooks", "admin", m{"url": "https://example.gov.cn/hook"})
	return "/webhooks/" + made.json["id"].(string)
}

// waiting is a job that waits.
func (f *fortress) waiting() string {
	f.t.Helper()
	f.must(http.StatusOK, "POST", "/api/v1"+f.hook()+"/test", "admin", nil)
	list := f.must(http.StatusOK, "GET", "/api/v1/jobs?state=waiting&kind=webhook.deliver", "admin", nil).list("jobs")
	if len(list) == 0 {
		f.t.Fatal("no job waits")
	}
	return list[0]["id"].(string)
}

// code enrols a device and is what it shows after a while.
func (f *fortress) code(of people.Ticket, after time.Duration) string {
	f.t.Helper()
	e, err := f.people.EnrolCode(f.t.Context(), of.Token, phrase)
	if err != nil {
		f.t.Fatal(err)
	}
	f.device = e.Secret
	return f.shown(after)
}

func (f *fortress) shown(after time.Duration) string {
	f.t.Helper()
	code, err := totp.GenerateCode(f.device, f.hand.Now().Add(after))
	if err != nil {
		f.t.Fatal(err)
	}
	return code
}

func (f *fortress) confirmed(of people.Ticket) error {
	_, err := f.people.ConfirmCode(f.t.Context(), of.Token, f.code(of, 0))
	return err
}

// TestOnceAtOnce: of the same request sent many times at once one does it, and
// the others get the same answer, or are told that it is being done.
func TestOnceAtOnce(t *testing.T) {
	t.Parallel()
	testdb.EachAt(t, workday, func(t *testing.T, db *store.Store, hand *clock.Hand) {
		f := raise(t, db, hand)
		const many = 8
		answers := make([]answer, many)
		var all sync.WaitGroup
		for i := range answers {
			all.Go(func() {
				answers[i] = f.send("POST", "/api/v1/accounts", "admin", m{"login": "at.once", "name": "某人", "roles": []string{"operator"}}, "Idempotency-Key", "k")
			})
		}
		all.Wait()
		ids := map[any]int{}
		for _, a := range answers {
			switch {
			case a.status == http.StatusCreated:
				ids[a.json["id"]]++
			case a.status != http.StatusConflict || a.json["code"] != "once.running" || a.head.Get("Retry-After") == "":
				t.Errorf("%d %s", a.status, a.raw)
			}
		}
		if len(ids) != 1 {
			t.Errorf("made: %v", ids)
		}
		if a := f.must(http.StatusCreated, "POST", "/api/v1/accounts", "admin", m{"login": "at.once", "name": "某人", "roles": []string{"operator"}}, "Idempotency-Key", "k"); ids[a.json["id"]] == 0 {
			t.Errorf("asked again: %s", a.raw)
		}
	})
}

// TestOnceAfterARefusal: a key whose request was refused is free, and a key is
// its account's alone.
func TestOnceAfterARefusal(t *testing.T) {
	t.Parallel()
	hand := clock.NewHand(workday)
	f := raise(t, testdb.Open(t, store.SQLite, testdb.Clock(hand)), hand)
	f.door["admin2"] = member("admin2", identity.As(identity.Admin, "admin2", region))
	account := func(login, role string) m { return m{"login": login, "name": "某人", "roles": []string{role}} }
	f.must(http.StatusUnprocessableEntity, "POST", "/api/v1/accounts", "admin", account("one", "nobody"), "Idempotency-Key", "k")
	f.must(http.StatusForbidden, "POST", "/api/v1/accounts", "operator", account("one", "operator"), "Idempotency-Key", "k")
	f.must(http.StatusCreated, "POST", "/api/v1/accounts", "admin", account("one", "operator"), "Idempotency-Key", "k")
	f.must(http.StatusCreated, "POST", "/api/v1/accounts", "admin2", account("two", "operator"), "Idempotency-Key", "k")
	f.must(http.StatusUnprocessableEntity, "POST", "/api/v1/accounts", "admin", account("three", "operator"), "Idempotency-Key", strings.Repeat("长", 101)).code(t, "once.key")
	f.hand.Advance(25 * time.Hour)
	f.at(f.hand.Now())
	f.must(http.StatusConflict, "POST", "/api/v1/accounts", "admin", account("one", "operator"), "Idempotency-Key", "k").code(t, "account.login_taken")
}

// forgetful is a ledger whose program dies before it keeps an answer.
type forgetful struct{ *once.Ledger }

func (forgetful) Keep(context.Context, once.Request, once.Answer) error { return errors.New("died") }

// TestOnceAfterADeath: what was done is on record with its key, though the
// program died before it could keep the answer.
func TestOnceAfterADeath(t *testing.T) {
	eachOpen(t, func(t *testing.T, s *scene) {
		o := s.with
		o.Once = forgetful{once.New(once.Options{Store: s.s, Key: deskKey})}
		server := httptest.NewServer(api.New(o))
		t.Cleanup(server.Close)
		s.client = client{t, server.URL}
		for _, id := range slices.Sorted(maps.Keys(twice)) {
			r := twice[id](s)
			if r.anew || slices.Contains([]string{"erase", "put_attachment", "put_own_attachment"}, id) { // they note the outcome themselves, or nothing
				continue
			}
			send := func() answer {
				return s.send("POST", "/api/v1"+r.path, "", r.body, append([]string{"Idempotency-Key", "death of " + id}, r.head...)...)
			}
			if a := send(); a.status/100 != 2 {
				t.Errorf("%s: %d %s", id, a.status, a.raw)
				continue
			}
			before := s.rows()
			send().code(t, "once.running")
			s.hand.Advance(2 * time.Minute)
			send().code(t, "once.done")
			if after := s.rows(); !maps.Equal(before, after) {
				t.Errorf("%s was done twice", id)
			}
		}
	})
}

// multipartOf is a form as it is sent.
func multipartOf(t *testing.T, f form) (media, body string) {
	t.Helper()
	const boundary = "boundary-of-the-test"
	name, err := json.Marshal(f.name)
	if err != nil {
		t.Fatal(err)
	}
	return "multipart/form-data; boundary=" + boundary,
		"--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + f.field + "\"; filename=" + string(name) + "\r\n\r\n" + f.body + "\r\n--" + boundary + "--\r\n"
}
