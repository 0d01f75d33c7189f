package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huying/internal/domain/attachment"
	"huying/internal/domain/identity"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

func file(id, of, digest string) store.Attachment {
	return store.Attachment{
		ID: ident.AttachmentID(id), Region: here, Case: ident.CaseID(of), Leg: 1, Digest: digest, Size: 7, Kind: attachment.JPEG, Name: "路灯.jpg",
		Marks: []attachment.Mark{attachment.Metadata, attachment.Stripped}, Account: "a", Role: identity.Officer, ByUnit: true,
	}
}

// TestAttachments: files are read as they were put, of their case, and none
// without bytes that somebody claimed.
func TestAttachments(t *testing.T) {
	t.Parallel()
	testdb.EachAt(t, oct1, func(t *testing.T, s *store.Store, _ *clock.Hand) {
		one, other := received(here, 1, oct1), received(here, 2, oct1)
		save(t, s, one, other)
		a, b, c := file("f1", "330802-0001", "d1"), file("f2", "330802-0001", "d1"), file("f3", "330802-0002", "d2")
		b.Marks, b.ByUnit, b.Cleared, b.Leg = nil, false, true, 0
		write(t, s, func(tx *store.Tx) error {
			for _, f := range []store.Attachment{a, b, c} {
				if err := tx.ClaimBlob(f.Digest, f.Size); err != nil {
					return err
				}
				if err := tx.PutAttachment(f); err != nil {
					return err
				}
			}
			return nil
		})
		a.At, b.At, c.At = oct1, oct1, oct1
		look(t, s, func(tx *store.Tx) error {
			list, err := tx.AttachmentsOf("330802-0001")
			if d := cmp.Diff([]store.Attachment{a, b}, list); d != "" || err != nil {
				t.Errorf("of the case (-want +got):\n%s%v", d, err)
			}
			got, err := tx.Attachment("f3")
			if d := cmp.Diff(c, got); d != "" || err != nil {
				t.Errorf("one (-want +got):\n%s%v", d, err)
			}
			page, err := tx.AttachmentsAfter("f1", 1)
			if d := cmp.Diff([]store.Attachment{b}, page); d != "" || err != nil {
				t.Errorf("a page (-want +got):\n%s%v", d, err)
			}
			if _, err := tx.Attachment("f9"); errs.CodeOf(err) != "attachment.not_found" {
				t.Error(err)
			}
			return nil
		})
		for what, f := range map[string]store.Attachment{"without bytes": file("f4", "330802-0001", "d9"), "of no case": file("f5", "none", "d1")} {
			err := s.Update(t.Context(), func(tx *store.Tx) error { return tx.PutAttachment(f) })
			if errs.CodeOf(err) != "store.reference" {
				t.Errorf("%s: %v", what, err)
			}
		}
	})
}

// TestBlobs: bytes go when nothing names them and nobody has claimed them for
// a while, and not before.
func TestBlobs(t *testing.T) {
	t.Parallel()
	testdb.EachAt(t, oct1, func(t *testing.T, s *store.Store, hand *clock.Hand) {
		save(t, s, received(here, 1, oct1))
		write(t, s, func(tx *store.Tx) error {
			for _, d := range []string{"d1", "d2", "d3"} {
				if err := tx.ClaimBlob(d, 7); err != nil {
					return err
				}
			}
			return tx.PutAttachment(file("f1", "330802-0001", "d1"))
		})
		hand.Set(oct1.Add(2 * time.Hour))
		write(t, s, func(tx *store.Tx) error { return tx.ClaimBlob("d3", 7) })
		hour := oct1.Add(time.Hour)
		stray := func() (list []string) {
			look(t, s, func(tx *store.Tx) (err error) {
				list, err = tx.StrayBlobs("", hour, 9)
				return err
			})
			return list
		}
		if d := cmp.Diff([]string{"d2"}, stray()); d != "" {
			t.Error(d)
		}
		for digest, want := range map[string]bool{"d1": false, "d2": true, "d3": false, "d9": false} {
			write(t, s, func(tx *store.Tx) error {
				got, err := tx.DropBlob(digest, hour)
				if got != want {
					t.Errorf("%s dropped: %v", digest, got)
				}
				return err
			})
		}
		write(t, s, func(tx *store.Tx) error {
			for all, want := range []int{0, 1} { // a unit put it
				n, err := tx.DropAttachments("330802-0001", all == 1)
				if n != want || err != nil {
					t.Errorf("%d dropped, %v", n, err)
				}
			}
			return nil
		})
		if d := cmp.Diff([]string{"d1"}, stray()); d != "" {
			t.Error(d)
		}
	})
}
