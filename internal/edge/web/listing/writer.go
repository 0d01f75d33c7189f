package listing

import (
	"context"
	"net/http"
	"strings"

	"huying/internal/domain/identity"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
)

// Options are what lists are written with.
type Options struct {
	// Workbook makes a workbook of one sheet; nil: lists come as CSV alone.
	Workbook func(sheet string, rows [][]string) ([]byte, error)
	// TookOut puts on record that somebody took so many lines of a list out;
	// nil: nothing keeps a record.
	TookOut func(ctx context.Context, who identity.Account, list string, lines int) error
}

// Writer writes lists. The zero Writer writes CSV, and puts nothing on record.
type Writer struct{ o Options }

// New returns a Writer.
func New(o Options) Writer { return Writer{o} }

// List is one list as a file.
type List struct {
	Name  string // of the file, without what follows its dot; of the list on record
	Path  string // of its files, without the last part; empty: /desk/lists
	Title string // in the visitor's language
	Noted bool   // it holds cases or people: who takes it out is on record
	Fill  func(t *Table) error
}

// Path is where the files of lists are.
const Path = "/desk/lists"

// A file's forms.
const (
	formCSV  = ".csv"
	formXLSX = ".xlsx"
)

const workbookMedia = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// Link is a list as a file.
type Link struct{ Label, Link, Name string }

// Links are the files of a list, asked for with names and values in turn.
func (o Writer) Links(v *page.Visit, l List, pairs ...string) []Link {
	at := l.at()
	all := []Link{{v.Say("list.csv"), v.Link(at+formCSV, pairs...), l.Name + formCSV}}
	if o.o.Workbook != nil {
		all = append(all, Link{v.Say("list.xlsx"), v.Link(at+formXLSX, pairs...), l.Name + formXLSX})
	}
	return all
}

func (l List) at() string {
	if l.Path == "" {
		return Path + "/" + l.Name
	}
	return l.Path + "/" + l.Name
}

// Patterns are the addresses of a list's files, as routes have them.
func Patterns(name string) []string {
	return []string{"GET " + Path + "/" + name + formCSV, "GET " + Path + "/" + name + formXLSX}
}

// Routes are the addresses of a list's files, for whoever has signed in; the
// list says what it may be asked for, and refuses whom it is not for.
func (o Writer) Routes(name string, keys []string, of func(v *page.Visit) (List, error)) (all []page.Route) {
	for _, pattern := range Patterns(name) {
		all = append(all, page.Route{Pattern: pattern, Keys: keys, Need: page.SignedIn, Raw: func(w http.ResponseWriter, v *page.Visit) error {
			l, err := of(v)
			if err != nil {
				return err
			}
			return o.Write(w, v, l)
		}})
	}
	return all
}

// Write answers with a list in the form that the address ends in.
func (o Writer) Write(w http.ResponseWriter, v *page.Visit, l List) error {
	workbook := strings.HasSuffix(v.URL.Path, l.Name+formXLSX)
	if workbook && o.o.Workbook == nil || !workbook && !strings.HasSuffix(v.URL.Path, l.Name+formCSV) {
		return v.Missing("page.not_found", "error.page")
	}
	var t Table
	if err := l.Fill(&t); err != nil {
		return err
	}
	media, form, write := "text/csv; charset=utf-8", formCSV, csvOf
	if workbook {
		media, form = workbookMedia, formXLSX
		write = func(rows [][]string) ([]byte, error) { return o.o.Workbook(sheetName(l.Title), rows) }
	}
	body, err := write(t.sheet(v))
	if err != nil {
		return errs.Wrap("listing.write", err)
	}
	if l.Noted && o.o.TookOut != nil {
		if err := o.o.TookOut(v.Context(), v.Who, l.Name, t.Lines()); err != nil {
			return errs.Wrap("listing.took_out", err)
		}
	}
	attach(w, l.Name+form, media, body)
	return nil
}

// sheetName is a title as a workbook takes it for the name of a sheet.
func sheetName(title string) string {
	const most = 31
	name := []rune(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) {
			return ' '
		}
		return r
	}, title))
	return string(name[:min(len(name), most)])
}
