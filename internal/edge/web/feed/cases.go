package feed

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"huying/internal/app/insight"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/rulebook"
	"huying/internal/domain/survey"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/workbench"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
	"huying/internal/kernel/ident"
)

// Cases returns one page of the cases that a filter takes, latest first.
func (f *Feed) Cases(ctx context.Context, who identity.Account, q workbench.CaseFilter) (workbench.CasePage, error) {
	after, err := parsePlace(q.After)
	if err != nil {
		return workbench.CasePage{}, err
	}
	if err := fits(q); err != nil {
		return workbench.CasePage{}, err
	}
	count := workbench.MostCounted
	if q.Plain {
		count = 0
	}
	found, err := f.in.Cases(ctx, insight.CaseQuery{
		Scope:  who.Scope(),
		Number: q.Number, Unit: q.Unit, State: casework.CaseState(q.State), LegIn: casework.LegState(q.LegIn), Late: q.Late,
		Channel: casework.Channel(q.Channel), Kind: casework.Kind(q.Kind), Subject: q.Subject, Due: q.Due, Stands: insight.Standing(q.Stands),
		Verdict: survey.Verdict(q.Verdict), Called: q.Called, Period: q.Period, After: after, Limit: q.Limit, Count: count,
	})
	if err != nil {
		return workbench.CasePage{}, err
	}
	list := workbench.CasePage{Units: units(found.Book), Subjects: found.Book.Subjects.Paths, States: states(q.Lang), LegsIn: legStates(q.Lang), Channels: channels(q.Lang), Kinds: kinds(q.Lang), Stands: standings(q.Lang), Verdicts: verdicts(q.Lang), Count: found.Count}
	for _, c := range found.Cases {
		list.Rows = append(list.Rows, f.line(c, found, q.Lang))
	}
	if n := len(found.Cases); found.More && n > 0 {
		list.Next = place(found.Cases[n-1])
	}
	return list, nil
}

// fits refuses a state or channel that no case can have.
func fits(q workbench.CaseFilter) error {
	if known := values(states(q.Lang)); !fit(known, q.State) {
		list := strings.Join(known, " ")
		return errs.New(errs.Invalid, "state.unknown",
			fmt.Sprintf("there is no state %q; expected one of %s", q.State, list), fmt.Sprintf("没有状态“%s”；可用 %s", q.State, list))
	}
	if known := values(legStates(q.Lang)); !fit(known, q.LegIn) {
		list := strings.Join(known, " ")
		return errs.Newf(errs.Invalid, "leg_state.unknown", "there is no state of a leg %q; expected one of %s", "没有任务状态“%s”；可用 %s", q.LegIn, list)
	}
	if known := values(channels(q.Lang)); !fit(known, q.Channel) {
		list := strings.Join(known, " ")
		return errs.New(errs.Invalid, "channel.unknown",
			fmt.Sprintf("there is no channel %q; expected one of %s", q.Channel, list), fmt.Sprintf("没有渠道“%s”；可用 %s", q.Channel, list))
	}
	for _, f := range []struct {
		code, en, zh string
		known        []workbench.Choice
		given        string
	}{
		{"kind.unknown", "kind", "类别", kinds(q.Lang), q.Kind}, {"stands.unknown", "standing", "办理情况", standings(q.Lang), q.Stands},
		{"verdict.unknown", "verdict", "评价", verdicts(q.Lang), q.Verdict},
	} {
		if known := values(f.known); !fit(known, f.given) {
			list := strings.Join(known, " ")
			return errs.New(errs.Invalid, f.code,
				fmt.Sprintf("there is no %s %q; expected one of %s", f.en, f.given, list), fmt.Sprintf("没有%s“%s”；可用 %s", f.zh, f.given, list))
		}
	}
	return nil
}

// fit reports whether a filter's value is one that is known, or none.
func fit(known []string, value string) bool { return value == "" || slices.Contains(known, value) }

