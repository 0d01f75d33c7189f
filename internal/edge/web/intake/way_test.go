package intake

import (
	"bytes"
	"crypto/rand"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"huying/internal/app/attachment"
	"huying/internal/domain/arrival"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/edge/web/desktest"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/pagetest"
	"huying/internal/edge/web/workbench"
	"huying/internal/kernel/ident"
)

// files is a cabinet of the day.
func files(d *desktest.Day) *attachment.Cabinet {
	dir := d.TempDir()
	spool := filepath.Join(dir, "spool")
	if err := os.Mkdir(spool, 0o700); err != nil {
		d.Fatal(err)
	}
	return attachment.New(attachment.Options{
		Store: d.Store, Region: desktest.Region, IDs: ident.NewSource(rand.Reader), Blobs: attachment.NewFolder(filepath.Join(dir, "files")), Spool: spool,
	})
}

// account is who comes with a token.
func account(d *desktest.Day, who string) identity.Account {
	d.Helper()
	a, ok := desktest.Account(who)
	if !ok {
		d.Fatal(who)
	}
	return a
}

const pdf = "%PDF-1.4\nletter\n%%EOF\n"

// sends sends a form with files, as a browser does.
func sends(d *desktest.Day, who, target string, form url.Values, sent ...[2]string) (int, string) {
	d.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, values := range form {
		for _, value := range values {
			_ = w.WriteField(name, value)
		}
	}
	for _, file := range sent {
		part, _ := w.CreateFormFile("file", file[0])
		_, _ = part.Write([]byte(file[1]))
	}
	_ = w.Close()
	r := httptest.NewRequestWithContext(d.Context(), http.MethodPost, target, &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: url.QueryEscape(who)})
	res := httptest.NewRecorder()
	d.Site.ServeHTTP(res, r)
	if res.Code != http.StatusSeeOther {
		pagetest.Sound(d.T, who+" sends "+target, res.Body.String())
	}
	return res.Code, res.Body.String()
}

// hidden are the values of a hidden field on a page.
func hidden(d *desktest.Day, body, name string) (all []string) {
	for _, e := range pagetest.Parse(d.T, body) {
		if e.Name == "input" && e.Attr["type"] == "hidden" && e.Attr["name"] == name {
			all = append(all, e.Attr["value"])
		}
	}
	return all
}

