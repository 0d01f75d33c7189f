package office

import (
	"strconv"

	"huying/internal/app/jobs"
	"huying/internal/domain/calendar"
	"huying/internal/domain/identity"
	"huying/internal/domain/rulebook"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
)

// homeView is what there is to administer.
type homeView struct{ Groups []homeGroup }

// homeGroup are things that belong together.
type homeGroup struct {
	Name  string
	Cards []homeCard
}

// homeCard is one thing with its state in a line.
type homeCard struct {
	Name, State, Link string
	Tone              page.Tone
}

func (s *room) home(v *page.Visit) (*page.Screen, error) {
	book, err := s.Records.Book(v.Context())
	if err != nil {
		return nil, errs.Wrap("office.book", err)
	}
	view := &homeView{}
	if may(v.Who, readers...) {
		decided, err := s.decided(v, book)
		if err != nil {
			return nil, err
		}
		view.Groups = append(view.Groups, decided...)
	}
	var looked []homeCard
	if may(v.Who, identity.ManagePeople) {
		card, err := s.peopleCard(v)
		if err != nil {
			return nil, err
		}
		looked = append(looked, card)
	}
	if may(v.Who, identity.ManageJobs) {
		card, err := s.jobsCard(v)
		if err != nil {
			return nil, err
		}
		looked = append(looked, card)
	}
	if may(v.Who, identity.ViewAudit) {
		looked = append(looked, homeCard{Name: v.Say("audit.title"), State: v.Say("office.audit_state"), Link: v.Link(auditPath)})
	}
	if len(looked) > 0 {
		view.Groups = append(view.Groups, homeGroup{v.Say("office.running"), looked})
	}
	return &page.Screen{Layout: "office/home", Title: v.Say("nav.office"), Data: view}, nil
}

// decided are the units, every kind of rule, and all of it as files.
func (s *room) decided(v *page.Visit, book *rulebook.Book) ([]homeGroup, error) {
	all, err := s.Office.Overview(v.Context(), s.asker(v))
	if err != nil {
		return nil, err
	}
	today, open := s.today(book), 0
	for _, u := range book.Units.All() {
		if u.Active(today) {
			open++
		}
	}
	units := homeCard{Name: v.Say("units.title"), State: v.Say("units.state", "n", open), Link: v.Link(unitsPath)}
	if open == 0 {
		units.Tone = page.Warn
	}
	files := []homeCard{units}
	if may(v.Who, identity.Configure) {
		files = append(files, homeCard{Name: v.Say("import.title"), State: v.Say("import.state"), Link: v.Link(importPath)})
	}
	files = append(files, homeCard{Name: v.Say("export.title"), State: v.Say("export.state"), Link: v.Link(exportPath)})
	rules := homeGroup{Name: v.Say("rules.title")}
	for _, kind := range rulebook.Kinds() {
		rules.Cards = append(rules.Cards, kindCard(v, book, kind, all.Rules, today))
	}
	return []homeGroup{{v.Say("office.region"), files}, rules}, nil
}

// kindCard is one kind of rule: how many there are, or what it lacks.
func kindCard(v *page.Visit, book *rulebook.Book, kind rulebook.Kind, all []rulebook.Dated, today calendar.Date) homeCard {
	card := homeCard{Name: kindName(v, kind), Link: v.Link(at(rulesPath, string(kind)))}
	keys, versions, coming := map[string]bool{}, 0, 0
	for _, r := range all {
		if r.Kind == kind {
			keys[r.Key] = true
			versions++
			if r.From > today {
				coming++
			}
		}
	}
	switch {
	case versions == 0:
		card.State = v.Say("rules.none")
	case kind == rulebook.Calendar:
		card.State, card.Tone = calendarState(v, book, today)
	default:
		card.State = v.Say("rules.state", "rules", len(keys), "versions", versions)
		if coming > 0 {
			card.State += " " + v.Say("rules.coming", "n", coming)
		}
	}
	return card
}

// calendarState says which years the calendar in force covers: this one and the
// next.
func calendarState(v *page.Visit, book *rulebook.Book, today calendar.Date) (string, page.Tone) {
	c, err := book.CalendarOn(today)
	if err != nil {
		return v.Say("rules.none"), page.Warn
	}
	year, err := strconv.Atoi(today.String()[:len("2006")])
	if err != nil {
		return v.Say("rules.none"), page.Warn
	}
	tone, said := page.Plain, ""
	for _, y := range []int{year, year + 1} {
		state := v.Say("rules.year_whole", "year", y)
		if !c.Covered(calendar.DateFrom(y, 12, 31)) {
			state, tone = v.Say("rules.year_lacking", "year", y), page.Warn
		}
		said = trimmed(said + " " + state)
	}
	return said, tone
}

func (s *room) peopleCard(v *page.Visit) (homeCard, error) {
	all, err := s.Accounts.List(v.Context(), v.Who)
	if err != nil {
		return homeCard{}, err
	}
	open, locked := 0, 0
	for _, a := range all {
		if !a.Disabled {
			open++
		}
		if !a.Locked.IsZero() {
			locked++
		}
	}
	card := homeCard{Name: v.Say("people.title"), State: v.Say("people.state", "n", open), Link: v.Link(peoplePath)}
	if locked > 0 {
		card.State, card.Tone = card.State+" "+v.Say("people.locked_state", "n", locked), page.Warn
	}
	return card, nil
}

func (s *room) jobsCard(v *page.Visit) (homeCard, error) {
	found, err := s.Jobs.Jobs(v.Context(), v.Who, jobs.JobQuery{Limit: 1})
	if err != nil {
		return homeCard{}, err
	}
	card := homeCard{Name: v.Say("jobs.title"), State: v.Say("jobs.fine", "n", found.Counts[waiting]), Link: v.Link(jobsPath)}
	if n := found.Counts[dead]; n > 0 {
		card.State, card.Tone, card.Link = v.Say("jobs.dead_state", "n", n), page.Bad, v.Link(jobsPath, "state", string(dead))
	}
	return card, nil
}
