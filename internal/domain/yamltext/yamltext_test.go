package yamltext_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huying/internal/domain/yamltext"
	"huying/internal/kernel/errs"
)

// shelf is a value with every kind of field.
type shelf struct {
	Name  string            `yaml:"name"`
	Text  string            `yaml:"text,omitempty"`
	Count int               `yaml:"count"`
	Open  bool              `yaml:"open"`
	Words []string          `yaml:"words,omitempty"`
	Books []book            `yaml:"books,omitempty"`
	Names map[string]string `yaml:"names,omitempty"`
}

type book struct {
	Title string `yaml:"title"`
	Text  string `yaml:"text,omitempty"`
}

// anyText draws texts that YAML readers like to take for something else.
func anyText() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{
			"", " ", "null", "~", "true", "No", "on", "y", "1", "0x1f", "1e3", ".5", "-", "- a", "a: b", "a:", ": a", "#", "a #b", "[a", "a]", "{a: b}",
			"&a", "*a", "!a", "|", ">", "%", "@", "`", "'", "\"", "'a'", "\"a\"", "\\", "a\\nb", "---", "...", "<<", "=", "2019-10-01", "08:30-12:00",
			"50%", "T-1wd yellow", "[V] 依据：甲", "a\nb\n", "a\n\n  b\n", "a\nb", "\na\n", " a\n", "a \nb\n", "a\tb", "a\rb\n", "\u0085", "\u2028", "\uFEFF", "é", "😀",
			"key: x\nlist:\n  - {a: b} # c\n  - \"d\"\n",
		}),
		rapid.String(),
		rapid.StringMatching(`([\pL\pN :#'"-]{0,12}\n){0,4}`),
	)
}

func TestWrittenIsRead(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := shelf{
			Name: anyText().Draw(t, "name"), Text: anyText().Draw(t, "text"),
			Count: rapid.Int().Draw(t, "count"), Open: rapid.Bool().Draw(t, "open"),
		}
		for range rapid.IntRange(0, 3).Draw(t, "n") {
			in.Words = append(in.Words, anyText().Draw(t, "word"))
			in.Books = append(in.Books, book{anyText().Draw(t, "title"), anyText().Draw(t, "pages")})
			if in.Names == nil {
				in.Names = map[string]string{}
			}
			in.Names[rapid.OneOf(rapid.StringMatching(`[0-9]{1,9}|[a-z甲]{1,4}`), rapid.SampledFrom([]string{"true", "null", "~", "1.5", "0x1", "a b", "a: b", "- a", "#"})).Draw(t, "key")] = anyText().Draw(t, "value")
		}
		data, err := yamltext.Encode(in)
		if err != nil {
			t.Fatal(err)
		}
		var out shelf
		if err := yamltext.Decode(data, "out.yaml", &out); err != nil {
			t.Fatalf("%v\n%s", err, data)
		}
		if diff := cmp.Diff(in, out); diff != "" {
			t.Fatalf("%s\n%s", diff, data)
		}
		back, err := readShelf(data, "out.yaml")
		if err != nil {
			t.Fatalf("%v\n%s", err, data)
		}
		// A text read by itself loses the last line breaks of a block.
		ends := cmp.Transformer("ends", func(s string) string { return strings.TrimRight(s, "\n") })
		if diff := cmp.Diff(in, back, ends); diff != "" {
			t.Fatalf("field by field:\n%s\n%s", diff, data)
		}
	})
}

// readShelf reads a shelf field by field.
func readShelf(data []byte, file string) (shelf, error) {
	d, top := yamltext.Open(data, file)
	if top == nil {
		return shelf{}, d.Err()
	}
	s := shelf{
		Name:  yamltext.Required(top, "name", yamltext.Text),
		Text:  yamltext.Value(top, "text", yamltext.Text),
		Count: yamltext.Required(top, "count", yamltext.Int),
		Open:  yamltext.Required(top, "open", yamltext.Bool),
		Words: yamltext.List(top, "words", yamltext.Text),
		Books: yamltext.Records(top, "books", func(f *yamltext.Fields) book {
			return book{yamltext.Required(f, "title", yamltext.Text), yamltext.Value(f, "text", yamltext.Text)}
		}),
		Names: yamltext.Map(top, "names", yamltext.Text),
	}
	top.Done()
	return s, d.Err()
}

