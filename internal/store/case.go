package store

import (
	"encoding/json"
	"slices"

	"huying/internal/domain/casework"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

const sqlCaseForUpdate = `
SELECT body FROM work_case WHERE id = $1 {{forUpdate}}`

const sqlCase = `
SELECT body FROM work_case WHERE id = $1`

const sqlCaseByNumber = `
SELECT body FROM work_case WHERE region = $1 AND number = $2`

// ErrNoCase is what a case that is not there comes to, and one that is not for
// whoever asks.
var ErrNoCase = errs.New(errs.NotFound, "case.not_found", "there is no such case", "没有该诉求件")

// CaseForUpdate loads a case and holds it until the transaction ends, so that
// of two commands on one case the second sees what the first did. Error:
// NotFound ("case.not_found").
func (tx *Tx) CaseForUpdate(id ident.CaseID) (*casework.Case, error) {
	return one(tx, ErrNoCase, sqlCaseForUpdate, scanCase, id)
}

const sqlHoldCase = `
SELECT id FROM work_case{{andShareDay}} WHERE id = $1 AND version = $2 AND last_at = $3
    AND (SELECT revision FROM region WHERE code = work_case.region) = $4 AND $5 IS NOT NULL AND $6 IS NOT NULL {{forUpdate}}`

// HoldCase reports whether the case on record is still the given one and its
// region's configuration still of that revision, and if so holds the case
// until the transaction ends. A version is one event of an append-only log;
// its time tells it from another of that number, should the database have
// been brought back from a copy meanwhile. With it are held the days on which
// the rows enter events, that they may be saved.
func (tx *Tx) HoldCase(c *casework.Case, revision int, rows *CaseRows) (bool, error) {
	var on entryDay
	if len(rows.days) > 0 {
		on = rows.days[0]
	}
	_, ok, err := maybe(tx, sqlHoldCase, scalar[string], c.ID, c.Version, c.LastAt, revision, on.region, on.day)
	if ok {
		tx.shared = append(tx.shared, on)
	}
	return ok, err
}

// Case loads a case. Error: NotFound ("case.not_found").
func (tx *Tx) Case(id ident.CaseID) (*casework.Case, error) {
	return one(tx, ErrNoCase, sqlCase, scanCase, id)
}

// CaseByNumber loads a case by its number. Error: NotFound ("case.not_found").
func (tx *Tx) CaseByNumber(region ident.RegionCode, n ident.CaseNumber) (*casework.Case, error) {
	return one(tx, ErrNoCase, sqlCaseByNumber, scanCase, region, n)
}

// CasesByNumber loads those of the numbered cases that are there.
func (tx *Tx) CasesByNumber(region ident.RegionCode, numbers []ident.CaseNumber) (map[ident.CaseNumber]*casework.Case, error) {
	found := make(map[ident.CaseNumber]*casework.Case, len(numbers))
	const some = 500
	for len(numbers) > 0 {
		n := min(some, len(numbers))
		var w where
		w.and("region = ?", region)
		in(&w, "number", numbers[:n])
		cases, err := query(tx, "SELECT body FROM work_case"+w.String(), scanCase, w.args...)
		if err != nil {
			return nil, err
		}
		for _, c := range cases {
			found[c.Number] = c
		}
		numbers = numbers[n:]
	}
	return found, nil
}

// EachCase visits every case of a region in the order of their identifiers.
func (tx *Tx) EachCase(region ident.RegionCode, visit func(*casework.Case) error) error {
	return tx.EachStretch(region, func(s Stretch) error {
		for _, c := range s.Cases {
			if err := visit(c); err != nil {
				return err
			}
		}
		return nil
	})
}

func scanCase(r row) (*casework.Case, error) {
	var body []byte
	if err := r.Scan(&body); err != nil {
		return nil, err
	}
	c := &casework.Case{}
	if err := json.Unmarshal(body, c); err != nil {
		return nil, errs.Wrap("decode case", err)
	}
	return c, nil
}

const sqlCasesWithLimits = `
SELECT DISTINCT case_id FROM clock WHERE region = $1 AND case_id > $2 ORDER BY case_id LIMIT $3`

// CasesWithLimits lists, in order, cases on which a limit runs, after a given
// one, n at most.
func (tx *Tx) CasesWithLimits(region ident.RegionCode, after ident.CaseID, n int) ([]ident.CaseID, error) {
	return query(tx, sqlCasesWithLimits, scalar[ident.CaseID], region, after, n)
}

const sqlNextNumber = `
INSERT INTO case_sequence (region, day, channel, last) VALUES ($1, $2, $3, $4)
ON CONFLICT (region, day, channel) DO UPDATE SET last = case_sequence.last + excluded.last
RETURNING last`

// TakeSequence takes the next n numbers of a day and channel and returns the
// last of them. They are taken in the transaction that uses them, so that
// numbers have no gaps but discarded drafts.
func (tx *Tx) TakeSequence(region ident.RegionCode, day int32, channel casework.Channel, n int) (last int, err error) {
	end, err := one(tx, ErrNoCase, sqlNextNumber, scalar[int64], region, day, channel, n)
	return int(end), err
}

const sqlRaiseNumber = `
INSERT INTO case_sequence (region, day, channel, last) VALUES ($1, $2, $3, $4)
ON CONFLICT (region, day, channel) DO UPDATE SET last = {{greatest}}(case_sequence.last, excluded.last)`

// RaiseSequence keeps TakeSequence from giving out numbers up to last again:
// cases brought from elsewhere have them.
func (tx *Tx) RaiseSequence(region ident.RegionCode, day int32, channel casework.Channel, last int) error {
	_, err := tx.exec(sqlRaiseNumber, region, day, channel, last)
	return err
}

const sqlText = `
SELECT body FROM case_text WHERE case_id = $1 AND ref = $2`

// Text returns a text of a case by its reference. Error: NotFound
// ("text.erased") when it has been erased, or was never kept.
func (tx *Tx) Text(id ident.CaseID, ref casework.TextRef) (string, error) {
	gone := errs.New(errs.NotFound, "text.erased", "the text is not kept any more", "文本已不保存")
	return one(tx, gone, sqlText, scalar[string], id, ref)
}

const sqlTexts = `
SELECT ref, body FROM case_text WHERE case_id = $1`

// Texts returns every text of a case that is kept, by reference.
func (tx *Tx) Texts(id ident.CaseID) (map[casework.TextRef]string, error) {
	all := map[casework.TextRef]string{}
	err := each(tx, sqlTexts, func(r row) error {
		var ref casework.TextRef
		var body string
		if err := r.Scan((*string)(&ref), &body); err != nil {
			return err
		}
		all[ref] = body
		return nil
	}, id)
	return all, err
}

// CasesForUpdate loads those of the cases that are there, in the order of
// their identifiers so that two runs never wait for each other in a circle,
// and holds them until the transaction ends.
func (tx *Tx) CasesForUpdate(ids []ident.CaseID) ([]*casework.Case, error) {
	ids = slices.Sorted(slices.Values(ids))
	var all []*casework.Case
	const some = 500
	for len(ids) > 0 {
		n := min(some, len(ids))
		var w where
		in(&w, "id", ids[:n])
		part, err := query(tx, "SELECT body FROM work_case"+w.String()+" ORDER BY id {{forUpdate}}", scanCase, w.args...)
		if err != nil {
			return nil, err
		}
		all = append(all, part...)
		ids = ids[n:]
	}
	return all, nil
}
