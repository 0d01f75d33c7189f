package api_test

import (
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"huying/internal/app/insight"
	"huying/internal/kernel/clock"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// The caller as they come to stand in every place that a case has for texts.
var traces = append(slices.Clone(inClear), "138****5678", "张**", "渡口桥头")

// told is a case in which the caller's name and number stand in everything that
// can be written, carried to the archive.
func (f *fortress) told() (path, number, code string, letters []string) {
	f.t.Helper()
	say := func(what string) string { return what + "：张某某住渡口桥头，电话 138 1234 5678" }
	got := f.must(http.StatusCreated, "POST", "/api/v1/cases", "operator", with(intake, "person", caller, "title", say("标题"), "content", say("内容")), "Idempotency-Key", "张某某1")
	path, number, code = got.head.Get("Location"), got.json["number"].(string), got.json["query_code"].(string)
	mine := "/api/v1/own/" + number
	f.must(http.StatusOK, "POST", path+"/amend", "dispatcher", m{"amend": m{"title": say("改题"), "content": say("改文")}})
	f.must(http.StatusOK, "POST", path+"/dispatch", "dispatcher", m{"units": []m{{"unit": "u1", "role": "lead"}}, "note": say("派单")}, "Idempotency-Key", "张某某2")
	f.must(http.StatusOK, "POST", mine+"/message", "", m{"note": say("留言")}, codeHeader, code, "Idempotency-Key", "张某某3")
	f.must(http.StatusOK, "POST", path+"/box_reply", "operator", m{"note": say("回复留言")})
	f.must(http.StatusOK, "POST", path+"/note", "dispatcher", m{"note": say("备注")})
	f.must(http.StatusOK, "POST", path+"/legs/1/sign", "leader@u1", nil)
	for i, who := range []string{"dispatcher", "leader@u1"} {
		query := []string{"", "?leg=1&cleared=true"}[i]
		put := f.upload(path+"/attachments"+query, who, form{"file", "张某某渡口桥头.jpg", "", picture(f.t, who)}, "Idempotency-Key", "file")
		if put.status != http.StatusCreated {
			f.t.Fatalf("%s", put.raw)
		}
		letters = append(letters, put.json["href"].(string))
	}
	f.must(http.StatusOK, "POST", path+"/reveal", "leader@u1", m{"fields": []string{"phone", "name"}, "reason": "与渡口桥头的张某某 13812345678 联系"})
	f.must(http.StatusOK, "POST", path+"/legs/1/leg_note", "leader@u1", m{"note": say("办理记录"), "evidence": []string{id(letters[1])}})
	f.must(http.StatusOK, "POST", path+"/legs/1/submit", "leader@u1", m{"reply": say("答复"), "public_reply": say("公开答复"), "result": "solved"})
	f.must(http.StatusOK, "POST", path+"/legs/1/accept", "reviewer", nil)
	f.must(http.StatusOK, "POST", path+"/legs/1/call_back", "callback", m{"answer": m{"outcome": "satisfied"}})
	f.must(http.StatusOK, "POST", path+"/archive", "dispatcher", nil)
	return path, number, code, letters
}

// found lists which traces a text holds.
func found(text string) (all []string) {
	for _, trace := range traces {
		if strings.Contains(text, trace) {
			all = append(all, trace)
		}
	}
	return all
}

// everything is what is in the files below a folder, and their names.
func everything(t *testing.T, dir string) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		all.WriteString(path + "\n" + string(text) + "\n")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}

