package bulletins_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"huying/internal/domain/bulletin"
	"huying/internal/edge/web/bulletins"
	"huying/internal/edge/web/pagetest"
)

// TestPublishedOrLive: a bulletin says whether it is frozen, and since when, or
// computed from the records.
func TestPublishedOrLive(t *testing.T) {
	t.Parallel()
	unit := "/public/bulletins/2021Q3/units/" + url.PathEscape(unitName(rich()))
	for target, want := range map[string]string{
		unit:                       `<span class="tag good">已发布</span> 2021-12-08 09:30 发布`,
		unit + "?as_of=2021-11-01": `<span class="tag warn">实时</span>`,
		"/public/bulletins/2021Q3": `<span class="tag good">已发布</span> 2021-12-08 09:30 发布`,
		"/public/bulletins/2021Q3?as_of=2021-11-01":         `<span class="tag warn">实时</span> 未发布`,
		"/public/bulletins/2021Q3/ranking?lang=en":          `<span class="tag good">Published</span> on 2021-12-08 09:30`,
		"/public/bulletins/2021Q3/ranking?as_of=2021-11-01": `<span class="tag warn">实时</span>`,
	} {
		if _, body := get(t, richSite(), target); !strings.Contains(body, want) {
			t.Errorf("%s lacks %s", target, want)
		}
	}
	_, body := get(t, richSite(), "/public/bulletins/")
	if strings.Count(body, ">已发布</span>") != 1 || strings.Count(body, ">未发布</span>") != 1 || !strings.Contains(body, ">4188</td>") {
		t.Errorf("the editions do not say which are published, and how many cases they have:\n%s", body)
	}
}

// TestExamples: the start page alone leads to the cases of a demonstration.
func TestExamples(t *testing.T) {
	t.Parallel()
	link := `<a href="/desk/cases/` + number(0) + `" lang="zh-CN">夜间摊点</a>`
	if _, body := get(t, richSite(), "/"); !strings.Contains(body, link) {
		t.Errorf("the start page lacks %s", link)
	}
	if _, body := get(t, richSite(), "/?lang=en"); !strings.Contains(body, `lang="en">the night stalls</a>`) {
		t.Error("the start page in English does not name the case in English")
	}
	if _, body := get(t, richSite(), "/public/bulletins/2021Q3"); strings.Contains(body, "从一件诉求看起") {
		t.Error("a bulletin leads to the cases of a demonstration")
	}
}

// TestEmptyPeriod: of a period in which nothing happened the page says so in a
// sentence, without tables of zeros.
func TestEmptyPeriod(t *testing.T) {
	t.Parallel()
	f := rich()
	f.doc.Summary = bulletin.Summary{}
	f.doc.Text = bulletin.Compose(f.doc)
	res, body := get(t, site(f), "/public/bulletins/2021Q3")
	if res.StatusCode != http.StatusOK || !strings.Contains(body, f.doc.Text[0].Paragraphs[0]) {
		t.Errorf("%d, lacking %q", res.StatusCode, f.doc.Text[0].Paragraphs[0])
	}
	if _, en := get(t, site(f), "/public/bulletins/2021Q3?lang=en"); !strings.Contains(en, "Nothing was received in the period") {
		t.Error("an empty period is told in Chinese alone")
	}
	if strings.Contains(body, "假设与推定") {
		t.Error("assumptions stand under figures that are not there")
	}
	if n := strings.Count(body, "<table") + strings.Count(body, "<rect"); n > 0 {
		t.Errorf("%d tables and bars of nothing", n)
	}
	pagetest.Sound(t, "an empty period", body)
}

// early is a source whose latest period has not been published.
type early struct{ *fixture }

func (s early) Editions(ctx context.Context) ([]bulletins.Edition, error) {
	all, err := s.fixture.Editions(ctx)
	next := s.doc.Period
	next.From, next.To = next.To+1, next.To+92
	return append([]bulletins.Edition{{Period: next}}, all...), err
}

// TestHomeIsThePublishedBulletin: the start page shows what was published
// last, not the period that is still open.
func TestHomeIsThePublishedBulletin(t *testing.T) {
	t.Parallel()
	res, body := get(t, site(early{rich()}), "/")
	if res.StatusCode != http.StatusOK || !strings.Contains(body, "2021年三季度") || !strings.Contains(body, ">已发布</span>") {
		t.Errorf("%d\n%s", res.StatusCode, body)
	}
}

// TestNothingToCompareWith: without a year before there is no key to arrows.
func TestNothingToCompareWith(t *testing.T) {
	t.Parallel()
	f := rich()
	if _, body := get(t, site(f), "/"); !strings.Contains(body, "▲ 上升") {
		t.Error("the arrows have no key")
	}
	f.doc.Change = bulletin.Change{}
	if _, body := get(t, site(f), "/"); strings.Contains(body, "▲ 上升") {
		t.Error("a key to arrows that are not there")
	}
}
