package workbench_test

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huying/internal/domain/calendar"
	"huying/internal/edge/web/pagetest"
	"huying/internal/edge/web/workbench"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

// pages are the addresses of pages for reading, with a text that each shows.
func pages() map[string]string {
	return map[string]string{
		"/desk/":                   "您好 <span lang=\"zh-CN\">派单员一</span>",
		"/desk/cases":              "编号开头",
		"/desk/cases/" + number(0): "办理经过",
		"/desk/cases?number=none":  "没有符合条件的诉求件",
		"/desk/cases?lang=en":      "Number starts with",
	}
}

// TestPagesAreSound holds every page, also one made of hostile texts, against
// the rules for structure, accessibility and safety.
func TestPagesAreSound(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]*fixture{"rich": rich(), "hostile": hostile()} {
		for target, text := range pages() {
			res, body := get(t, site(f), target)
			if res.Code != http.StatusOK || name == "rich" && !strings.Contains(body, text) {
				t.Errorf("%s %s: %d, lacking %q", name, target, res.Code, text)
			}
			if res.Header().Get("Cache-Control") != "no-store" {
				t.Errorf("%s may be kept", target)
			}
			pagetest.Sound(t, name+" "+target, body)
		}
	}
}

// TestSignInFirst: whoever has not signed in is led there, and back afterwards.
func TestSignInFirst(t *testing.T) {
	t.Parallel()
	for target := range pages() {
		res := ask(site(rich()), http.MethodGet, target, "", nil)
		if res.Code != http.StatusSeeOther || !strings.HasPrefix(res.Header().Get("Location"), "/sign-in?") || !strings.Contains(res.Header().Get("Location"), url.QueryEscape("/desk/")) {
			t.Errorf("%s: %d to %s", target, res.Code, res.Header().Get("Location"))
		}
	}
}

// TestUnknownQuestionsAreRefused: a key that a page does not know is told.
func TestUnknownQuestionsAreRefused(t *testing.T) {
	t.Parallel()
	for target, says := range map[string]string{
		"/desk/cases?status=closed":               "不认识“status”；可用 number unit state leg_state late due channel kind subject stands verdict called period after lang",
		"/desk/cases?status=closed&lang=en":       "does not know &#34;status&#34;; expected one of number unit",
		"/desk/cases?state=closed&state=handling": "“state”出现了两次",
		"/desk/cases/" + number(0) + "?reveal=1":  "reveal",
		"/desk/cases?late=maybe":                  "“maybe”应为 true 或 false",
		"/desk/cases?period=soon":                 "“soon”不是统计周期",
	} {
		res, body := get(t, site(rich()), target)
		if res.Code != http.StatusBadRequest || !strings.Contains(body, says) {
			t.Errorf("%s: %d, lacking %q", target, res.Code, says)
		}
	}
}

// TestProblems: what goes wrong is told, what is internal is not.
func TestProblems(t *testing.T) {
	t.Parallel()
	f := rich()
	f.fail = errors.New("pq: password of huying is wrong")
	for target := range pages() {
		if res, body := get(t, site(f), target); res.Code != http.StatusInternalServerError || strings.Contains(body, "password") {
			t.Errorf("%s: %d", target, res.Code)
		}
	}
	if res, body := get(t, site(rich()), "/desk/cases/1"); res.Code != http.StatusNotFound || !strings.Contains(body, "没有这个诉求件") {
		t.Errorf("no such case: %d", res.Code)
	}
	f.fail = errs.New(errs.Unready, "store.locked", "migrating", "正在升级")
	if res, body := get(t, site(f), "/desk/"); res.Code != http.StatusServiceUnavailable || !strings.Contains(body, "正在升级") {
		t.Errorf("unready: %d", res.Code)
	}
}

// TestLimitsAtMidnightEndTheirDay: a limit that ends with its day is written
// as 24:00 of that day, any other by its own time.
func TestLimitsAtMidnightEndTheirDay(t *testing.T) {
	t.Parallel()
	_, body := get(t, site(rich()), "/desk/cases/"+number(0))
	for _, want := range []string{"期限 2021-09-24 24:00", "期限 2021-09-13 17:30", "不限期"} {
		if !strings.Contains(body, want) {
			t.Errorf("the case page lacks %q", want)
		}
	}
}

// TestLegsHoldTheirOwn: a leg's card has its number, its clocks, its unit's word
// apart from the citizen's, and the way to the unit's score, which the timeline
// leads to by number.
func TestLegsHoldTheirOwn(t *testing.T) {
	t.Parallel()
	f := rich()
	_, body := get(t, site(f), "/desk/cases/"+number(0))
	all := parse(t, body)
	card := all[slices.IndexFunc(all, func(e pagetest.Element) bool { return e.Attr["id"] == "leg-1" })]
	for _, want := range []string{"承办 1", "单位自报", "群众评价（回访）", "时限", "签收", "不再计时，没有先行联系的记录", "2021年三季度得分由来"} {
		if !strings.Contains(card.Text, want) {
			t.Errorf("the card of leg 1 lacks %q:\n%s", want, card.Text)
		}
	}
	if strings.Contains(card.Text, "派单") {
		t.Error("a clock of the whole case is in the card of a leg")
	}
	link := "/public/bulletins/2021Q3/units/" + url.PathEscape("综合执法局")
	if n := strings.Count(body, `href="`+link+`"`); n != 1 {
		t.Errorf("%d links to %s", n, link)
	}
	for _, want := range []string{`<a class="of" href="#leg-1">承办 1</a>`, `<a href="#leg-3">由承办 3 下派</a>`, "注明“假设”的时限"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

func TestCaseFilter(t *testing.T) {
	t.Parallel()
	f, quarter := rich(), calendar.Period{From: calendar.DateFrom(2021, time.July, 1), To: calendar.DateFrom(2021, time.September, 30)}
	f.got = &workbench.CaseFilter{}
	_, body := get(t, site(f), "/desk/cases?number=9901&unit=%E4%BD%8F%E5%BB%BA%E5%B1%80&state=closed&leg_state=signed&late=true&channel=web&period=2021Q3&after=k9")
	want := workbench.CaseFilter{Number: "9901", Unit: "住建局", State: "closed", LegIn: "signed", Late: true, Channel: "web", Period: &quarter, After: "k9", Limit: 50, Lang: i18n.Chinese}
	if diff := cmp.Diff(want, *f.got); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
	next, err := url.Parse(linkWith(t, body, "rel", "next"))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{"number": "9901", "unit": "住建局", "state": "closed", "leg_state": "signed", "late": "true", "channel": "web", "period": "2021Q3", "after": "k24"} {
		if got := next.Query().Get(name); got != value {
			t.Errorf("the next page has %s=%q, want %q", name, got, value)
		}
	}
	chosen := 0
	for _, e := range parse(t, body) {
		if e.Attr["selected"] != "" {
			chosen++
		}
	}
	if chosen != 4 || !strings.Contains(body, `value="2021Q3"`) || !strings.Contains(body, "清除条件") || !strings.Contains(body, "回到第一页") {
		t.Errorf("the form does not show its filter (%d chosen)", chosen)
	}
	if _, plain := get(t, site(rich()), "/desk/cases"); strings.Contains(plain, "清除条件") || strings.Contains(plain, "回到第一页") {
		t.Error("the first page without a filter offers to clear it")
	}
}

// linkWith returns the address of the first link with an attribute.
func linkWith(t *testing.T, page, name, value string) string {
	t.Helper()
	for _, e := range parse(t, page) {
		if e.Name == "a" && e.Attr[name] == value {
			return e.Attr["href"]
		}
	}
	return ""
}
