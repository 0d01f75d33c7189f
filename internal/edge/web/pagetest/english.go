package pagetest

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode"
)

// English holds that on an English page what is in Chinese says that it is
// Chinese, since it comes from the records; the page's own words never are.
func English(t *testing.T, page, body string) {
	t.Helper()
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
					chinese(t, page, own, a.Value)
				}
			}
			tongues = append(tongues, own)
		case xml.EndElement:
			tongues = tongues[:len(tongues)-1]
		case xml.CharData:
			if len(tongues) > 0 {
				chinese(t, page, tongues[len(tongues)-1], string(token))
			}
		}
	}
}

// chinese complains of Chinese in what claims to be English.
func chinese(t *testing.T, page, tongue, text string) {
	t.Helper()
	seal := strings.TrimSpace(text) == "呼应" // the mark in the head, a picture in characters
	if tongue == "en" && !seal && strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		t.Errorf("%s: %q claims to be English", page, strings.TrimSpace(text))
	}
}
