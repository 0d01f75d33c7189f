package cli

import (
	"crypto/rand"
	"log/slog"
	"net/http"

	"huying/internal/app/admin"
	"huying/internal/app/desk"
	"huying/internal/app/jobs"
	"huying/internal/app/once"
	"huying/internal/app/people"
	"huying/internal/app/release"
	"huying/internal/app/stream"
	"huying/internal/app/tray"
	"huying/internal/app/webhook"
	"huying/internal/edge/api"
	"huying/internal/edge/channel/configfile"
	"huying/internal/edge/channel/sheet"
	"huying/internal/edge/export"
	"huying/internal/edge/reporter"
	"huying/internal/edge/serving"
	"huying/internal/edge/web/board"
	"huying/internal/edge/web/bulletins"
	"huying/internal/edge/web/callback"
	"huying/internal/edge/web/citizen"
	"huying/internal/edge/web/dispatch"
	"huying/internal/edge/web/entrance"
	"huying/internal/edge/web/feed"
	"huying/internal/edge/web/intake"
	"huying/internal/edge/web/letter"
	"huying/internal/edge/web/listing"
	"huying/internal/edge/web/office"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/portal"
	releasing "huying/internal/edge/web/release"
	"huying/internal/edge/web/statistics"
	"huying/internal/edge/web/style"
	"huying/internal/edge/web/workbench"
	"huying/internal/kernel/ident"
)

// doors are all ways in over HTTP: the pages for people, and the API for
// programs.
func (i *installation) doors(env *Env, people *people.People) http.Handler {
	log := serving.NewLog(env.Stderr)
	hub := stream.New(stream.Options{Store: i.store, Region: i.region, Log: log})
	desk := i.desk(hub.Wake)
	mux := http.NewServeMux()
	own := i.reporters(desk)
	mux.Handle("/", i.pages(env, people, desk, own, log))
	o := api.Options{
		Door: own,
		Gate: api.NewGate(people), People: people, Desk: desk, Records: i.insight(), Log: log, Events: hub,
		Notices: jobs.NewBoard(i.store, i.region), Jobs: i.jobs(), Office: i.office(), Accounts: people,
		Once:    once.New(once.Options{Store: i.store, Key: i.key}),
		Address: i.door.From(), Secure: i.door.Secure(),
	}
	if i.persons != nil {
		o.Persons = i.persons
	}
	if i.files != nil {
		o.Files = i.files
	}
	if hooks := i.hooks(); hooks != nil {
		o.Hooks = hooks
	}
	mux.Handle(api.Prefix+"/", api.New(o))
	return mux
}

// pages are what people see in a browser.
func (i *installation) pages(env *Env, people *people.People, desk *desk.Desk, own *reporter.Door, log *slog.Logger) http.Handler {
	return page.New(page.Options{
		Name: i.name, Location: i.location, Log: log, Gate: people, Secure: i.door.Secure(),
		SignIn: entrance.SignInPath, SignOut: entrance.SignOutPath, Account: entrance.AccountPath, Search: workbench.SearchPath, Look: style.Path, Looks: style.May,
	}, i.rooms(env, people, desk, own)...)
}

