package yamltext

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// Parser reads one plain value.
type Parser[T any] func(ast.Node) (T, error)

// Required reads a field that must be there; the zero value, with a problem,
// when it is not or is bad.
func Required[T any](f *Fields, name string, parse Parser[T]) T {
	if n, ok := f.values[name]; !ok || n == nil || n.Type() == ast.NullType {
		f.read = append(f.read, name)
		f.missing(name)
		var zero T
		return zero
	}
	return Value(f, name, parse)
}

// Value reads a field that may be left out; the zero value when it is, or,
// with a problem, when it is bad.
func Value[T any](f *Fields, name string, parse Parser[T]) T {
	v, _ := scalar(f, name, parse)
	return v
}

// Optional is Value where absence differs from the zero value: nil then.
func Optional[T any](f *Fields, name string, parse Parser[T]) *T {
	if v, ok := scalar(f, name, parse); ok {
		return &v
	}
	return nil
}

func scalar[T any](f *Fields, name string, parse Parser[T]) (T, bool) {
	var zero T
	n, ok := f.get(name)
	if !ok {
		return zero, false
	}
	v, err := parse(n)
	if err != nil {
		f.d.fail(position(n), "yaml.value", "%s%s", prefix(f.at(name)), err)
		return zero, false
	}
	return v, true
}

// Text accepts any scalar as it is written; a block loses its last line break.
func Text(n ast.Node) (string, error) {
	switch v := n.(type) {
	case *ast.StringNode:
		return v.Value, nil
	case *ast.LiteralNode:
		return strings.TrimRight(v.Value.Value, "\n"), nil
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value, nil
	case *ast.MappingNode, *ast.MappingValueNode:
		return "", fmt.Errorf("expected a text; one with a colon in it needs quotes")
	}
	return "", fmt.Errorf("expected a text")
}

// Named is Text for a named text type.
func Named[T ~string](n ast.Node) (T, error) {
	s, err := Text(n)
	return T(s), err
}

// Of makes a parser of a type that is written as a text.
func Of[T any](parse func(string) (T, error)) Parser[T] {
	return func(n ast.Node) (T, error) {
		s, err := Text(n)
		if err != nil {
			var zero T
			return zero, err
		}
		return parse(s)
	}
}

// Int accepts a whole number in decimal digits.
func Int(n ast.Node) (int, error) {
	v, err := strconv.Atoi(n.GetToken().Value)
	if _, ok := n.(*ast.IntegerNode); !ok || err != nil {
		return 0, fmt.Errorf("%q; expected a whole number", n.GetToken().Value)
	}
	return v, nil
}

// Bool accepts true and false.
func Bool(n ast.Node) (bool, error) {
	if b, ok := n.(*ast.BoolNode); ok {
		return b.Value, nil
	}
	return false, fmt.Errorf("%q; expected true or false", n.GetToken().Value)
}
