package insight_test

import (
	"testing"
	"time"

	"huying/internal/app/insight"
	"huying/internal/kernel/errs"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestAlteredPublicationIsRefused: whatever is changed of a published bulletin,
// verify names it and nobody is shown it.
func TestAlteredPublicationIsRefused(t *testing.T) {
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
			run(t, newDesk(s), history(5, 20), quarterStart.AddDate(0, 3, 0))
			in, asOf := insight.New(insight.Options{Store: s, Region: region}), quarterStart.AddDate(0, 4, 0).Add(1234*time.Microsecond)
			if err := in.Publish(t.Context(), quarter(t), asOf); err != nil {
				t.Fatal(err)
			}
			shown := func() error {
				_, err := in.Published(t.Context(), quarter(t), time.Time{})
				return err
			}
			found(t, "sound", in.Verify, "")
			if err := shown(); err != nil {
				t.Fatal(err)
			}
			b := openBehind(t, kind, url)
			b.exec("CREATE TABLE saved_publication AS SELECT * FROM publication")
			for name, sql := range map[string]string{
				"a figure":         `UPDATE publication SET body = REPLACE(body, '"received": 20', '"received": 21')`,
				"a name":           `UPDATE publication SET body = REPLACE(body, '柯城区', '柯桥区')`,
				"a key":            `UPDATE publication SET body = REPLACE(body, '"received"', '"recieved"')`,
				"cut off":          `UPDATE publication SET body = SUBSTR(body, 1, 100)`,
				"another hash":     `UPDATE publication SET hash = REPLACE(hash, SUBSTR(hash, 1, 1), 'x')`,
				"another moment":   `UPDATE publication SET as_of = as_of + 1000000`,
				"another document": `UPDATE publication SET body = ''`,
			} {
				if n := b.exec(sql); n != 1 {
					t.Errorf("%s: %d rows", name, n)
				}
				found(t, name, in.Verify, "publication")
				if err := shown(); errs.CodeOf(err) != "publication.altered" || errs.KindOf(err) != errs.Internal {
					t.Errorf("%s: shown with %v", name, err)
				}
				b.exec("DELETE FROM publication")
				b.exec("INSERT INTO publication SELECT * FROM saved_publication")
			}
			found(t, "put back", in.Verify, "")
		})
	}
}
