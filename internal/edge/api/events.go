package api

import (
	"context"
	"net/http"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"huying/internal/app/insight"
	"huying/internal/app/stream"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/kernel/ident"
)

// Events tells those who watch what moves.
type Events interface {
	Listen(ctx context.Context, who identity.Account, since stream.Place) (*stream.Listener, error)
	Counts(ctx context.Context, s identity.Scope) (insight.Queues, error)
	Close()
}

var _ Events = (*stream.Hub)(nil)

// The events of a stream.
const (
	caseEvent   = "case"
	queuesEvent = "queues"
	resetEvent  = "reset"
	endEvent    = "end"

	eventStream = "text/event-stream"
)

func (s *server) registerEvents() {
	if s.Events == nil {
		return
	}
	if s.Beat <= 0 {
		s.Beat = 15 * time.Second
	}
	huma.Register(s.api, huma.Operation{
		OperationID: "events", Method: http.MethodGet, Path: Prefix + "/events", Tags: []string{"case 诉求件"},
		Summary: "变动推送 What moves, as it moves: a stream of server-sent events",
		Description: "`case`: a case that the caller sees has changed; read it by its id. `queues`: the counts of `GET /queues`, at the beginning and " +
			"whenever they have changed. `reset`: something was left out, read the lists anew. `end`: the session has ended. A comment every 15 seconds " +
			"shows that the stream is alive. After a break send the last id as `Last-Event-ID`, as browsers do: what came since, within an hour, comes " +
			"again; some of it may come twice. To watch does not keep an idle session open.",
		Responses: map[string]*huma.Response{"200": {
			Description: "Events without end",
			Content:     map[string]*huma.MediaType{eventStream: {Schema: s.eventSchema()}},
		}},
	}, s.events)
}

// eventSchema describes the data of each event.
func (s *server) eventSchema() *huma.Schema {
	all := s.api.OpenAPI().Components.Schemas
	return &huma.Schema{
		Description: "The data of an event: of case, of queues; of reset and end an empty object",
		AnyOf:       []*huma.Schema{all.Schema(reflect.TypeFor[CaseMoved](), true, "CaseMoved"), all.Schema(reflect.TypeFor[QueuesView](), true, "QueuesView")},
	}
}

// CaseMoved says that a case has changed.
type CaseMoved struct {
	ID      ident.CaseID    `json:"id"`
	Version int             `json:"version" doc:"After it; its ETag"`
	Action  casework.Action `json:"action" doc:"What was done"`
	At      time.Time       `json:"at"`
}

type eventsInput struct {
	Since string `header:"Last-Event-ID" maxLength:"100" doc:"The id of the last event that was received"`
}

// watchable is a Gate that can look at a session again without that being a use
// of it.
type watchable interface {
	Still(r *http.Request) (identity.Account, error)
}

// Still tells who has sent a request, while it goes on.
func (g peopleGate) Still(r *http.Request) (identity.Account, error) {
	if key := r.Header.Get(keyHeader); key != "" {
		return g.people.AuthenticateKey(r.Context(), key)
	}
	token, err := tokenOf(r)
	if err != nil {
		return identity.Account{}, err
	}
	return g.people.Still(r.Context(), token)
}

func (s *server) still(r *http.Request) (identity.Account, error) {
	if g, ok := s.Gate.(watchable); ok {
		return g.Still(r)
	}
	return s.Gate.Authenticate(r)
}

func (s *server) events(ctx context.Context, in *eventsInput) (*huma.StreamResponse, error) {
	since, err := stream.ParsePlace(in.Since)
	if err != nil {
		return nil, s.problem(err)
	}
	l, err := s.Events.Listen(ctx, account(ctx), since)
	if err != nil {
		return nil, s.problem(err)
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		defer l.Close()
		r, w := humago.Unwrap(hc)
		s.endAtShutdown(r)
		hc.SetHeader("Content-Type", eventStream)
		hc.SetHeader("X-Accel-Buffering", "no") // proxies pass it on at once
		watch := &watch{s: s, l: l, r: r, out: newFeed(w, s.Beat), who: account(ctx)}
		watch.run(hc.Context())
	}}, nil
}

// endAtShutdown ends all streams when the server is asked to stop, which waits
// for each answer to be whole.
func (s *server) endAtShutdown(r *http.Request) {
	server, ok := r.Context().Value(http.ServerContextKey).(*http.Server)
	if !ok {
		return
	}
	if _, known := s.servers.LoadOrStore(server, true); !known {
		server.RegisterOnShutdown(s.Events.Close)
	}
}
