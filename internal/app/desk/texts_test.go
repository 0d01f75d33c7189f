package desk_test

import (
	"crypto/rand"
	"database/sql"
	"testing"

	"huying/internal/app/desk"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestAlteredTexts: a text that was written over behind the program's back is
// named, and under another key none is as it was.
func TestAlteredTexts(t *testing.T) {
	t.Parallel()
	for _, kind := range testdb.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			alteredTexts(t, kind)
		})
	}
}

func alteredTexts(t *testing.T, kind store.Kind) {
	t.Helper()
	url := testdb.URL(t, kind)
	s, err := store.Open(t.Context(), store.Options{URL: url, Migrate: true, Clock: clock.NewHand(monday)})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	d := vaulted(t, s, newVault(t))
	c, err := d.Receive(t.Context(), as(identity.Operator), intake(), caller)
	if err != nil {
		t.Fatal(err)
	}
	list, _, err := d.AlteredTexts(t.Context())
	if err != nil || len(list) > 0 {
		t.Fatalf("%v are altered, %v; expected none", list, err)
	}
	other := desk.New(desk.Options{Store: s, Region: region, IDs: ident.NewSource(rand.Reader), Key: []byte("another key")})
	if list, _, err = other.AlteredTexts(t.Context()); err != nil || len(list) == 0 {
		t.Errorf("under another key %v are altered, %v; expected all", list, err)
	}
	forge(t, kind, url, c.Content)
	list, _, err = d.AlteredTexts(t.Context())
	if err != nil || len(list) != 1 || list[0] != (desk.AlteredText{Case: c.ID, Ref: c.Content}) {
		t.Errorf("%v are altered, %v; expected the content of %s", list, err, c.ID)
	}
}

// forge writes over a text, behind the program's back.
func forge(t *testing.T, kind store.Kind, url string, ref casework.TextRef) {
	t.Helper()
	driver := "sqlite"
	if kind == store.Postgres {
		driver = "pgx"
	}
	db, err := sql.Open(driver, url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(t.Context(), "UPDATE case_text SET body = 'forged' WHERE ref = $1", string(ref)); err != nil {
		t.Fatal(err)
	}
}
