package archtest

import (
	"strings"
	"testing"
	"testing/fstest"
)

// house is a tiny repository of the given files. A Go file without a package
// clause gets one named after its folder, with a package comment.
func house(t *testing.T, files map[string]string) *Tree {
	t.Helper()
	fsys := fstest.MapFS{"go.mod": {Data: []byte("module huying\n\ngo 1.26.0\n")}}
	for name, content := range files {
		if strings.HasSuffix(name, ".go") && !strings.Contains(content, "package ") {
			parts := strings.Split(name, "/")
			noun := parts[len(parts)-2]
			content = "// Package " + noun + " is a sample.\npackage " + noun + "\n" + content
		}
		fsys[name] = &fstest.MapFile{Data: []byte(content)}
	}
	tree, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// sample is a file or two that a rule must find fault with, or must not.
type sample struct {
	rule  string
	name  string
	files map[string]string
	want  string // in the finding; "" when the rule has nothing to say
}

func TestRulesCanFail(t *testing.T) {
	t.Parallel()
	failing := map[string]bool{}
	for _, s := range samples() {
		if s.want != "" {
			failing[s.rule] = true
		}
		t.Run(s.rule+"/"+s.name, func(t *testing.T) {
			t.Parallel()
			var found []string
			for _, rule := range Rules() {
				if rule.Name == s.rule {
					found = rule.Check(house(t, s.files))
				}
			}
			switch {
			case s.want == "" && len(found) > 0:
				t.Errorf("finds fault with a sound sample: %q", found)
			case s.want != "" && (len(found) != 1 || !strings.Contains(found[0], s.want)):
				t.Errorf("finds %q, want one finding with %q", found, s.want)
			}
		})
	}
	for _, rule := range Rules() {
		if !failing[rule.Name] {
			t.Errorf("no sample shows that the rule %s can fail", rule.Name)
		}
	}
}

func source(name, content string) map[string]string { return map[string]string{name: content} }

func samples() []sample {
	var all []sample
	for _, group := range [][]sample{importSamples(), puritySamples(), sizeSamples(), nameSamples(), documentSamples(), glossarySamples(), figureSamples()} {
		all = append(all, group...)
	}
	return all
}

// text is a source that makes an error.
func text(call string) map[string]string {
	return source("internal/domain/org/a.go", "import \"huying/internal/kernel/errs\"\nvar err = "+call+"\n")
}

func importSamples() []sample {
	imports := func(file, path string) map[string]string { return source(file, "import _ \""+path+"\"\n") }
	return []sample{
		{"layers", "down", imports("internal/edge/web/a.go", "huying/internal/app/desk"), ""},
		{"layers", "up", imports("internal/store/a.go", "huying/internal/app/desk"), "may not import internal/app/desk: imports point down only"},
		{"layers", "up in a test", imports("internal/domain/org/a_test.go", "huying/internal/store"), "imports point down only"},
		{"layers", "sideways in a test", imports("internal/app/insight/a_test.go", "huying/internal/app/desk"), ""},
		{"layers", "edge's test to store", imports("internal/edge/web/a_test.go", "huying/internal/store"), ""},
		{"layers", "demo from a test", imports("internal/app/insight/a_test.go", "huying/demo"), "must not leak into the product"},
		{"layers", "edge to store", imports("internal/edge/web/a.go", "huying/internal/store"), "only cli opens the store"},
		{"layers", "cli to store", imports("internal/edge/cli/a.go", "huying/internal/store"), ""},
		{"layers", "app sideways", imports("internal/app/desk/a.go", "huying/internal/app/insight"), "packages of internal/app meet"},
		{"layers", "edge sideways", imports("internal/edge/web/a.go", "huying/internal/edge/api"), "packages of internal/edge meet"},
		{"layers", "inside a room", imports("internal/edge/web/a.go", "huying/internal/edge/web/page"), ""},
		{"layers", "domain, declared", imports("internal/domain/deadline/a.go", "huying/internal/domain/calendar"), ""},
		{"layers", "domain, undeclared", imports("internal/domain/calendar/a.go", "huying/internal/domain/deadline"), "along the list neighbours"},
		{"layers", "demo from the product", imports("internal/app/insight/a.go", "huying/demo"), "must not leak into the product"},
		{"layers", "demo from cli", imports("internal/edge/cli/a.go", "huying/demo"), ""},
		{"layers", "demo to store", imports("demo/a.go", "huying/internal/store"), "the simulator gives the commands"},
		{"layers", "main to app", imports("cmd/huying/a.go", "huying/internal/app/desk"), "main only hands the process to cli"},
		{"layers", "load tool to the product", imports("bench/load/a.go", "huying/internal/edge/cli"), "from outside"},
		{"layers", "rig from a test", imports("internal/app/desk/a_test.go", "huying/internal/store/testdb"), ""},
		{"layers", "rig from the product", imports("internal/app/desk/a.go", "huying/internal/store/testdb"), "imported by tests only"},
		{"layers", "rig to rig", imports("internal/store/storetest/a.go", "huying/internal/store/testdb"), ""},
		{"layers", "nowhere", source("internal/extra/a.go", ""), "stands in no layer"},
		{"layers", "archtest", imports("internal/archtest/a.go", "huying/internal/kernel/errs"), "takes no part in it"},

		{"modules", "at home", imports("internal/store/a.go", "modernc.org/sqlite"), ""},
		{"modules", "out of place", imports("internal/app/desk/a.go", "modernc.org/sqlite/lib"), "drivers stay behind the store"},
		{"modules", "a test's in the kernel's rig", imports("internal/kernel/golden/a.go", "github.com/google/go-cmp/cmp"), ""},
		{"modules", "a test's in the kernel", imports("internal/kernel/exact/a.go", "github.com/google/go-cmp/cmp"), "stands on the standard library alone"},
		{"modules", "in the kernel", imports("internal/kernel/exact/a.go", "golang.org/x/text/width"), "stands on the standard library alone"},
		{"modules", "kernel's tests", imports("internal/kernel/exact/a_test.go", "pgregory.net/rapid"), ""},
		{"modules", "a test's in the product", imports("internal/domain/org/a.go", "pgregory.net/rapid"), "tests only"},
		{"modules", "a test's in a rig", imports("internal/store/storetest/a.go", "go.uber.org/goleak"), ""},
		{"modules", "unknown", imports("internal/edge/web/a.go", "example.org/left/pad"), "needs a reason and a place"},
	}
}

func puritySamples() []sample {
	const file = "internal/domain/org/a.go"
	return []sample{
		{"purity", "os", source(file, "import _ \"os/exec\"\n"), "the domain may not import os/exec: it does no I/O"},
		{"purity", "sql", source(file, "import _ \"database/sql\"\n"), "SQL belongs to the store"},
		{"purity", "slog", source(file, "import _ \"log/slog\"\n"), "never logs"},
		{"purity", "os in a test", source("internal/domain/org/a_test.go", "import _ \"os\"\n"), ""},
		{"purity", "clock", source(file, "import \"time\"\nvar x = time.Now()\n"), "may not use time.Now"},
		{"purity", "clock, renamed", source(file, "import t \"time\"\nfunc f(x t.Time) t.Duration { return t.Since(x) }\n"), "may not use time.Since"},
		{"purity", "arithmetic", source(file, "import \"time\"\nconst day = 24 * time.Hour\n"), ""},
		{"purity", "goroutine", source(file, "func f() { go f() }\n"), "starts no goroutine"},
		{"purity", "goroutine in the store", source("internal/store/a.go", "func f() { go f() }\n"), ""},

		{"process", "exit", source(file, "import \"os\"\nfunc f() { os.Exit(1) }\n"), "only main ends the process"},
		{"process", "exit in cli", source("internal/edge/cli/a.go", "import \"os\"\nfunc f() { os.Exit(1) }\n"), "only main ends the process"},
		{"process", "args in cli", source("internal/edge/cli/a.go", "import \"os\"\nvar x = os.Args\n"), ""},
		{"process", "streams", source("internal/app/desk/a.go", "import \"os\"\nvar x = os.Stderr\n"), "streams come through cli.Env"},
		{"process", "print", source("internal/edge/cli/a.go", "import \"fmt\"\nfunc f() { fmt.Println() }\n"), "a writer that was passed in"},
		{"process", "context", source("internal/app/desk/a.go", "import \"context\"\nvar x = context.Background()\n"), "from the caller"},
		{"process", "main", source("cmd/huying/a.go", "import \"os\"\nfunc f() { os.Exit(1) }\n"), ""},
		{"process", "a test", source("internal/app/desk/a_test.go", "import \"os\"\nvar x = os.Args\n"), ""},

		{"state", "init", source(file, "func init() {}\n"), "no func init"},
		{"state", "method init", source(file, "type t int\nfunc (t) init() {}\n"), ""},
		{"state", "assigned", source(file, "var n int\nfunc f() { n = 1 }\n"), "f changes the package-level n"},
		{"state", "counted", source(file, "var n int\nfunc f() { n++ }\n"), "f changes the package-level n"},
		{"state", "filled", source(file, "var m = map[int]int{}\nfunc f() { m[1] = 2 }\n"), "f changes the package-level m"},
		{"state", "table", source(file, "var m = map[int]int{1: 2}\nfunc f() int { return m[1] }\n"), ""},
		{"state", "guarded", source(file, "var _ = 1\nfunc f() { _ = 2 }\n"), ""},
		{"state", "shadowed", source(file, "var n int\nfunc f(n int) { n = 1; for n := range 3 { n++ } }\n"), ""},
	}
}

func sizeSamples() []sample {
	const file = "internal/domain/org/a.go"
	long := func(n int) string { return strings.Repeat("\n", n) }
	seven := func(content string) map[string]string {
		files := map[string]string{}
		for _, name := range []string{"a", "b", "c", "d", "e", "f", "g"} {
			files["internal/domain/org/"+name+".go"] = content
		}
		return files
	}
	body := func(n int) string { return "func f() {\n" + strings.Repeat("\tf()\n", n) + "}\n" }
	return []sample{
		{"budgets", "seven files of comments", seven(strings.Repeat("// why\n", 490)), ""},
		{"budgets", "file", source(file, long(600)), "it is more than one room"},
		{"budgets", "file of tests", source("internal/domain/org/a_test.go", long(600)), ""},
		{"budgets", "file of data", source(file, "var table = []int{\n"+strings.Repeat("\t1,\n", 600)+"}\n"), ""},
		{"budgets", "large file of tests", source("internal/domain/org/a_test.go", long(900)), "over 800"},
		{"budgets", "generated", source(file, "// Code generated by hand. DO NOT EDIT.\n\npackage org\n"+long(900)), ""},
		{"budgets", "function", source(file, body(80)), "f has 82 lines, over 80"},
		{"budgets", "function with a table", source(file, "func f() []int {\n\treturn []int{\n"+strings.Repeat("\t\t1,\n", 90)+"\t}\n}\n"), ""},
		{"budgets", "parameters", source(file, "func f(a, b, c int, d, e, g, h string) {}\n"), "f takes 7 parameters"},
		{"budgets", "seven files of code", seven("const (\n" + strings.Repeat("\t_ = 1\n", 480) + ")\n"), "more than one noun"},
	}
}

func nameSamples() []sample {
	const file = "internal/domain/org/a.go"
	return []sample{
		{"names", "drawer", source("internal/kernel/util/a.go", ""), "package util is a drawer"},
		{"names", "noun", source(file, ""), ""},
		{"names", "no comment", source(file, "package org\n"), "no file says in a package comment"},
		{"names", "another's comment", source(file, "// Org holds units.\npackage org\n"), "no file says in a package comment"},
		{"names", "command", source("cmd/huying/main.go", "// Command huying is a sample.\npackage main\n"), ""},
		{"names", "tests alone", source("internal/domain/org/a_test.go", "package org_test\n"), ""},

		{"texts", "one language", text(`errs.New(errs.Invalid, "a.b", "no unit", "")`), "in English and in Chinese"},
		{"texts", "the same language twice", text(`errs.New(errs.Invalid, "a.b", "no unit", "no unit")`), "is not Chinese"},
		{"texts", "an argument lost", text(`errs.Newf(errs.Invalid, "a.b", "%q of %d", "“%s”有误", "x", 1)`), "name different arguments"},
		{"texts", "arguments in other order", text(`errs.Newf(errs.Invalid, "a.b", "%q of %d", "%[2]d个“%[1]s”，50%%", "x", 1)`), ""},
		{"words", "another's word", source(file, "type WorkOrder struct{}\n"), "docs/glossary.md says Case or Leg"},
		{"words", "ours", source(file, "type Unit struct{}\n"), ""},
		{"words", "at an edge", source("internal/edge/web/a.go", "type Handler struct{}\n"), ""},
	}
}

func documentSamples() []sample {
	readmes := func(en, zh string) map[string]string {
		return map[string]string{"README.md": en, "README.zh-CN.md": zh}
	}
	const required = "module huying\n\nrequire (\n\texample.org/a v1.0.0\n\texample.org/b v1.0.0 // indirect\n)\n"
	dependencies := func(doc string) map[string]string {
		return map[string]string{"go.mod": required, "docs/dependencies.md": doc}
	}
	decisions := func(name, text string) map[string]string {
		return map[string]string{
			"docs/adr/README.md": "- [1](0001-a.md)\n", "docs/adr/0001-a.md": "Status: accepted\n", "docs/adr/" + name: text,
		}
	}
	return []sample{
		{"assets", "vendored", source("vendor/x/a.go", ""), "never as a copy"},
		{"assets", "copied", source("internal/edge/web/third_party/a.js", "x\n"), "never as a copy"},
		{"assets", "minified by name", source("internal/edge/web/a.min.css", "x\n"), "minified"},
		{"assets", "minified by looks", source("internal/edge/web/a.js", strings.Repeat("x", 3000)), "minified"},
		{"assets", "readable", source("internal/edge/web/a.js", strings.Repeat("x = 1\n", 3000)), ""},
		{"assets", "large", source("demo/a.csv", strings.Repeat("1,2\n", 1<<20)), "large data"},

		{"readmes", "none yet", nil, ""},
		{"readmes", "one of two", source("README.md", "# Huying\n"), "come in two languages"},
		{"readmes", "equal", readmes("# Huying\n\n```sh\nmake test   # all\n# ends\n```\nRun `huying demo`.\n", "# 呼应\n\n```sh\nmake test # 全部\n```\n运行 `huying demo`。\n"), ""},
		{"readmes", "headings", readmes("# Huying\n## Use\n", "# 呼应\n"), "headings of levels [1 2]"},
		{"readmes", "commands", readmes("```sh\nmake test\n```\n", "```sh\nmake check\n```\n"), `"make test" where README.zh-CN.md has "make check"`},
		{"readmes", "a command less", readmes("`huying init` `huying demo`\n", "`huying init`\n"), `"huying demo" where README.zh-CN.md has ""`},

		{"dependencies", "reasoned", dependencies("| `example.org/a` | because |\n"), ""},
		{"dependencies", "unreasoned", dependencies("| `example.org/a` |  |\n"), "gives no reason"},
		{"dependencies", "gone", dependencies("| `example.org/a` | because |\n| `example.org/b` | because |\n"), "does not require directly"},
		{"dependencies", "no document", source("go.mod", required), "has a line of reason"},

		{"decisions", "indexed", decisions("0001-a.md", "Status: accepted\n"), ""},
		{"decisions", "not indexed", decisions("0002-b.md", "Status: accepted\n"), "not in the index"},
		{"decisions", "gone", map[string]string{"docs/adr/README.md": "- [1](0001-a.md)\n"}, "lists 0001-a.md, which is not there"},
		{"decisions", "no status", decisions("0001-a.md", "Accepted.\n"), "says no status"},
		{"decisions", "misnamed", decisions("b.md", "Status: accepted\n"), "is named NNNN"},
		{"decisions", "no index", source("docs/adr/0001-a.md", "Status: accepted\n"), "decisions have an index"},
	}
}

func TestDecisionsShareNoNumber(t *testing.T) {
	t.Parallel()
	found := checkDecisions(house(t, map[string]string{
		"docs/adr/README.md": "(0001-a.md) (0001-b.md)", "docs/adr/0001-a.md": "Status: accepted\n", "docs/adr/0001-b.md": "Status: accepted\n",
	}))
	if len(found) != 1 || !strings.Contains(found[0], "has the number of") {
		t.Errorf("finds %q", found)
	}
}

func TestWarningsComeBeforeTheLimit(t *testing.T) {
	t.Parallel()
	tree := house(t, source("internal/domain/org/a.go", "func f() {\n"+strings.Repeat("\tf()\n", 60)+"}\nfunc g() {}\n"))
	if found := Warnings(tree); len(found) != 1 || !strings.Contains(found[0], "f has 62 lines; 80 is the most") {
		t.Errorf("warns of %q", found)
	}
}

func TestLoadPassesOverOtherModules(t *testing.T) {
	t.Parallel()
	const module = "module x\n\ngo 1.26.0\n"
	tree := house(t, map[string]string{
		"clients/go/go.mod": module, "clients/go/a.go": "", "clients/go/served/a.go": "", "third_party/x/go.mod": module, "third_party/x/a.go": "",
	})
	if len(tree.Packages) != 1 || tree.Packages[0].Path != "third_party/x" {
		t.Errorf("loads %v", tree.Packages)
	}
}

func TestLoadRefusesWhatIsNoRepository(t *testing.T) {
	t.Parallel()
	for name, fsys := range map[string]fstest.MapFS{
		"no go.mod": {},
		"no module": {"go.mod": {Data: []byte("go 1.26.0\n")}},
		"no Go":     {"go.mod": {Data: []byte("module huying\n")}, "a.go": {Data: []byte("not Go")}},
	} {
		if _, err := Load(fsys); err == nil {
			t.Errorf("%s: loads", name)
		}
	}
}
