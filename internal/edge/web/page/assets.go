package page

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strings"
)

//go:embed assets/*
var assetFiles embed.FS

// asset is a file under an address that changes with its content, so that a
// browser may keep it for ever.
type asset struct {
	file  string // huying.1a2b3c4d5e6f.css
	media string
	body  []byte
}

// assets are found by the fingerprinted file name, or named by the plain one.
type assets struct {
	byFile map[string]asset
	byName map[string]asset
}

// loadAssets fingerprints the embedded files.
func loadAssets() assets {
	a := assets{map[string]asset{}, map[string]asset{}}
	names, err := fs.Glob(assetFiles, "assets/*")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	for _, name := range names {
		a.add(path.Base(name), embedded(assetFiles, name))
	}
	for _, name := range names { // a page loads one sheet and one script: what all pages have goes into a room's own
		base, ending := path.Base(name), path.Ext(name)
		if all := "huying" + ending; base != all && ending != ".svg" {
			a.add(together(base), slices.Concat(a.byName[all].body, []byte("\n"), a.byName[base].body))
		}
	}
	return a
}

// together names the file that holds what all pages have, and a room's own.
func together(base string) string { return "huying-" + base }

// add takes a file in under its name and the fingerprint of what it holds.
func (a assets) add(base string, body []byte) {
	sum := sha256.Sum256(body)
	ending := path.Ext(base)
	one := asset{
		file:  strings.TrimSuffix(base, ending) + "." + hex.EncodeToString(sum[:6]) + ending,
		media: map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}[ending],
		body:  body,
	}
	a.byFile[one.file], a.byName[base] = one, one
}

// address is where a file is served.
func (a assets) address(name string) string { return "/static/" + a.byName[name].file }

// static serves an asset by its fingerprinted name.
func (s *Site) static(w http.ResponseWriter, v *Visit) error {
	one, ok := s.assets.byFile[v.PathValue("file")]
	if !ok {
		return v.noPage()
	}
	w.Header().Set("Content-Type", one.media)
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	_, err := w.Write(one.body)
	return err
}
