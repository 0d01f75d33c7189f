package store

import (
	"time"
)

// Bytes are kept outside the database, so that both can be told apart only by
// what is on record here: first a claim, then the bytes, then the attachment
// that names them; and away in the opposite order. Whatever is cut short leaves
// a claim without an attachment, which is swept away later.

const sqlClaimBlob = `
INSERT INTO blob (digest, size, claimed_at) VALUES ($1, $2, $3)
ON CONFLICT (digest) DO UPDATE SET claimed_at = excluded.claimed_at`

const sqlStrayBlobs = `
SELECT b.digest FROM blob b
WHERE b.digest > $1 AND b.claimed_at < $2 AND NOT EXISTS (SELECT 1 FROM attachment a WHERE a.digest = b.digest)
    AND NOT EXISTS (SELECT 1 FROM scan s WHERE s.digest = b.digest)
ORDER BY b.digest LIMIT $3`

const sqlDropBlob = `
DELETE FROM blob
WHERE digest = $1 AND claimed_at < $2 AND NOT EXISTS (SELECT 1 FROM attachment a WHERE a.digest = blob.digest)
    AND NOT EXISTS (SELECT 1 FROM scan s WHERE s.digest = blob.digest)`

// ClaimBlob says that somebody is about to keep those bytes.
func (tx *Tx) ClaimBlob(digest string, size int64) error {
	_, err := tx.exec(sqlClaimBlob, digest, size, tx.Now())
	return err
}

// StrayBlobs lists bytes that nothing names and nobody has claimed since a
// moment, by digest after another.
func (tx *Tx) StrayBlobs(after string, since time.Time, limit int) ([]string, error) {
	return query(tx, sqlStrayBlobs, scalar[string], after, since, limit)
}

// DropBlob takes bytes off record that nothing names and nobody has claimed
// since a moment, and tells whether it did. Until the transaction ends nobody
// else can claim them, so that is when to delete them. Error: Invalid
// ("store.reference") when something has come to name them meanwhile.
func (tx *Tx) DropBlob(digest string, since time.Time) (bool, error) {
	n, err := tx.exec(sqlDropBlob, digest, since)
	return n > 0, err
}
