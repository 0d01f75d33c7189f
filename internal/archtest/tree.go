package archtest

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Tree is the repository as its rules see it.
type Tree struct {
	Module   string // the module path of go.mod
	Packages []*Package
	Others   []Other // all files that are not Go source, in order of path

	fsys fs.FS
	fset *token.FileSet
}

// Package is one folder of Go source.
type Package struct {
	Path  string // from the repository's root: internal/kernel/errs
	Files []*File
}

// File is one Go source file.
type File struct {
	Name      string // from the repository's root
	AST       *ast.File
	Lines     int
	Code      int  // lines that are neither blank nor a // comment
	Test      bool // _test.go
	Generated bool
}

// Other is a file that is not Go source.
type Other struct {
	Name    string
	Size    int64
	Longest int // bytes of its longest line
}

// passedOver are folders that hold nothing of the repository: git's own, and
// what .gitignore leaves out.
var passedOver = []string{".git", "bin", "huying-data", "node_modules"}

// otherModule reports whether a folder is a module of its own, such as clients/go:
// what it needs is no dependency of Huying's, and its layers are not ours. A copy
// of somebody else's module is still looked at.
func otherModule(fsys fs.FS, name string) bool {
	_, err := fs.Stat(fsys, path.Join(name, "go.mod"))
	return err == nil && name != "." && !borrowed(name)
}

// Load reads the repository whose root is fsys.
func Load(fsys fs.FS) (*Tree, error) {
	t := &Tree{fsys: fsys, fset: token.NewFileSet()}
	mod, err := fs.ReadFile(fsys, "go.mod")
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(mod)) {
		if module, ok := strings.CutPrefix(line, "module "); ok {
			t.Module = strings.TrimSpace(module)
		}
	}
	if t.Module == "" {
		return nil, errors.New("go.mod names no module")
	}
	packages := map[string]*Package{}
	err = fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (slices.Contains(passedOver, entry.Name()) || otherModule(fsys, name)):
			return fs.SkipDir
		case !entry.Type().IsRegular():
			return nil
		case path.Ext(name) != ".go" || strings.Contains("/"+name, "/testdata/"):
			return t.addOther(name)
		}
		return t.addSource(packages, name)
	})
	if err != nil {
		return nil, err
	}
	for _, p := range packages {
		t.Packages = append(t.Packages, p)
	}
	slices.SortFunc(t.Packages, func(a, b *Package) int { return cmp.Compare(a.Path, b.Path) })
	return t, nil
}

func (t *Tree) addOther(name string) error {
	content, err := fs.ReadFile(t.fsys, name)
	longest := 0
	for line := range bytes.Lines(content) {
		longest = max(longest, len(line))
	}
	t.Others = append(t.Others, Other{Name: name, Size: int64(len(content)), Longest: longest})
	return err
}

func (t *Tree) addSource(packages map[string]*Package, name string) error {
	content, err := fs.ReadFile(t.fsys, name)
	if err != nil {
		return err
	}
	parsed, err := parser.ParseFile(t.fset, name, content, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	code := 0
	for line := range bytes.Lines(content) {
		if line = bytes.TrimSpace(line); len(line) > 0 && !bytes.HasPrefix(line, []byte("//")) {
			code++
		}
	}
	dir := path.Dir(name)
	if packages[dir] == nil {
		packages[dir] = &Package{Path: dir}
	}
	packages[dir].Files = append(packages[dir].Files, &File{
		Name:      name,
		AST:       parsed,
		Lines:     bytes.Count(content, []byte("\n")),
		Code:      code,
		Test:      strings.HasSuffix(name, "_test.go"),
		Generated: ast.IsGenerated(parsed),
	})
	return nil
}

// at formats a finding: where it is, what is wrong, and why that is so.
func (t *Tree) at(pos token.Pos, format string, args ...any) string {
	p := t.fset.Position(pos)
	return fmt.Sprintf("%s:%d: ", p.Filename, p.Line) + fmt.Sprintf(format, args...)
}

// files calls fn for every source file.
func (t *Tree) files(fn func(p *Package, f *File)) {
	for _, p := range t.Packages {
		for _, f := range p.Files {
			fn(p, f)
		}
	}
}

// importPath is what an import declaration names.
func importPath(spec *ast.ImportSpec) string {
	name, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		return spec.Path.Value // the parser has accepted it, so this is not met
	}
	return name
}

// local returns the repository's folder that an import names, if it is ours.
func (t *Tree) local(imported string) (folder string, ours bool) {
	return strings.CutPrefix(imported, t.Module+"/")
}

// isStandard tells the standard library's import paths from others: the first
// element of any other path is a host name, or our module.
func (t *Tree) isStandard(imported string) bool {
	first, _, _ := strings.Cut(imported, "/")
	return !strings.Contains(first, ".") && first != t.Module
}

// within reports whether the folder is one of the rooms or lies in one.
func within(folder string, rooms ...string) bool {
	return slices.ContainsFunc(rooms, func(room string) bool {
		return folder == room || strings.HasPrefix(folder, room+"/")
	})
}
