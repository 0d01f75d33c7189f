package board

import (
	"context"
	"crypto/rand"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"huying/internal/app/admin"
	"huying/internal/app/desk"
	"huying/internal/app/insight"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/org"
	"huying/internal/domain/rulebook"
	"huying/internal/edge/web/feed"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/pagetest"
	"huying/internal/edge/web/workbench"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

const region = ident.RegionCode("330802")

var (
	shanghai = time.FixedZone("UTC+8", 8*60*60)
	monday   = time.Date(2019, 10, 14, 1, 0, 0, 0, time.UTC) // 09:00 in Shanghai
)

func TestMessages(t *testing.T) {
	t.Parallel()
	pagetest.Messages(t, messages, page.Words(), regexp.MustCompile(`^nav\.brief$`))
}

// staff come by a token that is their role, and the unit behind an @.
type staff struct{}

func (staff) Authenticate(_ context.Context, token string) (identity.Account, error) {
	role, unit, of := strings.Cut(token, "@")
	if token == "" {
		return identity.Account{}, errs.New(errs.Denied, "sign_in", "sign in first", "请先登录")
	}
	var units []ident.UnitID
	if of {
		units = append(units, ident.UnitID(unit))
	}
	return identity.Account{ID: "x", Login: role, Grants: []identity.Actor{identity.As(identity.Role(role), "x", region, units...)}}, nil
}

// eachSite is a region on a Thursday with a few days' cases, late ones among
// them, and the pages of leaders and of the lists.
func eachSite(t *testing.T, fn func(t *testing.T, site http.Handler)) {
	t.Helper()
	eachWith(t, nil, fn)
}

// eachMapped is the same with a map of one of its two streets, from the second
// day on.
func eachMapped(t *testing.T, fn func(t *testing.T, site http.Handler)) {
	t.Helper()
	eachWith(t, []rulebook.Rule{{Kind: rulebook.Map, Key: "map", Version: 1, Text: `effective: 2019-10-15
datum: WGS-84
source: 自绘
geojson: |
  {"type":"FeatureCollection","features":[
  {"type":"Feature","properties":{"name":"花园街道"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}}]}
`}}, fn)
}

func eachWith(t *testing.T, rules []rulebook.Rule, fn func(t *testing.T, site http.Handler)) {
	t.Helper()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		if err := admin.New(admin.Options{Store: s, IDs: ident.NewSource(rand.Reader)}).Install(t.Context(), region, "柯城区", "district"); err != nil {
			t.Fatal(err)
		}
		err := s.Update(t.Context(), func(tx *store.Tx) error {
			for _, u := range []org.Unit{
				{ID: "u1", Name: "住建局", List: org.Department}, {ID: "u2", Name: "花园街道办事处", List: org.Town, Division: "330802013"}, {ID: "u3", Name: "石梁镇人民政府", List: org.Town, Division: "330802100"},
			} {
				if err := tx.PutUnit(region, u); err != nil {
					return err
				}
			}
			for _, r := range rules {
				if err := tx.PutRule(region, r); err != nil {
					return err
				}
			}
			return tx.ReviseRegion(region)
		})
		if err != nil {
			t.Fatal(err)
		}
		give(t, s)
		in := insight.New(insight.Options{Store: s, Region: region})
		fn(t, page.New(page.Options{Name: "柯城区", Location: shanghai, Gate: staff{}, SignIn: "/sign-in", SignOut: "/sign-out", Account: "/account"},
			Room(Options{Records: in}), workbench.Room(workbench.Options{Source: feed.New(in, shanghai), Records: in})))
	}, testdb.Clock(clock.NewHand(monday.AddDate(0, 0, 3).Add(8*time.Hour))))
}

func give(t *testing.T, s *store.Store) {
	t.Helper()
	d := desk.New(desk.Options{Store: s, Region: region, IDs: ident.NewSource(rand.Reader), Key: []byte("key of the test"), Simulated: true})
	as := func(r identity.Role) identity.Actor { return identity.As(r, ident.UserID(r), region) }
	for i := range 30 {
		h, at := &desk.Handle{}, monday.AddDate(0, 0, i*4/30).Add(time.Duration(i%7)*time.Hour)
		in := casework.Intake{Channel: casework.Channels()[i%4], Kind: casework.Kinds()[i%7], Subject: []string{"城乡建设/市政设施", "城乡建设", "环境与保护/噪声"}[i%3]}
		entries := []desk.Entry{{Case: h, At: at, By: as(identity.Operator), Cmd: casework.Command{Do: casework.DoReceive, New: &casework.NewIntake{Title: "事项", Content: "内容", Intake: in}}}}
		if i%5 == 0 {
			entries = append(entries, desk.Entry{Case: h, At: at.Add(time.Minute), By: as(identity.Operator), Cmd: casework.Command{Do: casework.DoAnswer, Reply: "已答复"}})
		} else {
			unit := ident.UnitID(fmt.Sprintf("u%d", 1+i%3))
			entries = append(entries, desk.Entry{Case: h, At: at.Add(time.Minute), By: as(identity.Dispatcher), Cmd: casework.Command{Do: casework.DoDispatch, Units: []casework.Assignment{{Unit: unit, Role: casework.Lead}}}})
		}
		for _, e := range entries {
			if err := d.Bulk(t.Context(), []desk.Entry{e}); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func ask(site http.Handler, who, target string) *httptest.ResponseRecorder {
	w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, target, nil)
	if who != "" {
		r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: who})
	}
	site.ServeHTTP(w, r)
	return w
}

