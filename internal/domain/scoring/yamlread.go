package scoring

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"huying/internal/kernel/errs"
)

// document reads one YAML document strictly: every field by name and kind, no
// anchors, aliases or tags, and every problem with its place.
type document struct {
	file     string
	problems []error
	places   map[string]*token.Position // path → where it was read
}

const (
	maxYAML  = 64 << 10 // of a scheme file, in bytes; the parser is quadratic in places
	maxDepth = 32       // of brackets, dashes or double indents inside each other
)

// openDocument parses the bytes down to the top mapping; nil when they have none.
func openDocument(data []byte, file string) (*document, *fields) {
	d := &document{file: file, places: map[string]*token.Position{}}
	if len(data) > maxYAML {
		d.fail(nil, "yaml.size", "%d bytes; expected at most %d", len(data), maxYAML)
		return d, nil
	}
	if !utf8.Valid(data) {
		d.fail(nil, "yaml.encoding", "not UTF-8")
		return d, nil
	}
	if line := tooDeep(string(data)); line > 0 {
		d.fail(&token.Position{Line: line}, "yaml.depth", "values inside more than %d others", maxDepth)
		return d, nil
	}
	f, err := parser.ParseBytes(data, 0)
	if err != nil {
		d.syntax(err)
		return d, nil
	}
	var bodies []ast.Node
	for _, doc := range f.Docs {
		if doc.Body != nil {
			bodies = append(bodies, doc.Body)
		}
	}
	switch {
	case len(bodies) == 0:
		d.fail(&token.Position{Line: 1, Column: 1}, "yaml.empty", "empty; expected a scheme")
		return d, nil
	case len(bodies) > 1:
		d.fail(position(bodies[1]), "yaml.documents", "a second document; expected one")
		return d, nil
	}
	return d, d.mapping(bodies[0], "")
}

// tooDeep returns the line, from 1, where values nest too deep, or 0. It reads
// the text roughly, to keep the parser from taking minutes over hostile input.
func tooDeep(text string) int {
	line, open := 0, 0
	for row := range strings.Lines(text) {
		line++
		inner := strings.TrimLeft(row, " -?\t")
		lead := row[:len(row)-len(inner)]
		dashes := strings.Count(lead, "-") + strings.Count(lead, "?")
		open += strings.Count(inner, "[") + strings.Count(inner, "{")
		if open > maxDepth || dashes > maxDepth || len(lead) > 4*maxDepth {
			return line
		}
		open = max(0, open-strings.Count(inner, "]")-strings.Count(inner, "}"))
	}
	return 0
}

func (d *document) fail(at *token.Position, code, format string, args ...any) {
	p := errs.Position{File: d.file}
	if at != nil {
		p.Line, p.Column = at.Line, at.Column
	}
	d.problems = append(d.problems, errs.At(p, errs.Invalidf(code, format, args...)))
}

// syntax places an error of the YAML parser.
func (d *document) syntax(err error) {
	var y yaml.Error
	if !errors.As(err, &y) {
		d.fail(nil, "yaml.syntax", "not YAML: %v", err)
		return
	}
	var at *token.Position
	if t := y.GetToken(); t != nil {
		at = t.Position
	}
	d.fail(at, "yaml.syntax", "not YAML: %s", y.GetMessage())
}

// place is where a path, or the nearest part above it, was read.
func (d *document) place(path string) *token.Position {
	for path != "" {
		if p := d.places[path]; p != nil {
			return p
		}
		path = path[:max(0, strings.LastIndexAny(path, ".["))]
	}
	return &token.Position{Line: 1, Column: 1}
}

func (d *document) err() error { return errors.Join(d.problems...) }

// position is where a node begins; that of a mapping is its first key, since
// its own token is a colon.
func position(n ast.Node) *token.Position {
	switch m := n.(type) {
	case *ast.MappingValueNode:
		n = m.Key
	case *ast.MappingNode:
		if !m.IsFlowStyle && len(m.Values) > 0 {
			n = m.Values[0].Key
		}
	}
	if t := n.GetToken(); t != nil {
		return t.Position
	}
	return nil
}

