package storetest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"testing"

	"huying/internal/store"
	"huying/internal/store/testdb"
)

// statements: every constant of the store whose name begins with sql is
// accepted by both databases, tables, columns and parameter types included.
func statements(t *testing.T, e Engine) {
	all := Statements(t, e.Dir)
	if len(all) == 0 {
		t.Fatal("no statements found in ", e.Dir)
	}
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		for _, c := range all {
			err := s.Update(t.Context(), func(tx *store.Tx) error { return e.Prepare(tx, c.SQL) })
			if err != nil {
				t.Errorf("%s: %s: %v", c.Position, c.Name, err)
			}
		}
	})
}

// Statement is a constant that holds SQL.
type Statement struct {
	Name, SQL string
	Position  token.Position
}

// Statements reads the constants named sql… out of a folder's Go files, so
// that nobody has to keep a list of them.
func Statements(t *testing.T, dir string) (all []Statement) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	files := token.NewFileSet()
	known := constants{}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		known.collect(f)
	}
	for name, x := range known {
		if strings.HasPrefix(name, "sql") {
			text, ok := known.value(x)
			if !ok {
				t.Errorf("%s: %s is not made of string constants of this package", files.Position(x.Pos()), name)
			}
			all = append(all, Statement{name, text, files.Position(x.Pos())})
		}
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Name < all[j].Name })
	return all
}

// constants are a package's constants, by name.
type constants map[string]ast.Expr

func (c constants) collect(f *ast.File) {
	for _, d := range f.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.CONST {
			continue
		}
		for _, s := range g.Specs {
			v := s.(*ast.ValueSpec)
			for i, x := range v.Values {
				c[v.Names[i].Name] = x
			}
		}
	}
}

// value works out a text made of literals, names and +.
func (c constants) value(x ast.Expr) (string, bool) {
	switch x := x.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(x.Value)
		return s, err == nil && x.Kind == token.STRING
	case *ast.ParenExpr:
		return c.value(x.X)
	case *ast.Ident:
		of, ok := c[x.Name]
		if !ok {
			return "", false
		}
		return c.value(of)
	case *ast.BinaryExpr:
		left, ok1 := c.value(x.X)
		right, ok2 := c.value(x.Y)
		return left + right, ok1 && ok2 && x.Op == token.ADD
	}
	return "", false
}
