package attachment_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"huying/internal/app/attachment"
	files "huying/internal/domain/attachment"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// TestPutAndGet: a file comes in clean, under the digest of what is kept, with
// a name that holds nobody's number, and comes out as it was kept.
func TestPutAndGet(t *testing.T) {
	each(t, func(w *world) {
		id := w.begin(casework.Open)
		a := w.put(unit, sent(id, 1, photo(10)))
		if a.Name != "路灯【电话号码】.jpg" || a.Kind != files.JPEG || len(a.Marks) != 1 || a.Marks[0] != files.Stripped || !a.ByUnit || a.Role != identity.UnitLeader || a.Account != unit.ID {
			t.Errorf("%+v", a)
		}
		got, err := w.read(operator, a)
		if err != nil || int64(len(got)) != a.Size || bytes.Contains(got, []byte("SECRET")) || !bytes.HasPrefix(got, []byte("\xff\xd8")) {
			t.Errorf("%d bytes of %d, %v", len(got), a.Size, err)
		}
		if on := w.files(); len(on) != 1 || on[0] != filepath.Join("files", a.Digest[:2], a.Digest[2:]) {
			t.Errorf("kept are %v", on)
		}
		w.hand.Set(monday.Add(time.Second))
		again := w.put(operator, sent(id, 0, photo(10)))
		if again.ID == a.ID || again.Digest != a.Digest || len(w.files()) != 1 {
			t.Errorf("the same picture again: %+v, %v", again, w.files())
		}
		list, err := w.cabinet.List(t.Context(), unit, id)
		if err != nil || len(list) != 2 || list[0].ID != a.ID || list[1].ID != again.ID {
			t.Errorf("%+v, %v", list, err)
		}
		for _, path := range []string{"files", filepath.Join("files", a.Digest[:2]), w.files()[0]} {
			if info, err := os.Stat(filepath.Join(w.dir, path)); err != nil || info.Mode().Perm()&0o077 != 0 {
				t.Errorf("%s is open to others: %v, %v", path, info.Mode(), err)
			}
		}
	})
}

// TestWhoMayPut: who writes on a case may put files with it, and on a leg whoever works
// on it; nothing is kept of what is refused.
func TestWhoMayPut(t *testing.T) {
	each(t, func(w *world) {
		id := w.begin(casework.Open)
		for _, c := range []struct {
			by   identity.Account
			leg  int
			code string
		}{
			{operator, 0, ""}, {dispatcher, 1, ""}, {unit, 1, ""}, {unit, 0, "denied"}, {unit, 7, "leg.not_found"}, {otherUnit, 1, "case.not_found"},
			{otherUnit, 0, "case.not_found"}, {auditor, 0, "denied"}, {outsourced, 0, "case.not_found"},
			{who(identity.As(identity.Operator, "x", "330803")), 0, "case.not_found"},
		} {
			before := len(w.files())
			_, err := w.cabinet.Put(t.Context(), c.by, sent(id, c.leg, photo(byte(20+len(w.files())))))
			if c.code == "" && err != nil || c.code != "" && errs.CodeOf(err) != c.code {
				t.Errorf("%s on %d: %v, want %q", c.by.ID, c.leg, err, c.code)
			}
			if kept := len(w.files()) - before; kept > 0 != (c.code == "") {
				t.Errorf("%s on %d: %d files more", c.by.ID, c.leg, kept)
			}
		}
	})
}

