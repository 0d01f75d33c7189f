package callback

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/person"
	"huying/internal/domain/rulebook"
	"huying/internal/edge/web/desktest"
	"huying/internal/edge/web/feed"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/pagetest"
	"huying/internal/edge/web/workbench"
	"huying/internal/store"
)

const (
	phone = "13800001234" // of a range that is given to nobody in these tests
	one   = "callback#回访一"
	two   = "callback#回访二"
)

func each(t *testing.T, test func(d *desktest.Day)) {
	t.Helper()
	desktest.Each(t, func(d *desktest.Day) []page.Room {
		source := feed.New(d.Insight, desktest.Shanghai)
		return []page.Room{
			workbench.Room(workbench.Options{Source: source, Desk: d.Desk, Records: d.Insight, Persons: d.Persons}),
			Room(Options{Desk: d.Desk, Records: d.Insight, Source: source, Persons: d.Persons, Clock: d.Hand}),
		}
	}, test)
}

func TestMessages(t *testing.T) {
	t.Parallel()
	pagetest.Messages(t, words, page.Words(), regexp.MustCompile(`^nav\.`))
}

// awaiting is a case whose citizen waits to be called.
func awaiting(d *desktest.Day, change func(n *casework.NewIntake)) *casework.Case {
	d.Helper()
	account, _ := desktest.Account("operator")
	n := &casework.NewIntake{Title: "路灯不亮", Content: "几晚不亮。", Intake: casework.Intake{Channel: casework.Phone, Kind: casework.Help, Subject: "城乡建设/市政设施"}}
	if change != nil {
		change(n)
	}
	d.Hand.Advance(time.Minute)
	c, err := d.Desk.Receive(d.Context(), account.Grants[0], casework.Command{Do: casework.DoReceive, New: n}, person.Person{Name: "赵测试", Phone: phone})
	if err != nil {
		d.Fatal(err)
	}
	d.Give("dispatcher", c.ID, casework.Command{Do: casework.DoDispatch, Units: []casework.Assignment{{Unit: "u1", Role: casework.Lead}}})
	d.Give("unit_leader@u1", c.ID, casework.Command{Do: casework.DoSign, Leg: 1})
	d.Give("unit_leader@u1", c.ID, casework.Command{Do: casework.DoContact, Leg: 1, Note: "已联系。"})
	d.Give("unit_leader@u1", c.ID, casework.Command{Do: casework.DoSubmit, Leg: 1, Reply: "已更换灯具。", PublicReply: "路灯已修复。", Result: casework.ResultSolved})
	return d.Give("reviewer", c.ID, casework.Command{Do: casework.DoAccept, Leg: 1})
}

// TestACall: somebody takes a call in hand, who is called is shown masked beside
// the script and what they were told; an attempt is kept and counted; a citizen
// who is not content goes back to the unit; the next is content and it is closed.
func TestACall(t *testing.T) {
	t.Parallel()
	each(t, func(d *desktest.Day) {
		if body := d.See(one, Path); !strings.Contains(body, "没有等待回访的诉求件") {
			d.Error("an empty queue does not say so")
		}
		c := awaiting(d, nil)
		number := string(c.Number)
		body := d.See(one, Path)
		for _, want := range []string{number + "-1", "138****1234", "住建局", `value="` + number + `:1"`} {
			if !strings.Contains(body, want) {
				d.Errorf("the queue lacks %q:\n%s", want, body)
			}
		}
		if strings.Contains(body, phone) || strings.Contains(body, "赵测试") {
			d.Error("the queue shows who it is in clear")
		}
		_, _, to := d.Send(one, Path, url.Values{"call": {number + ":1"}, "plan": {"all"}})
		if !strings.HasPrefix(to, callPath(number, 1)) {
			d.Fatalf("it leads to %s", to)
		}
		if _, body, _ := d.Send(two, Path, url.Values{"call": {number + ":1"}}); !strings.Contains(body, "此件正由回访一办理") {
			d.Errorf("both call:\n%s", body)
		}
		body = d.See(one, to)
		for _, want := range []string{"138****1234", "路灯已修复。", "已更换灯具。", "您反映的“路灯不亮”已由住建局办理答复", "由您占有", "/reveal"} {
			if !strings.Contains(body, want) {
				d.Errorf("the call lacks %q:\n%s", want, body)
			}
		}
		send := func(do string, written url.Values) (int, string, string) {
			d.Helper()
			d.Hand.Advance(time.Minute)
			form := url.Values{"do": {do}, "once": {page.NewOnce()}, "version": {fmt.Sprint(d.Case(number).Version)}}
			for name, values := range written {
				form[name] = values
			}
			return d.Send(one, callPath(number, 1), form)
		}
		if status, _, to := send("attempt_callback", url.Values{"unreached": {"no-answer"}}); status != http.StatusSeeOther || to != Path {
			d.Errorf("an attempt: %d to %s", status, to)
		}
		if body := d.See(one, callPath(number, 1)); !strings.Contains(body, "原因：未接") {
			d.Errorf("the attempt is not told:\n%s", body)
		}
		if status, body, _ := send("call_back", url.Values{"note": {"听不清"}}); status != http.StatusUnprocessableEntity || !strings.Contains(body, "听不清") {
			d.Errorf("without a verdict: %d", status)
		}
		status, _, to := send("call_back", url.Values{"outcome": {"dissatisfied"}, "attitude": {"satisfied"}, "solved": {"no"}})
		if status != http.StatusSeeOther || to != callPath(number, 1) {
			d.Errorf("not content: %d to %s", status, to)
		}
		if body := d.See(one, to); !strings.Contains(body, `name="rework"`) || strings.Contains(body, `name="outcome"`) {
			d.Error("the way back to the unit is not shown")
		}
		send("rework", url.Values{"rework": {"not-solved"}})
		if l := d.Case(number).Legs[0]; l.State != casework.AtWork || l.Cycle != 1 {
			d.Fatalf("sent back: %s, cycle %d", l.State, l.Cycle)
		}
		d.Give("unit_leader@u1", c.ID, casework.Command{Do: casework.DoSubmit, Leg: 1, Reply: "已再次检修。", Result: casework.ResultSolved})
		d.Give("reviewer", c.ID, casework.Command{Do: casework.DoAccept, Leg: 1})
		if body := d.See(one, Path+"?plan=tenth"); !strings.Contains(body, "重办件") {
			d.Error("a rework is left to the lot")
		}
		if status, _, to := send("call_back", url.Values{"outcome": {"satisfied"}, "attitude": {"satisfied"}, "solved": {"yes"}}); status != http.StatusSeeOther || to != Path {
			d.Errorf("content: %d to %s", status, to)
		}
		if state := d.Case(number).State; state != casework.Closed {
			d.Errorf("the case is %s", state)
		}
	})
}

