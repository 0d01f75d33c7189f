package dispatch

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/rulebook"
	"huying/internal/domain/survey"
	"huying/internal/edge/web/desktest"
	"huying/internal/edge/web/feed"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/pagetest"
	"huying/internal/edge/web/workbench"
	"huying/internal/store"
)

func each(t *testing.T, test func(d *desktest.Day)) {
	t.Helper()
	desktest.Each(t, func(d *desktest.Day) []page.Room {
		source := feed.New(d.Insight, desktest.Shanghai)
		return []page.Room{
			workbench.Room(workbench.Options{Source: source, Desk: d.Desk, Records: d.Insight, Persons: d.Persons}),
			Room(Options{Desk: d.Desk, Records: d.Insight, Source: source}),
		}
	}, test)
}

func TestMessages(t *testing.T) {
	t.Parallel()
	pagetest.Messages(t, words, page.Words(), regexp.MustCompile(`^nav\.`))
}

const (
	one = "dispatcher#周一"
	two = "dispatcher#周二"
)

// TestPool: the longest waiting stands first with the unit that the dispatch
// list names and why; who takes a case keeps others off it, who see by whom;
// what is given back is free again.
func TestPool(t *testing.T) {
	t.Parallel()
	each(t, func(d *desktest.Day) {
		err := d.Store.Update(t.Context(), func(tx *store.Tx) error {
			list := "effective: 2019-01-01\nentries:\n  - subject: 城乡建设/市政设施\n    unit: 住建局\n    reason: 三定方案第五条\n"
			if err := tx.PutRule(desktest.Region, rulebook.Rule{Kind: rulebook.Dispatch, Key: "dispatch", Version: 1, Text: list}); err != nil {
				return err
			}
			return tx.ReviseRegion(desktest.Region)
		})
		if err != nil {
			d.Fatal(err)
		}
		if body := d.See(one, Pool); !strings.Contains(body, "没有等待派单的诉求件") {
			d.Error("an empty pool does not say so")
		}
		first, second := d.Receive(nil), d.Receive(func(n *casework.NewIntake) { n.Subject = "城乡建设" })
		d.Give("operator", second.ID, casework.Command{Do: casework.DoQueue})
		body := d.See(one, Pool)
		at, then := strings.Index(body, string(first.Number)), strings.Index(body, string(second.Number))
		if at < 0 || then < at || !strings.Contains(body, "三定方案第五条") || !strings.Contains(body, "派单目录无对应条目") {
			d.Errorf("the pool:\n%s", body)
		}
		status, _, to := d.Send(one, Pool, url.Values{"do": {"take:" + string(first.Number)}})
		if want := workbench.ActionPath(string(first.Number), casework.DoDispatch, 0); status != http.StatusSeeOther || to != want {
			d.Errorf("taken: %d to %s", status, to)
		}
		form := d.See(one, to)
		for _, want := range []string{`value="u1" selected="selected"`, `value="三定方案第五条"`, "住建局：三定方案第五条", "由您占有"} {
			if !strings.Contains(form, want) {
				d.Errorf("the form that dispatches lacks %s", want)
			}
		}
		if body := d.See(two, Pool); !strings.Contains(body, `周一</b> 自 09:0`) || strings.Contains(body, `value="take:`+string(first.Number)) {
			d.Errorf("the other is not told who has it:\n%s", body)
		}
		if _, body, _ := d.Send(two, Pool, url.Values{"do": {"take:" + string(first.Number)}}); !strings.Contains(body, "此件正由周一办理") {
			d.Errorf("both take it:\n%s", body)
		}
		if body := d.See(two, workbench.CasePath(string(first.Number))); !strings.Contains(body, `周一</b> 自 09:0`) {
			d.Error("the case does not say who has it")
		}
		other := d.Fill(two, to, to, url.Values{"lead": {"u2"}})
		if status, body, _ := d.Send(two, to, other); status != http.StatusUnprocessableEntity || !strings.Contains(body, "此件正由周一办理") {
			d.Errorf("the other dispatches it: %d", status)
		}
		if _, _, to := d.Send(two, Pool, url.Values{"do": {"next"}}); !strings.Contains(to, string(second.Number)) {
			d.Errorf("the next that nobody has is %s", to)
		}
		if _, body, _ := d.Send("dispatcher#周三", Pool, url.Values{"do": {"next"}}); !strings.Contains(body, "没有无人占有的诉求件") {
			d.Error("there is one for a third")
		}
		d.Send(two, Pool, url.Values{"do": {"leave:" + string(second.Number)}})
		if body := d.See(one, Pool); !strings.Contains(body, `value="take:`+string(second.Number)) {
			d.Error("what was given back is not free")
		}
		hold := workbench.HoldPath(string(second.Number))
		d.Send(two, hold, url.Values{"do": {"take"}})
		if body := d.See(two, workbench.CasePath(string(second.Number))); !strings.Contains(body, "由您占有至") {
			d.Error("taken on its page, it does not say so")
		}
		d.Send(two, hold, url.Values{"do": {"leave"}})
		if status, _, to := d.Send(one, to, d.Fill(one, to, to, nil)); status != http.StatusSeeOther {
			d.Errorf("dispatched as the list says: %d to %s", status, to)
		}
		if c := d.Case(string(first.Number)); c.Legs[0].Unit != "u1" {
			d.Errorf("dispatched to %s", c.Legs[0].Unit)
		}
		if body := d.See(one, Pool); strings.Contains(body, string(first.Number)) {
			d.Error("what was dispatched is in the pool")
		}
	})
}

