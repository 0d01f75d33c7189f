package store

import "huying/internal/kernel/errs"

// row is what a scan function reads: one row's columns, in order.
type row interface {
	Scan(dest ...any) error
}

// rows is an open query, as *sql.Rows is.
type rows interface {
	row
	Next() bool
	Err() error
	Close() error
}

// each calls visit for every row as it arrives; visit must not use tx. It is
// for results too large to hold; an error from visit ends the reading.
func each(tx *Tx, sql string, visit func(row) error, args ...any) (err error) {
	rs, err := tx.open(sql, args)
	if err != nil {
		return err
	}
	defer func() {
		tx.reading = false
		if e := rs.Close(); e != nil && err == nil {
			err = tx.fail(sql, e)
		}
	}()
	for rs.Next() {
		if err := visit(rs); err != nil {
			return err
		}
	}
	if err := rs.Err(); err != nil {
		return tx.fail(sql, err)
	}
	return nil
}

// query reads all rows; none is an empty list, not an error.
func query[T any](tx *Tx, sql string, scan func(row) (T, error), args ...any) ([]T, error) {
	var list []T
	err := each(tx, sql, func(r row) error {
		v, err := scan(r)
		if err != nil {
			return errs.Wrap("store: scan "+headline(sql), err)
		}
		list = append(list, v)
		return nil
	}, args...)
	if err != nil {
		return nil, err
	}
	return list, nil
}

// maybe reads the first row, if there is one.
func maybe[T any](tx *Tx, sql string, scan func(row) (T, error), args ...any) (v T, ok bool, err error) {
	list, err := query(tx, sql, scan, args...)
	if err != nil || len(list) == 0 {
		return v, false, err
	}
	return list[0], true, nil
}

// one reads the first row and returns missing when there is none.
func one[T any](tx *Tx, missing error, sql string, scan func(row) (T, error), args ...any) (T, error) {
	v, ok, err := maybe(tx, sql, scan, args...)
	if err == nil && !ok {
		err = missing
	}
	return v, err
}

// scalar scans a row of a single column.
func scalar[T any](r row) (v T, err error) {
	err = r.Scan(&v)
	return v, err
}
