package web

import (
	"embed"
	"html/template"
	"io/fs"
	"path"
	"strings"
	"time"
	"unicode"

	"huying/internal/domain/bulletin"
	"huying/internal/kernel/exact"
	"huying/internal/kernel/i18n"
)

//go:embed templates/*.html
var templateFiles embed.FS

// shared are the templates that others build on, not screens themselves.
const sharedTemplates = "templates/_*.html"

// layouts holds every screen's template in each language.
type layouts map[i18n.Lang]map[string]*template.Template

// loadLayouts parses the embedded templates, once for each language, since the
// words of a page are functions bound to it.
func loadLayouts(s *site) layouts {
	files, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	all := layouts{}
	for _, lang := range i18n.Langs() {
		all[lang] = map[string]*template.Template{}
		shared := template.Must(template.New("frame").Funcs(s.words(lang)).ParseFS(templateFiles, sharedTemplates))
		for _, file := range files {
			name := strings.TrimSuffix(path.Base(file), ".html")
			if strings.HasPrefix(name, "_") {
				continue
			}
			screen := template.Must(template.Must(shared.Clone()).ParseFS(templateFiles, file))
			all[lang][name] = screen.Lookup("_frame.html")
		}
	}
	return all
}

func (l layouts) of(lang i18n.Lang, name string) *template.Template { return l[lang][name] }

// words are the functions of the templates in one language.
func (s *site) words(lang i18n.Lang) template.FuncMap {
	local := func(t time.Time, layout string) string {
		if t.IsZero() {
			return bulletin.Unknown
		}
		return t.In(s.options.Location).Format(layout)
	}
	return template.FuncMap{
		"t":      func(key string, args ...any) string { return say(lang, i18n.Key(key), args...) },
		"lang":   func() string { return string(lang) },
		"term":   func(key string) string { return bulletin.Term(lang, key) },
		"check":  func(d *bulletin.Document, name string) string { return d.CheckName(lang, name) },
		"own":    func(text string) string { return bulletin.InLanguage(lang, text) },
		"tongue": func(text string) i18n.Lang { return tongue(lang, text) },
		"due":    func(t time.Time) string { return endOfDay(local(t, "2006-01-02 15:04"), t.In(s.options.Location)) },
		"figure": func(v exact.Value) string { return v.Print(0) },
		"moment": func(t time.Time) string { return local(t, "2006-01-02 15:04") },
		"day":    func(t time.Time) string { return local(t, time.DateOnly) },
		"rfc":    func(t time.Time) string { return local(t, time.RFC3339) },
		"next":   func(i int) int { return i + 1 },
		"join":   func(list []string) string { return strings.Join(list, lang.Pick("、", ", ")) },
	}
}

// tongue is the language of a text from the records: Chinese where it holds
// Chinese, else the page's.
func tongue(page i18n.Lang, text string) i18n.Lang {
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