// TestPlan: a plan draws the same for everybody, leaves nobody out who has been
// trouble, and what it leaves out can be seen.
func TestPlan(t *testing.T) {
	t.Parallel()
	each(t, func(d *desktest.Day) {
		all := map[string]bool{}
		for range 12 {
			all[string(awaiting(d, nil).Number)] = true
		}
		complaint := string(awaiting(d, func(n *casework.NewIntake) { n.Kind = casework.Complain }).Number)
		listed := func(who, target string) map[string]bool {
			found := map[string]bool{}
			for _, m := range regexp.MustCompile(`>([0-9]{18,})-1</a>`).FindAllStringSubmatch(d.See(who, target), -1) {
				found[m[1]] = true
			}
			return found
		}
		if got := listed(one, Path); len(got) != 13 {
			d.Errorf("everybody: %d", len(got))
		}
		in, again, out := listed(one, Path+"?plan=half"), listed(two, Path+"?plan=half"), listed(one, Path+"?plan=half&rest=true")
		if fmt.Sprint(in) != fmt.Sprint(again) {
			d.Error("two people draw differently")
		}
		if !in[complaint] || out[complaint] {
			d.Error("a complaint is left to the lot")
		}
		if len(in)+len(out) != 13 {
			d.Errorf("%d drawn and %d left out of 13", len(in), len(out))
		}
		for number := range out {
			if in[number] {
				d.Errorf("%s is drawn and left out", number)
			}
		}
		for target, want := range map[string]int{Path + "?plan=some": 400, Path + "?after=x": 400, callPath(complaint, 7): 404, callPath("330802000", 1): 404} {
			if res := d.Ask(http.MethodGet, target, one, nil); res.Code != want {
				d.Errorf("%s: %d", target, res.Code)
			}
		}
	})
}

// TestScript: the region's own words for the subject, filled in, go before ours.
func TestScript(t *testing.T) {
	t.Parallel()
	each(t, func(d *desktest.Day) {
		err := d.Store.Update(d.Context(), func(tx *store.Tx) error {
			text := "effective: 2019-01-01\nname: 市政回访\nuse: callback\nsubject: 城乡建设\ntext: 您好，{unit}答复了{title}，路灯亮了吗？\n"
			if err := tx.PutRule(desktest.Region, rulebook.Rule{Kind: rulebook.Wording, Key: "lamps", Version: 1, Text: text}); err != nil {
				return err
			}
			return tx.ReviseRegion(desktest.Region)
		})
		if err != nil {
			d.Fatal(err)
		}
		c := awaiting(d, nil)
		if body := d.See(one, callPath(string(c.Number), 1)); !strings.Contains(body, "您好，住建局答复了路灯不亮，路灯亮了吗？") || strings.Contains(body, "这里是12345热线") {
			d.Errorf("the script:\n%s", body)
		}
	})
}

// TestWhoCalls: those who call citizens back, and nobody else; who asked to be
// kept from others is not shown.
func TestWhoCalls(t *testing.T) {
	t.Parallel()
	each(t, func(d *desktest.Day) {
		c := awaiting(d, func(n *casework.NewIntake) { n.Disclosure = casework.Confidential })
		number := string(c.Number)
		for _, who := range []string{"operator", "dispatcher", "unit_leader@u1", "leader", "auditor"} {
			for _, target := range []string{Path, callPath(number, 1)} {
				if res := d.Ask(http.MethodGet, target, who, nil); res.Code != http.StatusForbidden {
					d.Errorf("%s at %s: %d", who, target, res.Code)
				}
			}
			for _, target := range []string{Path, callPath(number, 1)} {
				if res := d.Ask(http.MethodPost, target, who, url.Values{"call": {number + ":1"}, "do": {"call_back"}}); res.Code != http.StatusForbidden {
					d.Errorf("%s sends to %s: %d", who, target, res.Code)
				}
			}
		}
		for _, target := range []string{Path, callPath(number, 1)} {
			if body := d.See(one, target); strings.Contains(body, "138****1234") || !strings.Contains(body, "不向您显示") {
				d.Errorf("%s shows who asked to be kept from others", target)
			}
		}
	})
}
