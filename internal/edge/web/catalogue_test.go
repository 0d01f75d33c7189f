package web

import (
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"huying/internal/kernel/i18n"
)

func TestMessagesAreInBothLanguages(t *testing.T) {
	t.Parallel()
	if err := messages.Check(); err != nil {
		t.Error(err)
	}
	rooms := len(frameWords) + len(bulletinWords) + len(unitWords) + len(caseWords)
	if len(messages) != rooms {
		t.Errorf("%d messages of %d: a key stands in two rooms", len(messages), rooms)
	}
}

// TestMessagesAreAllUsedAndThere: every key that a template or a view names
// exists, and every key that exists is named.
func TestMessagesAreAllUsedAndThere(t *testing.T) {
	t.Parallel()
	named := regexp.MustCompile(`(?:\(?\bt|say\((?:[a-z.A-Z0-9]+, )?|invalid\("[a-z_.]+",|key\b.*?) ?"([a-z]+(?:\.[a-z_0-9]+)+)"`)
	quoted := regexp.MustCompile(`"([a-z]+(?:\.[a-z_0-9]+)*)"`)
	used := map[i18n.Key]bool{}
	for _, pattern := range []string{"templates/*.html", "*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatal(pattern, err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "words.go") && file != "words.go" || strings.HasSuffix(file, "_test.go") {
				continue
			}
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			code, _, _ := strings.Cut(string(text), "i18n.Catalogue{\n\t\"site.line\"")
			for _, m := range named.FindAllStringSubmatch(code, -1) {
				if _, ok := messages[i18n.Key(m[1])]; !ok && !strings.HasSuffix(file, ".go") {
					t.Errorf("%s says %q, which is no message", file, m[1])
				}
			}
			for _, m := range quoted.FindAllStringSubmatch(code, -1) {
				used[i18n.Key(m[1])] = true
			}
		}
	}
	built := regexp.MustCompile(`^(error\.(title|hint)\.\d+|nav\.(bulletin|editions|cases))$`) // keys put together from parts
	for key := range messages {
		if !used[key] && !built.MatchString(string(key)) {
			t.Errorf("nothing says %s", key)
		}
	}
}

// TestNothingAboutAPerson: no type that a page is filled from has a field for
// one, and no page has a word for one.
func TestNothingAboutAPerson(t *testing.T) {
	t.Parallel()
	person := regexp.MustCompile(`(?i)person|caller|phone|mobile|address|gender|identity|citizen|姓名|电话号码|手机|住址|身份证`)
	var look func(reflect.Type)
	seen := map[reflect.Type]bool{}
	look = func(typ reflect.Type) {
		if typ.Kind() == reflect.Slice || typ.Kind() == reflect.Pointer {
			look(typ.Elem())
			return
		}
		if typ.Kind() != reflect.Struct || seen[typ] || !strings.HasPrefix(typ.PkgPath(), "huying/internal/edge/web") {
			return
		}
		seen[typ] = true
		for i := range typ.NumField() {
			if name := typ.Field(i).Name; person.MatchString(name) {
				t.Errorf("%s has the field %s", typ, name)
			}
			look(typ.Field(i).Type)
		}
	}
	look(reflect.TypeFor[CaseFile]())
	look(reflect.TypeFor[CasePage]())
	look(reflect.TypeFor[UnitScore]())
	if len(seen) < 9 {
		t.Errorf("only %d types looked at", len(seen))
	}
	for key, text := range messages {
		if word := person.FindString(text.Zh); word != "" {
			t.Errorf("%s says %s", key, word)
		}
	}
}

// TestAssetsAreOurs: no third-party file is embedded, and none is large.
func TestAssetsAreOurs(t *testing.T) {
	t.Parallel()
	files, err := fs.Glob(assetFiles, "assets/*")
	if err != nil || len(files) != 3 {
		t.Fatalf("%v %v", files, err)
	}
	for _, file := range files {
		body, err := assetFiles.ReadFile(file)
		if err != nil || len(body) > 32<<10 {
			t.Errorf("%s: %d bytes, %v", file, len(body), err)
		}
	}
}

// TestStyleIsSound: braces balance and no rule swallows the next, which a
// browser would pass over in silence.
func TestStyleIsSound(t *testing.T) {
	t.Parallel()
	css, err := assetFiles.ReadFile("assets/huying.css")
	if err != nil {
		t.Fatal(err)
	}
	plain := regexp.MustCompile(`(?s)/\*.*?\*/`).ReplaceAllString(string(css), "")
	depth := 0
	for _, r := range plain {
		switch r {
		case '{':
			depth++
		case '}':
			depth--
		}
		if depth < 0 || depth > 3 {
			t.Fatalf("braces at depth %d", depth)
		}
	}
	if depth != 0 {
		t.Errorf("%d braces are left open", depth)
	}
	for _, m := range regexp.MustCompile(`[^{};]+\{`).FindAllString(plain, -1) {
		if at := strings.LastIndexByte(strings.TrimSpace(m), '@'); at > 0 {
			t.Errorf("a rule starts inside the selector %q", strings.TrimSpace(m))
		}
	}
}
