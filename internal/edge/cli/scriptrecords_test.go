package cli_test

import (
	"context"
	"database/sql"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"

	"huying/internal/domain/bulletin"
)

// changeRecords runs one statement on the records as somebody would who has
// the database's password, or the file. It must change something.
func changeRecords(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: sql STATEMENT")
	}
	driver, address := "sqlite", ts.MkAbs("huying-data/huying.db")
	if url := ts.Getenv("HUYING_DATABASE"); url != "" {
		driver, address = "pgx", url
	}
	db, err := sql.Open(driver, address)
	ts.Check(err)
	defer db.Close()
	done, err := db.ExecContext(context.Background(), args[0])
	ts.Check(err)
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		ts.Fatalf("%s changes %d rows, %v", args[0], n, err)
	}
}

// sameBulletin holds two bulletins against each other, but for what an export
// may tell otherwise: the text, and with it the hash.
func sameBulletin(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: same JSON JSON")
	}
	var forms [2]string
	for i, name := range args {
		doc, err := bulletin.Decode(name, []byte(ts.ReadFile(name)))
		ts.Check(err)
		if !bulletin.Verify(doc) {
			ts.Fatalf("%s does not carry the hash of what it says", name)
		}
		doc.Hash, doc.Text = "", nil
		form, err := bulletin.Encode(doc)
		ts.Check(err)
		forms[i] = string(form)
	}
	if d := cmp.Diff(forms[1], forms[0]); d != "" {
		ts.Fatalf("%s differs from %s (-want +got):\n%s", args[0], args[1], d)
	}
}
