package archtest

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

const (
	largestFile = 2 << 20 // bytes of a file that is not Go source
	longestLine = 2000    // bytes of a line of style sheet or script
)

// checkAssets finds files that somebody else wrote, or that no one can read.
func checkAssets(t *Tree) []string {
	var found []string
	for _, p := range t.Packages {
		if borrowed(p.Path) {
			found = append(found, p.Path+": third-party code comes in through go.mod, never as a copy")
		}
	}
	for _, f := range t.Others {
		script := slices.Contains([]string{".js", ".mjs", ".css"}, path.Ext(f.Name))
		switch {
		case borrowed(f.Name):
			found = append(found, f.Name+": third-party code comes in through go.mod, never as a copy")
		case script && (strings.Contains(path.Base(f.Name), ".min.") || f.Longest > longestLine):
			found = append(found, f.Name+": a minified file cannot be read or changed; keep the source")
		case f.Size > largestFile:
			found = append(found, fmt.Sprintf("%s: %d bytes, over %d: large data does not belong in the repository", f.Name, f.Size, largestFile))
		}
	}
	return found
}

// borrowed reports whether a path lies in a folder for other people's code.
func borrowed(name string) bool {
	parts := strings.Split(name, "/")
	return slices.Contains(parts, "vendor") || slices.Contains(parts, "third_party")
}

// checkReadmes finds where README.md and README.zh-CN.md have come apart: they
// are one text in two languages.
func checkReadmes(t *Tree) []string {
	en, errEN := fs.ReadFile(t.fsys, "README.md")
	zh, errZH := fs.ReadFile(t.fsys, "README.zh-CN.md")
	if errors.Is(errEN, fs.ErrNotExist) && errors.Is(errZH, fs.ErrNotExist) {
		return nil // before the first of them is written
	}
	if err := errors.Join(errEN, errZH); err != nil {
		return []string{"the READMEs come in two languages: " + err.Error()}
	}
	a, b := outlineOf(string(en)), outlineOf(string(zh))
	var found []string
	if !slices.Equal(a.headings, b.headings) {
		found = append(found, fmt.Sprintf("README.md has headings of levels %v, README.zh-CN.md %v", a.headings, b.headings))
	}
	if line, other := firstDifference(a.commands, b.commands); line != other {
		found = append(found, fmt.Sprintf("README.md has the command %q where README.zh-CN.md has %q", line, other))
	}
	return found
}

// outline is what a README has in common with its translation.
type outline struct {
	headings []int    // levels
	commands []string // lines of code blocks without comments, and code in the text
}

var code = regexp.MustCompile("`((?:huying|make|go|curl|\\./)[^`]*)`")

// outlineOf reads a Markdown text.
func outlineOf(text string) outline {
	var o outline
	fenced := false
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch level := len(line) - len(strings.TrimLeft(line, "#")); {
		case strings.HasPrefix(line, "```"):
			fenced = !fenced
		case fenced:
			line, _, _ = strings.Cut(line, "#")
			if line = strings.Join(strings.Fields(line), " "); line != "" {
				o.commands = append(o.commands, line)
			}
		case level > 0 && strings.HasPrefix(line[level:], " "):
			o.headings = append(o.headings, level)
		default:
			for _, m := range code.FindAllStringSubmatch(line, -1) {
				o.commands = append(o.commands, m[1])
			}
		}
	}
	return o
}

// firstDifference returns the first elements that differ, "" for a missing one.
func firstDifference(a, b []string) (x, y string) {
	for i := range max(len(a), len(b)) {
		x, y = "", ""
		if i < len(a) {
			x = a[i]
		}
		if i < len(b) {
			y = b[i]
		}
		if x != y {
			return x, y
		}
	}
	return "", ""
}

var (
	requirement = regexp.MustCompile(`(?m)^(?:require )?\s*(\S+/\S+) v\S+$`) // an indirect one has a comment behind it
	reasonRow   = regexp.MustCompile("(?m)^\\| `([^`]+)` \\|(.*)\\|$")
)

// checkDependencies finds direct dependencies without a reason in
// docs/dependencies.md, and reasons without a dependency.
func checkDependencies(t *Tree) []string {
	mod, err := fs.ReadFile(t.fsys, "go.mod")
	if err != nil {
		return []string{err.Error()}
	}
	doc, err := fs.ReadFile(t.fsys, "docs/dependencies.md")
	if err != nil {
		return []string{"every direct dependency has a line of reason: " + err.Error()}
	}
	reasons := map[string]string{}
	for _, row := range reasonRow.FindAllStringSubmatch(string(doc), -1) {
		reasons[row[1]] = strings.Trim(row[2], " |")
	}
	var found, required []string
	for _, m := range requirement.FindAllStringSubmatch(string(mod), -1) {
		required = append(required, m[1])
		if reasons[m[1]] == "" {
			found = append(found, fmt.Sprintf("go.mod requires %s, and docs/dependencies.md gives no reason for it", m[1]))
		}
	}
	for name := range reasons {
		if !slices.Contains(required, name) {
			found = append(found, fmt.Sprintf("docs/dependencies.md gives a reason for %s, which go.mod does not require directly", name))
		}
	}
	slices.Sort(found)
	return found
}

var (
	decision = regexp.MustCompile(`^(\d{4})-[a-z0-9-]+\.md$`)
	indexed  = regexp.MustCompile(`\((\d{4}-[^)]+)\)`)
)

// checkDecisions finds ADRs that are not in the index, share a number, or say
// no status, and rows of the index that lead nowhere.
func checkDecisions(t *Tree) []string {
	index, err := fs.ReadFile(t.fsys, "docs/adr/README.md")
	if err != nil {
		return []string{"decisions have an index: " + err.Error()}
	}
	var found []string
	for _, row := range indexed.FindAllStringSubmatch(string(index), -1) {
		if _, err := fs.Stat(t.fsys, "docs/adr/"+row[1]); err != nil {
			found = append(found, fmt.Sprintf("docs/adr/README.md lists %s, which is not there", row[1]))
		}
	}
	names := map[string]string{}
	for _, f := range t.Others {
		if path.Dir(f.Name) != "docs/adr" || path.Base(f.Name) == "README.md" {
			continue
		}
		name := path.Base(f.Name)
		m := decision.FindStringSubmatch(name)
		if m == nil {
			found = append(found, f.Name+": an ADR is named NNNN-its-subject.md")
			continue
		}
		if other := names[m[1]]; other != "" {
			found = append(found, fmt.Sprintf("%s has the number of %s", f.Name, other))
		}
		names[m[1]] = f.Name
		if !strings.Contains(string(index), "("+name+")") {
			found = append(found, f.Name+": not in the index docs/adr/README.md")
		}
		if text, err := fs.ReadFile(t.fsys, f.Name); err != nil || !strings.Contains(string(text), "Status: ") {
			found = append(found, f.Name+": says no status; see docs/adr/README.md")
		}
	}
	return found
}
