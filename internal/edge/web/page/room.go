package page

import (
	"html/template"
	"io/fs"
	"net/http"

	"huying/internal/domain/identity"
	"huying/internal/kernel/i18n"
)

// Room is a set of pages that belong together.
type Room struct {
	Name      string // begins the names of its layouts: "desk/case"
	Templates fs.FS  // its screens, NAME.html, each defining "screen"; _NAME.html are shared among them
	Words     i18n.Catalogue
	Funcs     func(i18n.Lang) template.FuncMap // further functions of its templates; nil: none
	Routes    []Route
	Nav       []Entry // its entries of the main navigation
}

// Route is one address and what answers there.
type Route struct {
	Pattern string   // as net/http.ServeMux has it
	Keys    []string // what may be asked behind the question mark besides the language; nil: anything
	Need    Access   // who may come
	View    View     // renders a screen; or
	Raw     Raw      // writes its own answer
}

// View makes the screen of a visit.
type View func(v *Visit) (*Screen, error)

// Raw answers a visit itself, unless it fails.
type Raw func(w http.ResponseWriter, v *Visit) error

// Access is who may come to an address.
type Access int

const (
	Anybody  Access = iota // without signing in
	SignedIn               // whoever has signed in
)

// Entry is one entry of the main navigation.
type Entry struct {
	Section string // Screen.Section of the pages that it stands for; its name is the message "nav.SECTION"
	Path    string
	Show    func(identity.Account) bool // nil: to everybody
}

// Screen is what a view wants shown.
type Screen struct {
	Layout  string // ROOM/NAME of a template
	Title   string
	Section string // entry of the navigation that is current
	Data    any
	Style   string // a style sheet of ours besides the one of all pages, "board.css"; empty: none
	Script  string // likewise a script, "desk.js"
	Wall    bool   // for a screen on a wall: nothing around it but its title
	Refresh int    // seconds until it is read again by itself; 0: never
	Private bool   // never stored by browsers or between
	Status  int    // 0: 200
	Allow   string // methods, where another was asked
	Goto    string // an address of ours to go to instead (303); nothing is rendered
	Cookies []*http.Cookie
}
