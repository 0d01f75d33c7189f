package api_test

import (
	"bytes"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"huying/internal/app/people"
	"huying/internal/domain/identity"
	"huying/internal/edge/api"
	"huying/internal/edge/serving"
	"huying/internal/kernel/clock"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// broken is a gate that fails, and says more than it should.
type broken struct{ err error }

func (b broken) Authenticate(*http.Request) (identity.Account, error) {
	return identity.Account{}, b.err
}

// TestFaultsAreToldDiscreetly: a fault of ours goes on the log by its code and
// by what is no one's, whatever log it is.
func TestFaultsAreToldDiscreetly(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	o := raise(t, testdb.Open(t, store.SQLite), clock.NewHand(workday)).with
	o.Gate = broken{errors.New(`driver: row ("张某某", 13812345678, 浙H12345) of person is locked`)}
	o.Log = slog.New(slog.NewJSONHandler(&b, nil))
	handler := api.New(o)
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/api/v1/me", nil))
	if answer.Code != http.StatusInternalServerError {
		t.Fatalf("%d %s", answer.Code, answer.Body)
	}
	for _, secret := range []string{"13812345678", "张某某", "H12345"} {
		if strings.Contains(b.String(), secret) || strings.Contains(answer.Body.String(), secret) {
			t.Errorf("it tells %s: %s %s", secret, b.String(), answer.Body)
		}
	}
	for _, kept := range []string{`"code":"internal"`, "driver: row", "of person is locked"} {
		if !strings.Contains(b.String(), kept) {
			t.Errorf("the log does not tell %s: %s", kept, b.String())
		}
	}
}

// TestRateOfWhoeverHasManySessions: an account is one, by however many sessions
// and keys it comes, and another's are another.
func TestRateOfWhoeverHasManySessions(t *testing.T) {
	t.Parallel()
	hand := clock.NewHand(workday)
	f := raise(t, testdb.Open(t, store.SQLite, testdb.Clock(hand)), hand)
	_, one := f.enter("one", identity.Operator)
	_, other := f.enter("other", identity.Operator)
	second, err := f.people.SignIn(t.Context(), people.Credentials{Login: "one", Password: phrase}, people.From{})
	if err != nil {
		t.Fatal(err)
	}
	_, key, err := f.people.IssueKey(t.Context(), one.Token, phrase, people.NewKey{Name: "程序", May: []identity.Permission{identity.CaseView}, Life: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	front := serving.New(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}), serving.Options{
		PerAccount: 1, Account: api.Holder(f.people), Now: hand.Now,
	})
	passed := func(n int, name, value string) (through int) {
		for range n {
			r := httptest.NewRequest(http.MethodGet, "/api/v1/me", nil)
			r.Header.Set(name, value)
			answer := httptest.NewRecorder()
			if front.ServeHTTP(answer, r); answer.Code == http.StatusOK {
				through++
			}
		}
		return through
	}
	for _, c := range []struct {
		who, name, value string
		want             int
	}{
		{"a session", "Authorization", "Bearer " + one.Token, 2},
		{"another of the same account", "Authorization", "Bearer " + second.Token, 2},
		{"its key, with none left", "X-API-Key", key, 0},
		{"a browser of the same", "Cookie", "huying_session=" + one.Token, 0},
		{"somebody else", "Authorization", "Bearer " + other.Token, 2},
		{"who is not known", "Authorization", "Bearer x", 2},
		{"who is not known either", "Authorization", "Bearer y", 2},
	} {
		if got := passed(2, c.name, c.value); got != c.want {
			t.Errorf("%s: %d of 2 came through, want %d", c.who, got, c.want)
		}
	}
	hand.Advance(31 * time.Minute) // counting was no use of the session
	if _, err := f.people.Authenticate(t.Context(), one.Token); err == nil {
		t.Error("the session is still open")
	}
}
