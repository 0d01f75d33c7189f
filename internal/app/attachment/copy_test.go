package attachment_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"huying/internal/app/attachment"
	"huying/internal/domain/casework"
)

// TestCopyTo: every file is copied once and stays what it was; one that is
// missing or another is told of and not copied; what is there is left, and what
// was cut short there is made whole.
func TestCopyTo(t *testing.T) {
	each(t, func(w *world) {
		id := w.begin(casework.Open)
		send := func(text string) attachment.Attachment {
			return w.put(operator, attachment.Sent{Case: id, Name: "说明.txt.pdf", Body: bytes.NewReader([]byte("%PDF-1.4\n" + text + "\n%%EOF\n"))})
		}
		sound, missing, changed, cut := send("一"), send("二"), send("三"), send("四")
		again := send("一")
		if again.Digest != sound.Digest {
			t.Fatal("the same file has another digest")
		}
		at := func(dir string, a attachment.Attachment) string {
			return filepath.Join(dir, a.Digest[:2], a.Digest[2:])
		}
		files, copies := filepath.Join(w.dir, "files"), filepath.Join(w.dir, "copies")
		w.must(os.Remove(at(files, missing)))
		w.must(os.WriteFile(at(files, changed), []byte("another"), 0o600))
		w.must(os.MkdirAll(filepath.Dir(at(copies, cut)), 0o700))
		w.must(os.WriteFile(at(copies, cut), []byte("%PDF"), 0o600))
		for range 2 {
			told := map[string]bool{}
			n, err := w.cabinet.CopyTo(t.Context(), attachment.NewFolder(copies), func(u attachment.Unsound) { told[u.Digest] = u.Missing })
			w.must(err)
			if m, ok := told[missing.Digest]; !ok || !m {
				t.Error("nobody is told of the missing one")
			}
			if m, ok := told[changed.Digest]; !ok || m {
				t.Error("nobody is told of the changed one")
			}
			if n != 2 || len(told) != 2 {
				t.Errorf("%d copied, told of %v", n, told)
			}
		}
		for _, a := range []attachment.Attachment{sound, cut} {
			want, err := os.ReadFile(at(files, a))
			w.must(err)
			if got, err := os.ReadFile(at(copies, a)); err != nil || !bytes.Equal(got, want) {
				t.Errorf("the copy is %q, %v", got, err)
			}
		}
		if left, err := filepath.Glob(copies + "/*/*"); err != nil || len(left) != 2 {
			t.Errorf("the copies are %v, %v", left, err)
		}
	})
}
