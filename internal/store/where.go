package store

import (
	"strconv"
	"strings"
)

// where gathers the conditions of a filter. The zero value has none. Every ?
// in a condition takes the next argument and is written $n; conditions are
// constants, only values come from outside.
type where struct {
	conditions []string
	args       []any
}

// and adds a condition: w.and("unit_id = ? AND due_at <= ?", unit, at).
func (w *where) and(condition string, args ...any) {
	var b strings.Builder
	n := len(w.args)
	for _, r := range condition {
		if r == '?' {
			n++
			b.WriteByte('$')
			b.WriteString(strconv.Itoa(n))
			continue
		}
		b.WriteRune(r)
	}
	w.conditions = append(w.conditions, b.String())
	w.args = append(w.args, args...)
}

// in asks that the column be one of the values; no values match no row.
func in[T any](w *where, column string, values []T) {
	if len(values) == 0 {
		w.and("1 = 0")
		return
	}
	places, args := marks(values)
	w.and(column+" IN ("+places+")", args...)
}

// marks are the places and arguments of an IN list, filled up to a power of two
// with its last value, so that few texts are ever prepared.
func marks[T any](values []T) (places string, args []any) {
	size := 1
	for size < len(values) {
		size *= 2
	}
	for i := range size {
		args = append(args, values[min(i, len(values)-1)])
	}
	return strings.Repeat("?, ", size-1) + "?", args
}

// arg adds a value used outside the conditions, such as a LIMIT, and returns
// its mark.
func (w *where) arg(v any) string {
	w.args = append(w.args, v)
	return "$" + strconv.Itoa(len(w.args))
}

// String is " WHERE …", or nothing without a condition.
func (w *where) String() string {
	if len(w.conditions) == 0 {
		return ""
	}
	return " WHERE (" + strings.Join(w.conditions, ") AND (") + ")"
}
