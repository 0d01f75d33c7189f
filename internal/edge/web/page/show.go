package page

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strconv"

	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

// frame is what surrounds every screen.
type frame struct {
	Lang        i18n.Lang
	Title       string
	Site        string
	Home        string
	Nav         []navEntry
	Other       string // the address of this page in the other language
	OtherTag    i18n.Lang
	Style       string
	Script      string
	Icon        string
	SignIn      string // address, for whoever has not; empty where nobody can
	SignOut     string // address, for whoever has signed in
	Account     string // whose session it is
	AccountLink string
	Search      string // address, for who works with cases
	Wall        bool
	Refresh     int
	Large       bool
	Size        string // where that is changed
	Here        string // address to come back to
	Look        string // where the look itself is shown, for who keeps the pages
	Screen      any
}

// navEntry is one entry of the main navigation.
type navEntry struct {
	Name    string
	Link    string
	Current bool
}

func (s *Site) frame(v *Visit, shown *Screen) frame {
	other := i18n.English
	if v.Lang == i18n.English {
		other = i18n.Chinese
	}
	f := frame{
		Lang: v.Lang, Title: shown.Title, Site: s.Name, Home: v.Link("/"),
		Other: v.inLang(other), OtherTag: other,
		Style: s.assets.address("huying.css"), Script: s.assets.address("huying.js"), Icon: s.assets.address("mark.svg"), Screen: shown.Data,
	}
	f.Wall, f.Refresh = shown.Wall, shown.Refresh
	f.Large, f.Size, f.Here = v.large(), v.Link(sizePath), v.here()
	if shown.Style != "" {
		f.Style = s.assets.address(together(shown.Style))
	}
	if shown.Script != "" {
		f.Script = s.assets.address(together(shown.Script))
	}
	switch {
	case v.In:
		f.Account, f.AccountLink, f.SignOut = cmp.Or(v.Who.Name, v.Who.Login), v.Link(s.Account), v.Link(s.SignOut)
	case s.SignIn != "":
		f.SignIn = v.away()
	}
	if v.In && len(v.Who.Grants) > 0 && s.Search != "" {
		f.Search = v.Link(s.Search)
	}
	if v.In && s.Look != "" && s.Looks(v.Who) {
		f.Look = v.Link(s.Look)
	}
	for _, e := range s.nav {
		if e.Show == nil || v.In && e.Show(v.Who) {
			f.Nav = append(f.Nav, navEntry{Name: v.Say(i18n.Key("nav." + e.Section)), Link: v.Link(e.Path), Current: e.Section == shown.Section})
		}
	}
	return f
}

// show renders a screen whole before the first byte is sent, so that a fault
// in a template becomes an error page and not half a page.
func (s *Site) show(w http.ResponseWriter, v *Visit, shown *Screen) {
	for _, c := range shown.Cookies {
		http.SetCookie(w, c)
	}
	if shown.Goto != "" {
		w.Header().Set("Cache-Control", "no-store")
		http.Redirect(w, v.Request, shown.Goto, http.StatusSeeOther)
		return
	}
	var b bytes.Buffer
	if err := s.layouts.of(v.Lang, shown.Layout).Execute(&b, s.frame(v, shown)); err != nil {
		if shown.Layout == problemLayout { // the error page itself is at fault
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		s.fail(w, v, err)
		return
	}
	head := w.Header()
	head.Set("Content-Type", "text/html; charset=utf-8")
	head.Set("Content-Language", string(v.Lang))
	head.Set("Vary", "Accept-Language, Cookie")
	if shown.Allow != "" {
		head.Set("Allow", shown.Allow)
	}
	head.Set("Cache-Control", "no-store")
	if !shown.Private && !v.In && shown.Status < http.StatusBadRequest {
		head.Set("Cache-Control", "no-cache")
		if Unchanged(w, v.Request, b.Bytes()) {
			return
		}
	}
	head.Set("Content-Length", strconv.Itoa(b.Len()))
	if shown.Status > 0 {
		w.WriteHeader(shown.Status)
	}
	_, _ = w.Write(b.Bytes()) // the visitor has gone: nothing to tell anybody
}

// Show renders a screen as the answer to a visit that writes its own.
func (v *Visit) Show(w http.ResponseWriter, shown *Screen) error {
	v.Site.show(w, v, shown)
	return nil
}

// Unchanged answers 304 when the visitor has these very bytes already.
func Unchanged(w http.ResponseWriter, r *http.Request, body []byte) bool {
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
const problemLayout = "page/problem"

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
func (s *Site) fail(w http.ResponseWriter, v *Visit, err error) {
	if errors.Is(err, errAway) && s.SignIn != "" {
		s.show(w, v, &Screen{Goto: v.away()})
		return
	}
	code := statusOf(errs.KindOf(err))
	p := problem{Status: code, Title: v.Say(i18n.Key("error.title." + strconv.Itoa(code))), Home: v.Link("/")}
	switch code {
	case http.StatusInternalServerError:
		p.Reference = reference()
		p.Hint = v.Say("error.hint.500")
		s.Log.Error("page failed", "method", v.Method, "path", v.URL.Path, "reference", p.Reference, "error", err)
	case http.StatusBadRequest, http.StatusNotFound:
		p.Messages = Spoken(v.Lang, err)
		p.Hint = v.Say(i18n.Key("error.hint." + strconv.Itoa(code)))
	default:
		p.Messages = Spoken(v.Lang, err)
		p.Hint = v.Say("error.hint.other")
	}
	s.show(w, v, &Screen{Layout: problemLayout, Title: p.Title, Data: p, Status: code, Private: true})
}

// reference names a failed request in the log.
func reference() string {
	var b [4]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand)
	return hex.EncodeToString(b[:])
}

// elsewhere answers every address that is not one of the pages'.
func (s *Site) elsewhere(v *Visit) (*Screen, error) {
	if v.Method != http.MethodGet && v.Method != http.MethodHead {
		return &Screen{
			Layout: problemLayout, Title: v.Say("error.title.405"), Status: http.StatusMethodNotAllowed, Allow: "GET, HEAD", Private: true,
			Data: problem{
				Status: http.StatusMethodNotAllowed, Title: v.Say("error.title.405"),
				Messages: []string{v.Say("error.method")}, Home: v.Link("/"),
			},
		}, nil
	}
	return nil, v.noPage()
}

// noPage is the error of an address that nothing is at.
func (v *Visit) noPage() error { return v.Missing("page.not_found", "error.page") }

// Answer writes a plain text that is never kept.
func Answer(w http.ResponseWriter, text string) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, err := w.Write([]byte(text))
	return err
}
