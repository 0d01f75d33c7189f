package archtest

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// drawers are package names that say nothing, and so collect everything.
var drawers = []string{
	"base", "common", "core", "helper", "helpers", "lib", "misc", "model", "models",
	"shared", "tool", "tools", "types", "util", "utils",
}

// checkNames finds packages without a noun of the domain, and packages that do
// not say what they are.
func checkNames(t *Tree) []string {
	var found []string
	for _, p := range t.Packages {
		documented, source := false, false
		for _, f := range p.Files {
			name := strings.TrimSuffix(f.AST.Name.Name, "_test")
			if slices.Contains(drawers, name) {
				found = append(found, t.at(f.AST.Name.Pos(), "package %s is a drawer: name the noun that it is about", name))
			}
			if f.Test {
				continue
			}
			source = true
			documented = documented || describes(f.AST)
		}
		if source && !documented {
			found = append(found, fmt.Sprintf("%s: no file says in a package comment what the package is and what it may know", p.Path))
		}
	}
	return found
}

// describes reports whether a file has a package comment in the usual form.
func describes(f *ast.File) bool {
	want := "Package " + f.Name.Name + " "
	if f.Name.Name == "main" {
		want = "Command "
	}
	return f.Doc != nil && strings.HasPrefix(f.Doc.Text(), want)
}

// foreign are words of other systems for what the glossary names otherwise.
var foreign = []struct{ word, ours string }{
	{"Ticket", "Case or Leg"},
	{"WorkOrder", "Case or Leg"},
	{"Task", "Leg"},
	{"Handler", "Unit or an actor's role"},
	{"Agency", "Unit"},
}

// checkWords finds types of the domain that are named past the glossary.
func checkWords(t *Tree) []string {
	var found []string
	t.files(func(p *Package, f *File) {
		if !within(p.Path, "internal/domain") {
			return
		}
		ast.Inspect(f.AST, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			for _, bad := range foreign {
				if strings.Contains(spec.Name.Name, bad.word) {
					found = append(found, t.at(spec.Pos(), "type %s: docs/glossary.md says %s", spec.Name.Name, bad.ours))
				}
			}
			return true
		})
	})
	return found
}

// checkState finds init functions and package-level variables that change:
// both are arguments that nobody passed.
func checkState(t *Tree) []string {
	var found []string
	for _, p := range t.Packages {
		variables := packageVariables(p)
		for _, f := range p.Files {
			for _, fn := range functions(f) {
				if fn.Recv == nil && fn.Name.Name == "init" {
					found = append(found, t.at(fn.Pos(), "no func init: what runs before main cannot fail, be tested or be left out"))
				}
				if f.Test || within(p.Path, rigs...) {
					continue
				}
				for _, target := range assigned(fn) {
					if variables[target.Name] && !declares(fn, target.Name) {
						found = append(found, t.at(target.Pos(), "%s changes the package-level %s: keep state in a value that is passed", fn.Name.Name, target.Name))
					}
				}
			}
		}
	}
	return found
}

// packageVariables returns the names of a package's variables.
func packageVariables(p *Package) map[string]bool {
	names := map[string]bool{}
	for _, f := range p.Files {
		for _, decl := range f.AST.Decls {
			values, ok := decl.(*ast.GenDecl)
			if !ok || values.Tok != token.VAR {
				continue
			}
			for _, spec := range values.Specs {
				for _, name := range spec.(*ast.ValueSpec).Names {
					names[name.Name] = name.Name != "_" // an interface guard is no variable
				}
			}
		}
	}
	return names
}

// assigned returns the names that a function assigns to, also through a field
// or an element.
func assigned(fn *ast.FuncDecl) []*ast.Ident {
	var names []*ast.Ident
	add := func(target ast.Expr) {
		for {
			switch x := target.(type) {
			case *ast.Ident:
				names = append(names, x)
				return
			case *ast.SelectorExpr:
				target = x.X
			case *ast.IndexExpr:
				target = x.X
			default:
				return
			}
		}
	}
	ast.Inspect(fn, func(n ast.Node) bool {
		switch s := n.(type) {
		case *ast.AssignStmt:
			if s.Tok != token.DEFINE {
				for _, target := range s.Lhs {
					add(target)
				}
			}
		case *ast.IncDecStmt:
			add(s.X)
		}
		return true
	})
	return names
}

// declares reports whether a function has anything of its own by the name:
// a parameter, a result, a receiver, or a local variable.
func declares(fn *ast.FuncDecl, name string) bool {
	found := false
	is := func(x ast.Expr) {
		if id, ok := x.(*ast.Ident); ok && id.Name == name {
			found = true
		}
	}
	ast.Inspect(fn, func(n ast.Node) bool {
		switch s := n.(type) {
		case *ast.Field:
			for _, own := range s.Names {
				is(own)
			}
		case *ast.ValueSpec:
			for _, own := range s.Names {
				is(own)
			}
		case *ast.AssignStmt:
			if s.Tok == token.DEFINE {
				for _, own := range s.Lhs {
					is(own)
				}
			}
		case *ast.RangeStmt:
			if s.Tok == token.DEFINE {
				is(s.Key)
				is(s.Value)
			}
		}
		return true
	})
	return found
}
