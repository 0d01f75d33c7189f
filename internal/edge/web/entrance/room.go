package entrance

import (
	"context"
	"embed"
	"io/fs"
	"net"
	"net/http"

	"huying/internal/app/people"
	"huying/internal/edge/web/page"
)

// People signs people in and out.
type People interface {
	SignIn(ctx context.Context, c people.Credentials, from people.From) (people.Ticket, error)
	SignOut(ctx context.Context, token string) error
	SetUp(ctx context.Context, token, password string, from people.From) error
	ChangePassword(ctx context.Context, token, old, fresh string) error
	Sessions(ctx context.Context, token string) ([]people.OpenSession, error)
	End(ctx context.Context, token, ref string) error
	EndOthers(ctx context.Context, token string) (int, error)
	Begin(ctx context.Context) (address, state string, err error)
	Finish(ctx context.Context, r people.Return, from people.From) (people.Ticket, error)
	Device(ctx context.Context, token string) (people.Device, error)
	EnrolCode(ctx context.Context, token, password string) (people.Enrolment, error)
	ConfirmCode(ctx context.Context, token, code string) ([]string, error)
	DropCode(ctx context.Context, token, password, code string) error
}

var _ People = (*people.People)(nil)

// Guests are people of a demonstration, who come in without a password.
type Guests interface {
	// Guests lists them, in the order in which they are shown.
	Guests(ctx context.Context) ([]Guest, error)
	// Enter opens a session for one of them. Error: NotFound.
	Enter(ctx context.Context, login string, from people.From) (people.Ticket, error)
}

// Guest is one of them.
type Guest struct {
	Login string
	Name  string // of the role, in both languages as bulletin.InLanguage has them
	Where string // the unit, where there is one
}

// Options are what the room is made of.
type Options struct {
	People  People
	Guests  Guests                     // nil: nobody comes in so
	Vouched bool                       // an identity provider vouches for people
	Address func(*http.Request) string // where a request comes from; nil: whoever has connected
}

//go:embed templates/*.html
var templateFiles embed.FS

// Addresses of this room that others lead to.
const (
	SignInPath  = "/sign-in"
	SignOutPath = "/sign-out"
	AccountPath = "/account"
	passPath    = "/account/password"
	codePath    = "/account/code"
	beginPath   = "/oidc/begin"
	returnPath  = "/oidc/return"
	confirmPath = "/account/code/confirm"
	dropPath    = "/account/code/drop"
)

// room is what its pages are filled from.
type room struct{ Options }

// Room returns the pages by which people come in.
func Room(o Options) page.Room {
	s := &room{o}
	templates, err := fs.Sub(templateFiles, "templates")
	if err != nil {
		panic(err) // the name is a constant
	}
	none := []string{}
	return page.Room{
		Name: "entrance", Templates: templates, Words: words,
		Routes: []page.Route{
			{Pattern: "GET " + SignInPath, Keys: []string{"next"}, View: s.signInPage},
			{Pattern: "POST " + SignInPath, Keys: []string{"next"}, View: s.signIn},
			{Pattern: "POST /sign-in/guest", Keys: []string{"next"}, View: s.guest},
			{Pattern: "GET " + beginPath, Keys: none, View: s.begin},
			{Pattern: "GET " + returnPath, View: s.returned},
			{Pattern: "POST " + SignOutPath, Keys: none, View: s.signOut},
			{Pattern: "GET /setup", Keys: none, View: s.setUpPage},
			{Pattern: "POST /setup", Keys: none, View: s.setUp},
			{Pattern: "GET " + AccountPath, Keys: []string{"done"}, Need: page.SignedIn, View: s.account},
			{Pattern: "POST /account/sessions", Keys: none, Need: page.SignedIn, View: s.end},
			{Pattern: "GET " + passPath, Keys: none, View: s.passwordPage},
			{Pattern: "POST " + passPath, Keys: none, View: s.password},
			{Pattern: "GET " + codePath, Keys: none, Need: page.SignedIn, View: s.devicePage},
			{Pattern: "POST " + codePath, Keys: none, Need: page.SignedIn, View: s.enrol},
			{Pattern: "POST " + confirmPath, Keys: none, Need: page.SignedIn, View: s.confirm},
			{Pattern: "POST " + dropPath, Keys: none, Need: page.SignedIn, View: s.drop},
		},
	}
}

// from is where a visit comes from.
func (s *room) from(v *page.Visit) people.From {
	f := people.From{Agent: v.UserAgent()}
	if s.Address != nil {
		f.Address = s.Address(v.Request)
		return f
	}
	f.Address, _, _ = net.SplitHostPort(v.RemoteAddr) // a pipe has no port, and is one address
	return f
}
