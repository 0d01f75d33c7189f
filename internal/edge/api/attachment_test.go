package api_test

import (
	"bytes"
	"crypto/rand"
	"image"
	"image/jpeg"
	"mime"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huying/internal/app/attachment"
	files "huying/internal/domain/attachment"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// cabinet keeps files in a folder of the test.
func cabinet(t *testing.T, s *store.Store) *attachment.Cabinet {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "spool"), 0o700); err != nil {
		t.Fatal(err)
	}
	return attachment.New(attachment.Options{Store: s, Region: region, IDs: ident.NewSource(rand.Reader), Blobs: attachment.NewFolder(filepath.Join(dir, "files")), Spool: filepath.Join(dir, "spool")})
}

// photo is a picture with what a camera tells of the place.
func photo(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 16, 16)), nil); err != nil {
		t.Fatal(err)
	}
	return b.String()[:2] + "\xff\xe1\x00\x14Exif\x00\x00SECRET-PLACE" + b.String()[2:]
}

// form is one with a file.
type form struct{ field, name, media, body string }

// upload sends a file as browsers do.
func (c client) upload(path, who string, f form, head ...string) answer {
	c.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	h := textproto.MIMEHeader{"Content-Disposition": {mime.FormatMediaType("form-data", map[string]string{"name": f.field, "filename": f.name})}}
	if f.media != "" {
		h.Set("Content-Type", f.media)
	}
	part, err := w.CreatePart(h)
	if err != nil {
		c.t.Fatal(err)
	}
	if _, err := part.Write([]byte(f.body)); err != nil {
		c.t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		c.t.Fatal(err)
	}
	return c.send("POST", path, who, b.String(), append([]string{"Content-Type", w.FormDataContentType()}, head...)...)
}

// TestAttachments: a photo goes in by its form, comes out clean, under headers
// that let no browser take it for anything else, and is evidence of an action.
func TestAttachments(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		c := serve(t, s)
		path := c.begin(intake)
		put := c.upload(path+"/attachments?leg=1", "leader@u1", form{"file", "现场 13812345678.jpg", "image/jpeg", photo(t)})
		if put.status != http.StatusCreated {
			t.Fatalf("%d %s", put.status, put.raw)
		}
		href, _ := put.json["href"].(string)
		if put.head.Get("Location") != href || put.json["name"] != "现场 【电话号码】.jpg" || put.json["kind"] != "image/jpeg" || put.json["by_unit"] != true || put.json["leg"] != 1.0 {
			t.Errorf("%s", put.raw)
		}
		got := c.must(http.StatusOK, "GET", href, "dispatcher", nil)
		if bytes.Contains(got.raw, []byte("SECRET")) || float64(len(got.raw)) != put.json["size"] || len(got.raw) == 0 {
			t.Errorf("%d bytes of %v", len(got.raw), put.json["size"])
		}
		for name, want := range map[string]string{
			"Content-Type": "image/jpeg", "X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-cache",
			"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
		} {
			if got.head.Get(name) != want {
				t.Errorf("%s: %q", name, got.head.Get(name))
			}
		}
		kind, named, err := mime.ParseMediaType(got.head.Get("Content-Disposition"))
		if err != nil || kind != "inline" || named["filename"] != "现场 【电话号码】.jpg" {
			t.Errorf("%q: %v", got.head.Get("Content-Disposition"), err)
		}
		tag := got.head.Get("ETag")
		if again := c.must(http.StatusNotModified, "GET", href, "dispatcher", nil, "If-None-Match", tag); len(again.raw) != 0 {
			t.Errorf("%d bytes again", len(again.raw))
		}
		if part := c.must(http.StatusPartialContent, "GET", href, "dispatcher", nil, "Range", "bytes=0-1"); string(part.raw) != "\xff\xd8" {
			t.Errorf("the first two bytes are %q", part.raw)
		}
		pdf := c.upload(path+"/attachments", "dispatcher", form{"file", "说明.pdf", "application/pdf", "%PDF-1.7 /OpenAction"})
		if pdf.status != http.StatusCreated || !strings.Contains(string(pdf.raw), `"active"`) {
			t.Fatalf("%s", pdf.raw)
		}
		if got := c.must(http.StatusOK, "GET", pdf.json["href"].(string), "leader@u1", nil); !strings.HasPrefix(got.head.Get("Content-Disposition"), "attachment;") {
			t.Errorf("a document is %q", got.head.Get("Content-Disposition"))
		}
		list, _ := c.must(http.StatusOK, "GET", path+"/attachments", "leader@u1", nil).json["attachments"].([]any)
		if len(list) != 2 {
			t.Errorf("listed are %v", list)
		}
		c.must(http.StatusOK, "POST", path+"/legs/1/leg_note", "leader@u1", m{"note": "见照片", "evidence": []any{put.json["id"]}})
		if a := c.must(422, "POST", path+"/legs/1/leg_note", "leader@u1", m{"note": "见照片", "evidence": []string{"13812345678"}}); a.json["code"] != "evidence.unknown" || strings.Contains(string(a.raw), "138") {
			t.Errorf("%s", a.raw)
		}
		events, _ := c.must(http.StatusOK, "GET", path, "dispatcher", nil).json["events"].([]any)
		last, _ := events[len(events)-1].(m)
		if named, _ := last["evidence"].([]any); len(named) != 1 || named[0] != put.json["id"] {
			t.Errorf("the event names %v", last["evidence"])
		}
	})
}

