package citizen_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/openleg"
	"huying/internal/domain/survey"
)

// TestProof: whoever brought a case has the proof that their verdict was
// counted as they gave it, from each bulletin that counts it; nobody else has.
func TestProof(t *testing.T) {
	eachTown(t, func(w *town) {
		b := w.browser()
		got := b.sends("/public/submit", with(b.form("/public/submit"), "kind", "help", "content", "小区门口的路灯不亮。"), nil)
		found := receipt.FindStringSubmatch(got.body)
		if found == nil {
			t.Fatalf("%d\n%s", got.status, got.body)
		}
		number := found[1]
		w.acts(identity.Dispatcher, number, casework.Command{Do: casework.DoDispatch, Units: []casework.Assignment{{Unit: "u1", Role: casework.Lead}}})
		w.acts(identity.UnitLeader, number, casework.Command{Do: casework.DoSign, Leg: 1}, "u1")
		w.acts(identity.UnitLeader, number, casework.Command{Do: casework.DoSubmit, Leg: 1, Reply: "情况", PublicReply: "已修好。", Result: casework.ResultSolved}, "u1")
		w.acts(identity.Reviewer, number, casework.Command{Do: casework.DoAccept, Leg: 1})
		w.acts(identity.CallBackers, number, casework.Command{Do: casework.DoCallBack, Leg: 1, Answer: &survey.Answer{Outcome: survey.Dissatisfied, Solved: survey.SolvedNo}})

		mine := b.opens(number, found[2])
		if strings.Contains(mine.body, "已计入的通报") {
			t.Errorf("counted before anything was published: %s", mine.body)
		}
		period, err := calendar.ParsePeriod("2019Q4")
		w.must(err)
		asOf := monday.AddDate(0, 3, 0)
		w.hand.Set(asOf.Add(time.Hour))
		w.must(w.in.Publish(t.Context(), period, asOf))
		b = w.browser() // the code that was typed is forgotten by now
		mine = b.opens(number, found[2])
		if !strings.Contains(mine.body, "已计入的通报") || !strings.Contains(mine.body, "评价为“不满意”") || !strings.Contains(mine.body, `href="/public/mine/proofs/1"`) {
			t.Fatalf("%s", mine.body)
		}
		file := b.goes("/public/mine/proofs/1")
		proof, err := openleg.DecodeProof([]byte(file.body))
		w.must(err)
		line, err := proof.Check()
		w.must(err)
		published, err := w.in.Published(t.Context(), period, time.Time{})
		w.must(err)
		if line.Verdict != survey.Dissatisfied || line.Unit != "住建局" || proof.Root != published.Seal.Root || proof.Bulletin != published.Hash {
			t.Errorf("%+v of %+v", line, proof)
		}
		if none := b.goes("/public/mine/proofs/2"); none.status != http.StatusNotFound {
			t.Errorf("a second proof: %d", none.status)
		}
		if other := w.browser().goes("/public/mine/proofs/1"); other.path != "/public/query" {
			t.Errorf("without the code: %s", other.path)
		}
	})
}
