package store

import (
	"context"
	"database/sql"

	"huying/internal/kernel/errs"
)

// Scour takes what was deleted out of the files, too, as far as the database
// goes: SQLite overwrites it and starts its log anew, PostgreSQL frees the
// rows' places. Copies, archived logs and the disk itself are the operator's.
// Error: Conflict ("store.busy") where a reader still holds what it saw before
// the deletion; try again later.
func (s *Store) Scour(ctx context.Context) error { return s.engine.scour(ctx) }

// scour moves the log into the file and cuts it to nothing. The writer's own
// connection is inside a transaction most of the time, so another one asks.
func (e *sqliteEngine) scour(ctx context.Context) (err error) {
	if e.writer == nil {
		return errReadOnly
	}
	db, err := sql.Open("sqlite", e.dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	var busy, frames, moved int
	if err := db.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &moved); err != nil {
		return e.dialect.translate(err)
	}
	if busy != 0 {
		return meaning(faultRetry)
	}
	return nil
}

func (e *postgresEngine) scour(ctx context.Context) error {
	return errs.Wrap("store.scour", e.maintain(ctx, "VACUUM person, case_text, attachment, sight_log"))
}

func (readOnly) scour(context.Context) error { return errReadOnly }
