package bulletin_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"testing"
	"unicode/utf16"

	"github.com/emmansun/gmsm/sm3"
	"pgregory.net/rapid"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/bulletin/bulletintest"
	"huying/internal/kernel/exact"
)

func TestSM3Vector(t *testing.T) {
	t.Parallel()
	sum := sm3.Sum([]byte("abc")) // GB/T 32905-2016, A.1
	if got := hex.EncodeToString(sum[:]); got != "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0" {
		t.Errorf("SM3 of abc is %s", got)
	}
}

// TestSealAgainstOwnCanonicalForm computes the hash a second way: by a
// canonical form written here for what a bulletin can hold.
func TestSealAgainstOwnCanonicalForm(t *testing.T) {
	t.Parallel()
	check := func(d bulletin.Document) error {
		sealed, err := bulletin.Seal(d)
		if err != nil {
			return err
		}
		d.Hash = ""
		plain, err := bulletin.Encode(d)
		if err != nil {
			return err
		}
		dec := json.NewDecoder(bytes.NewReader(plain))
		dec.UseNumber()
		var tree any
		if err := dec.Decode(&tree); err != nil {
			return err
		}
		sum := sm3.Sum(canonical(nil, tree))
		if want := hex.EncodeToString(sum[:]); sealed.Hash != want {
			return fmt.Errorf("hash %s, want %s", sealed.Hash, want)
		}
		return nil
	}
	for _, d := range []bulletin.Document{bulletintest.Rich(), bulletintest.Bare(), bulletintest.Hostile()} {
		if err := check(d); err != nil {
			t.Error(err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		if err := check(document().Draw(t, "document")); err != nil {
			t.Fatal(err)
		}
	})
}

// canonical is RFC 8785 for a tree whose numbers are short plain decimals,
// which both forms write alike, and whose texts are well formed.
func canonical(out []byte, v any) []byte {
	switch v := v.(type) {
	case map[string]any:
		keys := slices.SortedFunc(maps.Keys(v), func(a, b string) int {
			return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
		})
		out = append(out, '{')
		for i, key := range keys {
			if i > 0 {
				out = append(out, ',')
			}
			out = append(canonicalText(out, key), ':')
			out = canonical(out, v[key])
		}
		return append(out, '}')
	case []any:
		out = append(out, '[')
		for i, item := range v {
			if i > 0 {
				out = append(out, ',')
			}
			out = canonical(out, item)
		}
		return append(out, ']')
	case string:
		return canonicalText(out, v)
	case json.Number:
		return append(out, v...)
	case bool:
		return strconv.AppendBool(out, v)
	}
	return append(out, "null"...)
}

func canonicalText(out []byte, s string) []byte {
	short := map[rune]string{'"': `\"`, '\\': `\\`, '\b': `\b`, '\f': `\f`, '\n': `\n`, '\r': `\r`, '\t': `\t`}
	out = append(out, '"')
	for _, r := range s {
		switch esc, ok := short[r]; {
		case ok:
			out = append(out, esc...)
		case r < ' ':
			out = fmt.Appendf(out, `\u%04x`, r)
		default:
			out = append(out, string(r)...)
		}
	}
	return append(out, '"')
}

func TestVerify(t *testing.T) {
	t.Parallel()
	rich := bulletintest.Rich()
	if !bulletin.Verify(rich) {
		t.Fatal("a sealed document does not verify")
	}
	for name, change := range map[string]func(*bulletin.Document){
		"no hash":      func(d *bulletin.Document) { d.Hash = "" },
		"upper case":   func(d *bulletin.Document) { d.Hash = string(bytes.ToUpper([]byte(d.Hash))) },
		"title":        func(d *bulletin.Document) { d.Title += " " },
		"as-of":        func(d *bulletin.Document) { d.AsOf.Time = d.AsOf.Add(1e9) },
		"figure":       func(d *bulletin.Document) { d.Summary.Index = exact.Must("99.587").Ptr() },
		"unknown":      func(d *bulletin.Document) { d.Summary.Index = nil },
		"order":        func(d *bulletin.Document) { slices.Reverse(d.Subjects) },
		"a row":        func(d *bulletin.Document) { d.Lists[1].Rows[3].Dissatisfied++ },
		"a facet":      func(d *bulletin.Document) { d.Topics[1].Groups[1].Facets[0].Facets[0].Count-- },
		"working":      func(d *bulletin.Document) { d.Lists[0].Rows[0].Working[0].Assumed = false },
		"note":         func(d *bulletin.Document) { d.Notes = d.Notes[1:] },
		"prose":        func(d *bulletin.Document) { d.Text[0].Paragraphs[0] = "" },
		"a check lost": func(d *bulletin.Document) { d.Reconciliation = nil },
	} {
		d := bulletintest.Rich()
		change(&d)
		if bulletin.Verify(d) {
			t.Errorf("%s: a changed document verifies", name)
		}
	}
}

// TestVerifyAfterTravel: the hash survives being written and read.
func TestVerifyAfterTravel(t *testing.T) {
	t.Parallel()
	back, err := bulletin.Decode("", encoded(t, bulletintest.Hostile()))
	if err != nil {
		t.Fatal(err)
	}
	if !bulletin.Verify(back) {
		t.Error("the document no longer verifies after JSON")
	}
}
