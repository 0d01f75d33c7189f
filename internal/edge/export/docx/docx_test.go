package docx_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/bulletin/bulletintest"
	"huying/internal/edge/export/docx"
	"huying/internal/edge/export/paper"
)

var made = time.Date(2021, time.November, 8, 0, 0, 0, 0, time.UTC)

func printed(t *testing.T, d bulletin.Document) map[string][]byte {
	t.Helper()
	var b bytes.Buffer
	p := paper.Of(&d, nil)
	if err := docx.Write(&p, made, &b); err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string][]byte{}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if parts[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return parts
}

// read is what stands in a document: its paragraphs outside tables, by style,
// and its tables.
type read struct {
	paragraphs map[string][]string
	tables     [][][]string
}

// texts reads a document part with a strict parser.
func texts(t *testing.T, part []byte) read {
	t.Helper()
	got := read{paragraphs: map[string][]string{}}
	dec := xml.NewDecoder(bytes.NewReader(part))
	var style, text string
	inside := false
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return got
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "tbl":
				inside, got.tables = true, append(got.tables, nil)
			case "tr":
				last := len(got.tables) - 1
				got.tables[last] = append(got.tables[last], nil)
			case "p":
				style, text = "", ""
			case "pStyle":
				style = e.Attr[0].Value
			}
		case xml.CharData:
			text += string(e)
		case xml.EndElement:
			switch {
			case e.Name.Local == "tbl":
				inside = false
			case e.Name.Local == "p" && inside:
				table := got.tables[len(got.tables)-1]
				table[len(table)-1] = append(table[len(table)-1], text)
			case e.Name.Local == "p" && text != "":
				got.paragraphs[style] = append(got.paragraphs[style], text)
			}
		}
	}
}

// TestReadBack: every table, figure by figure, and every paragraph of the
// bulletin can be read out of the file.
func TestReadBack(t *testing.T) {
	t.Parallel()
	d := bulletintest.Rich()
	p := paper.Of(&d, nil)
	got := texts(t, printed(t, d)["word/document.xml"])
	var want [][][]string
	for _, table := range p.Tables() {
		rows := [][]string{nil}
		for _, c := range table.Columns {
			rows[0] = append(rows[0], c.Name)
		}
		for _, row := range table.Rows {
			cells := make([]string, len(row))
			for i, c := range row {
				cells[i] = strings.Repeat("　", c.Depth) + c.Text
			}
			rows = append(rows, cells)
		}
		want = append(want, rows)
	}
	if diff := cmp.Diff(want, got.tables); diff != "" {
		t.Error(diff)
	}
	var prose []string
	for _, s := range d.Text {
		prose = append(prose, s.Paragraphs...)
	}
	if diff := cmp.Diff(prose, got.paragraphs["Text"]); diff != "" {
		t.Error(diff)
	}
	if titles := got.paragraphs["Title"]; len(titles) != 1 || titles[0] != d.Title {
		t.Errorf("titled %v", titles)
	}
	if first := got.paragraphs["Heading1"]; len(first) != len(d.Text) || first[1] != "二、"+d.Text[1].Heading {
		t.Errorf("headings %v", first)
	}
	if small := got.paragraphs["Small"]; !strings.HasSuffix(small[len(small)-1], d.Hash) {
		t.Errorf("sealed %v", small)
	}
}

// TestPartsAreWellFormed: every part is sound XML, and every part that is
// referred to is there.
func TestPartsAreWellFormed(t *testing.T) {
	t.Parallel()
	for _, d := range []bulletin.Document{bulletintest.Rich(), bulletintest.Bare(), bulletintest.Hostile()} {
		parts := printed(t, d)
		for name, part := range parts {
			dec := xml.NewDecoder(bytes.NewReader(part))
			for {
				token, err := dec.Token()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				start, ok := token.(xml.StartElement)
				if !ok {
					continue
				}
				for _, a := range start.Attr {
					if a.Name.Local == "PartName" && parts[a.Value[1:]] == nil {
						t.Errorf("%s speaks of %s, which is missing", name, a.Value)
					}
					if a.Name.Local == "Target" && name == "word/_rels/document.xml.rels" && parts["word/"+a.Value] == nil {
						t.Errorf("%s refers to %s, which is missing", name, a.Value)
					}
				}
			}
		}
		for name := range parts {
			if strings.HasSuffix(name, ".xml") && name != "[Content_Types].xml" && !bytes.Contains(parts["[Content_Types].xml"], []byte(`"/`+name+`"`)) {
				t.Errorf("%s has no content type", name)
			}
		}
	}
}

// TestStylesAreDefined: no paragraph or table is of a style that is not there.
func TestStylesAreDefined(t *testing.T) {
	t.Parallel()
	parts := printed(t, bulletintest.Rich())
	for style := range texts(t, parts["word/document.xml"]).paragraphs {
		if !bytes.Contains(parts["word/styles.xml"], []byte(`w:styleId="`+style+`"`)) {
			t.Errorf("the style %q is not defined", style)
		}
	}
}

func TestSameBytes(t *testing.T) {
	t.Parallel()
	d := bulletintest.Rich()
	p := paper.Of(&d, nil)
	var a, b bytes.Buffer
	for _, w := range []io.Writer{&a, &b} {
		if err := docx.Write(&p, made, w); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("the same paper gave two files")
	}
}

// failing is a writer on a full disk.
type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestWriteErrorsAreReturned(t *testing.T) {
	t.Parallel()
	d := bulletintest.Rich()
	p := paper.Of(&d, nil)
	if err := docx.Write(&p, made, failing{}); err == nil || !strings.Contains(err.Error(), "disk full") {
		t.Errorf("on a full disk: %v", err)
	}
}
