package web

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"

	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

// screen is what a view wants shown.
type screen struct {
	layout  string // file in templates, without its ending
	title   string
	section string // entry of the navigation that is current
	data    any
	private bool   // of the desk: never stored
	status  int    // 0: 200
	allow   string // methods, where another was asked
}

// frame is what surrounds every screen.
type frame struct {
	Lang     i18n.Lang
	Title    string
	Site     string
	Home     string
	Nav      []navEntry
	Other    string // the address of this page in the other language
	OtherTag i18n.Lang
	Style    string
	Script   string
	Icon     string
	Screen   any
}

// navEntry is one entry of the main navigation.
type navEntry struct {
	Name    string
	Link    string
	Current bool
}

func (s *site) frame(v *visit, shown *screen) frame {
	other := i18n.English
	if v.lang == i18n.English {
		other = i18n.Chinese
	}
	f := frame{
		Lang: v.lang, Title: shown.title, Site: s.options.Site, Home: v.link("/"),
		Other: v.inLang(other), OtherTag: other,
		Style: s.assets.address("huying.css"), Script: s.assets.address("huying.js"), Icon: s.assets.address("mark.svg"), Screen: shown.data,
	}
	for _, entry := range []struct{ section, path string }{
		{"bulletin", "/"}, {"editions", "/public/bulletins/"}, {"cases", "/desk/cases"},
	} {
		f.Nav = append(f.Nav, navEntry{
			Name: v.say(i18n.Key("nav." + entry.section)), Link: v.link(entry.path), Current: entry.section == shown.section,
		})
	}
	return f
}

// show renders a screen whole before the first byte is sent, so that a fault
// in a template becomes an error page and not half a page.
func (s *site) show(w http.ResponseWriter, v *visit, shown *screen) {
	var b bytes.Buffer
	if err := s.layouts.of(v.lang, shown.layout).Execute(&b, s.frame(v, shown)); err != nil {
		if shown.layout == problemLayout { // the error page itself is at fault
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		s.fail(w, v, err)
		return
	}
	head := w.Header()
	head.Set("Content-Type", "text/html; charset=utf-8")
	head.Set("Content-Language", string(v.lang))
	head.Set("Vary", "Accept-Language")
	if shown.allow != "" {
		head.Set("Allow", shown.allow)
	}
	head.Set("Cache-Control", "no-store")
	if !shown.private && shown.status < http.StatusBadRequest {
		head.Set("Cache-Control", "no-cache")
		if unchanged(w, v.Request, b.Bytes()) {
			return
		}
	}
	head.Set("Content-Length", strconv.Itoa(b.Len()))
	if shown.status > 0 {
		w.WriteHeader(shown.status)
	}
	_, _ = w.Write(b.Bytes()) // the visitor has gone: nothing to tell anybody
}

// unchanged answers 304 when the visitor has these very bytes already.
func unchanged(w http.ResponseWriter, r *http.Request, body []byte) bool {
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:12]) + `"`
	w.Header().Set("ETag", tag)
	if r.Header.Get("If-None-Match") != tag {
		return false
	}
	w.WriteHeader(http.StatusNotModified)
	return true
}

// statusOf says which status a kind of error has.
func statusOf(kind errs.Kind) int {
	switch kind {
	case errs.Invalid:
		return http.StatusBadRequest
	case errs.NotFound:
		return http.StatusNotFound
	case errs.Conflict:
		return http.StatusConflict
	case errs.Denied:
		return http.StatusForbidden
	case errs.Unready:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// problemLayout is the template of every error.
const problemLayout = "problem"

// problem is the screen of an error.
type problem struct {
	Status    int
	Title     string
	Messages  []string
	Hint      string
	Reference string // names the line in the log; empty for faults of the request
	Home      string
}

// fail shows an error. What is internal is logged under a reference and not
// shown.
func (s *site) fail(w http.ResponseWriter, v *visit, err error) {
	code := statusOf(errs.KindOf(err))
	p := problem{Status: code, Title: v.say(i18n.Key("error.title." + strconv.Itoa(code))), Home: v.link("/")}
	switch code {
	case http.StatusInternalServerError:
		p.Reference = reference()
		p.Hint = v.say("error.hint.500")
		s.options.Log.Error("page failed", "method", v.Method, "path", v.URL.Path, "reference", p.Reference, "error", err)
	case http.StatusBadRequest, http.StatusNotFound:
		p.Messages = spoken(v.lang, err)
		p.Hint = v.say(i18n.Key("error.hint." + strconv.Itoa(code)))
	default:
		p.Messages = spoken(v.lang, err)
		p.Hint = v.say("error.hint.other")
	}
	s.show(w, v, &screen{layout: problemLayout, title: p.Title, data: p, status: code})
}

// reference names a failed request in the log.
func reference() string {
	var b [4]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand)
	return hex.EncodeToString(b[:])
}
