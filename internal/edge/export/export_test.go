package export_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/bulletin/bulletintest"
	"huying/internal/domain/openleg"
	"huying/internal/edge/export"
	"huying/internal/kernel/golden"
)

type printer = func(bulletin.Document, *openleg.Seal, io.Writer) error

func printed(t *testing.T, print printer, d bulletin.Document) string {
	t.Helper()
	var b bytes.Buffer
	if err := print(d, nil, &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	t.Parallel()
	for name, print := range map[string]printer{"json": export.JSON, "md": export.Markdown, "html": export.HTML} {
		for stem, d := range map[string]bulletin.Document{"rich": bulletintest.Rich(), "bare": bulletintest.Bare()} {
			golden.Check(t, "testdata/"+stem+"."+name, []byte(printed(t, print, d)))
		}
	}
}

func TestJSONIsTheDocument(t *testing.T) {
	t.Parallel()
	back, err := bulletin.Decode("", []byte(printed(t, export.JSON, bulletintest.Rich())))
	if err != nil {
		t.Fatal(err)
	}
	if !bulletin.Verify(back) {
		t.Error("the printed JSON does not verify")
	}
}

// cell finds the borders of a pipe table: pipes that are not escaped.
var border = regexp.MustCompile(`(^|[^\\])\|`)

func TestMarkdownTablesHold(t *testing.T) {
	t.Parallel()
	few := bulletintest.Bare()
	few.Summary.Received = 1
	for _, d := range []bulletin.Document{bulletintest.Rich(), few, bulletintest.Hostile()} {
		columns, rows := 0, 0
		for line := range strings.Lines(printed(t, export.Markdown, d)) {
			n := len(border.FindAllString(strings.TrimSuffix(line, "\n"), -1))
			if n > 0 && columns > 0 && n != columns {
				t.Errorf("a row has %d borders, its table %d: %s", n, columns, line)
			}
			columns = n
			if n > 0 {
				rows++
			}
		}
		if rows < 10 {
			t.Errorf("only %d table rows", rows)
		}
	}
}

// TestEmptyPeriodHasNoTables: a period in which nothing happened is one
// sentence in every form for people.
func TestEmptyPeriodHasNoTables(t *testing.T) {
	t.Parallel()
	for name, print := range map[string]printer{"md": export.Markdown, "html": export.HTML} {
		out := printed(t, print, bulletintest.Bare())
		if !strings.Contains(out, "没有受理群众诉求") || border.MatchString(out) || strings.Contains(out, "<table") {
			t.Errorf("%s:\n%s", name, out)
		}
	}
}

func TestMarkdownEscapes(t *testing.T) {
	t.Parallel()
	out := printed(t, export.Markdown, bulletintest.Hostile())
	if regexp.MustCompile(`(^|[^\\])<`).MatchString(out) {
		t.Error("an unescaped < is in the Markdown")
	}
	if strings.ContainsRune(out, '\u2028') {
		t.Error("a line separator is in the Markdown")
	}
	d := bulletintest.Bare()
	d.Text = []bulletin.Section{{Heading: "h", Paragraphs: []string{"1. one", "- two", "+ three", "= four", "12) five", "2021年", "a\nb"}}}
	out = printed(t, export.Markdown, d)
	for _, want := range []string{"\n1\\. one\n", "\n\\- two\n", "\n\\+ three\n", "\n\\= four\n", "\n12\\) five\n", "\n2021年\n", "\na b\n"} {
		if !strings.Contains(out, want) {
			t.Errorf("lacks %q", want)
		}
	}
}

// TestHTMLIsWellFormed reads the file with a strict parser: every element is
// closed, every attribute quoted, and nothing in it reaches outside.
func TestHTMLIsWellFormed(t *testing.T) {
	t.Parallel()
	for _, d := range []bulletin.Document{bulletintest.Rich(), bulletintest.Bare(), bulletintest.Hostile()} {
		count := map[string]int{}
		out := printed(t, export.HTML, d)
		dec := xml.NewDecoder(strings.NewReader(out))
		dec.Entity = xml.HTMLEntity
		for {
			token, err := dec.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			start, ok := token.(xml.StartElement)
			if !ok {
				continue
			}
			count[start.Name.Local]++
			for _, a := range start.Attr {
				if a.Name.Local == "src" || a.Name.Local == "href" || strings.HasPrefix(a.Name.Local, "on") {
					t.Errorf("<%s %s=%q> reaches outside the file", start.Name.Local, a.Name.Local, a.Value)
				}
			}
		}
		rows := 0
		for _, l := range d.Lists {
			rows += len(l.Rows)
		}
		if count["script"] != 0 || count["link"] != 0 || count["img"] != 0 || count["style"] != 1 {
			t.Errorf("elements that should not be there: %v", count)
		}
		if count["details"] != rows || count["h1"] != 1 || count["table"] != count["thead"] {
			t.Errorf("%d rows but %v", rows, count)
		}
		if strings.Contains(out, "<script>alert") || strings.Contains(out, "ZgotmplZ") {
			t.Error("a text of the document became markup")
		}
	}
}

// failing is a writer on a full disk.
type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestWriteErrorsAreReturned(t *testing.T) {
	t.Parallel()
	for name, print := range map[string]printer{"json": export.JSON, "md": export.Markdown, "html": export.HTML} {
		if err := print(bulletintest.Rich(), nil, failing{}); err == nil || !strings.Contains(err.Error(), "disk full") {
			t.Errorf("%s on a full disk: %v", name, err)
		}
	}
}
