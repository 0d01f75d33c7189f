package bulletins_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"huying/internal/edge/web/bulletins"
	"huying/internal/kernel/i18n"
)

func TestAsOf(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"":                            "0001-01-01T00:00:00Z",
		"2021-12-01":                  "2021-11-30T16:00:00Z", // 00:00 in the region
		"2021-12-01T08:30:00%2B08:00": "2021-12-01T00:30:00Z",
		"2021-12-01T08:30:00+08:00":   "2021-12-01T00:30:00Z", // + not escaped
		"2021-12-01T08:30:00Z":        "2021-12-01T08:30:00Z",
	} {
		f := rich()
		f.asOf = new(time.Time)
		res, _ := get(t, site(f), "/public/bulletins/2021Q3?as_of="+given)
		if got := f.asOf.UTC().Format(time.RFC3339); res.StatusCode != http.StatusOK || got != want {
			t.Errorf("as_of=%s asks as of %s (%d), want %s", given, got, res.StatusCode, want)
		}
	}
}

// TestEveryFormOfAPeriod: a period may be written in any of its forms.
func TestEveryFormOfAPeriod(t *testing.T) {
	t.Parallel()
	for _, form := range []string{"2021Q3", "2021-07-01..2021-09-30"} {
		if res, _ := get(t, richSite(), "/public/bulletins/"+form); res.StatusCode != http.StatusOK {
			t.Errorf("%s: %d", form, res.StatusCode)
		}
	}
}

func TestUnitQueryAndPaging(t *testing.T) {
	t.Parallel()
	f := rich()
	f.seen = &bulletins.UnitQuery{}
	site, path := site(f), "/public/bulletins/2021Q3/units/"+url.PathEscape(unitName(f))
	_, body := get(t, site, path+"?component=satisfaction&as_of=2021-12-01&lang=en")
	if f.seen.Component != "satisfaction" || f.seen.Unit != unitName(f) || f.seen.Limit != 50 || f.seen.Lang != i18n.English || f.seen.AsOf.IsZero() {
		t.Errorf("asked %+v", f.seen)
	}
	next := linkWith(t, body, "rel", "next")
	for _, kept := range []string{"component=satisfaction", "as_of=2021-12-01", "lang=en", "after=50", "#legs"} {
		if !strings.Contains(next, kept) {
			t.Errorf("the next page %s lost %s", next, kept)
		}
	}
	pages, rows, legs := 1, strings.Count(body, `class="unit number"`), map[string]bool{}
	for next != "" && pages < 10 {
		_, body = get(t, site, strings.TrimSuffix(next, "#legs"))
		for _, e := range parse(t, body) {
			if strings.HasPrefix(e.Attr["href"], "/desk/cases/") {
				legs[e.Attr["href"]] = true
			}
		}
		rows += strings.Count(body, `class="unit number"`)
		next = linkWith(t, body, "rel", "next")
		pages++
	}
	if pages != 3 || rows != 120 || len(legs) != 70 {
		t.Errorf("%d pages with %d rows", pages, rows)
	}
	if !strings.Contains(body, "Back to the first page") {
		t.Error("the last page does not lead back")
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

// TestSorting sorts the second list by each column, both ways, and compares
// with the figures as they are printed.
func TestSorting(t *testing.T) {
	t.Parallel()
	d := rich().doc
	for i, column := range []string{"rank", "unit", "handled", "surveyed", "dissatisfied", "satisfaction", "avg_days", "sign_rate", "close_rate", "callback_rate", "index"} {
		for _, dir := range []string{"asc", "desc"} {
			_, body := get(t, richSite(), "/public/bulletins/2021Q3/ranking?sort="+column+"&dir="+dir)
			var got []string
			for _, row := range rowsOf(body, len(d.Lists[0].Rows)) {
				width := 20 // figures compare as text once they are of one length
				if column == "unit" {
					width = 0
				}
				got = append(got, fmt.Sprintf("%*s", width, row[i]))
			}
			want := slices.Clone(got)
			slices.Sort(want)
			if dir == "desc" {
				slices.Reverse(want)
			}
			if len(got) != len(d.Lists[1].Rows) || !slices.Equal(got, want) {
				t.Errorf("%s %s: %v", column, dir, got)
			}
			if n := strings.Count(body, `aria-sort="`+map[string]string{"asc": "ascending", "desc": "descending"}[dir]+`"`); n != 2 {
				t.Errorf("%s %s: %d columns say so", column, dir, n)
			}
			if back := map[string]string{"asc": "desc", "desc": "asc"}[dir]; !strings.Contains(body, "dir="+back+"&amp;sort="+column+`"`) {
				t.Errorf("%s %s cannot be turned round", column, dir)
			}
		}
	}
}

// rowsOf are the cells of a ranking page's rows after the first ones.
func rowsOf(page string, skip int) [][]string {
	var rows [][]string
	for line := range strings.Lines(page) {
		if !strings.HasPrefix(line, "<tr") || strings.Contains(line, "<thead") {
			continue
		}
		var cells []string
		for _, cell := range strings.Split(line, "</t")[:11] {
			cell = cell[strings.LastIndex(strings.TrimSuffix(strings.Split(cell, "<span")[0], "</a>"), ">")+1:]
			cells = append(cells, strings.Split(strings.Split(cell, "<span")[0], "</a>")[0])
		}
		rows = append(rows, cells)
	}
	return rows[skip:]
}

func TestLanguageIsKept(t *testing.T) {
	t.Parallel()
	for target := range pages(rich()) {
		u, err := url.Parse(target)
		if err != nil {
			t.Fatal(err)
		}
		q := u.Query()
		q.Set("lang", "en")
		u.RawQuery = q.Encode()
		res, body := get(t, richSite(), u.String())
		if res.Header.Get("Content-Language") != "en" || !strings.Contains(body, `<html lang="en">`) {
			t.Errorf("%s is not in English", u)
		}
		for _, e := range parse(t, body) {
			link := e.Attr["href"]
			if e.Name == "a" && strings.HasPrefix(link, "/") && e.Attr["hreflang"] == "" && !strings.Contains(link, "lang=en") {
				t.Errorf("%s: the link to %s loses the language", u, link)
			}
			if e.Attr["hreflang"] == "zh-CN" && strings.Contains(link, "lang=") {
				t.Errorf("%s: the way back to Chinese is %s", u, link)
			}
		}
	}
	if res, _ := get(t, richSite(), "/?lang=fr"); res.StatusCode != http.StatusBadRequest || res.Header.Get("Content-Language") != "zh-CN" {
		t.Errorf("an unknown language answers %d in %s", res.StatusCode, res.Header.Get("Content-Language"))
	}
}