// fields is one mapping, read field by field.
type fields struct {
	d      *document
	path   string
	values map[string]ast.Node
	keys   []*ast.MappingValueNode
	read   []string // names asked for, in order: the expected ones
}

// mapping opens a node as a mapping; nil, with a problem, when it is none.
func (d *document) mapping(n ast.Node, path string) *fields {
	f := &fields{d: d, path: path, values: map[string]ast.Node{}}
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

func (f *fields) at(name string) string {
	if f.path == "" {
		return name
	}
	return f.path + "." + name
}

// get returns a field's value; false when it is absent or null.
func (f *fields) get(name string) (ast.Node, bool) {
	f.read = append(f.read, name)
	n, ok := f.values[name]
	if !ok || n == nil {
		return nil, false
	}
	if _, null := n.(*ast.NullNode); null {
		return nil, false
	}
	return n, true
}

// done reports the fields that nobody asked for.
func (f *fields) done() {
	for _, kv := range f.keys {
		name := kv.Key.GetToken().Value
		if !slices.Contains(f.read, name) {
			f.d.fail(position(kv.Key), "yaml.unknown", "%sunknown field %q; expected %s",
				prefix(f.path), name, strings.Join(f.read, ", "))
		}
	}
}

// missing reports a required field that is not there.
func (f *fields) missing(name string) {
	f.d.fail(f.d.place(f.path), "yaml.missing", "%smissing", prefix(f.at(name)))
}

// list reads a sequence, calling each with the element and its path.
func (f *fields) list(name string, each func(n ast.Node, path string)) {
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
		path := at(f.at(name), i)
		f.d.places[path] = position(e)
		each(e, path)
	}
}

// sub reads a mapping inside this one, calling read with it when it is there.
func (f *fields) sub(name string, required bool, read func(*fields)) {
	n, ok := f.get(name)
	if !ok {
		if required {
			f.missing(name)
		}
		return
	}
	if s := f.d.mapping(n, f.at(name)); s != nil {
		read(s)
		s.done()
	}
}

// scalar reads one field by a parser of its text; false when it is absent or bad.
func scalar[T any](f *fields, name string, parse func(ast.Node) (T, error)) (T, bool) {
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

// required is scalar for a field that must be there.
func required[T any](f *fields, name string, parse func(ast.Node) (T, error)) T {
	before := len(f.d.problems)
	v, ok := scalar(f, name, parse)
	if !ok && len(f.d.problems) == before {
		f.missing(name)
	}
	return v
}

// optional is scalar for a field that may be left out.
func optional[T any](f *fields, name string, parse func(ast.Node) (T, error)) *T {
	if v, ok := scalar(f, name, parse); ok {
		return &v
	}
	return nil
}

// asText accepts any plain or quoted scalar.
func asText(n ast.Node) (string, error) {
	switch v := n.(type) {
	case *ast.StringNode:
		return v.Value, nil
	case *ast.LiteralNode:
		return strings.TrimSpace(v.Value.Value), nil
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value, nil
	}
	return "", fmt.Errorf("expected a text")
}

// as makes a parser of a named text type.
func as[T ~string](n ast.Node) (T, error) {
	s, err := asText(n)
	return T(s), err
}

func asInt(n ast.Node) (int, error) {
	v, err := strconv.Atoi(n.GetToken().Value)
	if _, ok := n.(*ast.IntegerNode); !ok || err != nil {
		return 0, fmt.Errorf("%q; expected a whole number", n.GetToken().Value)
	}
	return v, nil
}

func asBool(n ast.Node) (bool, error) {
	if b, ok := n.(*ast.BoolNode); ok {
		return b.Value, nil
	}
	return false, fmt.Errorf("%q; expected true or false", n.GetToken().Value)
}
