package api_test

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestOwnFiles: whoever brought a case sends photos with it by its code, sees
// those and what is named in a letter to them, and nothing else; so many and no
// more.
func TestOwnFiles(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		c := serve(t, s)
		got := c.must(http.StatusCreated, "POST", "/api/v1/cases", "operator", intake)
		code, _ := got.json["query_code"].(string)
		path, mine := got.head.Get("Location"), "/api/v1/own/"+got.json["number"].(string)
		sent := c.upload(mine+"/attachments", "", form{"file", "路灯 13812345678.jpg", "image/jpeg", photo(t)}, codeHeader, code, "Idempotency-Key", "one")
		if sent.status != http.StatusCreated || sent.json["name"] != "路灯 【电话号码】.jpg" {
			t.Fatalf("%d %s", sent.status, sent.raw)
		}
		if again := c.upload(mine+"/attachments", "", form{"file", "路灯 13812345678.jpg", "image/jpeg", photo(t)}, codeHeader, code, "Idempotency-Key", "one"); again.json["id"] != sent.json["id"] {
			t.Errorf("sent twice under one key: %s", again.raw)
		}
		href, _ := sent.json["href"].(string)
		if body := c.must(http.StatusOK, "GET", href, "", nil, codeHeader, code); bytes.Contains(body.raw, []byte("SECRET")) || body.head.Get("Content-Type") != "image/jpeg" {
			t.Errorf("%s, %d bytes", body.head.Get("Content-Type"), len(body.raw))
		}
		inside := c.upload(path+"/attachments", "dispatcher", form{"file", "内部.pdf", "application/pdf", "%PDF-1.7 inside"})
		letter := c.upload(path+"/attachments", "dispatcher", form{"file", "答复.pdf", "application/pdf", "%PDF-1.7 letter"})
		c.must(http.StatusOK, "POST", path+"/box_reply", "operator", m{"note": "见附件。", "evidence": []any{letter.json["id"]}})
		listed := c.must(http.StatusOK, "GET", mine+"/attachments", "", nil, codeHeader, code)
		if list := listed.list("attachments"); len(list) != 2 || list[0]["id"] != sent.json["id"] || list[1]["id"] != letter.json["id"] || strings.Contains(string(listed.raw), "dispatcher") {
			t.Errorf("listed: %s", listed.raw)
		}
		c.must(http.StatusOK, "GET", mine+"/attachments/"+letter.json["id"].(string), "", nil, codeHeader, code)
		unknown := c.must(http.StatusNotFound, "GET", mine+"/attachments/01900000000000000000000000", "", nil, codeHeader, code)
		hidden := c.must(http.StatusNotFound, "GET", mine+"/attachments/"+inside.json["id"].(string), "", nil, codeHeader, code)
		if string(unknown.raw) != string(hidden.raw) {
			t.Errorf("a file of the centre is told from none: %s", hidden.raw)
		}
		if a := c.must(422, "POST", mine+"/message", "", m{"note": "见", "evidence": []any{inside.json["id"]}}, codeHeader, code); a.json["code"] != "evidence.unknown" {
			t.Errorf("a file of the centre is named: %s", a.raw)
		}
		c.must(http.StatusOK, "POST", mine+"/supplement", "", m{"note": "见照片", "evidence": []any{sent.json["id"]}}, codeHeader, code)
		for _, wrong := range []string{"222222", ""} {
			if a := c.upload(mine+"/attachments", "", form{"file", "a.jpg", "", photo(t)}, codeHeader, wrong); a.status != http.StatusNotFound && a.status != 422 {
				t.Errorf("without the code: %d %s", a.status, a.raw)
			}
		}
		for i := range 8 {
			c.upload(mine+"/attachments", "", form{"file", fmt.Sprint(i, ".pdf"), "", fmt.Sprint("%PDF-1.7 ", i)}, codeHeader, code)
		}
		if a := c.upload(mine+"/attachments", "", form{"file", "more.pdf", "", "%PDF-1.7 more"}, codeHeader, code); a.status != http.StatusConflict || a.json["code"] != "attachment.many_own" {
			t.Errorf("a tenth file: %d %s", a.status, a.raw)
		}
		if a := c.upload(mine+"/attachments", "", form{"file", "a.html", "", "<script>"}, codeHeader, code); a.status != http.StatusConflict {
			t.Errorf("%d %s", a.status, a.raw)
		}
	})
}

// TestOwnFilesOfNobody: what somebody sends whose name is kept from people is
// kept from them, too.
func TestOwnFilesOfNobody(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		c := serve(t, s)
		hidden := m{"channel": "web", "kind": "report", "content": "路灯", "disclosure": "anonymous"}
		got := c.must(http.StatusCreated, "POST", "/api/v1/cases", "dispatcher", hidden)
		code, _ := got.json["query_code"].(string)
		path, mine := got.head.Get("Location"), "/api/v1/own/"+got.json["number"].(string)
		c.must(http.StatusOK, "POST", path+"/dispatch", "dispatcher", m{"units": []m{{"unit": "u1", "role": "lead"}}})
		sent := c.upload(mine+"/attachments", "", form{"file", "a.jpg", "", photo(t)}, codeHeader, code)
		c.must(http.StatusOK, "POST", mine+"/supplement", "", m{"note": "见照片", "evidence": []any{sent.json["id"]}}, codeHeader, code)
		if list := c.must(http.StatusOK, "GET", path+"/attachments", "leader@u1", nil).list("attachments"); len(list) != 0 {
			t.Errorf("the unit is shown %v", list)
		}
		c.must(http.StatusNotFound, "GET", path+"/attachments/"+sent.json["id"].(string), "leader@u1", nil)
		c.must(http.StatusOK, "GET", path+"/attachments/"+sent.json["id"].(string), "dispatcher", nil)
	})
}
