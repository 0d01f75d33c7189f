package bulletins_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"huying/internal/domain/identity"
	"huying/internal/edge/web/bulletins"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/pagetest"
	"huying/internal/kernel/errs"
)

func TestProblemPages(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		method, target string
		status         int
		says           string
	}{
		"bad period":        {"GET", "/public/bulletins/2021Q9", 400, "“2021Q9”不是统计周期；应写作"},
		"bad period in en":  {"GET", "/public/bulletins/2021Q9?lang=en", 400, "is not a period; expected 2019Q4"},
		"bad as-of":         {"GET", "/public/bulletins/2021Q3?as_of=yesterday", 400, "“yesterday”不是取数时间"},
		"bad as-of, unit":   {"GET", "/public/bulletins/2021Q3/units/x?as_of=2021-02-30", 400, "“2021-02-30”不是取数时间"},
		"no such bulletin":  {"GET", "/public/bulletins/1999Q1", 404, "该周期没有通报"},
		"no such unit":      {"GET", "/public/bulletins/2021Q3/units/x", 404, "榜上没有这个单位"},
		"no such component": {"GET", "/public/bulletins/2021Q3/units/" + url.PathEscape(unitName(rich())) + "?component=luck", 400, "没有“luck”这一项"},
		"no such column":    {"GET", "/public/bulletins/2021Q3/ranking?sort=luck", 400, "不能按“luck”排序；可选 rank unit handled"},
		"no such format":    {"GET", "/public/bulletins/2021Q3/download/exe", 404, "没有“exe”格式的下载；可选 json md html"},
		"no such page":      {"GET", "/nowhere", 404, "这里没有页面"},
		"no such asset":     {"GET", "/static/huying.css", 404, "这里没有页面"},
		"writing":           {"POST", "/nowhere", 405, "这些页面只能查看"},
		"quoted markup":     {"GET", "/public/bulletins/%3Cscript%3E", 400, "&lt;script&gt;"},
	} {
		res, body := ask(t, richSite(), c.method, c.target)
		if res.StatusCode != c.status || !strings.Contains(body, c.says) {
			t.Errorf("%s: %d, lacking %q:\n%s", name, res.StatusCode, c.says, body)
		}
		pagetest.Sound(t, name, body)
	}
}

// TestErrorsKeepTheirSecrets: what is internal is logged and not shown, kinds
// become statuses.
func TestErrorsKeepTheirSecrets(t *testing.T) {
	t.Parallel()
	secret := errors.New("pq: password of huying is wrong")
	for name, c := range map[string]struct {
		err    error
		status int
		says   string
	}{
		"internal": {errs.Wrap("store.View", secret), 500, "系统出错了"},
		"unready":  {errs.New(errs.Unready, "store.locked", "migrating", "正在升级"), 503, "正在升级"},
		"denied":   {errs.New(errs.Denied, "no", "not you", "您无权查看"), 403, "您无权查看"},
		"conflict": {errs.Wrap("op", errs.New(errs.Conflict, "x", "lost", "已被他人修改")), 409, "已被他人修改"},
		"several":  {errors.Join(errs.Invalidf("a", "first fault"), errs.Invalidf("b", "second fault")), 400, "second fault"},
	} {
		f := rich()
		f.fail = c.err
		pages := site(f)
		for _, target := range []string{"/", "/public/bulletins/", "/public/bulletins/2021Q3/ranking", "/public/bulletins/2021Q3/units/x", "/public/bulletins/2021Q3/download/json"} {
			res, body := get(t, pages, target)
			if res.StatusCode != c.status || !strings.Contains(body, c.says) || strings.Contains(body, "password") {
				t.Errorf("%s at %s: %d\n%s", name, target, res.StatusCode, body)
			}
			if res.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s at %s: an error that is stored", name, target)
			}
		}
	}
}

// panicking is a source with a fault.
type panicking struct{ *fixture }

func (panicking) Ready(context.Context) error {
	panic("a fault")
}

