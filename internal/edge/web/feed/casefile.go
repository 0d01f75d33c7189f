package feed

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"huying/internal/app/insight"
	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/org"
	"huying/internal/domain/survey"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/workbench"
	"huying/internal/kernel/exact"
	"huying/internal/kernel/i18n"
	"huying/internal/kernel/ident"
)

// Case returns one case by its number, to an account that sees it.
func (f *Feed) Case(ctx context.Context, who identity.Account, number string, lang i18n.Lang) (workbench.CaseFile, error) {
	found, err := f.in.FileNumbered(ctx, who, ident.CaseNumber(number))
	if err != nil {
		return workbench.CaseFile{}, err
	}
	editions, err := f.in.Editions(ctx)
	if err != nil {
		return workbench.CaseFile{}, err
	}
	return (&telling{f: f, in: found, editions: editions, lang: lang}).file(), nil
}

// telling puts one case file into the words of a page.
type telling struct {
	f        *Feed
	in       insight.CaseFile
	editions []insight.Edition
	lang     i18n.Lang
}

func (t *telling) say(zh, code string) string { return say(t.lang, zh, code) }

func (t *telling) text(ref casework.TextRef) string {
	if ref == "" {
		return ""
	}
	if body, ok := t.in.Texts[ref]; ok {
		return body
	}
	return t.say("（文本已不保存）", "(no longer kept)")
}

// local is the moment by the region's clocks; zero stays zero.
func (t *telling) local(at time.Time) time.Time {
	if at.IsZero() {
		return at
	}
	return at.In(t.f.loc)
}

func (t *telling) unit(id ident.UnitID) string { return t.in.Units[id].Name }

func (t *telling) file() workbench.CaseFile {
	c := t.in.Case
	out := workbench.CaseFile{
		Case:   c,
		Number: string(c.Number), Title: t.text(c.Title), Content: t.text(c.Content), State: caseState(c.State, t.lang),
		Channel: t.say(c.Channel.Chinese(), string(c.Channel)), Kind: t.say(c.Kind.Chinese(), string(c.Kind)),
		Subject: c.Subject, Urgency: t.say(c.Urgency.Chinese(), cmp.Or(string(c.Urgency), "ordinary")), Disclosure: t.disclosure(c.Disclosure),
		Place: t.in.Place, ReceivedAt: t.local(c.ReceivedAt), ClosedAt: t.local(c.ClosedAt), Calls: t.calls(c.Calls),
		Arrival: t.arrival(c),
	}
	if c.Answer != nil {
		out.Answer = t.text(c.Answer.Reply)
	}
	for _, tag := range c.Tags {
		out.Topics = append(out.Topics, t.in.TopicName(tag))
	}
	for i := range c.Legs {
		out.Legs = append(out.Legs, t.leg(&c.Legs[i]))
	}
	out.Clocks = t.clocks(0)
	for _, e := range t.in.Events {
		out.Events = append(out.Events, t.event(e.Event))
	}
	return out
}

func (t *telling) disclosure(d casework.Disclosure) string {
	switch d {
	case casework.Confidential:
		return t.say("保密", "confidential")
	case casework.Anonymous:
		return t.say("匿名", "anonymous")
	}
	return ""
}

func (t *telling) leg(l *casework.Leg) workbench.Leg {
	out := workbench.Leg{
		Seq: l.Seq, Unit: t.unit(l.Unit), Role: t.say(l.Role.Chinese(), string(l.Role)), State: t.legState(l.State),
		Counted: t.counted(l), DispatchedAt: t.local(l.DispatchedAt), SignedAt: t.local(l.SignedAt), ClosedAt: t.local(l.ClosedAt),
		Cycle: l.Cycle, Parent: l.Parent, Clocks: t.clocks(l.Seq), Scored: t.scored(l), Reply: t.text(l.Reply), PublicReply: t.text(l.PublicReply), Calls: t.calls(l.Calls),
	}
	if l.Result != "" {
		out.Result = t.say(l.Result.Chinese(), string(l.Result))
	}
	if !l.ClosedAt.IsZero() {
		n := calendar.DateOf(l.ClosedAt, t.f.loc) - calendar.DateOf(l.DispatchedAt, t.f.loc)
		out.Days = exact.Int(int64(n)).Ptr()
	}
	return out
}

