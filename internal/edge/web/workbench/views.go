package workbench

import (
	"net/url"
	"slices"

	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
)

// viewsPath is where lists are kept.
const viewsPath = "/desk/views"

// viewsView are the lists that the visitor has kept.
type viewsView struct {
	Keeps  bool
	Action string
	All    []viewLink
	Query  string // of the list that is shown, to be kept; empty: it asks for nothing
}

type viewLink struct {
	ID      string
	Name    string
	Link    string
	Current bool
}

// views are the visitor's lists, beside one that asks for filled.
func (s *room) views(v *page.Visit, filled []string) (viewsView, error) {
	if s.Views == nil {
		return viewsView{}, nil
	}
	view := viewsView{Keeps: true, Action: v.Link(viewsPath), Query: asked(filled).Encode()}
	kept, err := s.Views.Views(v.Context(), v.Who)
	if err != nil {
		return view, errs.Wrap("workbench.views", err)
	}
	for _, one := range kept {
		values, err := url.ParseQuery(one.Query)
		if err != nil {
			continue // kept by an older program: nothing to lead to
		}
		view.All = append(view.All, viewLink{one.ID, one.Name, v.Link(casesPath, pairs(values)...), one.Query == view.Query})
	}
	return view, nil
}

// asked is what names and values in turn ask for, without what is empty.
func asked(filled []string) url.Values {
	query := url.Values{}
	for i := 0; i+1 < len(filled); i += 2 {
		if filled[i+1] != "" {
			query.Set(filled[i], filled[i+1])
		}
	}
	return query
}

// pairs are the names and values of a query in turn, of those that a list of
// cases can be asked for.
func pairs(query url.Values) (all []string) {
	for _, name := range filterKeys() {
		all = append(all, name, query.Get(name))
	}
	return all
}

// keepView keeps a list, or drops one.
func (s *room) keepView(v *page.Visit) (*page.Screen, error) {
	if s.Views == nil {
		return nil, v.Missing("page.not_found", "error.page")
	}
	sent, err := v.Sent()
	if err != nil {
		return nil, err
	}
	if id := sent.Get("drop"); id != "" {
		if err := s.Views.DropView(v.Context(), v.Who, id); err != nil {
			return nil, errs.Wrap("workbench.drop_view", err)
		}
		return &page.Screen{Goto: v.Link(casesPath)}, nil
	}
	given, err := url.ParseQuery(sent.Get("query"))
	if err != nil {
		return nil, v.Invalid("view.query", "error.form")
	}
	for name := range given { // what is no filter is not kept
		if !slices.Contains(filterKeys(), name) {
			given.Del(name)
		}
	}
	if err := s.Views.KeepView(v.Context(), v.Who, sent.Get("name"), given.Encode()); err != nil {
		return nil, errs.Wrap("workbench.keep_view", err)
	}
	return &page.Screen{Goto: v.Link(casesPath, pairs(given)...)}, nil
}
