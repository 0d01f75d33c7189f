package cli_test

import (
	"context"
	"database/sql"

	"github.com/rogpeppe/go-internal/testscript"
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
