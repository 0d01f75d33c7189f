package attachment_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"huying/internal/domain/attachment"
	"huying/internal/kernel/errs"
)

// TestTell: a file is what its bytes say, and is refused where its name or
// media type say otherwise.
func TestTell(t *testing.T) {
	t.Parallel()
	jpg := plainJPEG(t)
	for _, c := range []struct {
		what, name, media string
		head              []byte
		want              attachment.Kind
		code              string
	}{
		{"a photo", "a.jpg", "image/jpeg", jpg, attachment.JPEG, ""},
		{"with another end", "A.JPEG", "image/jpg", jpg, attachment.JPEG, ""},
		{"without a name", "", "", jpg, attachment.JPEG, ""},
		{"of no said type", "a.jpg", "application/octet-stream", jpg, attachment.JPEG, ""},
		{"with a parameter", "a.jpg", "image/jpeg; charset=binary", jpg, attachment.JPEG, ""},
		{"under another name", "a.png", "", jpg, "", "attachment.claim"},
		{"under another type", "a.jpg", "image/png", jpg, "", "attachment.claim"},
		{"as a program", "a.exe", "", jpg, "", "attachment.claim"},
		{"of no type at all", "a.jpg", "; ;", jpg, "", "attachment.claim"},
		{"a page", "a.html", "text/html", []byte("<html><script>"), "", "attachment.kind"},
		{"a drawing that runs", "a.svg", "image/svg+xml", []byte("<svg onload=x>"), "", "attachment.kind"},
		{"a telephone's own", "a.heic", "image/heic", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), "", "attachment.kind"},
		{"a film", "a.mov", "video/quicktime", []byte("\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  "), "", "attachment.kind"},
		{"a program", "a.pdf", "application/pdf", []byte("MZ\x90\x00"), "", "attachment.kind"},
		{"an archive", "a.zip", "", []byte("PK\x03\x04"), "", "attachment.kind"},
		{"one frame", "a.mp3", "", []byte("\xff\xfb\x90\x00"), "", "attachment.kind"},
		{"nothing", "a.jpg", "image/jpeg", nil, "", "attachment.kind"},
	} {
		got, err := attachment.Tell(c.head, c.name, c.media)
		if got != c.want || c.code != "" && errs.CodeOf(err) != c.code || c.code == "" && err != nil {
			t.Errorf("%s: %q, %v; want %q %s", c.what, got, err, c.want, c.code)
		}
	}
	for name, raw := range sound() {
		for n := range raw {
			attachment.Sniff(raw[:n])
		}
		if k, err := attachment.Tell(raw, name, ""); err != nil || !strings.HasSuffix(name, k.End()) || k.Photo() || k.Chinese() == string(k) {
			t.Errorf("%s is %s, %v", name, k, err)
		}
	}
}

// TestName: a name keeps what people called the file, and nothing of anybody's
// numbers or of folders.
func TestName(t *testing.T) {
	t.Parallel()
	for told, want := range map[string]string{
		"路灯.jpg": "路灯.jpg", "IMG_0001.JPEG": "IMG_0001.jpg", "": "图片.jpg", ".jpg": "图片.jpg", "../../etc/passwd": "passwd.jpg",
		`C:\用户\我\照片.png`: "照片.jpg", "a\x00b\n.jpg": "ab.jpg", "联系13812345678.jpg": "联系【电话号码】.jpg", "身份证11010519491231002X.jpg": "身份证【证件号码】.jpg",
		`"x";y*z?.jpg`: "xyz.jpg", "a..": "a.jpg", "\u202egpj.exe": "gpj.jpg", strings.Repeat("长", 200) + ".jpg": strings.Repeat("长", 80) + ".jpg",
	} {
		if got := attachment.Name(told, attachment.JPEG); got != want {
			t.Errorf("%q becomes %q, want %q", told, got, want)
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		got := attachment.Name(rapid.String().Draw(rt, "told"), attachment.PDF)
		if !utf8.ValidString(got) || !strings.HasSuffix(got, ".pdf") || len([]rune(got)) > 90 || strings.ContainsAny(got, "/\\\x00\n\"") || bytes.HasPrefix([]byte(got), []byte(".")) {
			rt.Fatalf("%q", got)
		}
	})
}
