package portal

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"huying/internal/app/insight"
	"huying/internal/domain/bulletin"
	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/survey"
	"huying/internal/edge/web/desktest"
	"huying/internal/edge/web/feed"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/pagetest"
	"huying/internal/edge/web/workbench"
	"huying/internal/kernel/ident"
)

func each(t *testing.T, test func(d *desktest.Day)) {
	t.Helper()
	desktest.Each(t, func(d *desktest.Day) []page.Room {
		source := feed.New(d.Insight, desktest.Shanghai)
		return []page.Room{
			workbench.Room(workbench.Options{Source: source, Desk: d.Desk, Records: d.Insight, Persons: d.Persons}),
			Room(Options{Desk: d.Desk, Records: d.Insight, Source: source, Clock: d.Hand}),
		}
	}, test)
}

func TestMessages(t *testing.T) {
	t.Parallel()
	pagetest.Messages(t, words, page.Words(), regexp.MustCompile(`^nav\.`))
}

// dispatched is a case that a unit leads.
func dispatched(d *desktest.Day, unit string) *casework.Case {
	c := d.Receive(nil)
	return d.Give("dispatcher", c.ID, casework.Command{Do: casework.DoDispatch, Units: []casework.Assignment{{Unit: ident.UnitID(unit), Role: casework.Lead}}})
}

// TestAUnitsDay: a leg goes through the stages of the unit's page, each with the
// limits that press, down to a unit below and back; other units see none of it.
func TestAUnitsDay(t *testing.T) {
	t.Parallel()
	each(t, func(d *desktest.Day) {
		clerk, leader, other := "unit_clerk@u1", "unit_leader@u1", "unit_clerk@u2"
		if body := d.See(clerk, Path); !strings.Contains(body, "没有待签收的任务") {
			d.Error("an empty stage does not say so")
		}
		c := dispatched(d, "u1")
		number := string(c.Number)
		body := d.See(clerk, Path)
		for _, want := range []string{number + "-1", "签收", "退单", "剩 ", "/legs/1/sign"} {
			if !strings.Contains(body, want) {
				d.Errorf("to sign lacks %q:\n%s", want, body)
			}
		}
		if n := strings.Count(body, `class="count"`); n != 2 {
			d.Errorf("%d countdowns, want that of signing and that of returning", n)
		}
		if body := d.See(other, Path); strings.Contains(body, number) {
			d.Error("another unit sees it")
		}
		d.Give(clerk, c.ID, casework.Command{Do: casework.DoSign, Leg: 1})
		d.Give(clerk, c.ID, casework.Command{Do: casework.DoDelegate, Leg: 1, Unit: "u1a", Note: "请到场查看。"})
		d.Give(clerk, c.ID, casework.Command{Do: casework.DoContact, Leg: 1, Note: "已电话联系，约定今日到场。"})
		d.Give(clerk, c.ID, casework.Command{Do: casework.DoLegNote, Leg: 1, Note: "内部：备件缺货。"})
		body = d.See(clerk, Path+"?what=hand")
		for _, want := range []string{number + "-1", "市政中心（待签收）", "办结"} {
			if !strings.Contains(body, want) {
				d.Errorf("in hand lacks %q:\n%s", want, body)
			}
		}
		leg := legPath(number, 1)
		body = d.See(clerk, leg)
		contacts, notes := section(t, body, "h-contacts"), section(t, body, "h-notes")
		if !strings.Contains(contacts, "约定今日到场") || strings.Contains(contacts, "备件缺货") || !strings.Contains(notes, "备件缺货") {
			d.Errorf("contact log: %s\nnotes: %s", contacts, notes)
		}
		for _, want := range []string{"市政中心", "还没有写", "照片和附件"} {
			if !strings.Contains(body, want) {
				d.Errorf("the leg lacks %q", want)
			}
		}
		d.Give(clerk, c.ID, casework.Command{Do: casework.DoPropose, Leg: 1, Reply: "已更换灯具。", PublicReply: "路灯已修复。", Result: casework.ResultSolved})
		if body := d.See(leader, Path+"?what=approve"); !strings.Contains(body, number) || !strings.Contains(body, "/endorse") {
			d.Errorf("to approve:\n%s", body)
		}
		public := section(t, d.See(leader, leg), "h-public")
		if !strings.Contains(public, "路灯已修复。") || strings.Contains(public, "备件缺货") {
			d.Errorf("the public reads %s", public)
		}
		d.Give(leader, c.ID, casework.Command{Do: casework.DoEndorse, Leg: 1})
		if body := d.See(leader, Path+"?what=handed"); !strings.Contains(body, number) {
			d.Error("what was handed in is not there")
		}
		for target, want := range map[string]int{Path + "?what=nothing": 404, legPath(number, 9): 404, legPath("330802000", 1): 404} {
			if res := d.Ask(http.MethodGet, target, clerk, nil); res.Code != want {
				d.Errorf("%s: %d", target, res.Code)
			}
		}
		if res := d.Ask(http.MethodGet, leg, other, nil); res.Code != http.StatusNotFound {
			d.Errorf("another unit's leg: %d", res.Code)
		}
		for _, who := range []string{"operator", "dispatcher", "leader", "admin"} {
			for _, target := range []string{Path, scorePath, leg} {
				if res := d.Ask(http.MethodGet, target, who, nil); res.Code != http.StatusForbidden {
					d.Errorf("%s at %s: %d", who, target, res.Code)
				}
			}
		}
	})
}

// section is the text of a part of a page.
func section(t *testing.T, body, heading string) string {
	t.Helper()
	for _, e := range pagetest.Parse(t, body) {
		if e.Name == "section" && e.Attr["aria-labelledby"] == heading {
			return e.Text
		}
	}
	t.Fatalf("no section %s", heading)
	return ""
}

