package store

import (
	"regexp"
	"strconv"
	"strings"

	"huying/internal/kernel/errs"
)

// maxParameters is below both limits: 32,766 on SQLite, 65,535 on PostgreSQL.
const maxParameters = 32_000

// maxRows of one statement; beyond it more rows gain nothing.
const maxRows = 128

// insertRows runs a single-row INSERT constant for many rows at once, by
// repeating its VALUES tuple. Parameters may stand only in that tuple. Each
// statement takes a power of two of rows, so few texts are ever prepared.
func (tx *Tx) insertRows(sql string, list [][]any) error {
	if len(list) == 0 {
		return nil
	}
	most := maxRows
	for most > 1 && most*len(list[0]) > maxParameters {
		most /= 2
	}
	for len(list) > 0 {
		n := most
		for n > len(list) {
			n /= 2
		}
		if err := tx.insertChunk(sql, list[:n]); err != nil {
			return err
		}
		list = list[n:]
	}
	return nil
}

func (tx *Tx) insertChunk(sql string, list [][]any) error {
	width := len(list[0])
	args := make([]any, 0, width*len(list))
	for _, r := range list {
		if len(r) != width {
			return errs.Invalidf("store.width", "%s: a row of %d values among rows of %d", headline(sql), len(r), width)
		}
		args = append(args, r...)
	}
	text, err := tx.dialect.repeated(sql, width, len(list))
	if err != nil {
		return err
	}
	_, err = tx.exec(text, args...)
	return err
}

type repetition struct {
	sql         string
	width, rows int
}

// repeated is the statement with its VALUES tuple written rows times.
func (d *dialect) repeated(sql string, width, rows int) (string, error) {
	if rows == 1 {
		return sql, nil
	}
	key := repetition{sql, width, rows}
	if s, ok := d.bulk.Load(key); ok {
		return s.(string), nil
	}
	s, err := repeatTuple(sql, width, rows)
	if err != nil {
		return "", err
	}
	if d.kind == SQLite {
		s = unnumbered(s)
	}
	d.bulk.Store(key, s)
	return s, nil
}

var (
	valuesWord  = regexp.MustCompile(`(?i)\bVALUES\s*\(`)
	placeholder = regexp.MustCompile(`\$\d+`)
)

func repeatTuple(sql string, width, rows int) (string, error) {
	at := valuesWord.FindStringIndex(sql)
	if at == nil {
		return "", errs.Invalidf("store.bulk", "%s: no VALUES tuple to repeat", headline(sql))
	}
	from := at[1] - 1
	to := from + closing(sql[from:])
	tuple := sql[from:to]
	if placeholder.MatchString(sql[:from]) || placeholder.MatchString(sql[to:]) {
		return "", errs.Invalidf("store.bulk", "%s: a parameter outside the VALUES tuple", headline(sql))
	}
	var b strings.Builder
	b.WriteString(sql[:from])
	for i := range rows {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(placeholder.ReplaceAllStringFunc(tuple, func(p string) string {
			n, _ := strconv.Atoi(p[1:])
			return "$" + strconv.Itoa(n+i*width)
		}))
	}
	b.WriteString(sql[to:])
	return b.String(), nil
}

// unnumbered writes ? for every parameter, if they stand in their order. SQLite
// keeps the names of the others in a list and searches it for each value
// bound: for thousands of them that was a third of an import's time.
func unnumbered(sql string) string {
	n, inOrder := 0, true
	s := placeholder.ReplaceAllStringFunc(sql, func(p string) string {
		n++
		inOrder = inOrder && p == "$"+strconv.Itoa(n)
		return "?"
	})
	if !inOrder {
		return sql
	}
	return s
}

// closing is the length of the parenthesis that s begins with.
func closing(s string) int {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(s)
}
