package archtest

import (
	"fmt"
	"go/ast"
	"go/token"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

const glossaryFile = "docs/glossary.md"

// worded are the types of the domain whose constants are the words of records
// and pages: each of them has a section of the glossary under its name.
var worded = []string{"CaseState", "LegState", "Action", "Role", "Permission"}

// formats are the rooms of the domain that are about texts, not the trade.
var formats = []string{"internal/domain/csvtext", "internal/domain/yamltext"}

// checkGlossary finds states, actions, roles and permissions without a row in
// the glossary, rows without one of them, rows with another Chinese name than
// the one that is printed, and types of the domain without a term.
func checkGlossary(t *Tree) []string {
	text, err := fs.ReadFile(t.fsys, glossaryFile)
	if err != nil {
		return []string{"the words of the domain have a glossary: " + err.Error()}
	}
	sections, terms := readGlossary(string(text))
	var found []string
	for _, p := range t.Packages {
		if !within(p.Path, "internal/domain") || within(p.Path, formats...) {
			continue
		}
		found = append(found, t.missingTypes(p, terms[path.Base(p.Path)])...)
		printed := printedNames(p)
		for _, typ := range worded {
			words := wordsOf(p, typ)
			if len(words) == 0 {
				continue
			}
			section := path.Base(p.Path) + "." + typ
			found = append(found, t.compare(section, words, printed, sections[section])...)
		}
	}
	return found
}

// compare holds the constants of one type against their section.
func (t *Tree) compare(section string, words []constant, printed, rows map[string]string) []string {
	var found []string
	known := map[string]bool{}
	for _, w := range words {
		known[w.value] = true
		row, ok := rows[w.value]
		switch zh := printed[w.name]; {
		case !ok:
			found = append(found, t.at(w.pos, "the word %q has no row in %s, section %#q: say what it is in Chinese and English", w.value, glossaryFile, section))
		case !chinese(row):
			found = append(found, t.at(w.pos, "the row of %q in %s, section %#q, has no Chinese", w.value, glossaryFile, section))
		case zh != "" && zh != row:
			found = append(found, t.at(w.pos, "%q is printed as %s, and %s, section %#q, has %s", w.value, zh, glossaryFile, section, row))
		}
	}
	for value := range rows {
		if !known[value] {
			found = append(found, fmt.Sprintf("%s, section %#q: there is no word %q in the code", glossaryFile, section, value))
		}
	}
	slices.Sort(found)
	return found
}

// missingTypes finds the exported types of a package without a term.
func (t *Tree) missingTypes(p *Package, terms map[string]string) []string {
	var found []string
	for _, f := range p.Files {
		if f.Test {
			continue
		}
		for _, spec := range specs[*ast.TypeSpec](f, token.TYPE) {
			if name := spec.Name.Name; spec.Name.IsExported() && !chinese(terms[name]) {
				found = append(found, t.at(spec.Pos(), "type %s has no term in %s, under %s: every noun of the domain has its Chinese word", name, glossaryFile, path.Base(p.Path)))
			}
		}
	}
	return found
}

var (
	wordSection = regexp.MustCompile("^### .*`([a-z]+\\.[A-Za-z]+)`$")
	wordRow     = regexp.MustCompile("^\\| `([^`]+)` \\| ([^|]*) \\|")
	typeRow     = regexp.MustCompile(`^- \*\*([a-z]+)\*\*: (.*)$`)
	typeTerm    = regexp.MustCompile("`([A-Za-z]+)` ([^,]+)")
)

// readGlossary returns the rows of the sections of words, by word, and the
// terms of types, by package and type.
func readGlossary(text string) (sections, terms map[string]map[string]string) {
	sections, terms = map[string]map[string]string{}, map[string]map[string]string{}
	var rows map[string]string
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "#") {
			rows = nil
		}
		if m := wordSection.FindStringSubmatch(line); m != nil {
			rows = map[string]string{}
			sections[m[1]] = rows
		}
		if m := wordRow.FindStringSubmatch(line); m != nil && rows != nil {
			rows[m[1]] = m[2]
		}
		if m := typeRow.FindStringSubmatch(line); m != nil {
			of := map[string]string{}
			for _, term := range typeTerm.FindAllStringSubmatch(m[2], -1) {
				of[term[1]] = term[2]
			}
			terms[m[1]] = of
		}
	}
	return sections, terms
}

// constant is a constant with a text for a value.
type constant struct {
	name, value string
	pos         token.Pos
}

// wordsOf returns the constants of a type of a package that are not empty.
func wordsOf(p *Package, typ string) []constant {
	var words []constant
	for _, f := range p.Files {
		for _, spec := range specs[*ast.ValueSpec](f, token.CONST) {
			if id, ok := spec.Type.(*ast.Ident); !ok || id.Name != typ || f.Test {
				continue
			}
			for i, name := range spec.Names {
				if value := textOf(spec.Values[i]); value != "" {
					words = append(words, constant{name.Name, value, name.Pos()})
				}
			}
		}
	}
	return words
}

// printedNames returns the Chinese names that a package's tables give to its
// constants: {Draft, "草稿", …} or Draft: "草稿".
func printedNames(p *Package) map[string]string {
	names := map[string]string{}
	pair := func(key, value ast.Expr) {
		if id, ok := key.(*ast.Ident); ok && chinese(textOf(value)) {
			names[id.Name] = textOf(value)
		}
	}
	for _, f := range p.Files {
		if f.Test {
			continue
		}
		ast.Inspect(f.AST, func(n ast.Node) bool {
			switch x := n.(type) {
			case *ast.KeyValueExpr:
				pair(x.Key, x.Value)
			case *ast.CompositeLit:
				if len(x.Elts) > 1 {
					pair(x.Elts[0], x.Elts[1])
				}
			}
			return true
		})
	}
	return names
}

// specs returns the declarations of one kind at the top of a file.
func specs[S ast.Spec](f *File, kind token.Token) []S {
	var all []S
	for _, decl := range f.AST.Decls {
		group, ok := decl.(*ast.GenDecl)
		if !ok || group.Tok != kind {
			continue
		}
		for _, spec := range group.Specs {
			if s, ok := spec.(S); ok {
				all = append(all, s)
			}
		}
	}
	return all
}

// textOf returns what a text literal says, "" for anything else.
func textOf(e ast.Expr) string {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return ""
	}
	text, err := strconv.Unquote(lit.Value)
	if err != nil {
		return "" // the parser has accepted it, so this is not met
	}
	return text
}

func chinese(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}
