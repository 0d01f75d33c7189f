package release

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"huying/internal/app/admin"
	"huying/internal/app/insight"
	"huying/internal/app/release"
	"huying/internal/domain/identity"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/pagetest"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

const region = ident.RegionCode("330802")

func TestMessages(t *testing.T) {
	t.Parallel()
	pagetest.Messages(t, Messages(), page.Words(), regexp.MustCompile(`^nav\.release$`))
}

// staff come by a token that is their role.
type staff struct{}

func (staff) Authenticate(_ context.Context, token string) (identity.Account, error) {
	if token == "" {
		return identity.Account{}, errs.New(errs.Denied, "sign_in", "sign in first", "请先登录")
	}
	id := ident.UserID(token)
	return identity.Account{ID: id, Login: token, Grants: []identity.Actor{identity.As(identity.Role(token), id, region)}}, nil
}

// TestRelease: one draws up, the other looks and releases; who may not is
// refused; nothing is shown twice.
func TestRelease(t *testing.T) {
	t.Parallel()
	now := time.Date(2020, 2, 20, 1, 0, 0, 0, time.UTC)
	testdb.EachAt(t, now, func(t *testing.T, s *store.Store, hand *clock.Hand) {
		ids := ident.NewSource(rand.Reader)
		if err := admin.New(admin.Options{Store: s, IDs: ids}).Install(t.Context(), region, "柯城区", "district"); err != nil {
			t.Fatal(err)
		}
		in := insight.New(insight.Options{Store: s, Region: region})
		press := release.New(release.Options{Store: s, Region: region, IDs: ids, Figures: in})
		site := page.New(page.Options{Name: "柯城区", Location: time.FixedZone("", 8*60*60), Gate: staff{}, SignIn: "/sign-in", SignOut: "/sign-out", Account: "/account"}, Room(Options{Press: press, Records: in, Clock: hand}))
		ask := func(method, path, role string, form url.Values) (int, string, string) {
			t.Helper()
			r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: role})
			w := httptest.NewRecorder()
			site.ServeHTTP(w, r)
			if w.Code == http.StatusOK && strings.Contains(w.Header().Get("Content-Type"), "html") {
				pagetest.Sound(t, path, w.Body.String())
			}
			return w.Code, w.Header().Get("Location"), w.Body.String()
		}
		if code, _, body := ask("GET", Path, "operator", nil); code != http.StatusForbidden {
			t.Errorf("an operator: %d %s", code, body)
		}
		if code, _, body := ask("GET", Path+"?lang=en", "assessor", nil); code != http.StatusOK || !strings.Contains(body, "Nothing waits") {
			t.Errorf("empty: %d %s", code, body)
		}
		if code, _, body := ask("POST", Path, "assessor", url.Values{"period": {"2019Q5"}, "as_of": {"2020-02-19"}}); code != http.StatusUnprocessableEntity || !strings.Contains(body, "2019Q5") {
			t.Errorf("no period: %d %s", code, body)
		}
		if code, to, body := ask("POST", Path, "assessor", url.Values{"period": {"2019Q4"}, "as_of": {"2020-02-19"}}); code != http.StatusSeeOther || to != Path+"?done=drawn" {
			t.Fatalf("drawn up: %d %s %s", code, to, body)
		}
		_, _, mine := ask("GET", Path+"?done=drawn", "assessor", nil)
		_, _, others := ask("GET", Path, "leader", nil)
		act := regexp.MustCompile(`action="(/desk/release/[^/]+)/(release|drop)"`)
		if found := act.FindAllStringSubmatch(mine, -1); len(found) != 1 || found[0][2] != "drop" || !strings.Contains(mine, "已拟稿") || !strings.Contains(mine, "须由另一人发布") {
			t.Errorf("to who drew it up: %s", mine)
		}
		found := act.FindAllStringSubmatch(others, -1)
		if len(found) != 2 || found[0][2] != "release" || !strings.Contains(others, `/public/bulletins/2019Q4?as_of=2020-02-19T00%3A00%3A00%2B08%3A00`) {
			t.Fatalf("to another: %s", others)
		}
		draft := found[0][1]
		if code, _, body := ask("POST", draft+"/release", "assessor", nil); code != http.StatusUnprocessableEntity || !strings.Contains(body, "拟稿人不能发布") {
			t.Errorf("by who drew it up: %d %s", code, body)
		}
		if code, _, _ := ask("POST", draft+"/burn", "leader", nil); code != http.StatusNotFound {
			t.Errorf("another act: %d", code)
		}
		if code, to, body := ask("POST", draft+"/release", "leader", nil); code != http.StatusSeeOther || to != Path+"?done=released" {
			t.Errorf("released: %d %s %s", code, to, body)
		}
		if code, _, body := ask("POST", draft+"/drop", "leader", nil); code != http.StatusUnprocessableEntity || !strings.Contains(body, "没有该通报稿") {
			t.Errorf("taken back after: %d %s", code, body)
		}
	})
}
