package desk_test

import (
	"slices"
	"strings"
	"testing"

	"huying/internal/app/desk"
	"huying/internal/domain/attachment"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

func attach(t *testing.T, s *store.Store, id ident.AttachmentID, to ident.CaseID) {
	t.Helper()
	err := s.Update(t.Context(), func(tx *store.Tx) error {
		if err := tx.ClaimBlob("d-"+string(id), 7); err != nil {
			return err
		}
		return tx.PutAttachment(store.Attachment{ID: id, Region: region, Case: to, Digest: "d-" + string(id), Size: 7, Kind: attachment.JPEG, Name: "路灯.jpg", Account: "a"})
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestEvidence: a command names attachments of its own case and no others; its
// event keeps which they were and a keyed digest of their bytes.
func TestEvidence(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		var cases []*casework.Case
		for range 2 {
			c, err := d.Do(t.Context(), as(identity.Operator), "", intake())
			if err != nil {
				t.Fatal(err)
			}
			cases = append(cases, c)
		}
		attach(t, s, "f1", cases[0].ID)
		attach(t, s, "f2", cases[1].ID)
		note := func(evidence ...casework.TextRef) error {
			_, err := d.Give(t.Context(), desk.Request{By: as(identity.Dispatcher), Case: cases[0].ID, Cmd: casework.Command{Do: casework.DoNote, Note: "现场照片", Evidence: evidence}})
			return err
		}
		for _, wrong := range [][]casework.TextRef{{"f2"}, {"f1", "f9"}, {""}, {"f1.x"}} {
			if err := note(wrong...); errs.CodeOf(err) != "evidence.unknown" || !errs.Is(err, errs.Invalid) {
				t.Errorf("%q: %v", wrong, err)
			}
		}
		for range 2 { // the second is decided ahead, but for its evidence
			if err := note("f1"); err != nil {
				t.Fatal(err)
			}
		}
		err := s.View(t.Context(), func(tx *store.Tx) error {
			events, err := tx.Events(cases[0].ID)
			if err != nil || len(events) != 3 {
				t.Fatalf("%d events, %v", len(events), err)
			}
			for _, e := range events[1:] {
				if len(e.Data.Evidence) != 1 || !strings.HasPrefix(string(e.Data.Evidence[0]), "f1.") || strings.Contains(string(e.Data.Evidence[0]), "d-f1") || len(e.Data.Evidence[0]) < 64 {
					t.Errorf("kept is %q", e.Data.Evidence)
				}
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		sound(t, s)
	})
}

// TestEvidenceHidden: a file that is kept from an account is no evidence that it
// could name, and the refusal is that of a file which is not there. Another of
// its roles may open it.
func TestEvidenceHidden(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		secret := intake()
		secret.New.Disclosure = casework.Confidential
		c, err := d.Do(t.Context(), as(identity.Operator), "", secret)
		if err != nil {
			t.Fatal(err)
		}
		attach(t, s, "f1", c.ID)
		note := func(file casework.TextRef, grants ...identity.Actor) error {
			_, err := d.Act(t.Context(), identity.Account{ID: "x", Grants: grants},
				desk.Request{Case: c.ID, Cmd: casework.Command{Do: casework.DoNote, Note: "录音", Evidence: []casework.TextRef{file}}})
			return err
		}
		knowing, unknowing := as(identity.Dispatcher), as(identity.Dispatcher)
		unknowing.May = slices.DeleteFunc(slices.Clone(knowing.May), func(p identity.Permission) bool { return p == identity.RevealSecret })
		blind, missing := note("f1", unknowing), note("f9", unknowing)
		if errs.CodeOf(blind) != "evidence.unknown" || blind.Error() != missing.Error() {
			t.Errorf("hidden: %v; missing: %v", blind, missing)
		}
		for name, grants := range map[string][]identity.Actor{"the role": {knowing}, "another role": {unknowing, knowing}} {
			if err := note("f1", grants...); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		sound(t, s)
	})
}
