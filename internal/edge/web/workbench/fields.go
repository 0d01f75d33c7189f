package workbench

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/org"
	"huying/internal/domain/rulebook"
	"huying/internal/domain/survey"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/i18n"
)

// fields are the form of an offer: what must be filled first, then what may be.
// Another system's limits are for another door alone, and there is nothing to
// choose from where no file came with the case.
func (a *acting) fields(v *page.Visit) (all []page.Field) {
	add := func(list []casework.Field, required bool) {
		for _, f := range list {
			if f == casework.AskDues || f == casework.AskEvidence && len(a.files) == 0 {
				continue
			}
			all = append(all, a.field(v, f, required)...)
		}
	}
	add(a.offer.Ask, true)
	add(a.offer.May, false)
	a.propose(all)
	if len(all) > 0 {
		all[0].Focus = true
	}
	return all
}

// field is how a field of a command is asked for; some take several.
func (a *acting) field(v *page.Visit, f casework.Field, required bool) []page.Field {
	one := page.Field{Name: string(f), Label: v.Say(i18n.Key("field." + string(f))), Required: required, Max: maxLine}
	switch f {
	case casework.AskReason:
		one.Options, one.Type = a.reasons(v, required)
	case casework.AskNote, casework.AskReply, casework.AskPublicReply:
		one.Type, one.Max, one.Rows = page.Area, maxText, 5
		if f == casework.AskNote {
			one.Rows = 3
		}
	case casework.AskUnit:
		one.Type, one.Options = page.Select, units(v, a.book, required)
	case casework.AskUnits:
		return []page.Field{
			{Name: "lead", Label: v.Say("field.lead"), Type: page.Select, Options: units(v, a.book, false), Hint: v.Say("field.lead_hint")},
			{Name: "assist", Label: v.Say("field.assist"), Type: page.Select, Options: units(v, a.book, false)},
			{Name: "assist2", Label: v.Say("field.assist2"), Type: page.Select, Options: units(v, a.book, false)},
		}
	case casework.AskUntil:
		one.Type, one.Hint, one.Max = page.Moment, v.Say("field.until_hint"), 0
	case casework.AskAnswer:
		return answer(v)
	case casework.AskTarget:
		one.Hint = v.Say("field.target_hint")
	case casework.AskParts:
		one.Type, one.Hint, one.Rows = page.Area, v.Say("field.parts_hint"), 3
	case casework.AskAmend:
		return a.amend(v)
	case casework.AskTags:
		one.Type, one.Options = page.Checks, tags(a.book, a.offer.Do == casework.DoUntag, a.file.Case)
	case casework.AskEvidence:
		one.Type, one.Options = page.Checks, evidence(a.files)
	case casework.AskLevel:
		one.Type = page.Select
		for n := 1; n <= 4; n++ {
			one.Options = append(one.Options, page.Option{Value: strconv.Itoa(n), Label: v.Say("field.level_n", "n", n)})
		}
	case casework.AskRoute:
		one.Options, one.Type = listed(v, a.book, "route", required)
	case casework.AskResult:
		one.Type = page.Select
		for _, r := range casework.Results() {
			if r != casework.ResultPlea && r != casework.ResultUnrecorded {
				one.Options = append(one.Options, page.Option{Value: string(r), Label: spelt(v, r.Chinese(), string(r))})
			}
		}
	case casework.AskScope:
		one.Type = page.Select
		for _, c := range []casework.ExclusionScope{casework.ExcludeSurvey, casework.ExcludeAll} {
			one.Options = append(one.Options, page.Option{Value: string(c), Label: v.Say(i18n.Key("field.scope_" + string(c)))})
		}
	}
	if one.Type == page.Select && (len(one.Options) == 0 || one.Options[0].Value != "") {
		blank := page.Option{Label: v.Say("none")}
		if required {
			blank.Label = v.Say("field.choose")
		}
		one.Options = slices.Insert(one.Options, 0, blank)
	}
	return []page.Field{one}
}

// Bounds of what a form may send, in characters.
const (
	maxLine = 200
	maxText = 20_000
)

// reasons are the region's list for the action; a line where there is none.
func (a *acting) reasons(v *page.Visit, required bool) ([]page.Option, page.Type) {
	return listed(v, a.book, casework.ReasonList(a.offer.Do), required)
}

// listed are the words of one of the region's lists, to choose from.
func listed(v *page.Visit, book *rulebook.Book, key string, required bool) ([]page.Option, page.Type) {
	list, there := book.ReasonLists()[key]
	if !there || key == "" {
		return nil, page.Line
	}
	var all []page.Option
	if required {
		all = append(all, page.Option{Label: v.Say("field.choose")})
	}
	for _, r := range list.Reasons {
		all = append(all, page.Option{Value: r.Code, Label: inWords(v, r)})
	}
	return all, page.Select
}

// inWords is a reason in the reader's language.
func inWords(v *page.Visit, r rulebook.Reason) string {
	if v.Lang == i18n.English {
		return r.English()
	}
	return r.Chinese()
}

