package archtest

import (
	"go/ast"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// checkTexts finds errors whose two texts do not say the same: one is missing
// or in the wrong language, or they name other arguments.
func checkTexts(t *Tree) []string {
	var found []string
	t.files(func(_ *Package, f *File) {
		if f.Test {
			return
		}
		ast.Inspect(f.AST, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if wrong := wrongTexts(call); wrong != "" {
					found = append(found, t.at(call.Pos(), "%s", wrong))
				}
			}
			return true
		})
	})
	return found
}

// wrongTexts judges a call of errs.New or errs.Newf whose texts are literals.
func wrongTexts(call *ast.CallExpr) string {
	fun, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || fun.Sel.Name != "New" && fun.Sel.Name != "Newf" {
		return ""
	}
	if x, ok := fun.X.(*ast.Ident); !ok || x.Name != "errs" || len(call.Args) < 4 {
		return ""
	}
	en, fixedEn := literal(call.Args[2])
	zh, fixedZh := literal(call.Args[3])
	switch {
	case fixedEn && en == "" || fixedZh && zh == "":
		return "an error says what is wrong in English and in Chinese"
	case fixedZh && !strings.ContainsFunc(zh, han):
		return "the Chinese text of an error is not Chinese"
	case fun.Sel.Name == "Newf" && fixedEn && fixedZh && !slices.Equal(arguments(en), arguments(zh)):
		return "the two texts of an error name different arguments"
	}
	return ""
}

func han(r rune) bool { return unicode.Is(unicode.Han, r) }

// literal is the value of a text constant written in place.
func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

var verb = regexp.MustCompile(`%[-+# 0-9.]*(?:\[(\d+)\])?([a-zA-Z%])`)

// arguments are the places, from 1, of the arguments that a format names.
func arguments(format string) []int {
	var all []int
	next := 1
	for _, m := range verb.FindAllStringSubmatch(format, -1) {
		if m[2] == "%" {
			continue
		}
		if m[1] != "" {
			next, _ = strconv.Atoi(m[1]) // digits, by the expression
		}
		all = append(all, next)
		next++
	}
	slices.Sort(all)
	return slices.Compact(all)
}
