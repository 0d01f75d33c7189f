package pagetest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"huying/internal/kernel/i18n"
)

// Messages holds that the messages of the room in the working folder are in both
// languages, that every key which a template names exists there or in the
// frame's, and that every key which exists is named. Keys that built matches are
// put together from parts.
func Messages(t *testing.T, messages, frame i18n.Catalogue, built *regexp.Regexp) {
	t.Helper()
	if err := messages.Check(); err != nil {
		t.Error(err)
	}
	named := regexp.MustCompile(`(?:\(?\bt|say\((?:[a-z.A-Z0-9]+, )?|invalid\("[a-z_.]+",|key\b.*?) ?"([a-z]+(?:\.[a-z_0-9]+)+)"`)
	quoted := regexp.MustCompile(`"([a-z]+(?:\.[a-z_0-9]+)*)"`)
	used := map[i18n.Key]bool{}
	for _, pattern := range []string{"templates/*.html", "*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatal(pattern, err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "words.go") || strings.HasSuffix(file, "_test.go") {
				continue
			}
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			code := string(text)
			for _, m := range named.FindAllStringSubmatch(code, -1) {
				_, ok := messages[i18n.Key(m[1])]
				_, framed := frame[i18n.Key(m[1])]
				if !ok && !framed && !strings.HasSuffix(file, ".go") {
					t.Errorf("%s says %q, which is no message", file, m[1])
				}
			}
			for _, m := range quoted.FindAllStringSubmatch(code, -1) {
				used[i18n.Key(m[1])] = true
			}
		}
	}
	for key := range messages {
		if !used[key] && !built.MatchString(string(key)) {
			t.Errorf("nothing says %s", key)
		}
	}
}
