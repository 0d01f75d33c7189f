package pagetest

import (
	"regexp"
	"strings"
	"testing"
)

// Sound holds a page against the rules for structure, accessibility and
// safety; page names it in what is reported.
func Sound(t *testing.T, page, body string) {
	t.Helper()
	all := Parse(t, body)
	count, ids, labels := map[string]int{}, map[string]bool{}, map[string]bool{}
	for _, e := range all {
		count[e.Name]++
		if id, ok := e.Attr["id"]; ok {
			if ids[id] {
				t.Errorf("%s: id %q twice", page, id)
			}
			ids[id] = true
		}
		if e.Name == "label" {
			labels[e.Attr["for"]] = true
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

func soundElement(t *testing.T, page string, e Element, ids, labels map[string]bool) {
	t.Helper()
	for name, value := range e.Attr {
		if strings.HasPrefix(name, "on") || name == "style" {
			t.Errorf("%s: <%s %s>", page, e.Name, name)
		}
		if (name == "href" || name == "src" || name == "action") && !regexp.MustCompile(`^([/#]|otpauth:|tel:)`).MatchString(value) {
			t.Errorf("%s: <%s %s=%q> leads away", page, e.Name, name, value)
		}
		if name == "aria-labelledby" && !ids[value] {
			t.Errorf("%s: nothing has the id %q", page, value)
		}
	}
	switch e.Name {
	case "html":
		if e.Attr["lang"] == "" {
			t.Errorf("%s: no language", page)
		}
	case "script":
		if !strings.HasPrefix(e.Attr["src"], "/static/") || strings.TrimSpace(e.Text) != "" {
			t.Errorf("%s: a script that is not our file", page)
		}
	case "a":
		if strings.TrimSpace(e.Text) == "" {
			t.Errorf("%s: a link to %s without words", page, e.Attr["href"])
		}
	case "th":
		if e.Attr["scope"] == "" {
			t.Errorf("%s: <th> %q without scope", page, e.Text)
		}
	case "svg":
		if e.Attr["aria-hidden"] != "true" {
			t.Errorf("%s: a picture that is read out", page)
		}
	case "select":
		if !labels[e.Attr["id"]] {
			t.Errorf("%s: <select %s> without label", page, e.Attr["name"])
		}
	case "input":
		if e.Attr["type"] != "hidden" && !labels[e.Attr["id"]] {
			t.Errorf("%s: <input %s> without label", page, e.Attr["name"])
		}
	}
}