// TestALetter: a letter is registered with its dates, pages, signatures and
// scans; what is wrong is said beside each field, nothing has to be written or
// sent again, and the case page shows all of it.
func TestALetter(t *testing.T) {
	t.Parallel()
	each(t, func(d *desktest.Day) {
		const at = Path + "/letter"
		form := d.Fill("registrar", at, at, url.Values{
			"person_name": {"赵测试"}, "person_address": {"柯城区花园街道荷花小区3幢"}, "person_companions": {"钱测试、孙测试"},
			"written": {"2019-10-15"}, "arrived": {"2019-10-13"}, "post": {"registered"}, "pages": {"none"}, "people": {"40"}, "origin_number": {"XA 1234"},
			"title": {"路灯"}, "do": {"receive"},
		})
		if form.Get("channel") != "letter" {
			d.Errorf("the channel is %q", form.Get("channel"))
		}
		status, body := sends(d, "registrar", at, form, [2]string{"来信.pdf", pdf}, [2]string{"来信.exe", "MZ"})
		if status != http.StatusUnprocessableEntity {
			d.Fatalf("%d", status)
		}
		for _, want := range []string{
			`id="fault-written"`, `id="fault-arrived"`, `id="fault-pages"`, `id="fault-content"`, `id="fault-kind"`, `id="fault-file"`, `aria-invalid="true"`,
			"有 6 处需要更正", "来信.pdf", `value="40"`, "赵测试", "钱测试、孙测试", `value="XA 1234"`,
		} {
			if !strings.Contains(body, want) {
				d.Errorf("lacks %q", want)
			}
		}
		scans := hidden(d, body, "scan")
		if len(scans) != 1 {
			d.Fatalf("%d scans wait:\n%s", len(scans), body)
		}
		form["scan"], form["written"], form["arrived"], form["pages"] = scans, []string{"2019-10-10"}, []string{"2019-10-13"}, []string{"3"}
		form["content"], form["kind"] = []string{"路灯不亮。"}, []string{"help"}
		status, body = sends(d, "registrar", at, form, [2]string{"第二页.pdf", pdf + "2"})
		if status != http.StatusOK {
			d.Fatalf("%d\n%s", status, body)
		}
		number := d.NumberIn(body)
		c := d.Case(number)
		want := arrival.Arrival{Written: c.Arrival.Written, Arrived: c.Arrival.Arrived, Post: arrival.Registered, Pages: 3, People: 40}
		if c.Channel != casework.Letter || *c.Arrival != want || c.Arrival.Written.String() != "2019-10-10" {
			d.Errorf("%s, %+v", c.Channel, c.Arrival)
		}
		for _, want := range []string{"2019年10月10日", "挂号信", "XA 1234", ">40</dd>", "同行人员", "赵**"} {
			if page := d.See("registrar", workbench.CasePath(number)); !strings.Contains(page, want) {
				d.Errorf("the case lacks %q:\n%s", want, page)
			}
		}
		if page := d.See("registrar", workbench.CasePath(number)); strings.Contains(page, "钱测试") {
			d.Error("who signed is in clear")
		}
		if _, again := sends(d, "registrar", at, form, [2]string{"第二页.pdf", pdf + "2"}); d.NumberIn(again) != number {
			d.Error("sent twice, received twice")
		}
		list, err := files(d).List(d.Context(), account(d, "registrar"), c.ID)
		if err != nil || len(list) != 2 || !slices.ContainsFunc(list, func(a attachment.Attachment) bool { return a.Name == "来信.pdf" }) {
			d.Errorf("the case has %v, %v", list, err)
		}
		if kept := hidden(d, d.See("registrar", at), "scan"); len(kept) > 0 {
			d.Errorf("%v wait still", kept)
		}
	})
}

// TestAVisit: five people and more are a group, and speak through five at most.
func TestAVisit(t *testing.T) {
	t.Parallel()
	each(t, func(d *desktest.Day) {
		const at = Path + "/visit"
		form := d.Fill("registrar", at, at, url.Values{
			"person_name": {"赵测试"}, "people": {"7"}, "police": {"yes"}, "venue": {"一号接待室"}, "receiver": {"值班科长"}, "content": {"路灯不亮。"}, "kind": {"help"}, "do": {"receive"},
		})
		status, body, _ := d.Send("registrar", at, form)
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, `id="fault-representatives"`) || !strings.Contains(body, `value="一号接待室"`) {
			d.Errorf("a group that nobody speaks for: %d\n%s", status, body)
		}
		form.Set("representatives", "3")
		_, body, _ = d.Send("registrar", at, form)
		number := d.NumberIn(body)
		if a := d.Case(number).Arrival; a == nil || *a != (arrival.Arrival{People: 7, Representatives: 3, Police: arrival.Present}) {
			d.Errorf("%+v", a)
		}
		page := d.See("registrar", workbench.CasePath(number))
		for _, want := range []string{"7（集体访）", "一号接待室", "值班科长", "代表人数"} {
			if !strings.Contains(page, want) {
				d.Errorf("the case lacks %q", want)
			}
		}
		form.Set("people", "")
		form.Set("once", "another")
		if status, body, _ := d.Send("registrar", at, form); status != http.StatusUnprocessableEntity || !strings.Contains(body, `id="fault-people"`) {
			d.Errorf("nobody came: %d", status)
		}
	})
}

