package yamltext

import (
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"huying/internal/kernel/errs"
)

// Document is one YAML document being read: what was wrong with it so far, and
// where each of its fields stands.
type Document struct {
	file     string
	problems []error
	places   map[string]*token.Position // path → where it was read
}

const maxBytes = 8 << 20 // of a document

// Open parses the bytes down to the top mapping, which is nil when they have
// none; Err says why. The file is named in errors.
func Open(data []byte, file string) (*Document, *Fields) {
	d := &Document{file: file, places: map[string]*token.Position{}}
	if !d.acceptable(data) {
		return d, nil
	}
	f, err := parser.ParseBytes(data, 0)
	if err != nil {
		d.syntax(err)
		return d, nil
	}
	return d, d.top(f)
}

// acceptable refuses, before parsing, what is no plain YAML text.
func (d *Document) acceptable(data []byte) bool {
	switch {
	case len(data) > maxBytes:
		d.fail(nil, "yaml.size", "%d bytes; expected at most %d", len(data), maxBytes)
		return false
	case !utf8.Valid(data):
		d.fail(nil, "yaml.encoding", "not UTF-8")
		return false
	}
	return d.plain(lexer.Tokenize(string(data)))
}

// top returns the mapping of a file's document.
func (d *Document) top(f *ast.File) *Fields {
	for _, doc := range f.Docs {
		if doc.Body != nil {
			return d.mapping(doc.Body, "")
		}
	}
	d.fail(&token.Position{Line: 1, Column: 1}, "yaml.empty", "empty; expected a mapping of names to values")
	return nil
}

// Err returns everything that was wrong, joined; nil when nothing was.
func (d *Document) Err() error { return errors.Join(d.problems...) }

// Fail reports a problem of the value at a path such as "rules[2].limit",
// placed where that value, or the nearest part above it, stands.
func (d *Document) Fail(path string, err error) {
	at := d.place(path)
	d.problems = append(d.problems, errs.At(errs.Position{File: d.file, Line: at.Line, Column: at.Column}, err))
}

func (d *Document) fail(at *token.Position, code, format string, args ...any) {
	p := errs.Position{File: d.file}
	if at != nil {
		p.Line, p.Column = at.Line, at.Column
	}
	d.problems = append(d.problems, errs.At(p, errs.Invalidf(code, format, args...)))
}

// syntax places an error of the YAML parser.
func (d *Document) syntax(err error) {
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
func (d *Document) place(path string) *token.Position {
	for path != "" {
		if p := d.places[path]; p != nil {
			return p
		}
		path = path[:max(0, strings.LastIndexAny(path, ".["))]
	}
	return &token.Position{Line: 1, Column: 1}
}

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
