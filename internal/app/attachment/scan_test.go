package attachment_test

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"huying/internal/app/attachment"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
)

// TestAwait: a file is kept for whoever writes a case down, for nobody else,
// and goes with the case once, however often that is asked for.
func TestAwait(t *testing.T) {
	each(t, func(w *world) {
		one, other := who(as(identity.Registrar)), who(as(identity.Registrar))
		other.ID = "somebody-else"
		_, err := w.cabinet.Await(w.t.Context(), who(as(identity.UnitClerk, "u1")), sent("", 0, photo(1)))
		if !errs.Is(err, errs.Denied) {
			w.t.Errorf("who receives nothing: %v", err)
		}
		if _, err := w.cabinet.Await(w.t.Context(), one, sent("", 0, []byte("no photo"))); !errs.Is(err, errs.Invalid) {
			w.t.Errorf("what is no file of a kind that is taken: %v", err)
		}
		var ids []string
		for grey := range 3 {
			w.hand.Advance(time.Second)
			s, err := w.cabinet.Await(w.t.Context(), one, sent("", 0, photo(byte(grey))))
			w.must(err)
			ids = append(ids, s.ID)
		}
		if list, err := w.cabinet.Waiting(w.t.Context(), other, ids); err != nil || len(list) > 0 {
			w.t.Errorf("somebody else's wait for him: %v, %v", list, err)
		}
		w.must(w.cabinet.Forget(w.t.Context(), other, ids))
		w.must(w.cabinet.Forget(w.t.Context(), one, ids[2:]))
		id := w.begin(casework.Open)
		w.must(w.cabinet.Adopt(w.t.Context(), other, id, ids))
		for range 2 {
			w.must(w.cabinet.Adopt(w.t.Context(), one, id, ids))
			list, err := w.cabinet.List(w.t.Context(), one, id)
			w.must(err)
			got := make([]string, 0, len(list))
			for _, a := range list {
				got = append(got, string(a.ID))
			}
			if !slices.Equal(got, ids[:2]) {
				w.t.Errorf("with the case: %v of %v", got, ids)
			}
		}
		if list, err := w.cabinet.Waiting(w.t.Context(), one, ids); err != nil || len(list) > 0 {
			w.t.Errorf("they wait still: %v, %v", list, err)
		}
	})
}

// TestAwaitLong: what waits is not swept away before its time, and is then; of
// bytes that are gone the case is told.
func TestAwaitLong(t *testing.T) {
	each(t, func(w *world) {
		one := who(as(identity.Registrar))
		s, err := w.cabinet.Await(w.t.Context(), one, sent("", 0, photo(7)))
		w.must(err)
		w.hand.Advance(70 * time.Hour)
		n, err := w.cabinet.Sweep(w.t.Context())
		if err != nil || n > 0 || len(w.files()) != 1 {
			w.t.Errorf("swept %d within three days: %v", n, err)
		}
		w.hand.Advance(3 * time.Hour)
		if n, err = w.cabinet.Sweep(w.t.Context()); err != nil || n != 1 || len(w.files()) > 0 {
			w.t.Errorf("swept %d after three days: %v", n, err)
		}
		if list, err := w.cabinet.Waiting(w.t.Context(), one, []string{s.ID}); err != nil || len(list) > 0 {
			w.t.Errorf("it waits still: %v, %v", list, err)
		}
		s, err = w.cabinet.Await(w.t.Context(), one, sent("", 0, photo(8)))
		w.must(err)
		w.must(w.blobs.Delete(w.t.Context(), s.Digest))
		id := w.begin(casework.Open)
		if err := w.cabinet.Adopt(w.t.Context(), one, id, []string{s.ID}); errs.CodeOf(err) != attachment.ErrMissing.Code {
			w.t.Errorf("bytes that are gone: %v", err)
		}
		for i := range attachment.MostWaiting {
			_, err = w.cabinet.Await(w.t.Context(), one, attachment.Sent{Name: "a.pdf", Body: bytes.NewReader([]byte("%PDF-1.4\n" + string(rune('a'+i)) + "\n%%EOF\n"))})
		}
		if errs.CodeOf(err) != "scan.many" {
			w.t.Errorf("one too many: %v", err)
		}
	})
}