// TestFromAPortal: what another portal forwards keeps its number there; what was
// written on one screen goes along to the next, and each has drafts of its own.
func TestFromAPortal(t *testing.T) {
	t.Parallel()
	each(t, func(d *desktest.Day) {
		const at = Path + "/web"
		form := filled(d, "registrar", url.Values{"content": {"路灯不亮。"}, "kind": {"help"}, "do": {"turn:web"}})
		status, body, _ := d.Send("registrar", Path, form)
		if status != http.StatusOK || !strings.Contains(body, "路灯不亮。") || !strings.Contains(body, `action="`+at+`"`) || !slices.Equal(hidden(d, body, "channel"), []string{"web"}) {
			d.Errorf("turned: %d\n%s", status, body)
		}
		form.Set("source", "message-board")
		form.Set("origin_number", "R-2019-77")
		form.Set("do", "keep")
		if status, _, to := d.Send("registrar", at, form); status != http.StatusSeeOther || to != at {
			d.Errorf("kept: %d to %s", status, to)
		}
		if body := d.See("registrar", Path); strings.Contains(body, "路灯不亮。") {
			d.Error("the draft of one way is on the screen of another")
		}
		form = d.Fill("registrar", at, at, url.Values{"do": {"receive"}})
		_, body, _ = d.Send("registrar", at, form)
		number := d.NumberIn(body)
		if c := d.Case(number); c.Channel != casework.Web || c.Source != "message-board" {
			d.Errorf("%s from %s", c.Channel, c.Source)
		}
		if page := d.See("registrar", workbench.CasePath(number)); !strings.Contains(page, "领导留言板") || !strings.Contains(page, "R-2019-77") {
			d.Errorf("where it came from is not shown:\n%s", page)
		}
		for _, odd := range []string{Path + "/phone", Path + "/pigeon"} {
			if res := d.Ask(http.MethodGet, odd, "registrar", nil); res.Code != http.StatusNotFound {
				d.Errorf("%s: %d", odd, res.Code)
			}
		}
	})
}

// TestScansWait: a draft keeps its scans, one can be removed, and they go when
// the draft is dropped; nobody takes another's.
func TestScansWait(t *testing.T) {
	t.Parallel()
	each(t, func(d *desktest.Day) {
		const at, one, two = Path + "/letter", "registrar#甲", "registrar#乙"
		form := d.Fill(one, at, at, url.Values{"content": {"说到一半"}, "do": {"keep"}})
		if status, _ := sends(d, one, at, form, [2]string{"一.pdf", pdf + "1"}, [2]string{"二.pdf", pdf + "2"}); status != http.StatusSeeOther {
			d.Fatalf("%d", status)
		}
		scans := hidden(d, d.See(one, at), "scan")
		if len(scans) != 2 {
			d.Fatalf("the draft has %d scans", len(scans))
		}
		stolen := d.Fill(two, at, at, url.Values{"content": {"说到一半"}, "kind": {"help"}, "do": {"receive"}, "scan": scans})
		_, body, _ := d.Send(two, at, stolen)
		if list, _ := files(d).List(d.Context(), account(d, two), d.Case(d.NumberIn(body)).ID); len(list) > 0 {
			d.Errorf("another's scans went along: %v", list)
		}
		form["scan"] = scans
		form.Set("do", "unscan:"+scans[0])
		_, body, _ = d.Send(one, at, form)
		if !strings.Contains(body, "说到一半") || len(hidden(d, body, "scan")) != 1 {
			d.Errorf("one removed:\n%s", body)
		}
		form.Set("do", "drop")
		d.Send(one, at, form)
		if body := d.See(one, at); strings.Contains(body, "说到一半") || len(hidden(d, body, "scan")) > 0 {
			d.Error("a draft that was dropped is there")
		}
		form.Set("do", "turn:letter")
		if _, body, _ = d.Send(one, at, form); len(hidden(d, body, "scan")) > 0 {
			d.Error("its scans wait still")
		}
	})
}
