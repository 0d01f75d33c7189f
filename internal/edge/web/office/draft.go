package office

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"huying/internal/app/admin"
	"huying/internal/domain/casework"
	"huying/internal/domain/rulebook"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// draftView is the screen on which a version of a rule is written, and the one
// that shows what it would change.
type draftView struct {
	Above    []step
	Title    string
	Action   string
	Kind     rulebook.Kind
	Key      string
	KeyOpen  bool // the rule is new, and its key is asked for
	Text     string
	Revision int
	Faults   []fault
	Cancel   string
	Seen     *outlookView // nil: the text is being written
	Upload   string       // address that takes a map's file; empty: the kind has none
}

// outlookView is what would become of a draft.
type outlookView struct {
	Version string
	Days    string
	Diff    diffView
	Moves   *movesView // nil: no limit moves
	Same    bool       // the very text is on record
	Map     *mapView   // nil: it is no map
	Trial   *trialView // nil: it is no scheme
}

// movesView are the running limits that would move.
type movesView struct {
	Sum   string
	Table table
	After string // the case after which the next page begins
}

// draftPage shows the latest text of a rule, to be written anew.
func (s *room) draftPage(v *page.Visit) (*page.Screen, error) {
	view, err := s.drafting(v, v.Query.Get("key"))
	if err != nil {
		return nil, err
	}
	if name := v.Query.Get("key"); name != "" {
		r, revision, err := s.Office.Version(v.Context(), s.asker(v), view.Kind, name, 0)
		if err != nil {
			return nil, err
		}
		view.Text, view.Revision = r.Text, revision
	}
	return view.screen(0), nil
}

func (view *draftView) screen(status int) *page.Screen {
	return &page.Screen{Layout: "office/draft", Title: view.Title, Data: view, Status: status}
}

// drafting is the frame of a draft, on the configuration as it stands. Error:
// Denied to whom the kind is not to amend; then it is on record.
func (s *room) drafting(v *page.Visit, name string) (*draftView, error) {
	kind := rulebook.Kind(v.PathValue("kind"))
	if !slices.Contains(rulebook.Kinds(), kind) {
		return nil, v.Missing("rule.kind", "rules.no_kind")
	}
	if !amends(v, kind) {
		return nil, errors.Join(errDenied, s.Office.Refused(v.Context(), s.asker(v), "put_config", trimmed(string(kind)+" "+name)))
	}
	book, err := s.Records.Book(v.Context())
	if err != nil {
		return nil, errs.Wrap("office.book", err)
	}
	view := &draftView{
		Above: above(v, step{v.Say("rules.title"), v.Link(rulesPath)}, step{kindName(v, kind), v.Link(at(rulesPath, string(kind)))}),
		Title: v.Say("rules.new_title", "kind", kindName(v, kind)), Action: v.Link(at(draftPath, string(kind))), Kind: kind, Key: name,
		KeyOpen: name == "", Revision: book.Revision, Cancel: v.Link(at(rulesPath, string(kind))),
	}
	if kind == rulebook.Map {
		view.Upload = v.Link(mapFilePath)
	}
	if name != "" {
		view.Title, view.Cancel = v.Say("rules.edit_title", "kind", kindName(v, kind), "key", name), v.Link(at(rulesPath, string(kind), name))
	}
	return view, nil
}

// draft previews what has been written, and puts it on record once that has been
// seen.
func (s *room) draft(v *page.Visit) (*page.Screen, error) {
	sent, err := sentUpTo(v, maxDraft)
	if err != nil {
		return nil, err
	}
	name := trimmed(sent.Get("key"))
	view, err := s.drafting(v, name)
	if err != nil {
		return nil, err
	}
	view.KeyOpen, view.Text = sent.Get("named") == "", linesOf(sent.Get("text"))
	d := admin.Draft{Kind: view.Kind, Key: name, Text: view.Text, Revision: revision(sent), Confirmed: sent.Get("do") == "confirm"}
	switch do := sent.Get("do"); {
	case do == "edit":
		view.Revision = max(d.Revision, 0)
		return view.screen(0), nil
	case name == "":
		return view.refused(v, v.Invalid("rule.key", "rules.key_needed"))
	case d.Revision < 1:
		return view.refused(v, unseen(sent))
	case do == "put" || do == "confirm":
		return s.put(v, view, d)
	}
	return s.preview(v, view, d, sent)
}

