package letter

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"huying/internal/app/desk"
	"huying/internal/domain/casework"
	"huying/internal/domain/person"
	"huying/internal/domain/rulebook"
	"huying/internal/domain/vault"
	"huying/internal/edge/web/desktest"
	"huying/internal/edge/web/feed"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/pagetest"
	"huying/internal/edge/web/workbench"
	"huying/internal/store"
)

func rooms(d *desktest.Day) []page.Room {
	source := feed.New(d.Insight, desktest.Shanghai)
	return []page.Room{
		workbench.Room(workbench.Options{Source: source, Desk: d.Desk, Records: d.Insight, Persons: d.Persons, Letters: true}),
		Room(Options{Desk: d.Desk, Records: d.Insight, Source: source, Persons: d.Persons, Clock: d.Hand, Public: "https://12345.example"}),
	}
}

func TestMessages(t *testing.T) {
	t.Parallel()
	all := page.Words()
	for key, text := range workbench.Room(workbench.Options{}).Words {
		all[key] = text
	}
	pagetest.Messages(t, words, all, regexp.MustCompile(`^$`))
}

// begin receives a letter of somebody with an address.
func begin(d *desktest.Day) *casework.Case {
	d.Helper()
	who, _ := desktest.Account("registrar")
	done, err := d.Desk.Act(d.Context(), who, desk.Request{
		Cmd: casework.Command{Do: casework.DoReceive, New: &casework.NewIntake{
			Title: "路灯不亮", Content: "小区门口的路灯连续几晚不亮。",
			Intake: casework.Intake{Channel: casework.Letter, Kind: casework.Help, Subject: "城乡建设/市政设施"},
		}},
		Person: &person.Person{Name: "赵测试", Address: "柯城区花园街道荷花小区3幢"},
	})
	if err != nil {
		d.Fatal(err)
	}
	return done.Case
}

func path(c *casework.Case, kind rulebook.TemplateUse) string {
	return workbench.LettersPath(string(c.Number)) + "/" + string(kind)
}

// TestAcceptance: the notice names nobody until somebody who may asks for the
// copy that is sent, with a reason; then name, address and query code stand on
// it, and who has printed it is on record.
func TestAcceptance(t *testing.T) {
	t.Parallel()
	desktest.Each(t, rooms, func(d *desktest.Day) {
		c := begin(d)
		code, at := d.Desk.QueryCode(c.ID), path(c, rulebook.AcceptanceTemplate)
		if body := d.See("registrar", workbench.CasePath(string(c.Number))); !strings.Contains(body, workbench.LettersPath(string(c.Number))) {
			d.Error("the case does not lead to its letters")
		}
		if body := d.See("registrar", workbench.LettersPath(string(c.Number))); !strings.Contains(body, at) || strings.Contains(body, "答复函</a>") || strings.Contains(body, "不予受理") {
			d.Errorf("letters of a case that was just received:\n%s", body)
		}
		body := d.See("registrar", at)
		for _, want := range []string{"受理告知书", "赵**：", "2019年10月14日", "“路灯不亮”", string(c.Number), "柯城区12345政务服务热线", "https://12345.example/public/query", `class="qr"`, "data-print"} {
			if !strings.Contains(body, want) {
				d.Errorf("lacks %q:\n%s", want, body)
			}
		}
		secret := []string{"赵测试", "荷花小区", code}
		for _, one := range secret {
			if strings.Contains(body, one) {
				d.Errorf("%q is in clear", one)
			}
		}
		status, body, _ := d.Send("registrar", at, d.Fill("registrar", at, at, nil))
		if status != http.StatusUnprocessableEntity || strings.Contains(body, secret[0]) {
			d.Errorf("without a reason: %d", status)
		}
		status, body, _ = d.Send("registrar", at, d.Fill("registrar", at, at, url.Values{"reason": {"邮寄告知书"}}))
		for _, one := range secret {
			if status != http.StatusOK || !strings.Contains(body, one) {
				d.Errorf("%d: the copy that is sent lacks %q", status, one)
			}
		}
		auditor, _ := desktest.Account("auditor")
		seen, err := d.Persons.Seen(d.Context(), auditor, c.ID)
		prints := 0
		for _, s := range seen {
			if s.What == vault.Print && s.Reason == "邮寄告知书" {
				prints++
			}
		}
		if err != nil || prints != 1 {
			d.Errorf("on record %d times, %v: %v", prints, err, seen)
		}
	})
}