// scored is the period of the bulletin that scores the unit for a leg; nil
// where none does.
func (t *telling) scored(l *casework.Leg) *calendar.Period {
	if !l.Counts() || t.in.Units[l.Unit].List == org.NoList {
		return nil
	}
	for _, e := range t.editions {
		if e.Period.Contains(calendar.DateOf(l.DispatchedAt, t.f.loc)) && (e.AsOf.IsZero() || !l.DispatchedAt.After(e.AsOf)) {
			return &e.Period
		}
	}
	return nil
}

func (t *telling) counted(l *casework.Leg) string {
	switch {
	case l.Role == casework.Child:
		return t.say("下派任务不计入", "a delegated leg does not count")
	case !l.State.Live():
		return t.say("已取消或退单成立，不计入", "cancelled or returned: does not count")
	case l.Exclusion != nil && l.Exclusion.Scope == casework.ExcludeAll:
		return t.say("已剔除，不计入", "excluded from every figure")
	case l.Exclusion != nil:
		return t.say("已剔除，不计入满意度", "excluded from satisfaction")
	}
	return ""
}

func (t *telling) legState(s casework.LegState) page.Tag {
	tag := page.Tag{Text: t.say(s.Chinese(), string(s))}
	switch {
	case s == casework.LegClosed:
		tag.Tone = page.Good
	case !s.Live():
	case s != casework.Signed && s != casework.AtWork:
		tag.Tone = page.Warn
	}
	return tag
}

func (t *telling) calls(calls []casework.Call) []workbench.CallBack {
	var all []workbench.CallBack
	for _, c := range calls {
		row := workbench.CallBack{At: t.local(c.At), Outcome: verdict(c.Outcome, t.lang), Solved: t.say(c.Solved.Chinese(), string(c.Solved))}
		if c.Attitude != survey.None {
			row.Attitude = t.say(c.Attitude.Chinese(), string(c.Attitude))
		}
		if c.Solved == survey.SolvedUnknown {
			row.Solved = ""
		}
		all = append(all, row)
	}
	return all
}

func (t *telling) event(e casework.Event) workbench.Event {
	return workbench.Event{
		Version: e.Version, At: t.local(e.At), Do: e.Action, Action: t.say(e.Action.Chinese(), string(e.Action)), Leg: e.Leg,
		By: t.say(e.By.Role.Chinese(), string(e.By.Role)), Detail: t.detail(e.Data),
	}
}

// reason is the printed name of a code of one of the region's lists.
func (t *telling) reason(code string) string {
	if t.lang == i18n.English {
		return t.in.ReasonEnglish(code)
	}
	return t.in.ReasonName(code)
}

// detail says in one line what the step carried.
func (t *telling) detail(d casework.Data) string {
	var parts []string
	add := func(zh, en, value string) {
		if value != "" {
			parts = append(parts, t.say(zh, en)+t.say("：", ": ")+value)
		}
	}
	for _, s := range d.Spawn {
		add(s.Role.Chinese(), string(s.Role), t.unit(s.Unit))
	}
	add("原因", "reason", t.reason(d.Reason))
	add("依据", "basis", t.text(d.Basis))
	add("法定途径", "route", t.reason(d.Route))
	add("建议单位", "unit", t.unit(d.Unit))
	add("科室", "office", d.Office)
	if d.Level > 0 {
		add("级别", "level", fmt.Sprint(d.Level))
	}
	if !d.Until.IsZero() {
		add("期限", "until", t.local(d.Until).Format(time.DateTime))
	}
	if d.Answer != nil {
		add("评价", "verdict", verdict(d.Answer.Outcome, t.lang).Text)
	}
	if d.Result != "" {
		add("办理结果", "result", t.say(d.Result.Chinese(), string(d.Result)))
	}
	add("办理情况", "reply", t.text(d.Reply))
	add("公开答复", "public reply", t.text(d.PublicReply))
	add("关联", "linked", string(t.in.Linked[d.Target]))
	add("说明", "note", t.text(d.Note))
	return strings.Join(parts, t.say("；", "; "))
}
