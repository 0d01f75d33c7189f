package pdf_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf16"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/bulletin/bulletintest"
	"huying/internal/edge/export/paper"
	"huying/internal/edge/export/pdf"
	"huying/internal/kernel/errs"
)

var made = time.Date(2021, time.November, 8, 0, 0, 0, 0, time.UTC)

// font is a font of this machine; without one the test is left out, save where
// nothing may be.
func font(t *testing.T) pdf.Font {
	t.Helper()
	f, err := pdf.Find("")
	if err != nil {
		missing(t, err)
	}
	return f
}

func missing(t *testing.T, why error) {
	t.Helper()
	if os.Getenv("HUYING_TEST_REQUIRE") != "" {
		t.Fatal(why)
	}
	t.Skip(why)
}

func printed(t *testing.T, d bulletin.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	p := paper.Of(&d, nil)
	if err := pdf.Write(&p, made, font(t), &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// squash leaves out all space, which depends on where lines end.
func squash(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}

// number is the foot of a page.
var number = regexp.MustCompile(`—\d+—`)

// TestReadBack: somebody else's reader finds every paragraph and every row of
// every table, figure by figure, in order.
func TestReadBack(t *testing.T) {
	t.Parallel()
	d := bulletintest.Rich()
	file := filepath.Join(t.TempDir(), "bulletin.pdf")
	if err := os.WriteFile(file, printed(t, d), 0o600); err != nil {
		t.Fatal(err)
	}
	reader, err := exec.LookPath("pdftotext")
	if err != nil {
		missing(t, err)
	}
	out, err := exec.CommandContext(t.Context(), reader, "-raw", file, "-").Output() //nolint:gosec // the reader and a file of ours
	if err != nil {
		t.Fatal(err)
	}
	left := number.ReplaceAllString(squash(string(out)), "")
	figures := 0
	next := func(what string) {
		t.Helper()
		_, after, found := strings.Cut(left, squash(what))
		if !found {
			t.Fatalf("%s is not there, or not in its place; what follows is %.200s", what, left)
		}
		left = after
	}
	p := paper.Of(&d, nil)
	next(p.Title)
	for _, b := range append(p.Prose, p.Annex...) {
		switch b := b.(type) {
		case paper.Heading:
			next(b.Text)
		case paper.Paragraph:
			next(string(b))
		case *paper.Table:
			for _, row := range b.Rows {
				line := ""
				for _, c := range row {
					line += c.Text
					if c.Value != nil {
						figures++
					}
				}
				next(line)
			}
		}
	}
	next(d.Hash)
	if figures < 400 {
		t.Errorf("only %d figures were compared", figures)
	}
}

// TestBookmarks: every heading can be jumped to.
func TestBookmarks(t *testing.T) {
	t.Parallel()
	d := bulletintest.Rich()
	file := printed(t, d)
	p := paper.Of(&d, nil)
	n := 0
	for _, b := range append(p.Prose, p.Annex...) {
		h, ok := b.(paper.Heading)
		if !ok {
			continue
		}
		n++
		var wide bytes.Buffer
		for _, unit := range utf16.Encode([]rune(h.Text)) {
			for _, c := range []byte{byte(unit >> 8), byte(unit)} {
				if strings.IndexByte(`\()`, c) >= 0 {
					wide.WriteByte('\\')
				}
				wide.WriteByte(c)
			}
		}
		if !bytes.Contains(file, bytes.ReplaceAll(wide.Bytes(), []byte("\r"), []byte(`\r`))) {
			t.Errorf("no bookmark of %s", h.Text)
		}
	}
	if got := bytes.Count(file, []byte("/Dest [")); got != n {
		t.Errorf("%d bookmarks of %d headings", got, n)
	}
}

func TestSameBytes(t *testing.T) {
	t.Parallel()
	if !bytes.Equal(printed(t, bulletintest.Rich()), printed(t, bulletintest.Rich())) {
		t.Error("the same paper gave two files")
	}
	for _, d := range []bulletin.Document{bulletintest.Bare(), bulletintest.Hostile()} {
		if file := printed(t, d); !bytes.HasPrefix(file, []byte("%PDF-")) {
			t.Errorf("no PDF: %.20q", file)
		}
	}
}

// TestCharactersThatTheFontLacks are named, never left out.
func TestCharactersThatTheFontLacks(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	err := pdf.Write(&paper.Paper{Title: "通报\U000F1234"}, made, font(t), &b)
	if errs.CodeOf(err) != "pdf.glyphs" || !strings.Contains(err.Error(), "\U000F1234") || b.Len() > 0 {
		t.Errorf("%d bytes, %v", b.Len(), err)
	}
}

func TestFontsThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	if _, err := pdf.Find(filepath.Join(t.TempDir(), "none.ttf")); errs.CodeOf(err) != "pdf.font" {
		t.Errorf("a file that is not there: %v", err)
	}
	for name, content := range map[string]string{"empty": "", "text": "not a font at all", "cff": "OTTO\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00", "torn": "\x00\x01\x00\x00\x00\x09\x00\x00\x00\x00\x00\x00"} {
		file := filepath.Join(t.TempDir(), name+".ttf")
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := pdf.Find(file); errs.CodeOf(err) != "pdf.font_form" || !strings.Contains(err.Error(), file) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// failing is a writer on a full disk.
type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestWriteErrorsAreReturned(t *testing.T) {
	t.Parallel()
	if err := pdf.Write(&paper.Paper{Title: "通报"}, made, font(t), failing{}); err == nil || !strings.Contains(err.Error(), "disk full") {
		t.Errorf("on a full disk: %v", err)
	}
}
