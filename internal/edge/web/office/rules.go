package office

import (
	"slices"
	"strconv"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/identity"
	"huying/internal/domain/rulebook"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
)

// kindName is a kind of rule as people say it.
func kindName(v *page.Visit, kind rulebook.Kind) string {
	return v.Lang.Pick(kind.Chinese(), v.Say(key("rules.kind_"+string(kind))))
}

// amends reports whether the visitor may put versions of a kind on record: who
// gives rights to roles gives them to people.
func amends(v *page.Visit, kind rulebook.Kind) bool {
	if kind == rulebook.Roles {
		return may(v.Who, identity.ManagePeople)
	}
	return may(v.Who, identity.Configure)
}

// several reports whether a region may have more than one rule of a kind.
func several(kind rulebook.Kind) bool {
	return slices.Contains([]rulebook.Kind{rulebook.Reasons, rulebook.Calendar, rulebook.Policy, rulebook.Scheme, rulebook.Topic, rulebook.Note, rulebook.Wording}, kind)
}

// rules shows every kind of rule.
func (s *room) rules(v *page.Visit) (*page.Screen, error) {
	all, err := s.Office.Overview(v.Context(), s.asker(v))
	if err != nil {
		return nil, err
	}
	view := &listView{Above: above(v), Title: v.Say("rules.title"), Lead: v.Say("rules.lead")}
	view.Table = table{Caption: v.Say("rules.title"), Heads: []string{v.Say("rules.kind"), v.Say("rules.rules"), v.Say("rules.versions"), v.Say("rules.entered")}}
	for _, kind := range rulebook.Kinds() {
		keys, versions := map[string]bool{}, 0
		var last time.Time
		for _, r := range all.Rules {
			if r.Kind == kind {
				keys[r.Key] = true
				versions++
				if r.Entered.After(last) {
					last = r.Entered
				}
			}
		}
		view.Table.Rows = append(view.Table.Rows, []cell{
			{Text: kindName(v, kind), Link: v.Link(at(rulesPath, string(kind)))}, {Text: strconv.Itoa(len(keys))}, {Text: strconv.Itoa(versions)}, {Text: moment(v, last)},
		})
	}
	return &page.Screen{Layout: "office/list", Title: view.Title, Data: view}, nil
}

// kindPage shows every version of the rules of a kind, the latest first.
func (s *room) kindPage(v *page.Visit) (*page.Screen, error) {
	kind := rulebook.Kind(v.PathValue("kind"))
	held, err := s.Office.InForce(v.Context(), s.asker(v), kind, 0)
	if err != nil {
		return nil, err
	}
	all, err := s.Office.Overview(v.Context(), s.asker(v))
	if err != nil {
		return nil, err
	}
	book, err := s.Records.Book(v.Context())
	if err != nil {
		return nil, errs.Wrap("office.book", err)
	}
	var versions []rulebook.Dated
	for _, r := range slices.Backward(all.Rules) {
		if r.Kind == kind {
			versions = append(versions, r)
		}
	}
	slices.SortStableFunc(versions, func(a, b rulebook.Dated) int { return compare(a.Key, b.Key) })
	name := kindName(v, kind)
	view := &listView{Above: above(v, step{v.Say("rules.title"), v.Link(rulesPath)}), Title: name, Lead: v.Say("rules.kind_lead")}
	if amends(v, kind) && (several(kind) || len(versions) == 0) {
		view.New = &step{v.Say("rules.new"), v.Link(at(draftPath, string(kind)))}
	}
	t := &view.Table
	t.Caption, t.Nothing = name, v.Say("rules.none_yet")
	t.Heads = []string{v.Say("rules.key"), v.Say("rules.version"), v.Say("rules.days"), v.Say("office.state"), v.Say("rules.entered"), v.Say("rules.by")}
	for _, r := range paged(v, versions, t, at(rulesPath, string(kind))) {
		t.Rows = append(t.Rows, versionRow(v, r, held.Rules, s.today(book)))
	}
	return &page.Screen{Layout: "office/list", Title: name, Data: view}, nil
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func versionRow(v *page.Visit, r rulebook.Dated, held []rulebook.Dated, today calendar.Date) []cell {
	state := page.Tag{Text: v.Say("rules.past")}
	switch {
	case slices.ContainsFunc(held, func(h rulebook.Dated) bool { return h.Key == r.Key && h.Version == r.Version }):
		state = page.Tag{Text: v.Say("rules.held"), Tone: page.Good}
	case r.From > today:
		state = page.Tag{Text: v.Say("rules.to_come"), Tone: page.Warn}
	}
	return []cell{
		{Text: r.Key, Link: v.Link(at(rulesPath, string(r.Kind), r.Key), "version", strconv.Itoa(r.Version)), Code: true},
		{Text: strconv.Itoa(r.Version)}, {Text: orDash(span(v, r.From, r.To))}, {Tag: &state}, {Text: moment(v, r.Entered)}, {Text: orDash(string(r.By)), Code: true},
	}
}

// ruleView is the screen of one version of a rule.
type ruleView struct {
	Above []step
	Title string
	Done  string
	Pairs []pair
	Text  string
	Edit  string // address of the form for the next version
	Other []step // other versions
}

// rulePage shows one version of a rule with its text.
func (s *room) rulePage(v *page.Visit) (*page.Screen, error) {
	version := 0
	if text := v.Query.Get("version"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return nil, v.Invalid("version", "rules.version_wrong", "given", text)
		}
		version = n
	}
	kind, name := rulebook.Kind(v.PathValue("kind")), v.PathValue("key")
	r, _, err := s.Office.Version(v.Context(), s.asker(v), kind, name, version)
	if err != nil {
		return nil, err
	}
	all, err := s.Office.Overview(v.Context(), s.asker(v))
	if err != nil {
		return nil, err
	}
	view := &ruleView{
		Above: above(v, step{v.Say("rules.title"), v.Link(rulesPath)}, step{kindName(v, kind), v.Link(at(rulesPath, string(kind)))}),
		Title: name, Text: clipped(r.Text, longText),
		Pairs: []pair{
			{v.Say("rules.version"), strconv.Itoa(r.Version)}, {v.Say("rules.days"), orDash(span(v, r.From, r.To))},
			{v.Say("rules.entered"), moment(v, r.Entered)}, {v.Say("rules.by"), orDash(string(r.By))},
		},
	}
	if done := v.Query.Get("done"); done == "put" || done == "same" {
		view.Done = v.Say(key("rules.done_" + done))
	}
	if amends(v, kind) {
		view.Edit = v.Link(at(draftPath, string(kind)), "key", name)
	}
	for _, o := range slices.Backward(all.Rules) {
		if o.Kind == kind && o.Key == name && o.Version != r.Version && len(view.Other) < mostVersions {
			n := strconv.Itoa(o.Version)
			view.Other = append(view.Other, step{v.Say("rules.version_n", "n", n), v.Link(at(rulesPath, string(kind), name), "version", n)})
		}
	}
	return &page.Screen{Layout: "office/rule", Title: kindName(v, kind) + " " + name, Data: view}, nil
}

// mostVersions is how many other versions a version's page links.
const mostVersions = 12