func TestBlocks(t *testing.T) {
	t.Parallel()
	data, err := yamltext.Encode(shelf{
		Name: "架", Words: []string{"2019-10-01", "甲 乙"},
		Books: []book{{"一", "a: 1\n\nb:\n  - c\n"}, {"二", "no end"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := `name: 架
count: 0
open: false
words:
  - "2019-10-01"
  - 甲 乙
books:
  - title: 一
    text: |
      a: 1

      b:
        - c
  - title: 二
    text: no end
`
	if diff := cmp.Diff(want, string(data)); diff != "" {
		t.Error(diff)
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("[", 33) + strings.Repeat("]", 33)
	var stairs strings.Builder
	for i := range 200 {
		stairs.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	for _, tt := range []struct{ name, in, want string }{
		{"empty", "", "f.yaml:1:1: empty; expected a mapping of names to values"},
		{"only a comment", "# a\n", "f.yaml:1:1: empty; expected a mapping of names to values"},
		{"a list", "- a\n", "f.yaml:1:1: expected a mapping of names to values"},
		{"not UTF-8", "name: \xff\n", "f.yaml: not UTF-8"},
		{"twice", "name: a\ncount: 1\nname: b\n", `f.yaml:3:1: not YAML: mapping key "name" already defined`},
		{"anchor", "name: &x a\n", `f.yaml:1:7: "&"; expected plain YAML without anchors, aliases, tags, directives or complex keys`},
		{"alias", "name: *x\n", `f.yaml:1:7: "*"; expected plain YAML`},
		{"merge", "<<: {a: b}\n", `f.yaml:1:1: "<<"; expected plain YAML`},
		{"tag", "name: !!str a\n", `f.yaml:1:7: "!!str"; expected plain YAML`},
		{"directive", "%YAML 1.2\n---\nname: a\n", `f.yaml:1:1: "%"; expected plain YAML`},
		{"complex key", "? a\n: b\n", `f.yaml:1:1: "?"; expected plain YAML`},
		{"deep brackets", "name: " + deep, "f.yaml:1:39: more than 32 values inside each other"},
		{"deep dashes", strings.Repeat("- ", 40) + "a", "f.yaml:1:65: more than 32 values inside each other"},
		{"deep indents", stairs.String(), "f.yaml:130:130: more than 32 values inside each other"},
		{"very many brackets", strings.Repeat("[", 100_000), "f.yaml:1:33: more than 32 values inside each other"},
		{"too long", strings.Repeat("# a\n", 3<<20), "f.yaml: 12582912 bytes; expected at most 8388608"},
		{"after the end", "name: a\n...\nname: b\n", `f.yaml:2:1: "..."; expected one document`},
		{"second document", "name: a\n---\nname: b\n", `f.yaml:2:1: "---"; expected one document`},
	} {
		_, err := readShelf([]byte(tt.in), "f.yaml")
		if !errs.Is(err, errs.Invalid) || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("%s:\n got %v\nwant %s", tt.name, err, tt.want)
		}
		var s shelf
		err = yamltext.Decode([]byte(tt.in), "f.yaml", &s)
		if tt.name != "empty" && tt.name != "only a comment" && !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: decoded: %v", tt.name, err)
		}
	}
}

func TestDecodePlacesProblems(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"name: a\nzone: b\n":         `f.yaml:2:1: unknown field "zone"`,
		"name: a\ncount: many\n":     "f.yaml:2:8: cannot unmarshal string into Go struct field shelf.Count of type int",
		"books:\n  - {titel: a}\n":   `f.yaml:2:6: unknown field "titel"`,
		"name: a\n  b: c\n bad: [\n": "f.yaml:",
	} {
		var s shelf
		err := yamltext.Decode([]byte(in), "f.yaml", &s)
		if !errs.Is(err, errs.Invalid) || !strings.HasPrefix(fmt.Sprint(err), want) {
			t.Errorf("%q: got %v, want %s", in, err, want)
		}
	}
}

func TestChecks(t *testing.T) {
	t.Parallel()
	c := &yamltext.Checks{Code: "shelf.invalid"}
	c.Key("key", "a-b_c.2")
	c.Version("version", 1)
	c.Filled("name", "甲")
	c.Plain("note", "")
	yamltext.OneOf(c, "kind", "a", "a", "b")
	if err := c.Err(); err != nil {
		t.Fatalf("nothing wrong: %v", err)
	}
	c.Key("key", "a--b")
	c.Key("key", strings.Repeat("a", 65))
	c.Version("version", 0)
	c.Filled("name", "\t ")
	c.Filled("name", "a\u202eb")
	c.Plain("note", strings.Repeat("a", 1001))
	c.Plain("note", "\xff")
	yamltext.OneOf(c, "kind", "c", "a", "b")
	want := []string{
		`key: "a--b"; expected lower-case letters and digits, joined by - _ or ., at most 64`,
		`key: "` + strings.Repeat("a", 65) + `"; expected lower-case letters and digits, joined by - _ or ., at most 64`,
		"version: 0; expected a whole number from 1",
		"name: empty; expected a text",
		`name: "a\u202eb" has characters that do not print; expected one line of text`,
		"note: 1001 bytes; expected at most 1000",
		`note: "\xff" has characters that do not print; expected one line of text`,
		`kind: "c"; expected a, b`,
	}
	if diff := cmp.Diff(strings.Join(want, "\n"), c.Err().Error()); diff != "" {
		t.Error(diff)
	}
	if errs.CodeOf(c.Err()) == "" {
		t.Error("no code")
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte("name: a\ncount: 1\nopen: true\nwords: [a, 'b', \"c\"]\nbooks:\n  - {title: a}\n  - title: b\n    text: |\n      c\n"))
	f.Add([]byte("name: [\n"))
	f.Add([]byte("name: &a b\n"))
	f.Add([]byte("? a\n: b\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, err := readShelf(data, "f.yaml")
		if err != nil && (!errs.Is(err, errs.Invalid) || !strings.HasPrefix(err.Error(), "f.yaml:")) {
			t.Fatalf("kind %s of %v", errs.KindOf(err), err)
		}
	})
}