// maxDraft is how much a form with a rule's text may send, in bytes.
const maxDraft = 4 << 20

// sentUpTo reads a form that may be larger than others.
func sentUpTo(v *page.Visit, most int64) (url.Values, error) {
	v.Body = http.MaxBytesReader(nil, v.Body, most)
	if err := v.ParseForm(); err != nil {
		return nil, v.Invalid("form.invalid", "error.form")
	}
	return v.PostForm, nil
}

// linesOf is a text as it was before a browser ended its lines in its own way.
func linesOf(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

// refused shows the text again, each problem with its place.
func (view *draftView) refused(v *page.Visit, err error) (*page.Screen, error) {
	if _, err := v.Told(err); err != nil {
		return nil, err
	}
	view.Faults, view.Seen = faultsOf(v, err, view.Text), nil
	return view.screen(http.StatusUnprocessableEntity), nil
}

// mostMoves is how many moves a page of a preview lists.
const mostMoves = 50

func (s *room) preview(v *page.Visit, view *draftView, d admin.Draft, sent url.Values) (*page.Screen, error) {
	placed, err := s.Office.Preview(v.Context(), s.asker(v), d, admin.Page{After: ident.CaseID(sent.Get("after")), Most: mostMoves})
	if err != nil {
		return view.refused(v, err)
	}
	view.Revision = placed.Revision
	shown, err := s.reported(v, d)
	if err != nil {
		return nil, err
	}
	trial, err := s.tried(v, d, sent.Get("period"))
	if err != nil {
		return view.refused(v, err)
	}
	view.Seen = &outlookView{
		Version: v.Say("rules.version_n", "n", placed.Rule.Version), Days: span(v, placed.Rule.From, placed.Rule.To),
		Diff: viewDiff(v, placed.Diff), Same: !placed.Fresh, Map: shown, Trial: trial,
	}
	if placed.Outlook.Cases > 0 {
		book, err := s.Records.Book(v.Context())
		if err != nil {
			return nil, errs.Wrap("office.book", err)
		}
		view.Seen.Moves = viewMoves(v, book, placed.Outlook)
	}
	return view.screen(0), nil
}

// viewMoves lists the limits that would move, from which moment to which.
func viewMoves(v *page.Visit, book *rulebook.Book, o casework.Outlook) *movesView {
	m := &movesView{Sum: v.Say("rules.moves", "limits", o.Limits, "cases", o.Cases), After: string(o.Next)}
	m.Table = table{Caption: v.Say("rules.moves_title"), Heads: []string{v.Say("units.leg_case"), v.Say("rules.clock"), v.Say("units.leg"), v.Say("rules.was"), v.Say("rules.due")}}
	for _, move := range o.Moves {
		leg := "—"
		if move.Leg > 0 {
			u, _ := book.Units.Unit(move.Unit)
			leg = strconv.Itoa(move.Leg) + " " + u.Name
		}
		m.Table.Rows = append(m.Table.Rows, []cell{
			{Text: string(move.Number), Link: v.Link(at("/desk/cases", string(move.Number))), Code: true},
			{Text: spelt(v, move.Clock.Chinese(), string(move.Clock))}, {Text: leg}, {Text: moment(v, move.Was)}, {Text: moment(v, move.Due)},
		})
	}
	return m
}

// put puts a draft on record. What would move limits that nobody has been shown
// comes to the preview that shows them; the same a second time is done already.
func (s *room) put(v *page.Visit, view *draftView, d admin.Draft) (*page.Screen, error) {
	placed, err := s.Office.Put(v.Context(), s.asker(v), d)
	rule := at(rulesPath, string(d.Kind), d.Key)
	switch {
	case errs.CodeOf(err) == "config.moves":
		return s.preview(v, view, d, nil)
	case errs.CodeOf(err) == "config.revision":
		latest, _, read := s.Office.Version(v.Context(), s.asker(v), d.Kind, d.Key, 0)
		if read == nil && strings.TrimRight(latest.Text, "\n") == strings.TrimRight(d.Text, "\n") {
			return &page.Screen{Goto: v.Link(rule, "done", "put")}, nil
		}
		return view.refused(v, err)
	case err != nil:
		return view.refused(v, err)
	case !placed.Fresh:
		return &page.Screen{Goto: v.Link(rule, "done", "same")}, nil
	}
	return &page.Screen{Goto: v.Link(rule, "version", strconv.Itoa(placed.Rule.Version), "done", "put")}, nil
}
