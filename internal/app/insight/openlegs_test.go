package insight_test

import (
	"slices"
	"testing"
	"time"

	"huying/internal/app/insight"
	"huying/internal/domain/merkle"
	"huying/internal/domain/openleg"
	"huying/internal/domain/recount"
	"huying/internal/domain/scoring"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestOpenLegs: what is published with a bulletin comes to its figures, as of a
// moment after which much went on too; each case's proofs hold, and whatever is
// changed of the published lines is found.
func TestOpenLegs(t *testing.T) {
	t.Parallel()
	for _, kind := range testdb.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			url := testdb.URL(t, kind)
			s, err := store.Open(t.Context(), store.Options{URL: url})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			setUp(t, s)
			run(t, newDesk(s), history(11, 60), quarterStart.AddDate(1, 0, 0))
			in := insight.New(insight.Options{Store: s, Region: region})
			early, late := quarterStart.AddDate(0, 0, 50), quarterStart.AddDate(0, 5, 0)
			for _, asOf := range []time.Time{early, late} {
				if err := in.Publish(t.Context(), quarter(t), asOf); err != nil {
					t.Fatal(err)
				}
				recounted(t, in, asOf)
			}
			proved(t, s, in)
			found(t, "sound", in.Verify, "")
			b := openBehind(t, kind, url)
			b.exec("CREATE TABLE saved_legs AS SELECT * FROM publication_leg")
			b.exec("CREATE TABLE saved_publication AS SELECT * FROM publication")
			for name, sql := range map[string]string{
				"a verdict": `UPDATE publication_leg SET record = REPLACE(record, ',satisfied,', ',dissatisfied,') WHERE record LIKE '%,satisfied,%'`,
				"a leg":     `DELETE FROM publication_leg WHERE place = 1`,
				"the seal":  `UPDATE publication SET root = REPLACE(root, 'a', 'b')`,
				"the order": `UPDATE publication_leg SET record = (SELECT MIN(l.record) FROM publication_leg l) WHERE place = 2`,
			} {
				if n := b.exec(sql); n == 0 {
					t.Errorf("%s: there was none to change", name)
				}
				found(t, name, in.Verify, "publication")
				b.exec("DELETE FROM publication_leg")
				b.exec("INSERT INTO publication_leg SELECT * FROM saved_legs")
				b.exec("DELETE FROM publication")
				b.exec("INSERT INTO publication SELECT * FROM saved_publication")
			}
			found(t, "put back", in.Verify, "")
		})
	}
}

// recounted computes a publication again from what everybody may have of it.
func recounted(t *testing.T, in *insight.Insight, asOf time.Time) {
	t.Helper()
	read, err := in.Read(t.Context(), quarter(t), asOf)
	if err != nil {
		t.Fatal(err)
	}
	table, err := in.OpenLegs(t.Context(), quarter(t), asOf)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := openleg.Read(table, "legs.csv")
	if err != nil {
		t.Fatal(err)
	}
	scheme, err := scoring.Preset("kecheng-2019")
	if err != nil {
		t.Fatal(err)
	}
	differ, figures, err := recount.Check(&read.Document, scheme, lines)
	if err != nil || len(differ) > 0 || figures < 30 {
		t.Errorf("as of %s: %d figures, %v, %v", asOf, figures, differ, err)
	}
	counted := slices.ContainsFunc(lines, func(l openleg.Line) bool { return l.Excluded != scoring.OutOfAll })
	if read.Seal == nil || read.Seal.Legs != len(lines) || read.Seal.Hash != merkle.SM3 || !counted {
		t.Errorf("as of %s the seal is %+v of %d lines", asOf, read.Seal, len(lines))
	}
	// What is published is what is computed.
	plain, err := in.Bulletin(t.Context(), quarter(t), asOf)
	if err != nil || plain.Hash != read.Hash {
		t.Errorf("as of %s: computed %s, published %s, %v", asOf, plain.Hash, read.Hash, err)
	}
}

// proved asks for the proofs of every case, and that together they are all
// lines of both publications.
func proved(t *testing.T, s *store.Store, in *insight.Insight) {
	t.Helper()
	var ids []ident.CaseID
	err := s.View(t.Context(), func(tx *store.Tx) error {
		return tx.EachStretch(region, func(st store.Stretch) error {
			for _, c := range st.Cases {
				ids = append(ids, c.ID)
			}
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	sizes, places := map[string]int{}, map[string]map[int]bool{}
	for _, id := range ids {
		proofs, err := in.Proofs(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range proofs {
			if _, err := p.Check(); err != nil {
				t.Errorf("leg %d of %s: %v", p.Leg, id, err)
			}
			sizes[p.Bulletin] = p.Size
			if places[p.Bulletin] == nil {
				places[p.Bulletin] = map[int]bool{}
			}
			places[p.Bulletin][p.Place] = true
		}
	}
	if len(sizes) != 2 {
		t.Errorf("%d bulletins", len(sizes))
	}
	for hash, size := range sizes {
		if len(places[hash]) != size {
			t.Errorf("%d of %d legs are proved", len(places[hash]), size)
		}
	}
}

// TestNoOpenLegs: a period that is not published has none to give.
func TestNoOpenLegs(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		setUp(t, s)
		in := insight.New(insight.Options{Store: s, Region: region, Hash: merkle.SHA256})
		if _, err := in.OpenLegs(t.Context(), quarter(t), time.Time{}); !errs.Is(err, errs.NotFound) {
			t.Errorf("not published: %v", err)
		}
		if err := in.Publish(t.Context(), quarter(t), quarterStart.AddDate(0, 3, 0)); err != nil {
			t.Fatal(err)
		}
		read, err := in.Read(t.Context(), quarter(t), time.Time{})
		if err != nil || read.Seal == nil || read.Seal.Legs != 0 || read.Seal.Hash != merkle.SHA256 {
			t.Errorf("of nothing: %+v, %v", read.Seal, err)
		}
		table, err := in.OpenLegs(t.Context(), quarter(t), time.Time{})
		if lines, failed := openleg.Read(table, "legs.csv"); err != nil || failed != nil || len(lines) != 0 {
			t.Errorf("of nothing: %q, %v", table, err)
		}
	})
}
