package style

import (
	"embed"
	"io/fs"
	"slices"
	"strconv"

	"huying/internal/domain/identity"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

//go:embed templates/*.html
var templateFiles embed.FS

// Path is where the look is shown.
const Path = "/desk/style"

// May reports whether an account keeps the pages: administrators and editors.
func May(who identity.Account) bool {
	return slices.ContainsFunc(who.Grants, func(g identity.Actor) bool { return g.Role == identity.Admin || g.Role == identity.Editor })
}

// Room returns the living page of the look.
func Room() page.Room {
	templates, err := fs.Sub(templateFiles, "templates")
	if err != nil {
		panic(err) // the name is a constant
	}
	return page.Room{
		Name: "style", Templates: templates, Words: messages,
		Routes: []page.Route{{Pattern: "GET " + Path, Keys: []string{}, Need: page.SignedIn, View: show}},
	}
}

// view is the page.
type view struct {
	Colours    []page.Colour
	Pairs      []pair
	Type       []page.Measure
	Space      []page.Measure
	Icons      []string
	Components []piece
}

// pair is a text on its ground, as it looks in the light and in the dark.
type pair struct {
	Text, Ground string
	Light, Dark  swatch
}

// swatch are two colours, and how far they are apart.
type swatch struct{ Text, Ground, Ratio string }

// piece is a component with what it is for.
type piece struct {
	component
	Title, When string
}

func show(v *page.Visit) (*page.Screen, error) {
	if !May(v.Who) {
		return nil, errs.New(errs.Denied, "denied", messages["look.denied"].En, messages["look.denied"].Zh)
	}
	at := &view{Colours: page.Colours(), Type: page.Measures("type"), Icons: page.Icons()}
	at.Space = append(page.Measures("gap"), page.Measures("round")...)
	light, dark := map[string]string{}, map[string]string{}
	for _, c := range at.Colours {
		light[c.Name], dark[c.Name] = c.Light, c.Dark
	}
	for _, p := range page.Pairs() {
		at.Pairs = append(at.Pairs, pair{p.Text, p.Ground, contrasted(light, p), contrasted(dark, p)})
	}
	for _, c := range components() {
		at.Components = append(at.Components, piece{c, v.Say(i18n.Key("component." + c.Name)), v.Say(i18n.Key("component." + c.Name + "_when"))})
	}
	return &page.Screen{Layout: "style/style", Title: v.Say("look.title"), Style: "style.css", Data: at, Private: true}, nil
}

func contrasted(colours map[string]string, p page.Pair) swatch {
	text, ground := colours[p.Text], colours[p.Ground]
	return swatch{text, ground, strconv.FormatFloat(page.Contrast(text, ground), 'f', 2, 64)}
}
