package style

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"huying/internal/domain/identity"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/pagetest"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

func TestMessages(t *testing.T) {
	t.Parallel()
	pagetest.Messages(t, messages, page.Words(), regexp.MustCompile(`^component\.|^look\.denied$`))
}

// staff come by a token that is their role.
type staff struct{}

func (staff) Authenticate(_ context.Context, token string) (identity.Account, error) {
	if token == "" {
		return identity.Account{}, errs.New(errs.Denied, "sign_in", "sign in first", "请先登录")
	}
	return identity.Account{ID: "x", Login: token, Grants: []identity.Actor{identity.As(identity.Role(token), "x", ident.RegionCode("330802"))}}, nil
}

func ask(who, target string) *httptest.ResponseRecorder {
	site := page.New(page.Options{Name: "柯城区", Gate: staff{}, SignIn: "/sign-in", SignOut: "/sign-out", Account: "/account", Look: Path, Looks: May}, Room())
	r := httptest.NewRequest(http.MethodGet, target, nil)
	if who != "" {
		r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: who})
	}
	w := httptest.NewRecorder()
	site.ServeHTTP(w, r)
	return w
}

// TestPage: the page keeps the rules of all pages in both languages, and prints
// the ratio of every pair, every colour, every icon and every component.
func TestPage(t *testing.T) {
	t.Parallel()
	body := ask("editor", Path).Body.String()
	pagetest.Sound(t, Path, body)
	english := ask("editor", Path+"?lang=en").Body.String()
	pagetest.Sound(t, Path, english)
	pagetest.English(t, Path, english)
	if n := strings.Count(body, `class="swatch"`); n != 2*len(page.Pairs()) || n < 40 {
		t.Errorf("%d swatches of %d pairs", n, len(page.Pairs()))
	}
	for _, c := range page.Colours() {
		if !strings.Contains(body, "<code>--"+c.Name+"</code>") {
			t.Errorf("the colour %s is not shown", c.Name)
		}
	}
	for _, name := range page.Icons() {
		if !strings.Contains(body, "</svg><code>"+name+"</code>") {
			t.Errorf("the icon %s is not shown", name)
		}
	}
	for _, c := range components() {
		shown := regexp.MustCompile(`(?s)id="c-` + c.Name + `".*?<div class="example">(.*?)</div>`).FindStringSubmatch(body)
		if shown == nil || strings.TrimSpace(shown[1]) == "" {
			t.Errorf("%s has no example", c.Name)
		}
	}
	if len(body) > 60<<10 {
		t.Errorf("%d bytes", len(body))
	}
}

// TestWhoMayCome: administrators and editors are shown the way in the foot;
// others are refused, and not shown it.
func TestWhoMayCome(t *testing.T) {
	t.Parallel()
	for who, want := range map[string]int{
		"": http.StatusSeeOther, "operator": http.StatusForbidden, "leader": http.StatusForbidden, "auditor": http.StatusForbidden,
		"admin": http.StatusOK, "editor": http.StatusOK,
	} {
		if res := ask(who, Path); res.Code != want {
			t.Errorf("%q: %d", who, res.Code)
		}
		if way := strings.Contains(ask(who, "/nowhere").Body.String(), `href="`+Path+`"`); way != (want == http.StatusOK) {
			t.Errorf("%q is shown the way: %v", who, way)
		}
	}
}

// TestEveryClassIsShown: a class that a page uses stands on this page, and one
// that stands here is used by a page.
func TestEveryClassIsShown(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../*/templates/*.html")
	if err != nil || len(files) < 40 {
		t.Fatal(len(files), err)
	}
	var used, shown []string
	for _, file := range files {
		if strings.HasPrefix(file, "../style/") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`class="((?:[^"{]|\{\{.*?\}\})*)"`).FindAllStringSubmatch(string(text), -1) {
			used = append(used, strings.Fields(regexp.MustCompile(`\{\{.*?\}\}`).ReplaceAllString(m[1], " "))...)
		}
	}
	for _, c := range components() {
		shown = append(shown, c.Classes...)
	}
	slices.Sort(used)
	for _, class := range slices.Compact(used) {
		if !slices.Contains(shown, class) {
			t.Errorf("the class %q is not shown", class)
		}
	}
	for n, class := range shown {
		if !slices.Contains(used, class) || slices.Contains(shown[:n], class) {
			t.Errorf("no page uses %q, or it is shown twice", class)
		}
	}
}
