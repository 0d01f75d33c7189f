package page

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"huying/internal/edge/web/pagetest"
)

func TestMessages(t *testing.T) {
	t.Parallel()
	pagetest.Messages(t, words, nil, regexp.MustCompile(`^error\.(title|hint)\.\d+$|^page\.|^none$|^to$|^nav.breadcrumb$|^form\.|^error.period$|^list\.`))
}

// TestAssetsAreOurs: no third-party file is embedded, and none is large.
func TestAssetsAreOurs(t *testing.T) {
	t.Parallel()
	files, err := fs.Glob(assetFiles, "assets/*")
	if err != nil || len(files) == 0 {
		t.Fatalf("%v %v", files, err)
	}
	for _, file := range files {
		body, err := assetFiles.ReadFile(file)
		if err != nil || len(body) > 32<<10 || !regexp.MustCompile(`\.(css|js|svg)$`).MatchString(file) {
			t.Errorf("%s: %d bytes, %v", file, len(body), err)
		}
	}
}

// TestStyleIsSound: braces balance and no rule swallows the next, which a
// browser would pass over in silence.
func TestStyleIsSound(t *testing.T) {
	t.Parallel()
	files, err := fs.Glob(assetFiles, "assets/*.css")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		soundStyle(t, file)
	}
}

func soundStyle(t *testing.T, file string) {
	t.Helper()
	css, err := assetFiles.ReadFile(file)
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

// TestSheetsAreWhole: every sheet that a page loads begins with what the look is
// made of and holds how it prints; a room's own style has the last word.
func TestSheetsAreWhole(t *testing.T) {
	t.Parallel()
	all, sheets := loadAssets(), 0
	first, last := string(embedded(assetFiles, "assets/tokens.css")), string(embedded(assetFiles, "assets/paper.css"))
	for name, one := range all.byName {
		if !strings.HasSuffix(name, ".css") {
			continue
		}
		sheets++
		body := string(one.body)
		if !strings.HasPrefix(body, first) || strings.Count(body, last) != 1 {
			t.Errorf("%s is not put together whole", name)
		}
		own, room := strings.CutPrefix(name, "huying-")
		if room && !strings.HasSuffix(body, string(embedded(assetFiles, "assets/"+own))) {
			t.Errorf("%s lacks its room's own", name)
		}
	}
	if sheets < 4 || all.byName["huying.css"].body == nil {
		t.Errorf("%d sheets", sheets)
	}
}