// TestWhoWrites: the centre's people do; who may not see whoever brought the
// case gets no copy with their name.
func TestWhoWrites(t *testing.T) {
	t.Parallel()
	desktest.Each(t, rooms, func(d *desktest.Day) {
		c := begin(d)
		at := path(c, rulebook.AcceptanceTemplate)
		for who, want := range map[string]int{"registrar": 200, "reviewer": 200, "auditor": 403, "unit_clerk@u1": 403, "leader": 403, "": 303} {
			if res := d.Ask(http.MethodGet, at, who, nil); res.Code != want {
				d.Errorf("%q: %d, want %d", who, res.Code, want)
			}
		}
		if body := d.See("reviewer", at); strings.Contains(body, "<form class=\"sheet\"") {
			d.Error("a reviewer is offered the copy with the name")
		}
		if res := d.Ask(http.MethodPost, at, "reviewer", url.Values{"reason": {"邮寄"}}); res.Code == http.StatusOK || strings.Contains(res.Body.String(), "赵测试") {
			d.Errorf("a reviewer gets it: %d", res.Code)
		}
		for _, odd := range []rulebook.TemplateUse{rulebook.RefusalTemplate, rulebook.LetterTemplate, "poem"} {
			if res := d.Ask(http.MethodGet, path(c, odd), "registrar", nil); res.Code != http.StatusNotFound {
				d.Errorf("%s: %d", odd, res.Code)
			}
		}
	})
}

// TestRefusalAndReply: a refusal names its reason and the lawful route; a reply
// is what the unit wrote for the public, once the centre has accepted it, signed
// by the unit, in the region's own words where it has some.
func TestRefusalAndReply(t *testing.T) {
	t.Parallel()
	desktest.Each(t, rooms, func(d *desktest.Day) {
		book, err := d.Insight.Book(d.Context())
		if err != nil {
			d.Fatal(err)
		}
		refused := begin(d)
		reason := book.ReasonLists()["refuse"].Reasons[0]
		d.Give("dispatcher", refused.ID, casework.Command{Do: casework.DoRefuse, Reason: reason.Code, Route: "litigation"})
		body := d.See("registrar", path(refused, rulebook.RefusalTemplate))
		for _, want := range []string{"不予受理告知书", reason.Chinese(), "诉讼", "如对本告知有异议"} {
			if !strings.Contains(body, want) {
				d.Errorf("the refusal lacks %q:\n%s", want, body)
			}
		}
		c := begin(d)
		d.Give("dispatcher", c.ID, casework.Command{Do: casework.DoDispatch, Units: []casework.Assignment{{Unit: "u1", Role: casework.Lead}}})
		d.Give("unit_clerk@u1", c.ID, casework.Command{Do: casework.DoSign, Leg: 1})
		d.Give("officer@u1", c.ID, casework.Command{Do: casework.DoContact, Leg: 1, Note: "已联系"})
		d.Give("unit_leader@u1", c.ID, casework.Command{Do: casework.DoSubmit, Leg: 1, Reply: "内部说明", PublicReply: "路灯已修复。", Result: casework.Results()[0]})
		if res := d.Ask(http.MethodGet, path(c, rulebook.LetterTemplate), "registrar", nil); res.Code != http.StatusNotFound {
			d.Errorf("before the centre has accepted it: %d", res.Code)
		}
		d.Give("reviewer", c.ID, casework.Command{Do: casework.DoAccept, Leg: 1})
		body = d.See("registrar", path(c, rulebook.LetterTemplate))
		for _, want := range []string{"答复函", "路灯已修复。", "住建局<br/>2019年10月14日", "如对本答复有异议"} {
			if !strings.Contains(body, want) {
				d.Errorf("the reply lacks %q:\n%s", want, body)
			}
		}
		if strings.Contains(body, "内部说明") {
			d.Error("what the unit wrote for the centre is on the letter")
		}
		err = d.Store.Update(d.Context(), func(tx *store.Tx) error {
			own := rulebook.Rule{Kind: rulebook.Wording, Key: "reply-letter", Version: 1, Text: "effective: 2019-01-01\nname: 答复函\nuse: letter\ntext: |-\n  关于{number}：{reply}\n  {unit}敬上\n"}
			if err := tx.PutRule(desktest.Region, own); err != nil {
				return err
			}
			return tx.ReviseRegion(desktest.Region)
		})
		if err != nil {
			d.Fatal(err)
		}
		if body = d.See("registrar", path(c, rulebook.LetterTemplate)); !strings.Contains(body, "关于"+string(c.Number)+"：路灯已修复。") || !strings.Contains(body, "住建局敬上") || strings.Contains(body, "收悉") {
			d.Errorf("not in the region's own words:\n%s", body)
		}
	})
}
