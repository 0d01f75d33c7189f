package bulletins

import (
	"embed"
	"html/template"
	"io"
	"io/fs"
	"net/http"
	"slices"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/identity"
	"huying/internal/domain/openleg"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/exact"
	"huying/internal/kernel/i18n"
)

// Format is one way to download a bulletin.
type Format struct {
	Key   string // file extension, in the address too
	Media string // content type
	Write func(bulletin.Document, *openleg.Seal, io.Writer) error
}

//go:embed templates/*.html
var templateFiles embed.FS

// Options are what the room is made of.
type Options struct {
	Source  Source
	Formats []Format // downloads of a bulletin, in print order
	// Guarded shows what is not published, and the legs behind a score, to those
	// alone who have signed in and may see reports: others can come in.
	Guarded bool
}

// room is what its pages are filled from.
type room struct {
	source  Source
	formats []Format
	guarded bool
}

// visit is one request to this room.
type visit struct {
	*page.Visit
}

// Room returns the pages of published figures (design §4.5).
func Room(o Options) page.Room {
	s := &room{o.Source, o.Formats, o.Guarded}
	templates, err := fs.Sub(templateFiles, "templates")
	if err != nil {
		panic(err) // the name is a constant
	}
	return page.Room{
		Name: "bulletins", Templates: templates, Words: messages, Funcs: funcs,
		Nav: []page.Entry{{Section: "bulletin", Path: "/"}, {Section: "editions", Path: "/public/bulletins/"}},
		Routes: []page.Route{
			{Pattern: "GET /{$}", Keys: []string{"as_of"}, View: s.view(s.home)},
			{Pattern: "GET /public/bulletins/{$}", Keys: []string{}, View: s.view(s.editions)},
			{Pattern: "GET /public/bulletins/{period}", Keys: []string{"as_of"}, View: s.view(s.bulletin)},
			{Pattern: "GET /public/bulletins/{period}/ranking", Keys: []string{"as_of", "sort", "dir"}, View: s.view(s.ranking)},
			{Pattern: "GET /public/bulletins/{period}/units/{unit}", Keys: []string{"as_of", "component", "after"}, View: s.view(s.unit)},
			{Pattern: "GET /public/bulletins/{period}/download/{format}", Keys: []string{"as_of"}, Raw: s.plain(s.download)},
			{Pattern: "GET /public/bulletins/{period}/legs.csv", Keys: []string{"as_of"}, Raw: s.plain(s.openLegs)},
			{Pattern: "GET /public/data/{$}", Keys: []string{}, View: s.view(s.dictionary)},
			{Pattern: "GET /public/data/legs.schema.json", Keys: []string{}, Raw: s.plain(s.schema)},
			{Pattern: "GET /readyz", Raw: s.plain(s.ready)},
		},
	}
}

// initiated lets a visit see what is not published.
func (s *room) initiated(v *visit) error {
	switch {
	case !s.guarded:
		return nil
	case !v.In:
		return page.Away()
	}
	for _, g := range v.Who.Grants {
		if slices.Contains(g.May, identity.Report) {
			return nil
		}
	}
	return errs.New(errs.Denied, "denied", "figures that are not published are for those who see reports", "未发布的数字仅供有权查看通报的人员")
}

func (s *room) view(show func(*visit) (*page.Screen, error)) page.View {
	return func(v *page.Visit) (*page.Screen, error) { return show(&visit{v}) }
}

func (s *room) plain(answer func(http.ResponseWriter, *visit) error) page.Raw {
	return func(w http.ResponseWriter, v *page.Visit) error { return answer(w, &visit{v}) }
}

// funcs are the functions of the templates in one language.
func funcs(lang i18n.Lang) template.FuncMap {
	return template.FuncMap{
		"term":   func(key string) string { return bulletin.Term(lang, key) },
		"check":  func(d *bulletin.Document, name string) string { return d.CheckName(lang, name) },
		"own":    func(text string) string { return bulletin.InLanguage(lang, text) },
		"figure": func(v exact.Value) string { return v.Print(0) },
	}
}

// ready says whether requests can be served.
func (s *room) ready(w http.ResponseWriter, v *visit) error {
	if err := s.source.Ready(v.Context()); err != nil {
		v.Site.Log.Error("not ready", "error", err)
		w.Header().Set("Cache-Control", "no-store")
		http.Error(w, "not ready", http.StatusServiceUnavailable)
		return nil
	}
	return page.Answer(w, "ready\n")
}
