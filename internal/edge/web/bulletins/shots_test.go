package bulletins_test

import (
	"context"
	"flag"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

var shots = flag.String("shots", "", "a folder to put pictures of the pages in, taken with chromium")

// TestShots takes pictures of the pages for people to look at; it runs only
// when a folder is given.
func TestShots(t *testing.T) {
	if *shots == "" {
		t.Skip("no -shots folder given")
	}
	f := rich()
	server := httptest.NewServer(site(f))
	defer server.Close()
	unit := "/public/bulletins/2021Q3/units/" + url.PathEscape(unitName(f))
	for _, shot := range []struct{ name, path, size, dark string }{
		{"bulletin", "/", "1280,4200", ""},
		{"bulletin-phone", "/", "390,3000", ""},
		{"bulletin-dark", "/?lang=en", "1280,2400", "dark"},
		{"ranking-phone", "/public/bulletins/2021Q3/ranking", "390,2000", ""},
		{"ranking", "/public/bulletins/2021Q3/ranking", "1280,2000", ""},
		{"unit", unit, "1280,2000", ""},
		{"unit-phone", unit, "390,2400", ""},
		{"editions", "/public/bulletins/", "1280,600", ""},
		{"missing", "/public/bulletins/2021Q9", "1280,700", ""},
	} {
		take(t, server.URL+shot.path, filepath.Join(*shots, shot.name+".png"), shot.size, shot.dark)
	}
}

func take(t *testing.T, address, file, size, scheme string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	args := []string{
		"--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
		"--disable-sync", "--hide-scrollbars", "--accept-lang=zh-CN", "--user-data-dir=" + t.TempDir(), "--screenshot=" + file, "--window-size=" + size,
	}
	if scheme == "dark" {
		args = append(args, "--blink-settings=preferredColorScheme=0")
	}
	cmd := exec.CommandContext(ctx, "chromium", append(args, address)...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", address, err, out)
	}
	if info, err := os.Stat(file); err != nil || info.Size() == 0 {
		t.Fatalf("%s: no picture", address)
	}
}
