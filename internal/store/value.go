package store

import (
	"database/sql"
	"fmt"
	"reflect"
	"strings"
	"time"
	"unicode/utf8"

	"huying/internal/kernel/errs"
)

// parameters turns arguments into the few kinds that both drivers bind in
// the same way: nil, bool, int64, float64, string, []byte. A named type is
// bound as what it is made of, never by its String or MarshalText; a time as
// UTC microseconds; a zero time, a nil pointer and nil bytes as NULL.
func parameters(args []any) ([]any, error) {
	values := make([]any, len(args))
	for i, a := range args {
		v, err := parameter(a)
		if err != nil {
			return nil, fmt.Errorf("$%d: %w", i+1, err)
		}
		values[i] = v
	}
	return values, nil
}

func parameter(a any) (any, error) {
	switch v := a.(type) {
	case nil, bool, int64, float64:
		return v, nil
	case string:
		return text(v)
	case int:
		return int64(v), nil
	case time.Time:
		if v.IsZero() {
			return nil, nil
		}
		return v.UnixMicro(), nil
	case []byte:
		if v == nil {
			return nil, nil
		}
		return v, nil
	}
	return underlying(reflect.ValueOf(a))
}

func underlying(v reflect.Value) (any, error) {
	switch v.Kind() {
	case reflect.String:
		return text(v.String())
	case reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Int:
		return v.Int(), nil
	case reflect.Uint8, reflect.Uint16, reflect.Uint32:
		return int64(v.Uint()), nil
	case reflect.Bool:
		return v.Bool(), nil
	case reflect.Pointer:
		if v.IsNil() {
			return nil, nil
		}
		return parameter(v.Elem().Interface())
	}
	return nil, fmt.Errorf("store: %s cannot be a parameter", v.Type())
}

// text refuses what PostgreSQL cannot keep and SQLite would.
func text(s string) (any, error) {
	if !utf8.ValidString(s) || strings.IndexByte(s, 0) >= 0 {
		return nil, errs.New(errs.Invalid, "text.invalid",
			"the text holds bytes that are not UTF-8, or a NUL", "文本含有非 UTF-8 字节或空字符")
	}
	return s, nil
}

// orNull is v, or NULL where v is its type's zero value: optional references
// and texts.
func orNull[T comparable](v T) any {
	var zero T
	if v == zero {
		return nil
	}
	return v
}

// opt scans a column that may be NULL into its type's zero value.
func opt[T any](to *T) sql.Scanner { return nullable[T]{to} }

type nullable[T any] struct{ to *T }

func (n nullable[T]) Scan(src any) error {
	var v sql.Null[T]
	if err := v.Scan(src); err != nil {
		return err
	}
	*n.to = v.V
	return nil
}

// at scans a column of microseconds into a UTC time, NULL into the zero time.
func at(to *time.Time) sql.Scanner { return moment{to} }

type moment struct{ to *time.Time }

func (m moment) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*m.to = time.Time{}
	case int64:
		*m.to = time.UnixMicro(v).UTC()
	default:
		return fmt.Errorf("store: %T is not a time in microseconds", src)
	}
	return nil
}
