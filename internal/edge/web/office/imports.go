package office

import (
	"encoding/base64"
	"io"
	"net/http"
	"strings"
	"unicode/utf8"

	"huying/internal/app/admin"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
)

// importView is the screen on which a file is chosen, and the one that shows
// what it would change.
type importView struct {
	Above    []step
	Title    string
	Done     string
	Action   string
	Faults   []fault
	Seen     bool
	File     string
	Sum      string
	Changes  []changeView
	Moves    *movesView
	Confirm  string // address
	Held     string // what was read, as it is sent back to be confirmed
	Revision int
	Cancel   string
}

// changeView is one thing that would be another.
type changeView struct {
	Name string
	Diff diffView
}

// maxFile is as large as a file may come, in bytes.
const maxFile = 4 << 20

func (s *room) importPage(v *page.Visit) (*page.Screen, error) {
	view := s.importing(v)
	if done := v.Query.Get("done"); done == "imported" || done == "same" {
		view.Done = v.Say(key("import.done_" + done))
	}
	return view.screen(0), nil
}

func (s *room) importing(v *page.Visit) *importView {
	return &importView{
		Above: above(v), Title: v.Say("import.title"), Action: v.Link(importPath), Confirm: v.Link(importPath + "/confirm"), Cancel: v.Link(importPath),
	}
}

func (view *importView) screen(status int) *page.Screen {
	return &page.Screen{Layout: "office/import", Title: view.Title, Data: view, Status: status}
}

func (view *importView) refused(v *page.Visit, err error, text string) (*page.Screen, error) {
	if _, err := v.Told(err); err != nil {
		return nil, err
	}
	view.Faults, view.Seen = faultsOf(v, err, text), false
	return view.screen(http.StatusUnprocessableEntity), nil
}

// importFile reads a file that was chosen and shows what it would change.
func (s *room) importFile(v *page.Visit) (*page.Screen, error) {
	view := s.importing(v)
	v.Body = http.MaxBytesReader(nil, v.Body, maxFile)
	name, data, err := chosen(v)
	if err != nil {
		return view.refused(v, err, "")
	}
	config, err := s.Files.Read(data, name)
	if err != nil {
		return view.refused(v, err, readable(data))
	}
	return s.foreseen(v, view, config, name, readable(data))
}

// chosen is the file of a form. Error: Invalid for none, or one too large.
func chosen(v *page.Visit) (string, []byte, error) {
	form, err := v.MultipartReader()
	if err != nil {
		return "", nil, v.Invalid("form.invalid", "error.form")
	}
	for {
		part, err := form.NextPart()
		if err != nil {
			return "", nil, v.Invalid("form.invalid", "import.needed")
		}
		if part.FormName() != "file" {
			continue
		}
		data, err := io.ReadAll(part)
		switch {
		case err != nil:
			return "", nil, v.Invalid("form.invalid", "error.form")
		case len(data) == 0:
			return "", nil, v.Invalid("form.invalid", "import.needed")
		}
		return part.FileName(), data, nil
	}
}

// readable is a file's text, where faults stand by its lines; empty for a
// workbook.
func readable(data []byte) string {
	if !utf8.Valid(data) {
		return ""
	}
	return linesOf(string(data))
}

func (s *room) foreseen(v *page.Visit, view *importView, config admin.Config, name, text string) (*page.Screen, error) {
	seen, err := s.Office.PreviewImport(v.Context(), s.asker(v), admin.Import{Config: config}, mostMoves)
	if err != nil {
		return view.refused(v, err, text)
	}
	held, err := config.YAML()
	if err != nil {
		return nil, errs.Wrap("office.import", err)
	}
	view.Seen, view.File, view.Revision, view.Held = true, name, seen.Revision, base64.StdEncoding.EncodeToString(held)
	view.Sum = v.Say("import.sum", "n", len(seen.Changes))
	for _, c := range seen.Changes {
		view.Changes = append(view.Changes, changeView{partName(v, c.Part) + " " + c.Name, viewDiff(v, c.Diff)})
	}
	if seen.Outlook.Cases > 0 {
		book, err := s.Records.Book(v.Context())
		if err != nil {
			return nil, errs.Wrap("office.book", err)
		}
		view.Moves = viewMoves(v, book, seen.Outlook)
		view.Moves.After = ""
	}
	return view.screen(0), nil
}

// importConfirmed brings into force what has been shown.
func (s *room) importConfirmed(v *page.Visit) (*page.Screen, error) {
	sent, err := sentUpTo(v, 2*maxFile) // as text of text
	if err != nil {
		return nil, err
	}
	view := s.importing(v)
	data, err := base64.StdEncoding.DecodeString(strings.TrimSpace(sent.Get("held")))
	if err != nil {
		return view.refused(v, v.Invalid("form.invalid", "error.form"), "")
	}
	if err := unseen(sent); err != nil {
		return view.refused(v, err, "")
	}
	config, err := admin.ParseConfig(data, "import.yaml")
	if err != nil {
		return view.refused(v, err, "")
	}
	done, err := s.Office.Import(v.Context(), s.asker(v), admin.Import{Config: config, Revision: revision(sent), Confirmed: sent.Get("do") == "confirm"})
	switch code := errs.CodeOf(err); {
	case code == "config.moves" || code == "config.revision": // shown anew as it stands now
		return s.foreseen(v, view, config, sent.Get("file"), "")
	case err != nil:
		return view.refused(v, err, "")
	case len(done.Changes) == 0:
		return &page.Screen{Goto: v.Link(importPath, "done", "same")}, nil
	}
	return &page.Screen{Goto: v.Link(importPath, "done", "imported")}, nil
}