// rooms are what the pages are made of.
func (i *installation) rooms(env *Env, people *people.People, desk *desk.Desk, own *reporter.Door) []page.Room {
	in := i.insight()
	source := feed.New(in, i.location)
	lists := listing.New(listing.Options{Workbook: sheet.Single, TookOut: people.TookOut})
	work := workbench.Options{Source: source, Desk: desk, Records: in, Notices: jobs.NewBoard(i.store, i.region), Views: i.tray(), Lists: lists, Letters: true}
	if i.persons != nil {
		work.Persons = i.persons
	}
	if i.files != nil {
		work.Files = i.files
	}
	receiving := intake.Options{Source: source, Desk: desk, Records: in, Drafts: i.tray(), Clock: env.Clock, Letters: true}
	if i.files != nil {
		receiving.Files = i.files
	}
	if i.persons != nil {
		receiving.Persons = i.persons
	}
	calling := callback.Options{Desk: desk, Records: in, Source: source, Clock: env.Clock, Lists: lists}
	if i.persons != nil {
		calling.Persons = i.persons
	}
	letters := letter.Options{Desk: desk, Records: in, Source: source, Clock: env.Clock, Public: i.door.Public}
	if i.persons != nil {
		letters.Persons = i.persons
	}
	return []page.Room{
		bulletins.Room(bulletins.Options{Source: source, Formats: formats(i.door.PDFFont), Guarded: i.door.Open()}),
		entrance.Room(entrance.Options{People: people, Guests: i.guests(people), Vouched: i.door.Provider() != nil, Address: i.door.From()}),
		workbench.Room(work),
		intake.Room(receiving),
		callback.Room(calling),
		letter.Room(letters),
		portal.Room(portal.Options{Desk: desk, Records: in, Source: source, Clock: env.Clock, Lists: lists}),
		dispatch.Room(dispatch.Options{Desk: desk, Records: in, Source: source, Lists: lists}),
		office.Room(office.Options{
			Office: i.office(), Accounts: people, Jobs: i.jobs(), Records: in, Clock: env.Clock, Address: i.door.From(), Files: configFiles(), Lists: lists,
		}),
		board.Room(board.Options{Records: in}),
		style.Room(),
		releasing.Room(releasing.Options{Press: release.New(release.Options{Store: i.store, Region: i.region, IDs: ident.NewSource(rand.Reader), Figures: in}), Records: in, Clock: env.Clock}),
		statistics.Room(statistics.Options{Records: in, Lists: lists}),
		citizen.Room(citizen.Options{Door: own, Records: in, Persons: i.persons != nil, Public: i.door.Public}),
	}
}

// formats are the forms in which a bulletin can be fetched.
func formats(font string) (all []bulletins.Format) {
	for _, f := range export.Offered(font) {
		all = append(all, bulletins.Format(f))
	}
	return all
}

// reporters is the door of those who bring cases, for pages and programs.
func (i *installation) reporters(desk *desk.Desk) *reporter.Door {
	o := reporter.Options{Desk: desk, Records: i.insight()}
	if i.files != nil {
		o.Files = i.files
	}
	return reporter.New(o)
}

// configFiles reads and writes configurations in every format.
func configFiles() office.Files {
	return office.Files{
		Read: func(data []byte, name string) (admin.Config, error) { return configfile.Read(data, name, "") },
		Write: func(c admin.Config, format, part string) ([]byte, error) {
			return configfile.Write(c, configfile.Format(format), part)
		},
	}
}

// desk is where commands are given one by one; woken hears of each that is
// durable.
func (i *installation) desk(woken func()) *desk.Desk {
	o := desk.Options{Store: i.store, Region: i.region, IDs: ident.NewSource(rand.Reader), Key: i.key, Vault: i.vault, Committed: woken}
	if hooks := i.hooks(); hooks != nil {
		o.Announce = hooks.Announce
	}
	return desk.New(o)
}

// hooks are the other systems that are told of what moves; nil where there is
// no ring of keys to seal their secrets.
func (i *installation) hooks() *webhook.Hooks {
	if i.vault == nil {
		return nil
	}
	return webhook.New(webhook.Options{
		Store: i.store, Region: i.region, IDs: ident.NewSource(rand.Reader), Vault: i.vault, Random: rand.Reader,
		Guard: webhook.Guard{Hosts: i.door.WebhookHost},
	})
}

// tray is where people keep what they have at hand while they work.
func (i *installation) tray() *tray.Tray {
	return tray.New(tray.Options{Store: i.store, Region: i.region, IDs: ident.NewSource(rand.Reader), Vault: i.vault, Random: rand.Reader})
}
