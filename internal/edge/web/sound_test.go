package web_test

import (
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// element is one element of a page.
type element struct {
	name string
	attr map[string]string
	text string // what it holds, its children's included
}

// parse reads a page with a strict XML parser: pages are written so that they
// are well formed, which shows that nothing in them is left open.
func parse(t *testing.T, page string) []element {
	t.Helper()
	dec := xml.NewDecoder(strings.NewReader(page))
	dec.Entity = xml.HTMLEntity
	var all []element
	var open []int
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			line, column := dec.InputPos()
			t.Fatalf("line %d, column %d: %v\n%s", line, column, err, strings.Split(page, "\n")[line-1])
		}
		switch token := token.(type) {
		case xml.StartElement:
			e := element{name: token.Name.Local, attr: map[string]string{}}
			for _, a := range token.Attr {
				e.attr[a.Name.Local] = a.Value
			}
			open = append(open, len(all))
			all = append(all, e)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			for _, i := range open {
				all[i].text += string(token)
			}
		}
	}
}

// TestPagesAreSound holds every page, also one made of hostile texts, against
// the rules for structure, accessibility and safety.
func TestPagesAreSound(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		source *fixture
		site   http.Handler
	}{"rich": {rich(), richSite()}, "hostile": {hostile(), hostileSite()}} {
		for target := range pages(c.source) {
			for _, lang := range []string{"", "en"} {
				u, err := url.Parse(target)
				if err != nil {
					t.Fatal(err)
				}
				q := u.Query()
				if lang != "" {
					q.Set("lang", lang)
				}
				u.RawQuery = q.Encode()
				res, body := get(t, c.site, u.String())
				if res.StatusCode != http.StatusOK && u.Path != "/public/bulletins/2021Q3/" {
					t.Errorf("%s %s answers %d", name, u, res.StatusCode)
				}
				sound(t, name+" "+u.String(), parse(t, body), body)
			}
		}
	}
}

func sound(t *testing.T, page string, all []element, body string) {
	t.Helper()
	count, ids, labels := map[string]int{}, map[string]bool{}, map[string]bool{}
	for _, e := range all {
		count[e.name]++
		if id, ok := e.attr["id"]; ok {
			if ids[id] {
				t.Errorf("%s: id %q twice", page, id)
			}
			ids[id] = true
		}
		if e.name == "label" {
			labels[e.attr["for"]] = true
		}
	}
	for _, once := range []string{"html", "title", "main", "h1", "footer"} {
		if count[once] != 1 {
			t.Errorf("%s: %d <%s>", page, count[once], once)
		}
	}
	if count["table"] != count["caption"] {
		t.Errorf("%s: %d tables, %d captions", page, count["table"], count["caption"])
	}
	if count["style"] != 0 || count["iframe"] != 0 {
		t.Errorf("%s: inline style or frame", page)
	}
	for _, e := range all {
		soundElement(t, page, e, ids, labels)
	}
	for _, bad := range []string{"<script>alert", "ZgotmplZ", "%!", "<nil>", "&lt;no value"} {
		if strings.Contains(body, bad) {
			t.Errorf("%s: holds %q", page, bad)
		}
	}
}

func soundElement(t *testing.T, page string, e element, ids, labels map[string]bool) {
	t.Helper()
	for name, value := range e.attr {
		if strings.HasPrefix(name, "on") || name == "style" {
			t.Errorf("%s: <%s %s>", page, e.name, name)
		}
		if (name == "href" || name == "src" || name == "action") && !regexp.MustCompile(`^[/#]`).MatchString(value) {
			t.Errorf("%s: <%s %s=%q> leads away", page, e.name, name, value)
		}
		if name == "aria-labelledby" && !ids[value] {
			t.Errorf("%s: nothing has the id %q", page, value)
		}
	}
	switch e.name {
	case "html":
		if e.attr["lang"] == "" {
			t.Errorf("%s: no language", page)
		}
	case "script":
		if !strings.HasPrefix(e.attr["src"], "/static/") || strings.TrimSpace(e.text) != "" {
			t.Errorf("%s: a script that is not our file", page)
		}
	case "a":
		if strings.TrimSpace(e.text) == "" {
			t.Errorf("%s: a link to %s without words", page, e.attr["href"])
		}
	case "th":
		if e.attr["scope"] == "" {
			t.Errorf("%s: <th> %q without scope", page, e.text)
		}
	case "svg":
		if e.attr["aria-hidden"] != "true" {
			t.Errorf("%s: a picture that is read out", page)
		}
	case "select":
		if !labels[e.attr["id"]] {
			t.Errorf("%s: <select %s> without label", page, e.attr["name"])
		}
	case "input":
		if e.attr["type"] != "hidden" && !labels[e.attr["id"]] {
			t.Errorf("%s: <input %s> without label", page, e.attr["name"])
		}
	}
}
