package citizen_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"huying/internal/app/attachment"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
)

// TestWhatIsWrongIsSaid: each field says what is wrong with it, and nothing
// that was written is lost.
func TestWhatIsWrongIsSaid(t *testing.T) {
	eachTown(t, func(w *town) {
		b := w.browser()
		for name, c := range map[string]struct {
			sent []string
			says string
		}{
			"nothing":   {[]string{"place", "人民路口"}, "请写明诉求内容"},
			"no kind":   {[]string{"content", "路灯不亮", "place", "人民路口"}, "请选择一项"},
			"no such":   {[]string{"content", "路灯不亮", "place", "人民路口", "kind", "bogus"}, "请选择一项"},
			"too long":  {[]string{"content", strings.Repeat("长", 5001), "place", "人民路口", "kind", "help"}, "最多 5000 字"},
			"not so":    {[]string{"content", "路灯不亮", "place", "人民路口", "kind", "help", "disclosure", "anonymous", "phone", "13812345678"}, "匿名就不要留姓名和电话"},
			"no secret": {[]string{"content", "路灯不亮", "place", "人民路口", "kind", "help", "disclosure", "bogus"}, ""},
		} {
			form := b.form("/public/submit")
			got := b.posts("/public/submit", with(form, c.sent...))
			if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, c.says) || !strings.Contains(got.body, `value="人民路口"`) || !strings.Contains(got.body, form.Get("once")) {
				t.Errorf("%s: %d\n%s", name, got.status, got.body)
			}
		}
		if wrong := b.opens("33080220191014900017", "222222"); wrong.status != http.StatusUnprocessableEntity || !strings.Contains(wrong.body, "没有与此编号和查询码相符的诉求件") || strings.Contains(wrong.body, "222222") {
			t.Errorf("%d\n%s", wrong.status, wrong.body)
		}
	})
}

// TestHostileTexts: markup in whatever is sent stays text.
func TestHostileTexts(t *testing.T) {
	const bad = `<script>alert('x')</script>"&` + "`"
	eachTown(t, func(w *town) {
		b := w.browser()
		number, code := b.submits("content", bad, "place", bad, "name", bad)
		b.posts("/public/mine/message", with(b.form("/public/mine/message"), "note", bad))
		again := b.sends("/public/mine/supplement", with(b.form("/public/mine/supplement"), "note", bad), map[string][]byte{bad + ".jpg": photo(t)})
		form := b.form("/public/submit")
		for _, got := range []shown{again, b.opens(number, code), b.goes("/public/mine"), b.posts("/public/submit", with(form, "content", "", "place", bad, "name", bad, "kind", bad, "division", bad))} {
			if strings.Contains(got.body, "<script>") || got.status >= http.StatusInternalServerError {
				t.Errorf("%d\n%s", got.status, got.body)
			}
		}
	})
}

// TestNothingOfOthers: a code opens its own case and no other, five wrong ones
// shut the number for a while, a ticket ends by itself, and nothing that is
// somebody's stands in an address or a log.
func TestNothingOfOthers(t *testing.T) {
	eachTown(t, func(w *town) {
		b, other := w.browser(), w.browser()
		number, code := b.submits("name", "张某某", "phone", "13812345678", "disclosure", "confidential")
		theirs, key := other.submits("content", "柳巷路面破损。")
		if w.browser().goes("/public/mine").path != "/public/query" || w.browser().goes("/public/mine/files/01900000000000000000000000").path != "/public/query" {
			t.Error("open to nobody in particular")
		}
		thief := w.browser()
		if got := thief.opens(theirs, code); got.path != "/public/query" || got.status != http.StatusUnprocessableEntity || strings.Contains(got.body, "柳巷") {
			t.Errorf("another's code: %d\n%s", got.status, got.body)
		}
		other.sends("/public/mine/supplement", with(other.form("/public/mine/supplement"), "note", "见图"), map[string][]byte{"a.jpg": photo(t)})
		list, err := w.files.List(t.Context(), identity.Account{ID: "d", Grants: []identity.Actor{identity.As(identity.Dispatcher, "d", region)}}, w.read(theirs).Case.ID)
		if err != nil || len(list) != 1 {
			t.Fatal(list, err)
		}
		if got := b.goes("/public/mine/files/" + string(list[0].ID)); got.status != http.StatusNotFound {
			t.Errorf("another's photo: %d", got.status)
		}
		mine := other.goes("/public/mine/files/" + string(list[0].ID))
		if mine.status != http.StatusOK || strings.Contains(mine.body, "SECRET") || mine.head.Get("Content-Security-Policy") != "default-src 'none'; frame-ancestors 'none'; sandbox" || mine.head.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("one's own photo: %d %v", mine.status, mine.head)
		}
		for range 4 {
			thief.opens(theirs, "222222")
		}
		if got := thief.opens(theirs, key); got.path != "/public/query" || !strings.Contains(got.body, "一刻钟后再试") {
			t.Errorf("the right code after five wrong ones: %d\n%s", got.status, got.body)
		}
		page := b.goes("/public/mine")
		if page.head.Get("Cache-Control") != "no-store" || page.head.Get("Referrer-Policy") != "same-origin" || strings.Contains(page.head.Get("Content-Security-Policy"), "unsafe") {
			t.Errorf("headers %v", page.head)
		}
		for _, c := range b.Jar.Cookies(must(url.Parse(w.base + "/public/mine"))) {
			if strings.Contains(c.Value, code) || strings.Contains(c.Value, number) {
				t.Errorf("the cookie %s", c)
			}
		}
		for _, secret := range []string{number, code, theirs, key, "13812345678", "张某某", "222222"} {
			if strings.Contains(w.logged(), secret) {
				t.Errorf("%s is in an address, a Referer or a log:\n%s", secret, w.logged())
			}
		}
		w.hand.Set(w.hand.Now().Add(31 * time.Minute))
		if got := b.goes("/public/mine"); got.path != "/public/query" {
			t.Errorf("open after half an hour: %s", got.path)
		}
	})
}

