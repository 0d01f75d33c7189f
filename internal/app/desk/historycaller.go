package desk

import (
	"slices"

	"huying/internal/domain/casework"
	"huying/internal/domain/history"
	"huying/internal/domain/person"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// brought is who brought the cases of a table that are on record.
type brought struct {
	callers map[ident.CaseNumber]history.Caller
	rows    map[ident.CaseID]store.Person // sealed, as they are
}

// callers reads who brought those cases of a table that are on record and
// named in it again: nobody else is opened. Nobody sees what is read; it is
// only held against the table.
func (r *importing) callers(named []ident.CaseNumber, known map[ident.CaseNumber]*casework.Case) (brought, error) {
	b := brought{map[ident.CaseNumber]history.Caller{}, map[ident.CaseID]store.Person{}}
	if len(named) > 0 && r.d.o.Vault == nil {
		return b, errNoVault
	}
	var ids, without []ident.CaseID
	for _, n := range named {
		if c := known[n]; c != nil {
			ids = append(ids, c.ID)
		}
	}
	for page := range slices.Chunk(ids, flushEvery) {
		found, err := r.tx.PersonsOf(page)
		if err != nil {
			return b, err
		}
		for _, id := range page {
			p, there := found[id]
			if !there {
				without = append(without, id)
				continue
			}
			b.rows[id] = p
		}
	}
	return b, r.open(b, named, known, without)
}

// open fills in the callers: those of the rows, and that some were erased.
func (r *importing) open(b brought, named []ident.CaseNumber, known map[ident.CaseNumber]*casework.Case, without []ident.CaseID) error {
	erased, err := r.erased(without)
	if err != nil {
		return err
	}
	for _, n := range named {
		c := known[n]
		if c == nil {
			continue
		}
		row, there := b.rows[c.ID]
		switch {
		case there:
			plain, err := r.d.o.Vault.Open(row.Sealed)
			if err != nil {
				return err
			}
			b.callers[n] = history.Caller{Person: plain}
		case erased[c.ID] || c.Person != "":
			b.callers[n] = history.Caller{Erased: true}
		}
	}
	return nil
}

// erased tells which of the cases had a person who was erased.
func (r *importing) erased(without []ident.CaseID) (map[ident.CaseID]bool, error) {
	if len(without) == 0 {
		return nil, nil
	}
	register, err := r.tx.Erasures(r.d.o.Region)
	gone := map[ident.CaseID]bool{}
	for _, e := range register {
		if e.Persons > 0 {
			gone[e.Case] = true
		}
	}
	return gone, err
}

// describe puts on record what a table adds to who brought a case. Somebody
// who was there keeps their place: it is the same person, known better.
func (r *importing) describe(c *casework.Case, told person.Person, before map[ident.CaseID]store.Person) error {
	if err := r.w.holdKey(); err != nil {
		return err
	}
	id := before[c.ID].ID
	if id == "" {
		fresh, err := r.d.o.IDs.New(r.tx.Now())
		if err != nil {
			return err
		}
		id = ident.PersonID(fresh)
	} else if _, err := r.tx.DropPerson(c.ID); err != nil {
		return err
	}
	sealed, err := r.d.o.Vault.Seal(id, told)
	if err != nil {
		return err
	}
	r.w.persons = append(r.w.persons, store.Person{Sealed: sealed, Region: r.d.o.Region, Case: c.ID})
	return nil
}
