package page

import (
	"bytes"
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

// loadAssets fingerprints the embedded files. Every sheet begins with what the
// look is made of (tokens.css); how it is on paper (paper.css) stands before what
// is a room's own.
func loadAssets() assets {
	a := assets{map[string]asset{}, map[string]asset{}}
	names, err := fs.Glob(assetFiles, "assets/*")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	raw := map[string][]byte{}
	for _, name := range names {
		raw[path.Base(name)] = embedded(assetFiles, name)
	}
	// A page loads one sheet and one script: what all pages have goes into a room's own.
	for base, body := range raw {
		switch ending := path.Ext(base); {
		case ending == ".svg":
			a.add(base, body)
		case ending == ".js" && base == "huying.js":
			a.add(base, body)
		case ending == ".js":
			a.add(together(base), joined(raw["huying.js"], body))
		case base == "huying.css":
			a.add(base, sheet(raw, nil))
		case !slices.Contains([]string{"tokens.css", "reach.css", "paper.css"}, base):
			a.add(together(base), sheet(raw, body))
		}
	}
	return a
}

// joined are some files as one.
func joined(files ...[]byte) []byte { return bytes.Join(files, []byte("\n")) }

// sheet is what all pages look like, then a room's own style, which may print in
// its own way.
func sheet(raw map[string][]byte, own []byte) []byte {
	return joined(raw["tokens.css"], raw["huying.css"], raw["reach.css"], raw["paper.css"], own)
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