func must(u *url.URL, err error) *url.URL {
	if err != nil {
		panic(err)
	}
	return u
}

// TestTicket: no script reads it, and no other site brings it along.
func TestTicket(t *testing.T) {
	eachTown(t, func(w *town) {
		b := w.browser()
		got := b.posts("/public/submit", with(b.form("/public/submit"), "kind", "help", "content", "路灯不亮"))
		ticket := got.head.Get("Set-Cookie")
		for _, part := range []string{"huying_case=", "Path=/public/", "HttpOnly", "SameSite=Strict"} {
			if !strings.Contains(ticket, part) {
				t.Errorf("%q has no %s", ticket, part)
			}
		}
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.base+"/public/mine/hasten", strings.NewReader("once=1"))
		w.must(err)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "cross-site")
		if got := b.ask(r); got.status != http.StatusForbidden {
			t.Errorf("another site's form: %d", got.status)
		}
	})
}

// TestFilesOfAForm: what is no photo is said to be none and the case is in all
// the same; no more than so many, and nothing too large.
func TestFilesOfAForm(t *testing.T) {
	eachTown(t, func(w *town) {
		b := w.browser()
		got := b.sends("/public/submit", with(b.form("/public/submit"), "kind", "help", "content", "路灯不亮"), map[string][]byte{"a.html": []byte("<script>alert(1)</script>")})
		if found := receipt.FindStringSubmatch(got.body); got.status != http.StatusOK || found == nil || !strings.Contains(got.body, "有文件没有保存") {
			t.Fatalf("%d\n%s", got.status, got.body)
		}
		many := map[string][]byte{}
		for _, name := range []string{"a.jpg", "b.jpg", "c.jpg", "d.jpg"} {
			many[name] = photo(t)
		}
		form := b.form("/public/mine/supplement")
		if got := b.sends("/public/mine/supplement", with(form, "note", "四张"), many); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "最多上传 3 个文件") || !strings.Contains(got.body, "四张") {
			t.Errorf("four: %d\n%s", got.status, got.body)
		}
		if got := b.posts("/public/submit", with(b.form("/public/submit"), "kind", "help", "content", strings.Repeat("x", 300<<10))); got.status != http.StatusBadRequest {
			t.Errorf("too large: %d", got.status)
		}
		if attachment.MostOwn < 3 {
			t.Error("fewer than a form takes")
		}
	})
}

// TestWhyLate: who has it, until when, and why it takes longer.
func TestWhyLate(t *testing.T) {
	eachTown(t, func(w *town) {
		b := w.browser()
		number, code := b.submits()
		w.acts(identity.Dispatcher, number, casework.Command{Do: casework.DoDispatch, Units: []casework.Assignment{{Unit: "u1", Role: casework.Lead}}})
		w.acts(identity.UnitLeader, number, casework.Command{Do: casework.DoSign, Leg: 1}, "u1")
		w.hand.Set(monday.AddDate(0, 0, 40))
		b.opens(number, code)
		if got := b.goes("/public/mine"); !strings.Contains(got.body, "已超过期限") || !strings.Contains(got.body, "承办单位没有按期办完") {
			t.Errorf("late:\n%s", got.body)
		}
		w.acts(identity.Supervisor, number, casework.Command{Do: casework.DoSupervise, Level: 1, Reason: "late"})
		if got := b.goes("/public/mine"); !strings.Contains(got.body, "热线中心正在督办") {
			t.Errorf("supervised:\n%s", got.body)
		}
	})
}
