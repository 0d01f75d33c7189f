package demo

import (
	"bytes"
	"encoding/csv"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestMatters: there are many, each can go on, and every slot is known.
func TestMatters(t *testing.T) {
	t.Parallel()
	p, err := newPlanner(Seed)
	if err != nil {
		t.Fatal(err)
	}
	slot := regexp.MustCompile(`\{(\w*)\}?`)
	matters, wordings := append(p.usual, p.cold...), 0
	for _, m := range matters {
		for _, w := range m.wordings {
			wordings++
			if w.title == "" || w.content == "" || len(w.kinds) == 0 || !handled(w) && !answered(w) {
				t.Errorf("%s: a wording is not complete: %+v", m.key, w)
			}
			for _, k := range w.kinds {
				if !k.value.Valid() {
					t.Errorf("%s: %q is no kind", m.key, k.value)
				}
			}
			for _, found := range slot.FindAllStringSubmatch(w.title+w.content+w.reply+w.answer, -1) {
				if name := found[1]; name != "place" && name != "project" && len(p.stage.text.slots[name]) == 0 {
					t.Errorf("%s: nothing fills %s", m.key, found[0])
				}
			}
		}
		for _, o := range m.units {
			if _, ok := p.stage.roster.named(o.value); !ok && o.value != urban && o.value != rural {
				t.Errorf("%s: there is no unit %s", m.key, o.value)
			}
		}
	}
	if len(matters) < 100 || wordings < 200 {
		t.Errorf("%d matters in %d wordings", len(matters), wordings)
	}
}

// TestTextsNameNobody: no text holds a slot, or anything like a phone or
// identity number, and thousands differ.
func TestTextsNameNobody(t *testing.T) {
	t.Parallel()
	personal := regexp.MustCompile(`\d{6,}|[{}]`)
	different := map[string]bool{}
	for _, step := range plan(t, Seed).Steps {
		texts := []string{step.Cmd.Reply, step.Cmd.PublicReply, step.Cmd.Note, step.Cmd.Basis}
		if n := step.Cmd.New; n != nil {
			texts = append(texts, n.Title, n.Content)
			different[n.Content] = true
			if n.Person != "" {
				t.Error("a case refers to a person")
			}
		}
		for _, text := range texts {
			if found := personal.FindString(text); found != "" {
				t.Fatalf("%q holds %q", text, found)
			}
		}
	}
	if len(different) < 5000 {
		t.Errorf("only %d contents differ", len(different))
	}
}

// TestInputsHoldNoOutput: averages, rates, indices and percentages of the
// published bulletin stand in the check list alone.
func TestInputsHoldNoOutput(t *testing.T) {
	t.Parallel()
	outputs := map[string]bool{"4.74": true, "95.15": true, "7451": true, "4.354": true}
	list, err := os.ReadFile("figures/printed.csv")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(list)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		for _, figure := range []string{row[1], row[3]} { // printed, computed
			if strings.Contains(figure, ".") {
				outputs[strings.TrimLeft(figure, "-")] = true
			}
		}
	}
	for _, row := range printed(t) {
		outputs[row["avg_days"]] = true
		outputs[row["index"]] = strings.Contains(row["index"], ".")
	}
	number := regexp.MustCompile(`\d+(?:\.\d+)?`)
	err = fs.WalkDir(os.DirFS("."), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(path, "figures") || strings.HasSuffix(path, "_test.go") || strings.HasPrefix(path, "testdata") {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, found := range number.FindAllString(string(b), -1) {
			if outputs[found] {
				t.Errorf("%s holds %s, which is for the engine to compute", path, found)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestParseMattersRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"no matter":      {"title 路灯", "x.txt:1"},
		"unknown word":   {"= a\ncolour red", "x.txt:2"},
		"bad weight":     {"= a\nunits 住建局:many", "x.txt:2"},
		"weight missing": {"= a\n\nunits 住建局", "x.txt:3"},
		"unknown line":   {"= a\ntitle x\nend y", "x.txt:3"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := parseMatters("x.txt", c.text); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v; expected an error at %s", err, c.want)
			}
		})
	}
}

func FuzzParseMatters(f *testing.F) {
	f.Add("= lamp\nunits 住建局:3\ntitle a\nkinds help:1\ncontent b\nreply c\n")
	f.Add("# remark\n= x\ndirect 2\ntitle t\nanswer a")
	f.Add("=\nfacet city:\nweight -1")
	f.Fuzz(func(t *testing.T, text string) {
		matters, err := parseMatters("x.txt", text)
		if err != nil && matters != nil {
			t.Error("matters beside an error")
		}
		for _, m := range matters {
			m.first()
			m.can(handled)
		}
	})
}
