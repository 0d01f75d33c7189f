package cli

import (
	"testing"

	"github.com/alecthomas/kong"
)

// TestHelpInBothLanguages: every verb, flag and argument has its help twice.
func TestHelpInBothLanguages(t *testing.T) {
	t.Parallel()
	parser, err := kong.New(new(root))
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	check := func(name, en, zh string) {
		checked++
		if en == "" || zh == "" || en == zh {
			t.Errorf("%s: help %q, zh %q", name, en, zh)
		}
	}
	var walk func(n *kong.Node)
	walk = func(n *kong.Node) {
		if n.Parent != nil {
			check(n.FullPath(), n.Help, n.Tag.Get("zh"))
		}
		for _, f := range n.Flags {
			check(n.FullPath()+" --"+f.Name, f.Help, chinese(f.Value))
		}
		for _, p := range n.Positional {
			check(n.FullPath()+" "+p.Name, p.Help, chinese(p))
		}
		for _, c := range n.Children {
			walk(c)
		}
	}
	walk(parser.Model.Node)
	if checked < 30 {
		t.Errorf("only %d texts of help were found", checked)
	}
}
