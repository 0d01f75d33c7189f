package office

import (
	"context"
	"embed"
	"io/fs"
	"net"
	"net/http"
	"slices"

	"huying/internal/app/admin"
	"huying/internal/domain/calendar"
	"huying/internal/domain/identity"
	"huying/internal/domain/rulebook"
	"huying/internal/edge/web/listing"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
)

// Options are what the room is made of.
type Options struct {
	Office   Office
	Accounts Accounts
	Jobs     Jobs
	Records  Records
	Clock    clock.Source
	Files    Files
	Lists    listing.Writer
	Address  func(*http.Request) string // where a request comes from; nil: whoever has connected
}

//go:embed templates/*.html
var templateFiles embed.FS

// room is what its pages are filled from.
type room struct{ Options }

// Home is where the administration begins.
const Home = "/desk/office/"

// Addresses of this room.
const (
	unitsPath   = Home + "units"
	rulesPath   = Home + "rules"
	draftPath   = Home + "draft"
	mapFilePath = draftPath + "/map/file"
	peoplePath  = Home + "people"
	auditPath   = Home + "audit"
	jobsPath    = Home + "jobs"
	importPath  = Home + "import"
	exportPath  = Home + "export"
)

// Room returns the pages of the administration.
func Room(o Options) page.Room {
	s := &room{o}
	templates, err := fs.Sub(templateFiles, "templates")
	if err != nil {
		panic(err) // the name is a constant
	}
	var routes []page.Route
	for _, d := range append(s.doors(), s.fileDoors()...) {
		route := page.Route{Pattern: d.pattern, Keys: append([]string{}, d.keys...), Need: page.SignedIn}
		if d.raw != nil {
			route.Raw = s.keptRaw(d)
		} else {
			route.View = s.kept(d)
		}
		routes = append(routes, route)
	}
	return page.Room{
		Name: "office", Templates: templates, Words: messages, Routes: routes,
		Nav: []page.Entry{{Section: "office", Path: Home, Show: func(who identity.Account) bool { return may(who, anyOffice...) }}},
	}
}

// door is one address, and which permission opens it: any one of several.
type door struct {
	name    string // of what is asked for, as the audit has it
	pattern string
	need    []identity.Permission
	keys    []string
	view    page.View
	raw     page.Raw
}

var (
	anyOffice = []identity.Permission{identity.Configure, identity.ManagePeople, identity.ViewAudit, identity.ManageJobs}
	readers   = []identity.Permission{identity.Configure, identity.ViewAudit}
	keepers   = []identity.Permission{identity.Configure}
	managers  = []identity.Permission{identity.ManagePeople}
	drafters  = []identity.Permission{identity.Configure, identity.ManagePeople}
	watchers  = []identity.Permission{identity.ViewAudit}
	minders   = []identity.Permission{identity.ManageJobs}
)

