package archtest

import (
	"go/ast"
	"go/token"
	"path"
	"slices"
)

// impure are standard packages that the domain may not import, and why.
var impure = []struct{ path, why string }{
	{"os", "it does no I/O"},
	{"io/ioutil", "it does no I/O"},
	{"net", "it does no I/O"},
	{"syscall", "it does no I/O"},
	{"plugin", "it does no I/O"},
	{"database/sql", "SQL belongs to the store"},
	{"log", "it returns errors and never logs"},
	{"context", "it does not wait, so there is nothing to cancel"},
	{"math/rand", "chance comes in as an argument"},
	{"crypto/rand", "chance comes in as an argument"},
	{"html/template", "layout belongs to the edges"},
	{"runtime", "the same input gives the same result on every machine"},
	{"unsafe", "nothing here is worth it"},
}

// moment are names of package time that read a clock, wait, or depend on the
// machine.
var moment = []string{"Now", "Since", "Until", "After", "AfterFunc", "Sleep", "Tick", "NewTimer", "NewTicker", "Local"}

// checkPurity finds what would make a rule of the domain depend on anything
// but its arguments.
func checkPurity(t *Tree) []string {
	var found []string
	t.files(func(p *Package, f *File) {
		if f.Test || !within(p.Path, "internal/domain") {
			return
		}
		for _, spec := range f.AST.Imports {
			name := importPath(spec)
			for _, bad := range impure {
				if within(name, bad.path) {
					found = append(found, t.at(spec.Pos(), "the domain may not import %s: %s", name, bad.why))
				}
			}
		}
		ast.Inspect(f.AST, func(n ast.Node) bool {
			if spawn, ok := n.(*ast.GoStmt); ok {
				found = append(found, t.at(spawn.Pos(), "the domain starts no goroutine: callers decide what runs beside what"))
			}
			return true
		})
		for _, use := range selectors(f, "time") {
			if slices.Contains(moment, use.name) {
				found = append(found, t.at(use.pos, "the domain may not use time.%s: time and zone come in as arguments", use.name))
			}
		}
	})
	return found
}

// selector is one use of a name of an imported package.
type selector struct {
	name string
	pos  token.Pos
}

// selectors returns the uses in a file of names of a standard package, under
// whatever name the file imports it.
func selectors(f *File, pkg string) []selector {
	local := ""
	for _, spec := range f.AST.Imports {
		switch {
		case importPath(spec) != pkg:
		case spec.Name != nil:
			local = spec.Name.Name
		default:
			local = path.Base(pkg)
		}
	}
	if local == "" {
		return nil
	}
	var uses []selector
	ast.Inspect(f.AST, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := sel.X.(*ast.Ident); ok && x.Name == local {
				uses = append(uses, selector{sel.Sel.Name, sel.Pos()})
			}
		}
		return true
	})
	return uses
}
