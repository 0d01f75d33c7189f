package archtest

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// printedList is the check list of the demonstration. Its figures are what the
// engine has to find by itself, from single cases.
const printedList = "demo/figures/printed.csv"

// ledger is what must not stand in code, by the text of the number. A figure
// of few digits, say "3.50", is known by its printed text alone; a longer one
// also without its point and with zeros behind it.
type ledger struct {
	derived map[string]string // averages, rates, indices, changes: the figure's name
	counts  map[string]string // counts of four digits or more
}

// checkFigures finds printed figures of the demonstration in the product, and
// among what the demonstration is made of. Counts and day totals are what it
// is made of; everything that follows from them is for the engine to compute.
func checkFigures(t *Tree) []string {
	printed, err := fs.ReadFile(t.fsys, printedList)
	if errors.Is(err, fs.ErrNotExist) && !slices.ContainsFunc(t.Packages, func(p *Package) bool { return within(p.Path, "demo") }) {
		return nil // no demonstration, so nothing to leak
	}
	if err != nil {
		return []string{"the figures that code must not hold: " + err.Error()}
	}
	figures, err := readLedger(printed)
	if err != nil {
		return []string{printedList + ": " + err.Error()}
	}
	var found []string
	look := func(name string) {
		text, err := fs.ReadFile(t.fsys, name)
		if err != nil {
			found = append(found, err.Error())
			return
		}
		product := within(name, "internal", "cmd")
		found = append(found, figures.search(name, text, product)...)
		if !product {
			found = append(found, foretold(name, text)...)
		}
	}
	t.files(func(p *Package, f *File) {
		if !f.Test && !within(p.Path, rigs...) && held(f.Name) {
			look(f.Name)
		}
	})
	for _, f := range t.Others {
		if held(f.Name) {
			look(f.Name)
		}
	}
	return found
}

// held reports whether a file is part of the product, or an input of the
// demonstration: neither a test's data nor the check list.
func held(name string) bool {
	return within(name, "internal", "cmd", "demo") && !within(name, "demo/figures") && !strings.Contains(name, "/testdata/")
}

// derived are the last words of the places at which a document has a figure
// that follows from others.
var derived = []string{"avg_days", "index", "satisfaction", "sign_rate", "close_rate", "callback_rate", "change"}

var number = regexp.MustCompile(`\d+(?:\.\d+)*`)

// readLedger reads the check list: the second column is how a figure is
// printed, the third where the document has it.
func readLedger(printed []byte) (ledger, error) {
	l := ledger{derived: map[string]string{}, counts: map[string]string{}}
	rows, err := csv.NewReader(bytes.NewReader(printed)).ReadAll()
	if err != nil {
		return l, err
	}
	for _, row := range rows[1:] {
		name, text, where := row[0], strings.TrimLeft(row[1], "+-"), strings.Split(row[2], "/")
		follows := slices.Contains(derived, where[len(where)-1]) || slices.Contains(where, "change")
		switch {
		case number.FindString(text) != text || text == "":
			continue // a name or a day
		case follows && strings.Contains(text, "."):
			l.derived[text] = name
			if short := shorten(text); digits(short) >= 4 {
				l.derived[short] = name
				l.derived[strings.TrimLeft(strings.ReplaceAll(short, ".", ""), "0")] = name
			}
		case !follows && digits(text) >= 4:
			l.counts[text] = name
		}
	}
	if len(l.derived) == 0 {
		return l, errors.New("names no average, rate or index")
	}
	return l, nil
}

// shorten leaves out the zeros behind a decimal.
func shorten(text string) string {
	if !strings.Contains(text, ".") {
		return text
	}
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// digits counts the significant digits of a number.
func digits(text string) int {
	text = strings.TrimLeft(strings.ReplaceAll(text, ".", ""), "0")
	return len(strings.TrimRight(text, "0"))
}

// search returns where the file has a figure that it must not hold: the
// product any, an input of the demonstration one that follows from others.
func (l ledger) search(name string, text []byte, product bool) []string {
	var found []string
	line := 0
	for row := range strings.Lines(strings.ReplaceAll(string(text), "_", "")) {
		line++
		for _, n := range number.FindAllString(row, -1) {
			figure := l.derived[n]
			if figure == "" {
				figure = l.derived[shorten(n)]
			}
			if figure == "" && product {
				figure = l.counts[n]
			}
			if figure != "" {
				found = append(found, fmt.Sprintf("%s:%d: %s is a printed figure (%s): it must come out of cases, never stand in what computes it",
					name, line, n, figure))
			}
		}
	}
	return found
}

// foretold finds columns of a table of inputs that would hold a result.
func foretold(name string, text []byte) []string {
	if path.Ext(name) != ".csv" {
		return nil
	}
	header, _, _ := strings.Cut(string(text), "\n")
	var found []string
	for _, column := range strings.Split(strings.TrimSpace(header), ",") {
		for _, word := range strings.Split(strings.ToLower(column), "_") {
			if slices.Contains([]string{"avg", "average", "mean", "rate", "percent", "share", "index", "score", "s", "rank"}, word) {
				found = append(found, fmt.Sprintf("%s: the column %s is a result: the demonstration is made of counts and day totals alone", name, column))
			}
		}
	}
	return found
}