func (s *room) doors() []door {
	return []door{
		{"office", "GET " + Home + "{$}", anyOffice, nil, s.home, nil},
		{"list_units", "GET " + unitsPath, readers, []string{"q", "state", "after"}, s.units, nil},
		{"add_unit", "GET " + unitsPath + "/new", keepers, nil, s.newUnitPage, nil},
		{"add_unit", "POST " + unitsPath + "/new", keepers, nil, s.newUnit, nil},
		{"list_units", "GET " + unitsPath + "/{unit}", readers, []string{"done"}, s.unitPage, nil},
		{"change_unit", "POST " + unitsPath + "/{unit}", keepers, nil, s.changeUnit, nil},
		{"close_unit", "POST " + unitsPath + "/{unit}/close", keepers, nil, s.closeUnit, nil},
		{"open_unit", "POST " + unitsPath + "/{unit}/open", keepers, nil, s.openUnit, nil},
		{"drop_unit_plan", "POST " + unitsPath + "/{unit}/plans/{day}", keepers, nil, s.dropPlan, nil},
		{"config", "GET " + rulesPath, readers, nil, s.rules, nil},
		{"config_kind", "GET " + rulesPath + "/{kind}", readers, []string{"after"}, s.kindPage, nil},
		{"config_rule", "GET " + rulesPath + "/{kind}/{key}", readers, []string{"version", "done"}, s.rulePage, nil},
		{"put_config", "GET " + draftPath + "/{kind}", drafters, []string{"key"}, s.draftPage, nil},
		{"put_config", "POST " + draftPath + "/{kind}", drafters, nil, s.draft, nil},
		{"put_config", "POST " + mapFilePath, drafters, nil, s.mapFile, nil},
		{"accounts", "GET " + peoplePath, managers, []string{"q", "role", "unit", "state", "after"}, s.people, nil},
		{"create_account", "GET " + peoplePath + "/new", managers, nil, s.newAccountPage, nil},
		{"create_account", "POST " + peoplePath + "/new", managers, nil, s.newAccount, nil},
		{"accounts", "GET " + peoplePath + "/{account}", managers, []string{"done"}, s.accountPage, nil},
		{"assign_roles", "POST " + peoplePath + "/{account}/roles", managers, nil, s.assign, nil},
		{"change_account", "POST " + peoplePath + "/{account}/{act}", managers, nil, s.actOnAccount, nil},
		{"audit", "GET " + auditPath, watchers, []string{"account", "action", "object", "outcome", "from", "to", "after"}, s.audit, nil},
		{"jobs", "GET " + jobsPath, minders, []string{"state", "kind", "after", "done"}, s.jobs, nil},
		{"change_job", "POST " + jobsPath + "/{job}/{act}", minders, nil, s.actOnJob, nil},
		{"import_config", "GET " + importPath, keepers, []string{"done"}, s.importPage, nil},
		{"import_config", "POST " + importPath, keepers, nil, s.importFile, nil},
		{"import_config", "POST " + importPath + "/confirm", keepers, nil, s.importConfirmed, nil},
		{"export_config", "GET " + exportPath, readers, nil, s.exportPage, nil},
		{"export_config", "GET " + exportPath + "/{file}", readers, nil, nil, s.exportFile},
	}
}

// errDenied is what a door says to whom it stays shut.
var errDenied = errs.New(errs.Denied, "denied", "this is for the administration", "您没有此项管理权限")

// kept opens a door to whom it is for, and puts on record to whom it was not.
func (s *room) kept(d door) page.View {
	return func(v *page.Visit) (*page.Screen, error) {
		if err := s.admit(v, d); err != nil {
			return nil, err
		}
		screen, err := d.view(v)
		if screen != nil {
			screen.Section, screen.Private = "office", true
			s.file(v, d, screen)
		}
		return screen, err
	}
}

func (s *room) keptRaw(d door) page.Raw {
	return func(w http.ResponseWriter, v *page.Visit) error {
		if err := s.admit(v, d); err != nil {
			return err
		}
		return d.raw(w, v)
	}
}

func (s *room) admit(v *page.Visit, d door) error {
	if may(v.Who, d.need...) {
		return nil
	}
	object := ""
	for _, name := range []string{"unit", "kind", "key", "account", "job"} {
		if id := v.PathValue(name); id != "" {
			object += " " + id
		}
	}
	// The visitor may be gone; what was refused is on record all the same.
	if err := s.Office.Refused(context.WithoutCancel(v.Context()), s.asker(v), d.name, trimmed(object)); err != nil {
		return err
	}
	return errDenied
}

// may reports whether an account has any of some permissions.
func may(who identity.Account, needs ...identity.Permission) bool {
	return slices.ContainsFunc(who.Grants, func(g identity.Actor) bool {
		return slices.ContainsFunc(needs, func(p identity.Permission) bool { return slices.Contains(g.May, p) })
	})
}

// asker is who asks, and from where.
func (s *room) asker(v *page.Visit) admin.Asker {
	by := admin.Asker{Account: v.Who}
	if s.Address != nil {
		by.Address = s.Address(v.Request)
		return by
	}
	by.Address, _, _ = net.SplitHostPort(v.RemoteAddr) // a pipe has no port, and is one address
	return by
}

// today is the local day in the region.
func (s *room) today(book *rulebook.Book) calendar.Date {
	return calendar.DateOf(s.Clock.Now(), book.Location)
}