// TestCountdowns: a limit says how long there is, warns on its last day, and says
// how long it is over.
func TestCountdowns(t *testing.T) {
	t.Parallel()
	each(t, func(d *desktest.Day) {
		dispatched(d, "u1")
		for _, step := range []struct {
			after time.Duration
			want  string
		}{{0, " 天 "}, {36 * time.Hour, `tag warn">剩`}, {72 * time.Hour, `tag bad">超`}} {
			d.Hand.Advance(step.after)
			if body := d.See("unit_clerk@u1", Path); !strings.Contains(body, step.want) {
				d.Errorf("after %v no %q:\n%s", step.after, step.want, body)
			}
		}
	})
}

// scored are closed legs of two units: one of u1 with a verdict that costs points.
func scored(d *desktest.Day) (bad *casework.Case) {
	for i, verdict := range []survey.Verdict{survey.Dissatisfied, survey.Satisfied, survey.Satisfied} {
		unit := []string{"u1", "u1", "u2"}[i]
		c := dispatched(d, unit)
		leader := "unit_leader@" + unit
		d.Give(leader, c.ID, casework.Command{Do: casework.DoSign, Leg: 1})
		d.Hand.Advance(24 * time.Hour)
		d.Give(leader, c.ID, casework.Command{Do: casework.DoContact, Leg: 1, Note: "已联系。"})
		d.Give(leader, c.ID, casework.Command{Do: casework.DoSubmit, Leg: 1, Reply: "已办。", Result: casework.ResultSolved})
		d.Give("reviewer", c.ID, casework.Command{Do: casework.DoAccept, Leg: 1})
		c = d.Give("callback", c.ID, casework.Command{Do: casework.DoCallBack, Leg: 1, Answer: &survey.Answer{Outcome: verdict, Attitude: survey.Satisfied, Solved: survey.SolvedYes}})
		if i == 0 {
			bad = c
		}
	}
	return bad
}

// TestScoreAndWhatIf: a unit sees its score today with every leg that costs
// points, and what the scoring engine makes of it if one had been answered
// satisfied; nothing on record changes, and other units' scores are not theirs.
func TestScoreAndWhatIf(t *testing.T) {
	t.Parallel()
	each(t, func(d *desktest.Day) {
		if body := d.See("unit_leader@u1", scorePath); !strings.Contains(body, "还没有计分的任务") {
			d.Error("without legs there is a score")
		}
		bad := scored(d)
		quarter := calendar.Period{From: calendar.DateFrom(2019, time.October, 1), To: calendar.DateFrom(2019, time.December, 31)}
		now, err := d.Insight.Sheet(t.Context(), quarter, d.Hand.Now(), "住建局")
		if err != nil {
			d.Fatal(err)
		}
		if len(now.Costs) != 1 || !strings.HasPrefix(now.Costs[0].Leg, string(bad.Number)) {
			d.Fatalf("what costs points: %+v", now.Costs)
		}
		ref := now.Costs[0].Leg
		body := d.See("unit_leader@u1", scorePath)
		for _, want := range []string{ref, bulletin.Score.Print(now.Row.Index), "2019年四季度", "若满意"} {
			if !strings.Contains(body, want) {
				d.Errorf("the score lacks %q:\n%s", want, body)
			}
		}
		then, err := d.Insight.WhatIf(t.Context(), quarter, d.Hand.Now(), "住建局", map[string]insight.Supposed{ref: {Satisfied: true, OnTime: true}})
		if err != nil || then.Row.Index.Cmp(*now.Row.Index) <= 0 || then.Row.Dissatisfied != 0 || now.Row.Dissatisfied != 1 {
			d.Fatalf("%v: %+v, before %+v", err, then.Row, now.Row)
		}
		form := d.Fill("unit_leader@u1", scorePath, scorePath, url.Values{"satisfied": {ref}, "on_time": {ref}})
		_, body, _ = d.Send("unit_leader@u1", scorePath, form)
		for _, want := range []string{bulletin.Score.Print(then.Row.Index), "假设成立时得分", `name="satisfied" value="` + ref + `" checked="checked"`} {
			if !strings.Contains(body, want) {
				d.Errorf("what would be lacks %q:\n%s", want, body)
			}
		}
		again, err := d.Insight.Sheet(t.Context(), quarter, d.Hand.Now(), "住建局")
		if err != nil || !again.Row.Index.Equal(*now.Row.Index) {
			d.Errorf("supposing has changed the score: %v", err)
		}
		others, err := d.Insight.WhatIf(t.Context(), quarter, d.Hand.Now(), "城管局", map[string]insight.Supposed{ref: {Satisfied: true}})
		plain, plainErr := d.Insight.Sheet(t.Context(), quarter, d.Hand.Now(), "城管局")
		if err != nil || plainErr != nil || !others.Row.Index.Equal(*plain.Row.Index) {
			d.Errorf("a unit supposes of another's leg: %v, %v", err, plainErr)
		}
		for target, want := range map[string]int{scorePath + "?unit=" + url.QueryEscape("城管局"): 403, scorePath + "?period=soon": 400, scorePath + "?period=2019Q4": 200} {
			if res := d.Ask(http.MethodGet, target, "unit_leader@u1", nil); res.Code != want {
				d.Errorf("%s: %d", target, res.Code)
			}
		}
		if status, _, _ := d.Send("unit_leader@u1", scorePath, url.Values{"unit": {"城管局"}}); status != http.StatusForbidden {
			d.Errorf("another unit's score by a form: %d", status)
		}
	})
}