var (
	figureLink = regexp.MustCompile(`<a href="(/desk/cases\?[^"]*)"><span class="name"[^>]*>[^<]*</span> <span class="value">(\d+)</span>`)
	cellLink   = regexp.MustCompile(`<td><a href="(/desk/cases\?[^"]*)">(\d+)</a>`)
	shapeLink  = regexp.MustCompile(`<a href="(/desk/cases\?[^"]*)" tabindex="-1" class="shade-\d"><desc>[^<]*?(\d+)(?: 件)?</desc>`)
	tileLink   = regexp.MustCompile(`<a class="shade-\d" href="(/desk/cases\?[^"]*)"><span class="name"[^>]*>[^<]*</span> <span class="value">(\d+)</span>`)
	total      = regexp.MustCompile(`<h1>诉求件 <small>\D*(\d+)\D*</small>`)
)

// TestPages: both pages keep the rules of all pages, in both languages, and each
// of their figures opens a list of exactly that many cases.
func TestPages(t *testing.T) {
	t.Parallel()
	eachSite(t, func(t *testing.T, site http.Handler) {
		for _, who := range []string{"leader", "unit_leader@u2"} {
			for _, target := range []string{briefPath, wallPath, briefPath + "?day=2019-10-15", wallPath + "?day=2019-10-15"} {
				body := ask(site, who, target).Body.String()
				pagetest.Sound(t, target, body)
				english := ask(site, who, target+map[bool]string{true: "&", false: "?"}[strings.Contains(target, "?")]+"lang=en").Body.String()
				pagetest.Sound(t, target, english)
				pagetest.English(t, target, english)
				opened(t, site, who, target, body)
			}
		}
		if body := ask(site, "leader", wallPath).Body.String(); !strings.Contains(body, `<noscript><meta http-equiv="refresh" content="60"/></noscript>`) || !strings.Contains(body, `<body class="wall" data-refresh="60">`) {
			t.Error("the wall does not read itself again")
		}
	})
}

func opened(t *testing.T, site http.Handler, who, target, body string) {
	t.Helper()
	links := map[string]int{}
	some := 0
	for _, kind := range []*regexp.Regexp{figureLink, cellLink, tileLink, shapeLink} {
		for _, m := range kind.FindAllStringSubmatch(body, -1) {
			n, _ := strconv.Atoi(m[2])
			links[html.UnescapeString(m[1])] = n
		}
	}
	for link, n := range links {
		m := total.FindStringSubmatch(ask(site, who, link).Body.String())
		if m == nil || m[1] != strconv.Itoa(n) {
			t.Errorf("%s: %s on %s opens %v, want %d", who, link, target, m, n)
		}
		some += n
	}
	if len(links) < 20 || some < 20 {
		t.Errorf("%s: %d figures, %d cases on %s", who, len(links), some, target)
	}
}

// TestWhoMayCome: who has not signed in is led there, who does not lead is
// refused and not shown the way; a day that is none is said so.
func TestWhoMayCome(t *testing.T) {
	t.Parallel()
	eachSite(t, func(t *testing.T, site http.Handler) {
		for _, path := range []string{briefPath, wallPath} {
			for who, want := range map[string]int{
				"": http.StatusSeeOther, "operator": http.StatusForbidden, "unit_clerk@u2": http.StatusForbidden, "callback": http.StatusForbidden,
				"supervisor": http.StatusOK, "leader": http.StatusOK, "unit_leader@u1": http.StatusOK, "assessor": http.StatusOK,
			} {
				if res := ask(site, who, path); res.Code != want {
					t.Errorf("%q at %s: %d", who, path, res.Code)
				}
			}
			if res := ask(site, "leader", path+"?day=soon"); res.Code != http.StatusBadRequest || !strings.Contains(res.Body.String(), "“soon”不是日期") {
				t.Errorf("%s of no day: %d", path, res.Code)
			}
		}
		for who, shown := range map[string]bool{"operator": false, "leader": true} {
			if got := strings.Contains(ask(site, who, workbench.Home).Body.String(), `href="/desk/brief"`); got != shown {
				t.Errorf("%s is shown the brief: %v", who, got)
			}
		}
	})
}

// TestMap: the streets that the region's map has stand in their shapes, each
// with a link to its cases, the others beside it; from the map's first day on.
func TestMap(t *testing.T) {
	t.Parallel()
	eachMapped(t, func(t *testing.T, site http.Handler) {
		for _, target := range []string{briefPath, wallPath} {
			body := ask(site, "leader", target+"?day=2019-10-15").Body.String()
			pagetest.Sound(t, target, body)
			opened(t, site, "leader", target, body)
			if n := len(shapeLink.FindAllString(body, -1)); n != 1 || !strings.Contains(body, "M0 1000l1000 0") || len(tileLink.FindAllString(body, -1)) != 1 || !strings.Contains(body, "<caption>街道乡镇分布</caption>") {
				t.Errorf("%s shows %d shapes:\n%s", target, n, body)
			}
			if before := ask(site, "leader", target+"?day=2019-10-14").Body.String(); shapeLink.MatchString(before) || len(tileLink.FindAllString(before, -1)) != 2 {
				t.Errorf("%s shows a map before it is in force", target)
			}
		}
	})
}
