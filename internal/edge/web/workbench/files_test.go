package workbench_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"huying/internal/edge/web/page"
	"huying/internal/edge/web/pagetest"
)

// send uploads a file as a browser does.
func (d *day) send(who, target, leg, name string, content []byte) *httptest.ResponseRecorder {
	d.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	if err := form.WriteField("leg", leg); err != nil {
		d.t.Fatal(err)
	}
	part, err := form.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(content)
	}
	if err != nil || form.Close() != nil {
		d.t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, target, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: who})
	w := httptest.NewRecorder()
	d.site.ServeHTTP(w, r)
	return w
}

func photo(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewRGBA(image.Rect(0, 0, 8, 8)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestFilesOnPages: a unit puts a photo with its leg, names it as the evidence of
// what it asks for, and nobody sees it who does not see the case.
func TestFilesOnPages(t *testing.T) {
	t.Parallel()
	eachDay(t, func(d *day) {
		form, at := d.fill("operator", "/desk/receive", url.Values{"content": {"路灯不亮。"}, "kind": {"help"}})
		number := numberIn(t, ask(d.site, http.MethodPost, at, "operator", form).Body.String())
		path := "/desk/cases/" + number
		d.take("dispatcher", number, "dispatch", url.Values{"lead": {"u1"}})
		d.see("unit_clerk@u1", path+"/files")
		for name, content := range map[string][]byte{"photo.jpg": []byte("<script>alert(1)</script>"), "empty.jpg": nil, "run.exe": []byte("MZ")} {
			res := d.send("unit_clerk@u1", path+"/files", "1", name, content)
			if res.Code != http.StatusUnprocessableEntity || !strings.Contains(res.Body.String(), `class="faults"`) {
				t.Errorf("%s is taken: %d\n%s", name, res.Code, res.Body)
			}
			pagetest.Sound(t, name, res.Body.String())
		}
		if res := d.send("unit_clerk@u2", path+"/files", "1", "photo.jpg", photo(t)); res.Code != http.StatusNotFound {
			t.Errorf("another unit puts a file: %d", res.Code)
		}
		if res := d.send("unit_clerk@u1", path+"/files", "1", "现场.jpg", photo(t)); res.Code != http.StatusSeeOther {
			t.Fatalf("a photo: %d\n%s", res.Code, res.Body)
		}
		shown := d.see("unit_clerk@u1", path)
		link := regexp.MustCompile(path + `/files/[^"]+`).FindString(shown)
		if link == "" || !strings.Contains(shown, "现场.jpg") {
			t.Fatalf("the photo is not shown:\n%s", shown)
		}
		got := ask(d.site, http.MethodGet, link, "dispatcher", nil)
		if got.Code != http.StatusOK || got.Header().Get("Content-Type") != "image/jpeg" || !strings.Contains(got.Header().Get("Content-Security-Policy"), "sandbox") {
			t.Errorf("the centre reads it: %d %v", got.Code, got.Header())
		}
		for _, who := range []string{"unit_clerk@u2", ""} {
			if res := ask(d.site, http.MethodGet, link, who, nil); res.Code == http.StatusOK {
				t.Errorf("%q reads it", who)
			}
		}
		id := link[strings.LastIndex(link, "/")+1:]
		d.take("unit_leader@u1", number, "legs/1/return", url.Values{"reason": {"duty"}, "basis": {"三定方案"}, "evidence": {id}})
	})
}
