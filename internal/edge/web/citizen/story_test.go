package citizen_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/edge/web/citizen"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/pagetest"
)

func TestMessages(t *testing.T) {
	t.Parallel()
	pagetest.Messages(t, citizen.Messages(), page.Words(), regexp.MustCompile(`^nav\.citizen$|^submit\.kind_|^(step|do|about|why|verdict|solved)\.`))
}

// TestACase: written down with a photo, looked up, added to, hastened twice,
// answered, judged, disputed, agreed to; in both languages every page is sound.
func TestACase(t *testing.T) {
	eachTown(t, func(w *town) {
		b := w.browser()
		b.goes("/public/")
		form := with(b.form("/public/submit"), "kind", "help", "content", "小区门口的路灯连续几晚不亮。", "place", "人民路口东侧", "name", "张某某", "phone", "13812345678")
		got := b.sends("/public/submit", form, map[string][]byte{"路灯.jpg": photo(t)})
		found := receipt.FindStringSubmatch(got.body)
		if got.status != http.StatusOK || found == nil || !strings.Contains(got.body, `class="qr"`) || strings.Contains(got.body, "13812345678") {
			t.Fatalf("%d\n%s", got.status, got.body)
		}
		number, code := found[1], found[2]
		again := b.sends("/public/submit", form, map[string][]byte{"路灯.jpg": photo(t)})
		if twice := receipt.FindStringSubmatch(again.body); twice == nil || twice[1] != number {
			t.Errorf("sent twice it is another case: %s", again.body)
		}
		if f := w.read(number); !strings.Contains(f.Texts[f.Case.Content], "人民路口东侧") || f.Case.Channel != casework.Web || f.Case.State != casework.Registered {
			t.Errorf("on record: %+v", f.Case)
		}

		b = w.browser()
		b.lang = "en"
		b.goes("/public/")
		b.goes("/public/submit")
		mine := b.opens(number, strings.ToLower(code))
		if mine.path != "/public/mine" || !strings.Contains(mine.body, "路灯") || !strings.Contains(mine.body, "/public/mine/files/") || !strings.Contains(mine.body, "The hotline centre has it") {
			t.Fatalf("%s %d\n%s", mine.path, mine.status, mine.body)
		}
		w.acts(identity.Dispatcher, number, casework.Command{Do: casework.DoDispatch, Note: "内部意见一", Units: []casework.Assignment{{Unit: "u1", Role: casework.Lead}}})
		w.acts(identity.UnitLeader, number, casework.Command{Do: casework.DoSign, Leg: 1}, "u1")
		mine = b.goes("/public/mine")
		if !strings.Contains(mine.body, "住建局") || !strings.Contains(mine.body, "to be done by") || strings.Contains(mine.body, "内部意见") {
			t.Errorf("who has it: %s", mine.body)
		}
		added := b.sends("/public/mine/supplement", with(b.form("/public/mine/supplement"), "note", "东侧第二盏。"), map[string][]byte{"二.jpg": photo(t)})
		if added.path != "/public/mine" || !strings.Contains(added.body, "东侧第二盏。") || strings.Count(added.body, "<img") != 2 {
			t.Errorf("added: %d %s\n%s", added.status, added.path, added.body)
		}
		if done := b.posts("/public/mine/hasten", b.form("/public/mine/hasten")); done.path != "/public/mine" || !strings.Contains(done.body, "again from") {
			t.Errorf("hastened: %s\n%s", done.path, done.body)
		}
		if slow := b.posts("/public/mine/hasten", url.Values{"once": {"another"}}); slow.status != http.StatusConflict || !strings.Contains(slow.body, "2019-10-14 13:00") {
			t.Errorf("hastened again at once: %d\n%s", slow.status, slow.body)
		}
		w.hand.Set(monday.Add(25 * time.Minute))
		w.judged(b, number)
	})
}

// judged goes on from the answer to the dispute.
func (w *town) judged(b *browser, number string) {
	w.t.Helper()
	b.posts("/public/mine/message", with(b.form("/public/mine/message"), "note", "什么时候修？"))
	w.acts(identity.Operator, number, casework.Command{Do: casework.DoBoxReply, Note: "今晚。"})
	w.acts(identity.UnitLeader, number, casework.Command{Do: casework.DoSubmit, Leg: 1, Reply: "内部情况", PublicReply: "灯已更换。", Result: casework.ResultSolved}, "u1")
	w.acts(identity.Reviewer, number, casework.Command{Do: casework.DoAccept, Leg: 1})
	mine := b.goes("/public/mine")
	for said, want := range map[string]bool{"灯已更换。": true, "今晚。": true, "什么时候修？": true, "内部情况": false, "/public/mine/legs/1/evaluate": true} {
		if strings.Contains(mine.body, said) != want {
			w.t.Errorf("%s: %v\n%s", said, !want, mine.body)
		}
	}
	word := b.form("/public/mine/legs/1/evaluate")
	if silent := b.posts("/public/mine/legs/1/evaluate", with(word, "attitude", "satisfied")); silent.status != http.StatusUnprocessableEntity || !strings.Contains(silent.body, "what came of it") {
		w.t.Errorf("no outcome: %d", silent.status)
	}
	said := with(word, "outcome", "dissatisfied", "solved", "no", "note", "还是不亮。")
	for range 2 {
		if done := b.posts("/public/mine/legs/1/evaluate", said); done.path != "/public/mine" || done.status != http.StatusOK {
			w.t.Errorf("judged: %d %s\n%s", done.status, done.path, done.body)
		}
	}
	if l := w.read(number).Case.Legs[0]; len(l.Calls) != 1 || l.Last().Outcome != "dissatisfied" || l.Last().Attitude != "satisfied" {
		w.t.Errorf("on record: %+v", l)
	}
	if done := b.posts("/public/mine/legs/1/dispute", with(b.form("/public/mine/legs/1/dispute"), "note", "请再来看。")); done.path != "/public/mine" {
		w.t.Errorf("disputed: %d\n%s", done.status, done.body)
	}
	b.posts("/public/mine/consent", b.form("/public/mine/consent"))
	if c := w.read(number).Case; !c.Legs[0].Objected || !c.Consented {
		w.t.Errorf("on record: %+v", c)
	}
	b.posts("/public/mine/withhold", b.form("/public/mine/withhold"))
	if left := b.posts("/public/leave", url.Values{}); left.path != "/public/" {
		w.t.Errorf("left to %s", left.path)
	}
	if shut := b.goes("/public/mine"); shut.path != "/public/query" {
		w.t.Errorf("still open: %s", shut.path)
	}
}

// TestWithdrawal: with a reason of the region's list.
func TestWithdrawal(t *testing.T) {
	eachTown(t, func(w *town) {
		b := w.browser()
		number, _ := b.submits("disclosure", "anonymous")
		form := b.form("/public/mine/withdraw")
		if bare := b.posts("/public/mine/withdraw", form); bare.status != http.StatusUnprocessableEntity {
			t.Errorf("without a reason: %d", bare.status)
		}
		b.posts("/public/mine/withdraw", with(form, "reason", "solved"))
		if c := w.read(number).Case; c.State != casework.Withdrawn || c.Disclosure != casework.Anonymous {
			t.Errorf("on record: %+v", c)
		}
	})
}
