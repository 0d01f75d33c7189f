package yamltext

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// Fields is one mapping, read field by field.
type Fields struct {
	d      *Document
	path   string
	values map[string]ast.Node
	keys   []*ast.MappingValueNode
	read   []string // names asked for, in order: the expected ones
}

// mapping opens a node as a mapping; nil, with a problem, when it is none.
func (d *Document) mapping(n ast.Node, path string) *Fields {
	f := &Fields{d: d, path: path, values: map[string]ast.Node{}}
	switch m := n.(type) {
	case *ast.MappingNode:
		f.keys = m.Values
	case *ast.MappingValueNode:
		f.keys = []*ast.MappingValueNode{m}
	default:
		d.fail(position(n), "yaml.kind", "%sexpected a mapping of names to values", prefix(path))
		return nil
	}
	for _, kv := range f.keys {
		name := kv.Key.GetToken().Value
		f.values[name] = kv.Value
		d.places[f.at(name)] = position(kv.Key)
	}
	return f
}

func prefix(path string) string {
	if path == "" {
		return ""
	}
	return path + ": "
}

func (f *Fields) at(name string) string {
	if f.path == "" {
		return name
	}
	return f.path + "." + name
}

// At is the path of an element of a list, from 0.
func At(path string, i int) string { return fmt.Sprintf("%s[%d]", path, i) }

// get returns a field's value; false when it is absent or null.
func (f *Fields) get(name string) (ast.Node, bool) {
	f.read = append(f.read, name)
	n, ok := f.values[name]
	if !ok || n == nil || n.Type() == ast.NullType {
		return nil, false
	}
	return n, true
}

// Done reports the fields that nobody asked for.
func (f *Fields) Done() {
	for _, kv := range f.keys {
		name := kv.Key.GetToken().Value
		if !slices.Contains(f.read, name) {
			f.d.fail(position(kv.Key), "yaml.unknown", "%sunknown field %q; expected %s",
				prefix(f.path), name, strings.Join(f.read, ", "))
		}
	}
}

// missing reports a required field that is not there.
func (f *Fields) missing(name string) {
	at := f.d.place(f.path)
	f.d.fail(at, "yaml.missing", "%smissing", prefix(f.at(name)))
}

// list reads a sequence, calling each with the element and its path.
func (f *Fields) list(name string, each func(n ast.Node, path string)) {
	n, ok := f.get(name)
	if !ok {
		return
	}
	seq, ok := n.(*ast.SequenceNode)
	if !ok {
		f.d.fail(position(n), "yaml.kind", "%sexpected a list", prefix(f.at(name)))
		return
	}
	for i, e := range seq.Values {
		path := At(f.at(name), i)
		f.d.places[path] = position(e)
		each(e, path)
	}
}

// Sub reads a mapping inside this one when it is there, and reports the fields
// of it that read did not ask for.
func (f *Fields) Sub(name string, read func(*Fields)) {
	n, ok := f.get(name)
	if !ok {
		return
	}
	if s := f.d.mapping(n, f.at(name)); s != nil {
		read(s)
		s.Done()
	}
}

// Need is Sub for a mapping that must be there.
func (f *Fields) Need(name string, read func(*Fields)) {
	if n, ok := f.values[name]; !ok || n == nil || n.Type() == ast.NullType {
		f.read = append(f.read, name)
		f.missing(name)
		return
	}
	f.Sub(name, read)
}

// Records reads a list of mappings.
func Records[T any](f *Fields, name string, read func(*Fields) T) []T {
	var all []T
	f.list(name, func(n ast.Node, path string) {
		if r := f.d.mapping(n, path); r != nil {
			all = append(all, read(r))
			r.Done()
		}
	})
	return all
}

// List reads a list of plain values, each by a parser.
func List[T any](f *Fields, name string, parse Parser[T]) []T {
	var all []T
	f.list(name, func(n ast.Node, path string) {
		v, err := parse(n)
		if err != nil {
			f.d.fail(position(n), "yaml.value", "%s%s", prefix(path), err)
			return
		}
		all = append(all, v)
	})
	return all
}

// Map reads a mapping of names that are not known beforehand to plain values;
// nil when it is not there.
func Map[T any](f *Fields, name string, parse Parser[T]) map[string]T {
	var all map[string]T
	f.Sub(name, func(names *Fields) {
		all = make(map[string]T, len(names.keys))
		for _, kv := range names.keys {
			key := kv.Key.GetToken().Value
			all[key] = Value(names, key, parse)
		}
	})
	return all
}