// units are those that can be given something today, by list and name.
func units(v *page.Visit, book *rulebook.Book, required bool) []page.Option {
	first := page.Option{Label: v.Say("none")}
	if required {
		first.Label = v.Say("field.choose")
	}
	all := []page.Option{first}
	today := calendar.DateOf(time.Now(), book.Location)
	list := slices.DeleteFunc(book.Units.All(), func(u org.Unit) bool { return !u.Active(today) })
	slices.SortStableFunc(list, func(a, b org.Unit) int {
		return cmp.Or(cmp.Compare(order(a.List), order(b.List)), strings.Compare(a.Name, b.Name))
	})
	for _, u := range list {
		all = append(all, page.Option{Value: string(u.ID), Label: u.Name})
	}
	return all
}

// order puts the units of a list before those of none.
func order(l org.List) int {
	if l == org.NoList {
		return 1
	}
	return 0
}

// answer asks what the citizen said.
func answer(v *page.Visit) []page.Field {
	verdicts := make([]page.Option, 0, len(survey.Verdicts()))
	for _, o := range survey.Verdicts() {
		if o != survey.None {
			verdicts = append(verdicts, page.Option{Value: string(o), Label: spelt(v, o.Chinese(), string(o))})
		}
	}
	var solved []page.Option
	for _, o := range []survey.Solved{survey.SolvedYes, survey.SolvedPartly, survey.SolvedNo} {
		solved = append(solved, page.Option{Value: string(o), Label: spelt(v, o.Chinese(), string(o))})
	}
	reached := slices.DeleteFunc(slices.Clone(verdicts), func(o page.Option) bool { return !survey.Verdict(o.Value).Surveyed() })
	return []page.Field{
		{Name: "outcome", Label: v.Say("field.outcome"), Type: page.Radio, Options: verdicts, Required: true},
		{Name: "attitude", Label: v.Say("field.attitude"), Type: page.Radio, Options: reached},
		{Name: "solved", Label: v.Say("field.solved"), Type: page.Radio, Options: solved},
	}
}

// tags are the region's topics and their facets, or those that a case has.
func tags(book *rulebook.Book, own bool, c *casework.Case) (all []page.Option) {
	if own {
		for _, t := range c.Tags {
			all = append(all, page.Option{Value: t.Topic + ":" + t.Facet, Label: book.TagName(t.Topic, t.Facet)})
		}
		return all
	}
	for _, t := range book.Topics() {
		all = append(all, page.Option{Value: t.Key + ":", Label: t.Name})
		for _, g := range t.Groups {
			for _, f := range g.Facets {
				all = append(all, page.Option{Value: t.Key + ":" + f.Key, Label: t.Name + "／" + f.Name})
			}
		}
	}
	return all
}

// amend asks for what was written down on receipt, as it stands.
func (a *acting) amend(v *page.Visit) []page.Field {
	c := a.file.Case
	all := intakeFields(v, a.book)
	values := map[string]string{
		"kind": string(c.Kind), "urgency": string(c.Urgency), "subject": c.Subject, "division": c.Division,
		"disclosure": string(c.Disclosure), "title": a.file.Title, "content": a.file.Content,
	}
	for i := range all {
		f := &all[i]
		f.Required = false
		if len(f.Options) > 0 {
			f.Options = page.Chosen(f.Options, values[f.Name])
		} else {
			f.Value = values[f.Name]
		}
	}
	return all
}

// intakeFields are what is written down on receipt, but for who brings it and by
// which channel.
func intakeFields(v *page.Visit, book *rulebook.Book) []page.Field {
	var kinds, urgencies, places, subjects []page.Option
	for _, k := range casework.Kinds() {
		kinds = append(kinds, page.Option{Value: string(k), Label: spelt(v, k.Chinese(), string(k))})
	}
	for _, u := range []casework.Urgency{casework.General, casework.Expedite, casework.Urgent, casework.Critical} {
		urgencies = append(urgencies, page.Option{Value: string(u), Label: spelt(v, u.Chinese(), cmp.Or(string(u), "ordinary"))})
	}
	places = append(places, page.Option{Label: v.Say("field.unknown")})
	names := book.Places()
	for _, code := range slices.Sorted(maps.Keys(names)) {
		places = append(places, page.Option{Value: code, Label: names[code]})
	}
	subjects = append(subjects, page.Option{Label: v.Say("field.unknown")})
	for _, s := range book.Subjects.Paths {
		subjects = append(subjects, page.Option{Value: s, Label: s})
	}
	return []page.Field{
		{Name: "title", Label: v.Say("field.title"), Max: maxLine},
		{Name: "content", Label: v.Say("field.content"), Hint: v.Say("field.content_hint"), Type: page.Area, Rows: 7, Max: maxText, Required: true},
		{Name: "kind", Label: v.Say("case.kind"), Type: page.Radio, Options: kinds, Required: true},
		{Name: "subject", Label: v.Say("case.subject"), Type: page.Select, Options: subjects},
		{Name: "division", Label: v.Say("case.place"), Type: page.Select, Options: places},
		{Name: "urgency", Label: v.Say("case.urgency"), Type: page.Radio, Options: page.Chosen(urgencies, "")},
		{Name: "disclosure", Label: v.Say("case.disclosure"), Type: page.Radio, Options: page.Chosen([]page.Option{
			{Value: "", Label: v.Say("field.open")}, {Value: string(casework.Confidential), Label: v.Say("field.confidential")}, {Value: string(casework.Anonymous), Label: v.Say("field.anonymous")},
		}, "")},
	}
}