func TestHealth(t *testing.T) {
	t.Parallel()
	if res, body := get(t, richSite(), "/healthz"); res.StatusCode != http.StatusOK || body != "ok\n" {
		t.Errorf("healthz: %d %q", res.StatusCode, body)
	}
	if res, body := get(t, richSite(), "/readyz"); res.StatusCode != http.StatusOK || body != "ready\n" {
		t.Errorf("readyz: %d %q", res.StatusCode, body)
	}
	f := rich()
	f.fail = errors.New("disk is gone")
	pages := site(f)
	if res, body := get(t, pages, "/readyz"); res.StatusCode != http.StatusServiceUnavailable || strings.Contains(body, "disk") {
		t.Errorf("readyz of one that cannot: %d %q", res.StatusCode, body)
	}
	if res, _ := get(t, pages, "/healthz"); res.StatusCode != http.StatusOK {
		t.Errorf("healthz of one that cannot: %d", res.StatusCode)
	}
	if res, body := get(t, site(panicking{rich()}), "/readyz"); res.StatusCode != http.StatusInternalServerError || !strings.Contains(body, "系统出错了") {
		t.Errorf("a fault answers %d %q", res.StatusCode, body)
	}
}

func TestEmptyInstallation(t *testing.T) {
	t.Parallel()
	pages := site(&fixture{})
	for _, target := range []string{"/", "/public/bulletins/"} {
		if res, body := get(t, pages, target); res.StatusCode != http.StatusOK || !strings.Contains(body, "库中还没有诉求件") {
			t.Errorf("%s of an empty installation: %d %s", target, res.StatusCode, body)
		}
	}
}

// TestGuarded: where others can come in, they see published figures alone;
// whoever may see reports sees all, and nobody else who has signed in.
func TestGuarded(t *testing.T) {
	t.Parallel()
	f := rich()
	guarded := page.New(page.Options{Name: "青禾区", Gate: watch{}, SignIn: "/sign-in"}, bulletins.Room(bulletins.Options{Source: f, Guarded: true}))
	unit := "/public/bulletins/2021Q3/units/" + url.PathEscape(unitName(f))
	for target, want := range map[string][3]int{ // nobody, an assessor, a clerk
		"/":                                {200, 200, 200},
		"/public/bulletins/2021Q3":         {200, 200, 200},
		"/public/bulletins/2021Q3/ranking": {200, 200, 200},
		"/public/bulletins/2021Q3?as_of=2021-11-01":         {303, 200, 403},
		"/public/bulletins/2021Q3/ranking?as_of=2021-11-01": {303, 200, 403},
		unit: {303, 200, 403},
	} {
		for i, who := range []string{"", "assessor", "editor"} {
			r := httptest.NewRequest(http.MethodGet, target, nil)
			if who != "" {
				r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: who})
			}
			w := httptest.NewRecorder()
			guarded.ServeHTTP(w, r)
			if w.Code != want[i] {
				t.Errorf("%q at %s: %d, expected %d", who, target, w.Code, want[i])
			}
		}
	}
	if _, body := get(t, guarded, "/public/bulletins/"); strings.Contains(body, "未发布") {
		t.Error("a period that is not published is listed to everybody")
	}
	if _, body := get(t, page.New(page.Options{}, bulletins.Room(bulletins.Options{Source: unpublished{f}, Guarded: true})), "/"); !strings.Contains(body, "发布之后") {
		t.Error("nothing is published, and it is not said")
	}
}

// unpublished is a source that has published nothing.
type unpublished struct{ *fixture }

func (u unpublished) Editions(ctx context.Context) ([]bulletins.Edition, error) {
	all, err := u.fixture.Editions(ctx)
	for i := range all {
		all[i].AsOf = time.Time{}
	}
	return all, err
}

// watch lets everybody in by the name of their role.
type watch struct{}

func (watch) Authenticate(_ context.Context, token string) (identity.Account, error) {
	return identity.Account{ID: "x", Grants: []identity.Actor{identity.As(identity.Role(token), "x", "990101")}}, nil
}