// TestAttachmentsUnseen: by no address does anybody come to a file that is not
// theirs to know, nor learn that there is one.
func TestAttachmentsUnseen(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		c := serve(t, s)
		open, secret, other := c.begin(intake), c.begin(with(intake, "disclosure", "confidential")), c.begin(intake)
		nowhere := string(c.must(http.StatusNotFound, "GET", open+"/attachments/none", "leader@u1", nil).raw)
		letter, _ := c.upload(secret+"/attachments", "dispatcher", form{"file", "信.jpg", "", photo(t)}).json["href"].(string)
		shown, _ := c.upload(secret+"/attachments?cleared=true", "dispatcher", form{"file", "坑.jpg", "", photo(t)}).json["href"].(string)
		plain, _ := c.upload(open+"/attachments", "operator", form{"file", "灯.jpg", "", photo(t)}).json["href"].(string)
		for _, try := range []struct {
			path, who, code string
		}{
			{letter, "leader@u1", "attachment.not_found"}, {letter, "operator", "attachment.not_found"}, {letter, "auditor", "attachment.not_found"},
			{letter, "leader@u2", "case.not_found"}, {shown, "leader@u2", "case.not_found"}, {plain, "leader@u2", "case.not_found"}, {plain, "outsourced", "case.not_found"},
			{open + "/attachments/" + id(letter), "dispatcher", "attachment.not_found"}, {other + "/attachments/" + id(plain), "dispatcher", "attachment.not_found"},
			{open + "/attachments/" + id(letter), "leader@u1", "attachment.not_found"},
		} {
			a := c.must(http.StatusNotFound, "GET", try.path, try.who, nil)
			if a.json["code"] != try.code || try.code == "attachment.not_found" && string(a.raw) != nowhere {
				t.Errorf("%s of %s: %s", try.who, try.path, a.raw)
			}
		}
		for who, want := range map[string]int{"dispatcher": 2, "operator": 1, "leader@u1": 1} {
			list, _ := c.must(http.StatusOK, "GET", secret+"/attachments", who, nil).json["attachments"].([]any)
			if len(list) != want {
				t.Errorf("%s lists %v", who, list)
			}
		}
		c.must(http.StatusNotFound, "GET", secret+"/attachments", "leader@u2", nil)
		c.must(http.StatusOK, "GET", shown, "leader@u1", nil)
		c.must(http.StatusOK, "GET", letter, "dispatcher", nil)
		if seen := c.seen(secret); len(seen) != 1 || !strings.HasPrefix(seen[0], "dispatcher view") || !strings.Contains(seen[0], id(letter)) {
			t.Errorf("on record is %q", seen)
		}
		for who, status := range map[string]int{"auditor": 403, "leader@u2": 404, "outsourced": 404, "stranger": 401} {
			if a := c.upload(open+"/attachments", who, form{"file", "a.jpg", "", photo(t)}); a.status != status {
				t.Errorf("%s puts a file: %d %s", who, a.status, a.raw)
			}
		}
	})
}

func id(href string) string { return href[strings.LastIndexByte(href, '/')+1:] }

// TestBadUploads: what is no file, or another than it says, is refused and
// leaves nothing; what was sent is not repeated.
func TestBadUploads(t *testing.T) {
	t.Parallel()
	c := serve(t, testdb.Open(t, store.SQLite))
	path := c.begin(intake) + "/attachments"
	for what, try := range map[string]struct {
		field, name, media, body string
		status                   int
		code                     string
	}{
		"a page":           {"file", "张某某.html", "text/html", "<script>张某某</script>", 415, "attachment.kind"},
		"another kind":     {"file", "张某某.png", "image/png", photo(t), 415, "attachment.claim"},
		"another field":    {"photo", "a.jpg", "", photo(t), 422, "attachment.form"},
		"one that is torn": {"file", "a.jpg", "", photo(t)[:120], 422, "attachment.damaged"},
		"nothing":          {"file", "a.jpg", "", "", 415, "attachment.kind"},
		"too large a one":  {"file", "a.amr", "", "#!AMR\n" + strings.Repeat("x", int(files.AMR.Limit())), 413, "attachment.large"},
	} {
		a := c.upload(path, "operator", form{try.field, try.name, try.media, try.body})
		if a.clean(t, what); a.status != try.status || a.json["code"] != try.code {
			t.Errorf("%s: %d %s", what, a.status, a.raw)
		}
	}
	for what, try := range map[string][2]string{
		"JSON": {"application/json", "{}"}, "a form without an end": {"multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.amr\"\r\n\r\n#!AMR\nxx"},
		"a form without a boundary": {"multipart/form-data", "x"}, "no form": {"multipart/form-data; boundary=x", "nothing"},
	} {
		if a := c.send("POST", path, "operator", try[1], "Content-Type", try[0]); a.status != 422 {
			t.Errorf("%s: %d %s", what, a.status, a.raw)
		}
	}
	if list, _ := c.must(http.StatusOK, "GET", path, "operator", nil).json["attachments"].([]any); len(list) != 0 {
		t.Errorf("kept are %v", list)
	}
	first := c.upload(path, "operator", form{"file", "a.jpg", "", photo(t)}, "Idempotency-Key", "k")
	again := c.upload(path, "operator", form{"file", "a.jpg", "", photo(t)}, "Idempotency-Key", "k")
	if first.status != http.StatusCreated || first.json["id"] != again.json["id"] {
		t.Errorf("sent again: %s, %s", first.raw, again.raw)
	}
	if a := c.upload(path, "operator", form{"file", "b.jpg", "", photo(t)}, "Idempotency-Key", "k"); a.json["code"] != "once.other" {
		t.Errorf("another under the key: %s", a.raw)
	}
}
