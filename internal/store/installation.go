package store

import "time"

// FactName names one fact about an installation.
type FactName string

// Fact is one thing on record about this installation.
type Fact struct {
	Name      FactName
	Value     string
	ChangedAt time.Time
}

const (
	sqlFact = `
		SELECT name, value, changed_at FROM installation WHERE name = $1`

	sqlFacts = `
		SELECT name, value, changed_at FROM installation ORDER BY name`

	sqlPutFact = `
		INSERT INTO installation (name, value, changed_at) VALUES ($1, $2, $3)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at`
)

func scanFact(r row) (f Fact, err error) {
	err = r.Scan(&f.Name, &f.Value, at(&f.ChangedAt))
	return f, err
}

// Fact reads one fact; ok is false when it is not on record.
func (tx *Tx) Fact(name FactName) (f Fact, ok bool, err error) {
	return maybe(tx, sqlFact, scanFact, name)
}

// Facts reads all facts, by name.
func (tx *Tx) Facts() ([]Fact, error) { return query(tx, sqlFacts, scanFact) }

// PutFact records a fact, in place of what was known before.
func (tx *Tx) PutFact(name FactName, value string) error {
	_, err := tx.exec(sqlPutFact, name, value, tx.Now())
	return err
}