// TestEveryoneGetsAnother: of many who ask for the next case at once no two get
// the same.
func TestEveryoneGetsAnother(t *testing.T) {
	t.Parallel()
	each(t, func(d *desktest.Day) {
		const many = 6
		for range many {
			d.Receive(nil)
		}
		got := make([]string, many)
		var all sync.WaitGroup
		for i := range many {
			all.Go(func() {
				got[i] = d.Ask(http.MethodPost, Pool, "dispatcher#"+string(rune('a'+i)), url.Values{"do": {"next"}}).Header().Get("Location")
			})
		}
		all.Wait()
		seen := map[string]bool{}
		for _, to := range got {
			if to == "" || seen[to] {
				d.Errorf("%q twice, or nothing: %v", to, got)
			}
			seen[to] = true
		}
	})
}

// TestPoolByPages: a long pool is read page by page, each case once.
func TestPoolByPages(t *testing.T) {
	t.Parallel()
	each(t, func(d *desktest.Day) {
		want := map[string]bool{}
		for i := range pageLength + 5 {
			c := d.Receive(nil)
			if i%2 == 0 {
				c = d.Give("operator", c.ID, casework.Command{Do: casework.DoQueue})
			}
			want[string(c.Number)] = true
		}
		number := regexp.MustCompile(`href="/desk/cases/([0-9]+)"`)
		pages := 0
		for target := Pool; target != ""; pages++ {
			body := d.See(one, target)
			for _, m := range number.FindAllStringSubmatch(body, -1) {
				if !want[m[1]] {
					d.Errorf("%s twice", m[1])
				}
				delete(want, m[1])
			}
			target = ""
			for _, e := range pagetest.Parse(t, body) {
				if e.Name == "a" && e.Attr["rel"] == "next" {
					target = e.Attr["href"]
				}
			}
		}
		if len(want) != 0 || pages != 2 {
			d.Errorf("%d left out on %d pages", len(want), pages)
		}
	})
}

