package office

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"huying/internal/app/admin"
	"huying/internal/domain/calendar"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/i18n"
)

func key(name string) i18n.Key { return i18n.Key(name) }

func trimmed(text string) string { return strings.TrimSpace(text) }

// step is one of the pages above a page.
type step struct{ Name, Link string }

// above are the pages above one, the entrance first.
func above(v *page.Visit, steps ...step) []step {
	return append([]step{{v.Say("nav.office"), v.Link(Home)}}, steps...)
}

// table is a list of things, a line each.
type table struct {
	Caption string
	Heads   []string
	Rows    [][]cell
	Nothing string   // said in place of no line
	Next    string   // address of the next page
	First   string   // and of the first, from any other
	Behind  string   // ?after= of the next page; empty: there is none
	Smalls  []string // names what stands small in each column; the file has a column for it
	Acts    bool     // the last column is what can be done
}

// cell is what stands in one place of a line.
type cell struct {
	Text    string
	Link    string
	Deep    string // stands before it, to show what it is below
	Small   string
	Tag     *page.Tag
	Code    bool // set as what a machine reads
	Wide    bool
	Lines   []string
	Buttons []button
}

// button is a form of one button.
type button struct {
	Action   string
	Label    string
	Revision int // of the configuration that was shown; 0: it does not matter
	Plain    bool
}

// filter are the questions above a list.
type filter struct {
	Action string
	Label  string
	Lang   string
	Fields []page.Field
	Clear  string
}

// pageLength is how many lines a page of a list has.
const pageLength = 50

// follow links a table to its next page.
func (t *table) follow(v *page.Visit, behind, path string, pairs ...string) {
	t.Behind, t.Next = behind, v.Link(path, append(pairs, "after", behind)...)
}

// paged takes the page that ?after= names from a list that is at hand whole,
// and links its table to the others. Pairs are the rest of the address.
func paged[T any](v *page.Visit, all []T, t *table, path string, pairs ...string) []T {
	most := lengthOf(v)
	from, _ := strconv.Atoi(v.Query.Get("after")) // what is no number is the first page
	from = min(max(from, 0), len(all))
	if from > 0 {
		t.First = v.Link(path, pairs...)
	}
	if to := from + most; to < len(all) {
		t.follow(v, strconv.Itoa(to), path, pairs...)
		return all[from:to]
	}
	return all[from:]
}

// moment is a time by the region's clocks.
func moment(v *page.Visit, at time.Time) string {
	if at.IsZero() {
		return "—"
	}
	return at.In(v.Site.Location).Format("2006-01-02 15:04")
}

// dayText is a day; empty for none.
func dayText(d calendar.Date) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

// dayOf reads a day that a form or an address has sent; empty is none.
func dayOf(text string) (calendar.Date, error) {
	if text = trimmed(text); text == "" {
		return 0, nil
	}
	return calendar.ParseDate(text)
}

// orDash stands for what there is none of.
func orDash(text string) string {
	if text == "" {
		return "—"
	}
	return text
}

// spelt is a word of the records in the visitor's language.
func spelt(v *page.Visit, zh, en string) string {
	return v.Lang.Pick(zh, strings.ReplaceAll(en, "_", " "))
}

// at is an address below one, with its parts as they stand in an address.
func at(path string, parts ...string) string {
	for _, p := range parts {
		path += "/" + url.PathEscape(p)
	}
	return path
}

// revision is that of the configuration that a form was shown with.
func revision(sent url.Values) int {
	n, _ := strconv.Atoi(sent.Get("revision")) // none is 0, which no page has shown
	return max(n, -1)
}

// fault is one thing that is wrong with a text, and the line that it is in.
type fault struct {
	Place string
	Text  string
	Line  string
}

// faultsOf are those of a text, each with its line; of is where the lines are
// from, which a file's own name may stand before.
func faultsOf(v *page.Visit, err error, text string) (all []fault) {
	lines := strings.Split(text, "\n")
	for _, f := range admin.Faults(err) {
		one := fault{Text: v.Lang.Pick(f.Zh, f.En)}
		kind := key("fault." + strings.ReplaceAll(f.Code, ".", "_"))
		if _, known := messages[kind]; known && v.Lang == i18n.Chinese && f.Zh == f.En { // it was said in English alone
			one.Text = v.Say(kind) + "：" + f.En
		}
		if f.At.Line > 0 {
			one.Place = v.Say("office.place", "line", f.At.Line, "column", max(f.At.Column, 1))
			if f.At.Line <= len(lines) {
				one.Line = lines[f.At.Line-1]
			}
		}
		all = append(all, one)
	}
	return all
}

// diffView is what a text says anew, a line each.
type diffView struct {
	Summary string
	Lines   []diffLine
	More    bool // not all lines are shown
}

type diffLine struct {
	Sign string // + or -
	Text string
}

func viewDiff(v *page.Visit, d admin.Diff) diffView {
	view := diffView{Summary: v.Say("office.diff", "added", d.Added, "removed", d.Removed), More: len(d.Lines) < d.Added+d.Removed}
	for _, l := range d.Lines {
		view.Lines = append(view.Lines, diffLine{l[:1], clipped(l[1:], longLine)})
	}
	return view
}
