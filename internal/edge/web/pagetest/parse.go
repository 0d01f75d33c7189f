// Package pagetest holds pages against the rules that all of them keep. Tests
// of rooms import it, nothing else does.
package pagetest

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

// Element is one element of a page.
type Element struct {
	Name string
	Attr map[string]string
	Text string // what it holds, its children's included
}

// Parse reads a page with a strict XML parser: pages are written so that they
// are well formed, which shows that nothing in them is left open.
func Parse(t *testing.T, page string) []Element {
	t.Helper()
	dec := xml.NewDecoder(strings.NewReader(page))
	dec.Entity = xml.HTMLEntity
	var all []Element
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
			e := Element{Name: token.Name.Local, Attr: map[string]string{}}
			for _, a := range token.Attr {
				e.Attr[a.Name.Local] = a.Value
			}
			open = append(open, len(all))
			all = append(all, e)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			for _, i := range open {
				all[i].Text += string(token)
			}
		}
	}
}