// TestDecisions: each kind of request stands on its tab with what the unit says,
// what the citizen says and how it was given, and leads to the forms that decide.
func TestDecisions(t *testing.T) {
	t.Parallel()
	each(t, func(d *desktest.Day) {
		dispatched := func() *casework.Case {
			c := d.Receive(nil)
			return d.Give("dispatcher", c.ID, casework.Command{Do: casework.DoDispatch, Note: "请城管局尽快到场。", Units: []casework.Assignment{{Unit: "u2", Role: casework.Lead}}})
		}
		signed := func() *casework.Case {
			return d.Give("unit_leader@u2", dispatched().ID, casework.Command{Do: casework.DoSign, Leg: 1})
		}
		closed := func() *casework.Case {
			c := signed()
			d.Give("unit_leader@u2", c.ID, casework.Command{Do: casework.DoContact, Leg: 1, Note: "已电话联系。"})
			d.Give("unit_leader@u2", c.ID, casework.Command{Do: casework.DoSubmit, Leg: 1, Reply: "已劝离。", Result: casework.ResultSolved})
			d.Give("reviewer", c.ID, casework.Command{Do: casework.DoAccept, Leg: 1})
			return d.Give("callback", c.ID, casework.Command{Do: casework.DoCallBack, Leg: 1, Answer: &survey.Answer{Outcome: survey.Dissatisfied, Attitude: survey.Satisfied, Solved: survey.SolvedNo}})
		}
		d.Give("unit_clerk@u2", dispatched().ID, casework.Command{Do: casework.DoReturn, Leg: 1, Reason: "duty", Basis: "路灯由住建局管理。", Unit: "u1"})
		d.Give("unit_leader@u2", signed().ID, casework.Command{Do: casework.DoExtend, Leg: 1, Reason: "works", Until: d.Hand.Now().Add(20 * 24 * time.Hour), Note: "需开挖路面。"})
		d.Give("unit_leader@u2", signed().ID, casework.Command{Do: casework.DoSuspend, Leg: 1, Reason: "court", Note: "等待鉴定。"})
		d.Give("unit_leader@u2", signed().ID, casework.Command{Do: casework.DoPlead, Leg: 1, Reason: "x-policy", Basis: "依据条例第八条。", Reply: "无法满足。"})
		d.Give("unit_leader@u2", closed().ID, casework.Command{Do: casework.DoProposeExclude, Leg: 1, Reason: "x-unfounded", Note: "现场核实不属实。"})
		for what, want := range map[string][]string{
			"return":  {"路灯由住建局管理。", "住建局", "请城管局尽快到场。", "裁定期限", "/uphold_return", "/reject_return", "小区门口的路灯连续几晚不亮"},
			"extend":  {"需开挖路面。", "/grant_extension", "/refuse_extension", "办结期限"},
			"suspend": {"等待鉴定。", "/grant_suspension"},
			"plead":   {"依据条例第八条。", "无法满足。", "/uphold_plea", "/reject_plea"},
		} {
			body := d.See("dispatcher", Decisions+"?what="+what)
			if n := strings.Count(body, `class="panel decision"`); n != 1 {
				d.Errorf("%s: %d requests", what, n)
			}
			for _, text := range want {
				if !strings.Contains(body, text) {
					d.Errorf("%s lacks %q:\n%s", what, text, body)
				}
			}
		}
		if res := d.Ask(http.MethodGet, Decisions+"?what=exclude", "dispatcher", nil); res.Code != http.StatusNotFound {
			d.Errorf("a dispatcher decides on exclusions: %d", res.Code)
		}
		body := d.See("assessor", Decisions)
		for _, text := range []string{"现场核实不属实。", "不满意", "已劝离。", "/exclude", "/refuse_exclusion"} {
			if !strings.Contains(body, text) {
				d.Errorf("exclusions lack %q:\n%s", text, body)
			}
		}
		for _, who := range []string{"operator", "unit_leader@u2", "leader"} {
			if res := d.Ask(http.MethodGet, Decisions, who, nil); res.Code != http.StatusForbidden {
				d.Errorf("%s decides: %d", who, res.Code)
			}
		}
		for _, who := range []string{"operator", "unit_leader@u2", "assessor"} {
			if res := d.Ask(http.MethodGet, Pool, who, nil); res.Code != http.StatusForbidden {
				d.Errorf("%s sees the pool: %d", who, res.Code)
			}
			if res := d.Ask(http.MethodPost, Pool, who, url.Values{"do": {"next"}}); res.Code != http.StatusForbidden {
				d.Errorf("%s takes of the pool: %d", who, res.Code)
			}
		}
	})
}
