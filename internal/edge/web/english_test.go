package web_test

import (
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"strings"
	"testing"
	"unicode"
)

// TestEnglishPagesAreEnglish: on an English page, what is in Chinese comes from
// the records and says that it is Chinese; the page's own words never are.
func TestEnglishPagesAreEnglish(t *testing.T) {
	t.Parallel()
	f := rich()
	for _, target := range []string{
		"/?lang=en", "/public/bulletins/?lang=en", "/public/bulletins/2021Q3/ranking?lang=en", "/nowhere?lang=en",
		"/public/bulletins/2021Q3/units/" + url.PathEscape(unitName(f)) + "?lang=en&component=sign_rate",
	} {
		_, body := get(t, richSite(), target)
		dec := xml.NewDecoder(strings.NewReader(body))
		dec.Entity = xml.HTMLEntity
		var tongues []string
		for {
			token, err := dec.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			switch token := token.(type) {
			case xml.StartElement:
				own := "en"
				if len(tongues) > 0 {
					own = tongues[len(tongues)-1]
				}
				if token.Name.Local == "title" {
					own = "" // of both: the names of the page and of the region
				}
				for _, a := range token.Attr {
					if a.Name.Local == "lang" {
						own = a.Value
					}
					if a.Name.Local == "title" || a.Name.Local == "aria-label" || a.Name.Local == "data-label" {
						chinese(t, target, own, a.Value)
					}
				}
				tongues = append(tongues, own)
			case xml.EndElement:
				tongues = tongues[:len(tongues)-1]
			case xml.CharData:
				if len(tongues) > 0 {
					chinese(t, target, tongues[len(tongues)-1], string(token))
				}
			}
		}
	}
}

// chinese complains of Chinese in what claims to be English.
func chinese(t *testing.T, target, tongue, text string) {
	t.Helper()
	seal := strings.TrimSpace(text) == "呼应" // the mark in the head, a picture in characters
	if tongue == "en" && !seal && strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		t.Errorf("%s: %q claims to be English", target, strings.TrimSpace(text))
	}
}
