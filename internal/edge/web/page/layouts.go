package page

import (
	"embed"
	"html/template"
	"io/fs"
	"path"
	"strings"
	"time"
	"unicode"

	"huying/internal/kernel/i18n"
)

//go:embed templates/*.html
var templateFiles embed.FS

// layouts holds every screen's template in each language, by room and name.
type layouts map[i18n.Lang]map[string]*template.Template

// loadLayouts parses the embedded templates, once for each language, since the
// words of a page are functions bound to it.
func loadLayouts(s *Site, rooms []Room) layouts {
	all := layouts{}
	for _, lang := range i18n.Langs() {
		all[lang] = map[string]*template.Template{}
		frame := template.Must(template.New("frame").Funcs(s.funcs(lang)).ParseFS(templateFiles, "templates/_*.html"))
		for _, r := range append([]Room{{Templates: sub(templateFiles), Name: "page"}}, rooms...) {
			load(all[lang], frame, r, lang)
		}
	}
	return all
}

// sub is the folder of templates of a room.
func sub(files embed.FS) fs.FS {
	folder, err := fs.Sub(files, "templates")
	if err != nil {
		panic(err) // the name is a constant
	}
	return folder
}

// load parses the screens of a room, each with what the room shares among them.
func load(into map[string]*template.Template, frame *template.Template, r Room, lang i18n.Lang) {
	if r.Templates == nil {
		return
	}
	shared := template.Must(frame.Clone())
	if r.Funcs != nil {
		shared.Funcs(r.Funcs(lang))
	}
	files, err := fs.Glob(r.Templates, "*.html")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	for _, file := range files {
		if strings.HasPrefix(file, "_") && r.Name != "page" {
			shared = template.Must(shared.ParseFS(r.Templates, file))
		}
	}
	for _, file := range files {
		if !strings.HasPrefix(file, "_") {
			screen := template.Must(template.Must(shared.Clone()).ParseFS(r.Templates, file))
			into[r.Name+"/"+strings.TrimSuffix(path.Base(file), ".html")] = screen.Lookup("_frame.html")
		}
	}
}

func (l layouts) of(lang i18n.Lang, name string) *template.Template { return l[lang][name] }

// funcs are the functions of the templates in one language.
func (s *Site) funcs(lang i18n.Lang) template.FuncMap {
	local := func(t time.Time, layout string) string {
		if t.IsZero() {
			return unknown
		}
		return t.In(s.Location).Format(layout)
	}
	return template.FuncMap{
		"t":      func(key string, args ...any) string { return s.words.Say(lang, i18n.Key(key), Named(args...)) },
		"lang":   func() string { return string(lang) },
		"tongue": func(text string) i18n.Lang { return Tongue(lang, text) },
		"due":    func(t time.Time) string { return endOfDay(local(t, "2006-01-02 15:04"), t.In(s.Location)) },
		"moment": func(t time.Time) string { return local(t, "2006-01-02 15:04") },
		"day":    func(t time.Time) string { return local(t, time.DateOnly) },
		"rfc":    func(t time.Time) string { return local(t, time.RFC3339) },
		"next":   func(i int) int { return i + 1 },
		"join":   func(list []string) string { return strings.Join(list, lang.Pick("、", ", ")) },
	}
}

// unknown stands for what is not known.
const unknown = "—"

// Tongue is the language of a text from the records: Chinese where it holds
// Chinese, else the page's.
func Tongue(page i18n.Lang, text string) i18n.Lang {
	if strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return i18n.Chinese
	}
	return page
}

// endOfDay writes a limit at midnight as 24:00 of the day that it ends, as
// people say it; at is the moment by the region's clocks.
func endOfDay(written string, at time.Time) string {
	if at.IsZero() || at.Hour() != 0 || at.Minute() != 0 || at.Second() != 0 {
		return written
	}
	return at.AddDate(0, 0, -1).Format(time.DateOnly) + " 24:00"
}