// TestRefusedFiles: what is not taken leaves nothing, neither bytes nor rows.
func TestRefusedFiles(t *testing.T) {
	each(t, func(w *world) {
		id := w.begin(casework.Open)
		broken := errors.New("the line is down")
		for code, s := range map[string]attachment.Sent{
			"attachment.kind":    {Case: id, Name: "a.html", Body: strings.NewReader("<script>")},
			"attachment.claim":   {Case: id, Name: "a.png", Body: bytes.NewReader(photo(1))},
			"attachment.damaged": {Case: id, Name: "a.jpg", Body: bytes.NewReader(photo(1)[:100])},
			"attachment.large":   {Case: id, Name: "a.amr", Body: io.MultiReader(strings.NewReader("#!AMR\n"), io.LimitReader(zeros{}, files.AMR.Limit()))},
			"internal":           {Case: id, Name: "a.jpg", Body: io.MultiReader(bytes.NewReader(photo(1)[:100]), iotest.ErrReader(broken))},
		} {
			_, err := w.cabinet.Put(t.Context(), operator, s)
			if errs.CodeOf(err) != code {
				t.Errorf("%v, want %s", err, code)
			}
		}
		if list, err := w.cabinet.List(t.Context(), operator, id); len(list) != 0 || err != nil || len(w.files()) != 0 {
			t.Errorf("left are %v, %v, %v", list, w.files(), err)
		}
	})
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// TestWhoMayKnow: of a case whose reporter is kept from people, what the
// centre took in is kept from them, too, unless it was cleared; what units put
// is their own work. What may tell is opened on record.
func TestWhoMayKnow(t *testing.T) {
	each(t, func(w *world) {
		for _, d := range []casework.Disclosure{casework.Open, casework.Confidential, casework.Anonymous} {
			id := w.begin(d)
			putter := who(identity.As(identity.Operator, "putter", region))
			letter := w.put(putter, sent(id, 0, photo(1)))
			s := sent(id, 0, photo(2))
			s.Cleared = true
			cleared := w.put(putter, s)
			work := w.put(unit, sent(id, 1, photo(3)))
			for name, c := range map[string]struct {
				by     identity.Account
				secret bool // sees the letter
				rest   bool
			}{
				"who put it": {putter, true, true}, "dispatcher": {dispatcher, true, true}, "operator": {operator, d == casework.Open, true},
				"auditor": {auditor, d == casework.Open, true}, "unit": {unit, d == casework.Open, true}, "other unit": {otherUnit, false, false}, "outsourced": {outsourced, false, false},
			} {
				want := map[ident.AttachmentID]bool{letter.ID: c.secret, cleared.ID: c.rest, work.ID: c.rest}
				list, err := w.cabinet.List(t.Context(), c.by, id)
				if errs.Is(err, errs.NotFound) != !c.rest {
					t.Errorf("%s %s: %v", d, name, err)
				}
				listed := map[ident.AttachmentID]bool{}
				for _, a := range list {
					listed[a.ID] = true
				}
				for _, a := range []attachment.Attachment{letter, cleared, work} {
					_, err := w.read(c.by, a)
					code := "attachment.not_found"
					if !c.rest {
						code = "case.not_found"
					}
					if listed[a.ID] != want[a.ID] || want[a.ID] && err != nil || !want[a.ID] && errs.CodeOf(err) != code {
						t.Errorf("%q %s: listed %v, %v", d, name, listed[a.ID], err)
					}
				}
			}
			if lines := w.sights(id); len(lines) != map[bool]int{true: 0, false: 2}[d == casework.Open] {
				t.Errorf("%q: on record is %+v", d, lines)
			}
		}
		one, other := w.begin(casework.Open), w.begin(casework.Open)
		a := w.put(operator, sent(one, 0, photo(9)))
		if _, _, err := w.cabinet.Get(t.Context(), operator, other, a.ID); errs.CodeOf(err) != "attachment.not_found" {
			t.Errorf("by another case: %v", err)
		}
	})
}

func (w *world) sights(id ident.CaseID) (list []store.Sight) {
	w.t.Helper()
	w.must(w.store.View(w.t.Context(), func(tx *store.Tx) (err error) {
		list, err = tx.Sights(region, id, 99)
		return err
	}))
	return list
}

// TestPutOnce: the same request again gives the same file; another one under
// its key is refused.
func TestPutOnce(t *testing.T) {
	each(t, func(w *world) {
		id := w.begin(casework.Open)
		s := sent(id, 0, photo(1))
		s.Once = attachment.Once{Account: operator.ID, Key: "k"}
		first := w.put(operator, s)
		s.Body = bytes.NewReader(photo(1))
		if again := w.put(operator, s); again.ID != first.ID {
			t.Errorf("%+v", again)
		}
		s.Body = bytes.NewReader(photo(2))
		if _, err := w.cabinet.Put(t.Context(), operator, s); errs.CodeOf(err) != "once.other" {
			t.Error(err)
		}
		if list, _ := w.cabinet.List(t.Context(), operator, id); len(list) != 1 {
			t.Errorf("%+v", list)
		}
		var wait sync.WaitGroup
		got := make([]attachment.Attachment, 8)
		for i := range got {
			wait.Go(func() {
				s := sent(id, 0, photo(3))
				s.Once = attachment.Once{Account: operator.ID, Key: "at once"}
				var err error
				if got[i], err = w.cabinet.Put(t.Context(), operator, s); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		for _, a := range got {
			if a.ID != got[0].ID {
				t.Errorf("at once: %s and %s", a.ID, got[0].ID)
			}
		}
	})
}

// TestSweep: bytes go when the last file that names them has, and not before; a
// file whose coming in was cut short goes after an hour.
func TestSweep(t *testing.T) {
	each(t, func(w *world) {
		one, other := w.begin(casework.Open), w.begin(casework.Open)
		a, b := w.put(operator, sent(one, 0, photo(1))), w.put(operator, sent(other, 0, photo(1)))
		lost := w.over(cutShort{w.blobs})
		if _, err := lost.Put(t.Context(), operator, sent(one, 0, photo(2))); err == nil {
			t.Fatal("nothing was cut short")
		}
		stray := filepath.Join(w.dir, "spool", "old.part")
		w.must(os.WriteFile(stray, nil, 0o600))
		w.must(os.Chtimes(stray, monday.Add(-48*time.Hour), monday.Add(-48*time.Hour)))
		sweep := func(want, left int) {
			t.Helper()
			n, err := w.cabinet.Sweep(t.Context())
			if err != nil || n != want || len(w.files()) != left {
				t.Errorf("%d swept, %v left, %v; want %d and %d", n, w.files(), err, want, left)
			}
		}
		sweep(0, 2)
		w.hand.Set(monday.Add(2 * time.Hour))
		sweep(1, 1)
		w.drop(one)
		sweep(0, 1)
		if _, err := w.read(operator, b); err != nil {
			t.Errorf("the other case's file: %v", err)
		}
		if _, err := w.read(operator, a); errs.CodeOf(err) != "attachment.not_found" {
			t.Error(err)
		}
		w.drop(other)
		sweep(1, 0)
	})
}

func (w *world) drop(id ident.CaseID) {
	w.t.Helper()
	w.must(w.store.Update(w.t.Context(), func(tx *store.Tx) error {
		_, err := tx.DropAttachments(id, true)
		return err
	}))
}

// cutShort keeps the bytes, and then the process is gone.
type cutShort struct{ attachment.Blobs }

func (c cutShort) Put(ctx context.Context, digest string, from io.Reader, size int64) error {
	return errors.Join(c.Blobs.Put(ctx, digest, from, size), errors.New("gone"))
}

// TestPutWhileSwept: files that come in while others go are never on record
// without their bytes.
func TestPutWhileSwept(t *testing.T) {
	each(t, func(w *world) {
		id := w.begin(casework.Open)
		var wait sync.WaitGroup
		done := make(chan struct{})
		wait.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				w.hand.Set(w.hand.Now().Add(2 * time.Hour)) // no claim is ever young
				w.drop(id)
				if _, err := w.cabinet.Sweep(t.Context()); err != nil {
					t.Error(err)
				}
			}
		})
		for range 40 {
			_, err := w.cabinet.Put(t.Context(), operator, sent(id, 0, photo(1)))
			if err != nil && errs.CodeOf(err) != "store.reference" {
				t.Error(err)
			}
			if n, err := w.cabinet.Check(t.Context(), func(u attachment.Unsound) {
				if _, err := w.read(operator, u.Attachment); errs.CodeOf(err) == "blob.missing" {
					t.Errorf("without bytes: %+v", u.Attachment)
				}
			}); err != nil {
				t.Error(n, err)
			}
		}
		close(done)
		wait.Wait()
	})
}

// TestCheck: a file that was changed or is gone is found.
func TestCheck(t *testing.T) {
	each(t, func(w *world) {
		id := w.begin(casework.Open)
		for i := range 4 {
			w.put(operator, sent(id, 0, photo(byte(50*i))))
		}
		on := w.files()
		w.must(os.Remove(filepath.Join(w.dir, on[1])))
		w.must(os.WriteFile(filepath.Join(w.dir, on[2]), []byte("another"), 0o600))
		missing, changed := 0, 0
		n, err := w.cabinet.Check(t.Context(), func(u attachment.Unsound) {
			switch path := filepath.Join("files", u.Digest[:2], u.Digest[2:]); {
			case u.Missing && path == on[1]:
				missing++
			case !u.Missing && path == on[2]:
				changed++
			default:
				t.Errorf("%+v", u)
			}
		})
		if err != nil || n != 4 || missing != 1 || changed != 1 {
			t.Errorf("of %d: %d missing, %d changed, %v", n, missing, changed, err)
		}
	})
}

// TestArchived: nothing is added to what is archived.
func TestArchived(t *testing.T) {
	each(t, func(w *world) {
		id := w.begin(casework.Open)
		w.do(id, as(identity.Citizen), casework.Command{Do: casework.DoWithdraw, Reason: "other"})
		w.do(id, as(identity.Dispatcher), casework.Command{Do: casework.DoArchive})
		if _, err := w.cabinet.Put(t.Context(), operator, sent(id, 0, photo(1))); errs.CodeOf(err) != "attachment.archived" {
			t.Error(err)
		}
	})
}
