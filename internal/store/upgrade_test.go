package store_test

import (
	"database/sql"
	"testing"

	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestJobsOutliveTheirTable: the jobs of an older program are there after the
// table of jobs was made anew, and one under each key still waits.
func TestJobsOutliveTheirTable(t *testing.T) {
	t.Parallel()
	for _, kind := range testdb.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			url := testdb.Empty(t, kind)
			const before = 11
			if err := store.MigrateTo(t.Context(), url, before); err != nil {
				t.Fatal(err)
			}
			driver := "sqlite"
			if kind == store.Postgres {
				driver = "pgx"
			}
			db, err := sql.Open(driver, url)
			if err != nil {
				t.Fatal(err)
			}
			for _, statement := range []string{
				"INSERT INTO region (code, name, zone, revision) VALUES ('330802', '柯城区', 'Asia/Shanghai', 1)",
				"INSERT INTO job (id, region, kind, key, payload, state, due_at, attempts, lease, error, created_at, ended_at) " +
					"VALUES ('a', '330802', 'deliver', 'k', '{\"n\":1}', 'waiting', 1000000, 3, 4, 'no answer', 1000000, NULL), " +
					"('b', '330802', 'deliver', 'k', '{}', 'dead', 1000000, 12, 12, 'gone', 1000000, 2000000)",
			} {
				if _, err := db.ExecContext(t.Context(), statement); err != nil {
					t.Fatal(err)
				}
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			s, err := store.Open(t.Context(), store.Options{URL: url, Migrate: true})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			look(t, s, func(tx *store.Tx) error {
				list, err := tx.Jobs(store.JobFilter{Region: here, Limit: 9})
				if len(list) != 2 || list[0].ID != "b" || list[0].Ended.Unix() != 2 || list[1].Attempts != 3 || list[1].Payload != `{"n":1}` || list[1].Lease != 4 {
					t.Errorf("after the upgrade: %+v", list)
				}
				return err
			})
			enqueue(t, s, job(1, "k"))
			counts(t, s, map[store.JobState]int{store.JobWaiting: 1, store.JobDead: 1})
		})
	}
}
