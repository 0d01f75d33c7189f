package citizen_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
)

// TestAnswers: what the centre publishes with its writer's leave is shown to
// all, without numbers and names, as long as the leave stands; page by page.
func TestAnswers(t *testing.T) {
	eachTown(t, func(w *town) {
		b := w.browser()
		number, _ := b.submits("content", "路灯不亮，请打13812345678。", "name", "张某某", "consent", "yes")
		if first := w.browser().goes("/public/answers"); !strings.Contains(first.body, "还没有公开的答复") {
			t.Errorf("before: %s", first.body)
		}
		w.acts(identity.Operator, number, casework.Command{Do: casework.DoAnswer, Reply: "已通知检修，联系13912345678。"})
		if quiet := w.browser().goes("/public/answers"); strings.Contains(quiet.body, "路灯不亮") {
			t.Error("shown before the centre has published it")
		}
		w.acts(identity.Reviewer, number, casework.Command{Do: casework.DoPublish})
		got := w.browser().goes("/public/answers")
		for said, want := range map[string]bool{"路灯不亮": true, "已通知检修": true, "【电话号码】": true, "13812345678": false, "13912345678": false, "张某某": false, number: false} {
			if strings.Contains(got.body, said) != want {
				t.Errorf("%s: %v\n%s", said, !want, got.body)
			}
		}
		english := w.browser()
		english.lang = "en"
		english.goes("/public/answers")
		b.posts("/public/mine/withhold", b.form("/public/mine/withhold"))
		if gone := w.browser().goes("/public/answers"); strings.Contains(gone.body, "路灯不亮") {
			t.Error("shown though the leave was taken back")
		}
		silent := w.browser()
		other, _ := silent.submits("content", "从未同意。")
		w.acts(identity.Operator, other, casework.Command{Do: casework.DoAnswer, Reply: "已答复。"})
		w.acts(identity.Reviewer, other, casework.Command{Do: casework.DoPublish})
		if kept := w.browser().goes("/public/answers"); strings.Contains(kept.body, "从未同意") {
			t.Error("shown without leave")
		}
	})
}

// TestAnswersPaged: every one once, latest first.
func TestAnswersPaged(t *testing.T) {
	eachTown(t, func(w *town) {
		const all = 23
		for i := range all {
			w.hand.Set(monday.Add(time.Duration(i) * time.Minute))
			number, _ := w.browser().submits("content", fmt.Sprintf("第%02d号路灯不亮。", i), "consent", "yes")
			w.acts(identity.Operator, number, casework.Command{Do: casework.DoAnswer, Reply: "已修。"})
			w.acts(identity.Reviewer, number, casework.Command{Do: casework.DoPublish})
		}
		b := w.browser()
		first := b.goes("/public/answers")
		_, rest, _ := strings.Cut(first.body, `href="/public/answers?after=`)
		next, _, found := strings.Cut(rest, `"`)
		second := b.goes("/public/answers?after=" + next)
		for i := range all {
			said := fmt.Sprintf("第%02d号路灯不亮。", i)
			if strings.Contains(first.body, said) == strings.Contains(second.body, said) || strings.Contains(first.body, said) != (i >= 3) {
				t.Errorf("%s: on the first %v, on the second %v", said, strings.Contains(first.body, said), strings.Contains(second.body, said))
			}
		}
		if !found || strings.Contains(second.body, "下一页") {
			t.Error("there is another page")
		}
		if bad := b.goes("/public/answers?after=bogus"); bad.status != http.StatusBadRequest {
			t.Errorf("no page: %d", bad.status)
		}
	})
}
