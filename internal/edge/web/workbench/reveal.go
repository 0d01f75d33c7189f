package workbench

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"huying/internal/app/vault"
	"huying/internal/domain/identity"
	"huying/internal/domain/person"
	sealing "huying/internal/domain/vault"
	"huying/internal/edge/web/listing"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

// revealView is the screen on which somebody asks to see who brought a case,
// and the one that shows it.
type revealView struct {
	CaseFile
	Back   string
	Form   page.Form
	Fields []personField // in clear; none before they were asked for
}

// revealPath is where who brought a case is shown in clear.
func revealPath(number string) string { return casePath(number) + "/reveal" }

func (s *room) revealPage(v *page.Visit) (*page.Screen, error) {
	c, m, err := s.revealing(v)
	if err != nil {
		return nil, err
	}
	return revealScreen(v, c, m, nil, nil), nil
}

// revealing finds the case, and lets those on who may see its person.
func (s *room) revealing(v *page.Visit) (CaseFile, vault.Masked, error) {
	if s.Persons == nil {
		return CaseFile{}, vault.Masked{}, v.Missing("page.not_found", "error.page")
	}
	c, err := s.Source.Case(v.Context(), v.Who, v.PathValue("number"), v.Lang)
	if err != nil {
		return c, vault.Masked{}, errs.Wrap("workbench.case", err)
	}
	m, err := s.Persons.View(v.Context(), v.Who, c.Case.ID)
	if err == nil && !m.MayReveal {
		err = errs.New(errs.Denied, "person.withheld", "who brought this case is not for you to see", "您无权查看该件的诉求人")
	}
	return c, m, errs.Wrap("workbench.person", err)
}

func revealScreen(v *page.Visit, c CaseFile, m vault.Masked, sent url.Values, faults []string) *page.Screen {
	fields := page.Field{Name: "fields", Label: v.Say("reveal.fields"), Type: page.Checks, Hint: v.Say("reveal.least")}
	for _, f := range person.Fields() {
		if m.Person.Get(f) != "" {
			fields.Options = append(fields.Options, page.Option{Value: string(f), Label: spelt(v, f.Chinese(), string(f))})
		}
	}
	view := &revealView{CaseFile: c, Back: v.Link(casePath(c.Number)), Form: page.Form{
		Action: v.Link(revealPath(c.Number)), Submit: v.Say("reveal.do"), Cancel: v.Link(casePath(c.Number)), Faults: faults,
		Fields: []page.Field{fields, {Name: "reason", Label: v.Say("reveal.reason"), Hint: v.Say("reveal.record"), Required: true, Max: maxLine}},
	}}
	status := 0
	if sent != nil {
		view.Form.Fill(sent)
		status = http.StatusUnprocessableEntity
	}
	return &page.Screen{Layout: "workbench/reveal", Title: v.Say("reveal.title"), Section: "cases", Data: view, Private: true, Status: status}
}

// reveal shows what was asked for, once it is on record who has seen it and why.
func (s *room) reveal(v *page.Visit) (*page.Screen, error) {
	c, m, err := s.revealing(v)
	if err != nil {
		return nil, err
	}
	sent, err := v.Sent()
	if err != nil {
		return nil, err
	}
	var fields []person.Field
	for _, f := range person.Fields() {
		if slices.Contains(sent["fields"], string(f)) {
			fields = append(fields, f)
		}
	}
	plain, err := s.Persons.Reveal(v.Context(), v.Who, vault.Asked{Case: c.Case.ID, Fields: fields, Reason: strings.TrimSpace(sent.Get("reason")), What: sealing.Reveal})
	if err != nil {
		told, err := v.Told(err)
		if err != nil {
			return nil, errs.Wrap("workbench.reveal", err)
		}
		return revealScreen(v, c, m, sent, told), nil
	}
	screen := revealScreen(v, c, m, nil, nil)
	view, _ := screen.Data.(*revealView)
	for _, f := range fields {
		view.Fields = append(view.Fields, personField{spelt(v, f.Chinese(), string(f)), plain.Get(f)})
	}
	return screen, nil
}

// seenView is who has seen who brought a case.
type seenView struct {
	CaseFile
	Back  string
	Seen  []sightView
	Files []listing.Link
}

type sightView struct {
	vault.Sight
	Who   string // role; accounts are named to administrators alone
	Use   string
	Shown []string
}

// sights are who has looked, for those who may read the audit.
func (s *room) sights(v *page.Visit) (*seenView, error) {
	if s.Persons == nil {
		return nil, v.Missing("page.not_found", "error.page")
	}
	c, err := s.Source.Case(v.Context(), v.Who, v.PathValue("number"), v.Lang)
	if err != nil {
		return nil, errs.Wrap("workbench.case", err)
	}
	list, err := s.Persons.Seen(v.Context(), v.Who, c.Case.ID)
	if err != nil {
		return nil, errs.Wrap("workbench.seen", err)
	}
	return &seenView{CaseFile: c, Back: v.Link(casePath(c.Number)), Seen: sightViews(v, list), Files: s.Lists.Links(v, seenList(c.Number, v))}, nil
}

func sightViews(v *page.Visit, list []vault.Sight) (all []sightView) {
	for _, one := range list {
		row := sightView{Sight: one, Who: spelt(v, one.Role.Chinese(), string(one.Role)), Use: v.Say(i18n.Key("seen." + string(one.What)))}
		for _, f := range one.Fields {
			row.Shown = append(row.Shown, spelt(v, f.Chinese(), string(f)))
		}
		all = append(all, row)
	}
	return all
}

// seen shows who has looked.
func (s *room) seen(v *page.Visit) (*page.Screen, error) {
	view, err := s.sights(v)
	if err != nil {
		return nil, err
	}
	return &page.Screen{Layout: "workbench/seen", Title: v.Say("seen.title"), Section: "cases", Data: view, Private: true}, nil
}

// auditor reports whether the visitor may ask who has looked.
func auditor(v *page.Visit) bool { return may(v.Who, identity.ViewAudit) }
