package api

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"huying/internal/app/desk"
	"huying/internal/app/insight"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/rulebook"
	"huying/internal/edge/api/form"
	"huying/internal/edge/api/office"
	"huying/internal/edge/api/once"
	"huying/internal/edge/api/own"
	"huying/internal/edge/api/reference"
	"huying/internal/edge/reporter"
	"huying/internal/kernel/ident"
)

// Gate tells who sends a request: nobody (Denied, code "sign_in") or an
// account with its roles.
type Gate interface {
	Authenticate(r *http.Request) (identity.Account, error)
}

// Desk gives commands for accounts.
type Desk interface {
	Act(ctx context.Context, who identity.Account, r desk.Request) (desk.Receipt, error)
	See(ctx context.Context, who identity.Account, id ident.CaseID) (*casework.Case, error)
	Next(ctx context.Context, who identity.Account, done desk.Receipt) ([]casework.Offer, error)
	Log(ctx context.Context, who identity.Account, c desk.Called) (ident.ContactID, error)
	QueryCode(id ident.CaseID) string
	reporter.Desk
}

// Records reads what is on record.
type Records interface {
	Book(ctx context.Context) (*rulebook.Book, error)
	Cases(ctx context.Context, q insight.CaseQuery) (insight.CasePage, error)
	Queues(ctx context.Context, s identity.Scope) (insight.Queues, error)
	reporter.Records
	FileFor(ctx context.Context, who identity.Account, id ident.CaseID) (insight.CaseFile, error)
}

// Options are what the API is made of.
type Options struct {
	Gate    Gate
	Desk    Desk
	Records Records
	Log     *slog.Logger // one line for each failure that is ours; nil: none
	// People signs people in and out; nil: they come in some other way, which
	// Gate knows.
	People People
	// Persons keeps who brings cases; nil: nobody is kept.
	Persons Persons
	// Door opens cases to those who brought them; nil: one of the API's own, which
	// counts wrong query codes for itself.
	Door    *reporter.Door
	Files   Files   // nil: no file comes with a case
	Notices Notices // nil: nobody is told anything
	Jobs    Jobs    // nil: nothing is done outside of requests
	Events  Events  // nil: nobody watches
	Hooks   Hooks   // nil: no other system is told
	// Once keeps requests from being done twice; nil: only actions on cases and
	// what comes with them are.
	Once once.Ledger
	// Beat is how often a stream shows that it is alive and looks whether its
	// session is; zero: 15 s.
	Beat time.Duration
	// Office changes what the region has decided; nil: nobody does so here, and
	// refusals do not go on record.
	Office   office.Office
	Accounts office.Accounts // keeps the accounts and the audit; nil: likewise
	// Address is where a request comes from; nil: whoever has connected. Behind
	// a proxy it must be the one in front, or all people share one address, and
	// with it its wrong sign-ins.
	Address func(*http.Request) string
	// Secure is set where TLS ends before this program: cookies go by TLS only.
	Secure bool
}

// Prefix is where version 1 begins.
const Prefix = "/api/v1"

// server holds the options, and knows what it runs on.
type server struct {
	Options
	api     huma.API
	servers sync.Map // that streams run on: *http.Server, known to end them
}

// New returns the handler of everything under Prefix.
func New(o Options) http.Handler {
	s, served := assemble(o)
	return s.guarded(served)
}

// assemble registers every operation.
func assemble(o Options) (*server, *routes) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Door == nil {
		o.Door = ownDoor(o)
	}
	served := newRoutes()
	s := &server{Options: o}
	s.api = humago.New(served, s.config())
	s.api.UseMiddleware(s.admit, once.New(once.Options{Ledger: o.Once, Log: o.Log, Owner: s.keyOwner, Refuse: s.refuse}).Pass)
	s.registerActions()
	s.registerCases()
	s.registerPersons()
	s.registerAttachments()
	s.registerQueues()
	s.mountOwn()
	s.registerContacts()
	s.registerNotices()
	s.registerJobs()
	s.registerEvents()
	s.registerWebhooks()
	s.mountOffice()
	s.registerSessions()
	s.registerWords()
	reference.Mount(reference.Options{
		API: s.api, Prefix: Prefix, Serve: served.HandleFunc, Fail: func(w http.ResponseWriter, err error) { s.write(w, s.problem(err)) },
	})
	dropUnsent(s.api.OpenAPI())
	settleLists(s.api.OpenAPI())
	return s, served
}

// config is the description's head, and JSON as the only format.
func (s *server) config() huma.Config {
	c := huma.DefaultConfig("Huying 呼应", "1")
	c.Info.Description = "Receive, transfer, answer and call back what citizens bring (12345). " +
		"受理、交转、办理、回访群众诉求。Errors are application/problem+json with a stable code."
	c.Info.License = license()
	c.OpenAPIPath = Prefix + "/openapi"
	c.DocsPath = "" // a page of ours, without scripts from elsewhere
	c.SchemasPath = ""
	c.CreateHooks = nil
	c.OnAddOperation = []huma.AddOpFunc{describeProblems, once.Describe}
	c.Formats = map[string]huma.Format{form.JSONType: huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat}
	c.NoFormatFallback = false
	c.RejectUnknownQueryParameters = true
	c.Transformers = []huma.Transformer{s.asProblem}
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"session":    {Type: "http", Scheme: "bearer", Description: "the token of a session 会话令牌"},
		"key":        {Type: "apiKey", In: "header", Name: "X-API-Key", Description: "an API key 接口密钥"},
		"query_code": {Type: "apiKey", In: "header", Name: "X-Query-Code", Description: "opens one's own case, with its number 查询码"},
	}
	c.Security = []map[string][]string{{"session": {}}, {"key": {}}}
	return c
}

// ownDoor is a door of the API's own.
func ownDoor(o Options) *reporter.Door {
	door := reporter.Options{Desk: o.Desk, Records: o.Records}
	if files, ok := o.Files.(reporter.Files); ok {
		door.Files = files
	}
	return reporter.New(door)
}

// mountOwn makes the operations of whoever brought a case.
func (s *server) mountOwn() {
	own.Mount(own.Options{
		API: s.api, Prefix: Prefix, Door: s.Door, Problem: func(err error) error { return s.problem(err) },
		Ungated: func(o *huma.Operation) { o.Metadata = map[string]any{ungated: true} },
	})
}