func values(choices []workbench.Choice) []string {
	all := make([]string, len(choices))
	for i, c := range choices {
		all[i] = c.Value
	}
	return all
}

func (f *Feed) line(c *casework.Case, found insight.CasePage, lang i18n.Lang) workbench.CaseLine {
	l := workbench.CaseLine{
		Number: string(c.Number), Title: found.Titles[c.ID], Channel: say(lang, c.Channel.Chinese(), string(c.Channel)),
		Kind: say(lang, c.Kind.Chinese(), string(c.Kind)), Subject: c.Subject, State: caseState(c.State, lang), ReceivedAt: c.ReceivedAt.In(f.loc),
	}
	for i := range c.Legs {
		if u, ok := found.Book.Units.Unit(c.Legs[i].Unit); ok && c.Legs[i].State.Live() {
			l.Units = append(l.Units, u.Name)
		}
	}
	return l
}

// place writes a case's place in the list; parsePlace reads it back.
func place(c *casework.Case) string {
	return strconv.FormatInt(c.ReceivedAt.UnixMicro(), 36) + "-" + string(c.ID)
}

func parsePlace(s string) (*insight.CaseKey, error) {
	if s == "" {
		return nil, nil
	}
	at, id, ok := strings.Cut(s, "-")
	us, err := strconv.ParseInt(at, 36, 64)
	if !ok || err != nil || id == "" {
		return nil, errs.New(errs.Invalid, "page.after", "there is no such page", "没有该页")
	}
	return &insight.CaseKey{ReceivedAt: time.UnixMicro(us).UTC(), ID: ident.CaseID(id)}, nil
}

func units(book *rulebook.Book) []workbench.Choice {
	var all []workbench.Choice
	for _, u := range book.Units.All() {
		all = append(all, workbench.Choice{Value: u.Name, Label: u.Name})
	}
	return all
}

func states(lang i18n.Lang) []workbench.Choice {
	var all []workbench.Choice
	for _, s := range casework.CaseStates() {
		if s != casework.NewCase {
			all = append(all, workbench.Choice{Value: string(s), Label: say(lang, s.Chinese(), string(s))})
		}
	}
	return all
}

func legStates(lang i18n.Lang) []workbench.Choice {
	var all []workbench.Choice
	for _, s := range casework.LegStates() {
		all = append(all, workbench.Choice{Value: string(s), Label: say(lang, s.Chinese(), string(s))})
	}
	return all
}

func channels(lang i18n.Lang) []workbench.Choice {
	var all []workbench.Choice
	for _, c := range casework.Channels() {
		all = append(all, workbench.Choice{Value: string(c), Label: say(lang, c.Chinese(), string(c))})
	}
	return all
}

func kinds(lang i18n.Lang) []workbench.Choice {
	var all []workbench.Choice
	for _, k := range casework.Kinds() {
		all = append(all, workbench.Choice{Value: string(k), Label: say(lang, k.Chinese(), string(k))})
	}
	return all
}

func standings(lang i18n.Lang) []workbench.Choice {
	var all []workbench.Choice
	for _, s := range insight.Standings() {
		all = append(all, workbench.Choice{Value: string(s), Label: say(lang, s.Chinese(), string(s))})
	}
	return all
}

func verdicts(lang i18n.Lang) []workbench.Choice {
	var all []workbench.Choice
	for _, v := range survey.Verdicts() {
		all = append(all, workbench.Choice{Value: string(v), Label: say(lang, v.Chinese(), string(v))})
	}
	return all
}

func caseState(s casework.CaseState, lang i18n.Lang) page.Tag {
	t := page.Tag{Text: say(lang, s.Chinese(), string(s))}
	switch s {
	case casework.Closed, casework.Archived:
		t.Tone = page.Good
	case casework.ToDispatch, casework.ToReview, casework.ToCallBack, casework.Tracked:
		t.Tone = page.Warn
	case casework.Refused, casework.Invalid:
		t.Tone = page.Bad
	}
	return t
}
