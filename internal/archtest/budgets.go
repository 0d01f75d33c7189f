package archtest

import (
	"fmt"
	"go/ast"
	"go/token"
)

// Budgets in lines, but for parameters. A number over budget asks for a second
// room, not for denser lines.
const (
	fileLines     = 500
	tableLines    = 800 // files of data and of tests
	functionLines = 80  // not counting literals' lines; warned of from 60
	functionWarn  = 60
	testLines     = 120
	parameters    = 6
	packageLines  = 3000 // of code: comments make no package too large
	storeLines    = 8000
)

// checkBudgets finds files, functions and packages that have grown too large.
func checkBudgets(t *Tree) []string {
	var found []string
	for _, p := range t.Packages {
		budget, lines := packageLines, 0
		if p.Path == "internal/store" {
			budget = storeLines
		}
		for _, f := range p.Files {
			if f.Generated {
				continue
			}
			if !f.Test {
				lines += f.Code
			}
			found = append(found, t.overBudget(f)...)
		}
		if lines > budget {
			found = append(found, fmt.Sprintf("%s: %d lines of code in one package, over %d: it is more than one noun", p.Path, lines, budget))
		}
	}
	return found
}

// overBudget finds what is too large in one file.
func (t *Tree) overBudget(f *File) []string {
	var found []string
	budget := fileLines
	if f.Test || t.isTable(f) {
		budget = tableLines
	}
	if f.Lines > budget {
		found = append(found, fmt.Sprintf("%s: %d lines, over %d: it is more than one room", f.Name, f.Lines, budget))
	}
	limit := functionLines
	if f.Test {
		limit = testLines
	}
	for _, fn := range functions(f) {
		if n := t.codeLines(fn); n > limit {
			found = append(found, t.at(fn.Pos(), "%s has %d lines, over %d: name its parts", fn.Name.Name, n, limit))
		}
		if n := fn.Type.Params.NumFields(); n > parameters {
			found = append(found, t.at(fn.Pos(), "%s takes %d parameters, over %d: they want to be a struct", fn.Name.Name, n, parameters))
		}
	}
	return found
}

// Warnings returns the functions that are close to their budget.
func Warnings(t *Tree) []string {
	var found []string
	t.files(func(_ *Package, f *File) {
		if f.Test || f.Generated {
			return
		}
		for _, fn := range functions(f) {
			if n := t.codeLines(fn); n > functionWarn && n <= functionLines {
				found = append(found, t.at(fn.Pos(), "%s has %d lines; %d is the most", fn.Name.Name, n, functionLines))
			}
		}
	})
	return found
}

// functions returns the function declarations of a file.
func functions(f *File) []*ast.FuncDecl {
	var all []*ast.FuncDecl
	for _, decl := range f.AST.Decls {
		if fn, ok := decl.(*ast.FuncDecl); ok {
			all = append(all, fn)
		}
	}
	return all
}

// lines is how many lines a node takes.
func (t *Tree) lines(n ast.Node) int {
	return t.fset.Position(n.End()).Line - t.fset.Position(n.Pos()).Line + 1
}

// codeLines counts a function's lines without those of its literals of data:
// a long table in a test is no long function.
func (t *Tree) codeLines(fn *ast.FuncDecl) int {
	n := t.lines(fn)
	ast.Inspect(fn, func(node ast.Node) bool {
		literal, ok := node.(*ast.CompositeLit)
		if ok {
			n -= t.lines(literal) - 1
		}
		return !ok
	})
	return n
}

// isTable reports whether a file is mostly declarations of values.
func (t *Tree) isTable(f *File) bool {
	data := 0
	for _, decl := range f.AST.Decls {
		if values, ok := decl.(*ast.GenDecl); ok && (values.Tok == token.VAR || values.Tok == token.CONST) {
			data += t.lines(values)
		}
	}
	return 2*data > f.Lines
}
