package export

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html/template"
	"io"
	"strconv"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/openleg"
	"huying/internal/edge/export/paper"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/exact"
	"huying/internal/kernel/i18n"
)

//go:embed print.html print.css
var files embed.FS

// HTML writes the document as one HTML file that needs nothing else: laid out
// to be printed on A4, with table heads repeated on every page and each unit's
// working folded. Every text is escaped; the file forbids scripts and any
// request by its own content policy.
func HTML(d bulletin.Document, seal *openleg.Seal, w io.Writer) error {
	style, err := files.ReadFile("print.css")
	if err != nil {
		return errs.Wrap("export.HTML", err)
	}
	layout, err := template.New("print.html").Funcs(printFuncs()).ParseFS(files, "print.html")
	if err != nil {
		return errs.Wrap("export.HTML", err)
	}
	sum := sha256.Sum256(style)
	return errs.Wrap("export.HTML", layout.Execute(w, sheet{
		Document:  &d,
		Seals:     paper.Seals(&d, seal),
		Style:     template.CSS(style), //nolint:gosec // our own file
		StyleHash: "sha256-" + base64.StdEncoding.EncodeToString(sum[:]),
	}))
}

// sheet is what the layout prints.
type sheet struct {
	*bulletin.Document
	Seals     []paper.Fact
	Style     template.CSS
	StyleHash string
}

// printFuncs are the words that the layout uses.
func printFuncs() template.FuncMap {
	return template.FuncMap{
		"term":     func(key string) string { return bulletin.Term(i18n.Chinese, key) },
		"check":    func(d *bulletin.Document, name string) string { return d.CheckName(i18n.Chinese, name) },
		"chinese":  chinese,
		"headline": bulletin.Headline,
		"columns":  bulletin.Columns,
		"cells":    bulletin.PrintRows,
		"flatten":  bulletin.Flatten,
		"score":    bulletin.Score.Print,
		"points":   func(w bulletin.Working) string { return bulletin.Score.Print(&w.Points) },
		"notes":    func(d *bulletin.Document) []string { return d.NotesIn(i18n.Chinese) },
		"value":    withMark,
		"moved":    func(f bulletin.Figure) string { return f.Moved(i18n.Chinese) },
		"label":    func(w bulletin.Working) string { return w.Label(i18n.Chinese) },
		"measure":  measure,
		"rank":     rank,
		"facts":    func(t bulletin.Topic) string { return paper.TopicFacts(&t) },
		"optional": optional,
		"percent":  percent,
		"agreed":   func(r bulletin.Reconciliation) string { return paper.Agreement(&r) },
		"moment":   moment,
		"next":     func(i int) int { return i + 1 },
	}
}

// measure is a component's measure or target with its unit.
func measure(w bulletin.Working, target bool) string {
	v := w.Measure
	if target {
		v = w.Target
	}
	if v == nil {
		return bulletin.Unknown
	}
	unit := bulletin.MeasureUnit(w.Component)
	if unit == bulletin.Score { // of the scheme's own making: counts and whatever else
		return v.Print(0)
	}
	return unit.Attach(i18n.Chinese, unit.Print(v))
}

// chinese is the Chinese part of a text in both languages: what is exported is
// a Chinese document.
func chinese(s string) string { return bulletin.InLanguage(i18n.Chinese, s) }

// withMark is a headline figure with what it is counted in.
func withMark(f bulletin.Figure) string {
	if f.Value == nil {
		return bulletin.Unknown
	}
	return f.Unit.Attach(i18n.Chinese, f.Unit.Print(f.Value))
}

func moment(s bulletin.Stamp) string { return s.Format("2006-01-02 15:04") }

// rank prints a rank; a row that is not ranked has none.
func rank(n int) string {
	if n == 0 {
		return bulletin.Unknown
	}
	return strconv.Itoa(n)
}

func optional(n *int) string {
	if n == nil {
		return bulletin.Unknown
	}
	return strconv.Itoa(*n)
}

func percent(v *exact.Value) string {
	if v == nil {
		return bulletin.Unknown
	}
	return bulletin.Percent.Print(v) + "%"
}