// forgotten asks by every address, as everybody, for somebody who was erased.
func (f *fortress) forgotten(path, number, code string, letters []string) {
	f.t.Helper()
	k := &kept{id: id(path), number: number, letter: id(letters[0]), unit: "u1"}
	for _, o := range f.operations() {
		if o.method != http.MethodGet || o.path == "/events" { // a stream tells of cases by identifier alone, and does not end
			continue
		}
		for _, who := range []string{"dispatcher", "operator", "admin", "auditor", "leader@u1", ""} {
			for _, q := range o.queries(f.t, k) {
				got := f.send("GET", o.aimed(k)+q, who, nil, codeHeader, code)
				if marks := found(string(got.raw)); len(marks) > 0 || got.status >= http.StatusInternalServerError {
					f.t.Errorf("%s reads %q at %s: %d %s", who, marks, o.path+q, got.status, got.raw)
				}
			}
		}
	}
	for _, letter := range letters {
		f.must(http.StatusNotFound, "GET", letter, "dispatcher", nil)
	}
	for _, phone := range []string{"13812345678", "+86 138-1234-5678"} {
		if got := f.must(http.StatusOK, "POST", "/api/v1/persons/find", "dispatcher", m{"phone": phone}); len(got.list("cases")) != 0 {
			f.t.Errorf("found by the number: %s", got.raw)
		}
	}
	f.must(http.StatusNotFound, "POST", path+"/reveal", "dispatcher", m{"fields": []string{"name"}, "reason": "核实"}).code(f.t, "person.not_found")
}

// proved: the records are whole, and the chain of events with them.
func (f *fortress) proved(when string) {
	f.t.Helper()
	for name, prove := range map[string]func() ([]insight.Finding, error){
		"doctor": func() ([]insight.Finding, error) { return f.in.Doctor(f.t.Context()) },
		"verify": func() ([]insight.Finding, error) { return f.in.Verify(f.t.Context()) },
	} {
		if findings, err := prove(); err != nil || len(findings) > 0 {
			f.t.Errorf("%s, the %s finds %v, %v", when, name, findings, err)
		}
	}
}

// erase takes the caller off record, and lets what is swept later be swept.
func (f *fortress) erase(path string) {
	f.t.Helper()
	f.hand.Set(f.hand.Now().Add(2 * time.Hour)) // files that came within the hour are not swept
	f.must(http.StatusNoContent, "POST", path+"/erase", "admin", m{"ground": "request", "person": true, "texts": true})
}

// TestErasedIsNowhere: who was erased is found by no address, as nobody, and
// the records still prove themselves, before and after the day is anchored.
func TestErasedIsNowhere(t *testing.T) {
	t.Parallel()
	testdb.EachAt(t, workday, func(t *testing.T, s *store.Store, hand *clock.Hand) {
		f := raise(t, s, hand)
		path, number, code, letters := f.told()
		f.at(workday.AddDate(0, 0, 3)) // the day is anchored
		f.proved("before")
		f.erase(path)
		f.forgotten(path, number, code, letters)
		f.proved("after")
		f.at(workday.AddDate(0, 0, 6))
		f.proved("days after")
		if got := f.must(http.StatusOK, "GET", path, "dispatcher", nil); got.json["state"] != "archived" || len(got.list("events")) < 10 {
			t.Errorf("the case itself is gone: %s", got.raw)
		}
	})
}

// TestErasedFromEveryFile: nothing of who was erased is left in the database's
// files, its log, or the folder of attachments.
func TestErasedFromEveryFile(t *testing.T) {
	t.Parallel()
	hand := clock.NewHand(workday)
	file, s := onFile(t, hand)
	f := raise(t, s, hand)
	path, _, _, letters := f.told()
	read := func() string { return everything(t, filepath.Dir(file)) + everything(t, f.dir) }
	before := read()
	for _, sealed := range []string{"11010519491231002X", "荷花", "听力", "138****5678"} {
		if strings.Contains(before, sealed) {
			t.Errorf("%s stood in the files in clear", sealed)
		}
	}
	if !strings.Contains(before, "渡口桥头") {
		t.Fatal("the texts are not where the test looks for them")
	}
	digest := f.must(http.StatusOK, "GET", path+"/attachments", "dispatcher", nil).list("attachments")[0]["sha256"].(string)
	f.erase(path)
	after := read()
	if marks := found(after); len(marks) > 0 {
		t.Errorf("the files hold %q", marks)
		for name, lines := range rows(t, file) {
			for _, line := range lines {
				if marks := found(line); len(marks) > 0 {
					t.Errorf("%s holds %q: %s", name, marks, line)
				}
			}
		}
	}
	if strings.Contains(everything(t, f.dir), digest) || len(letters) != 2 {
		t.Error("the bytes of the files are kept")
	}
}
