package store

import (
	"strings"
	"time"

	"huying/internal/domain/attachment"
	"huying/internal/kernel/ident"
)

// Scan 扫描件 is a file that waits for its case: it came with a form that is not
// finished. Its bytes are claimed as those of an attachment are.
type Scan struct {
	ID      string // sorts in time
	Region  ident.RegionCode
	Account ident.UserID // whose form it is
	Digest  string       // SHA-256 of the bytes as they are kept, hexadecimal
	Size    int64        // bytes
	Kind    attachment.Kind
	Name    string // without anybody's numbers
	Marks   []attachment.Mark
	At      time.Time // now, when it is put
}

const sqlPutScan = `
INSERT INTO scan (id, region, account, digest, size, kind, name, marks, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`

const sqlScans = `
SELECT id, region, account, digest, size, kind, name, marks, at FROM scan WHERE account = $1 AND region = $2 ORDER BY id`

const sqlDropScan = `
DELETE FROM scan WHERE account = $1 AND id = $2`

const sqlForgetScans = `
DELETE FROM scan WHERE region = $1 AND at < $2`

// PutScan puts a file on record that waits, from now on. Error: Invalid
// ("store.reference") for bytes that nobody has claimed.
func (tx *Tx) PutScan(s Scan) error {
	_, err := tx.exec(sqlPutScan, s.ID, s.Region, s.Account, s.Digest, s.Size, s.Kind, s.Name, words(s.Marks), tx.Now())
	return err
}

// Scans lists the files of an account that wait, oldest first.
func (tx *Tx) Scans(region ident.RegionCode, account ident.UserID) ([]Scan, error) {
	return query(tx, sqlScans, func(r row) (s Scan, err error) {
		var marks string
		err = r.Scan(&s.ID, (*string)(&s.Region), (*string)(&s.Account), &s.Digest, &s.Size, (*string)(&s.Kind), &s.Name, &marks, at(&s.At))
		s.Marks = marksIn(marks)
		return s, err
	}, account, region)
}

// DropScan drops a file of an account that waits, if it is there. Its bytes are
// to be swept away after, unless an attachment has come to name them.
func (tx *Tx) DropScan(account ident.UserID, id string) error {
	_, err := tx.exec(sqlDropScan, account, id)
	return err
}

// ForgetScans drops what has waited since before a moment.
func (tx *Tx) ForgetScans(region ident.RegionCode, before time.Time) error {
	_, err := tx.exec(sqlForgetScans, region, before)
	return err
}

// words are marks as they are kept: one after another.
func words(marks []attachment.Mark) string {
	all := make([]string, len(marks))
	for i, m := range marks {
		all[i] = string(m)
	}
	return strings.Join(all, " ")
}

func marksIn(text string) (all []attachment.Mark) {
	for m := range strings.FieldsSeq(text) {
		all = append(all, attachment.Mark(m))
	}
	return all
}
