package api

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/app/desk"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/kernel/ident"
)

// The door of whoever brought a case: its number and query code open it, and
// nothing else. Nobody signs in there.

const (
	ownTag    = "own case 本人诉求"
	ownPrefix = Prefix + "/own/{number}"
)

// registerOwn makes an operation of everything that the tables let a citizen
// do, on the case that the code opens.
func (s *server) registerOwn() {
	huma.Register(s.api, ownOperation(huma.Operation{
		OperationID: "get_own_case", Method: http.MethodGet, Path: ownPrefix, Summary: "查询进度 Who has the case, until when, and what was answered",
		Description: "For whoever brought it. A wrong number and a wrong code are the same answer.",
	}), func(ctx context.Context, in *OwnKey) (*ownOutput, error) { return s.own(ctx, *in) })
	may := identity.Preset()[identity.Citizen]
	for _, row := range casework.CaseFlow() {
		if slices.Contains(may, row.Need) {
			registerOwnAction(s, operationOf(row, ownTag), "/", func(in *OwnCommand) (*OwnCommand, casework.Command) {
				return in, in.Body.command(row.Do, 0)
			})
		}
	}
	for _, row := range casework.LegFlow() {
		if slices.Contains(may, row.Need) {
			registerOwnAction(s, operationOf(row, ownTag), "/legs/{leg}/", func(in *ownLegInput) (*OwnCommand, casework.Command) {
				return &in.OwnCommand, in.Body.command(row.Do, in.Leg)
			})
		}
	}
}

func registerOwnAction[I any](s *server, o rowOperation, under string, command func(*I) (*OwnCommand, casework.Command)) {
	o.operation.OperationID = "own_" + o.operation.OperationID
	o.operation.Path = ownPrefix + under + string(o.do)
	huma.Register(s.api, ownOperation(o.operation), func(ctx context.Context, in *I) (*ownOutput, error) {
		sent, cmd := command(in)
		return s.actOwn(ctx, sent, cmd)
	})
}

func ownOperation(o huma.Operation) huma.Operation {
	o.Tags = []string{ownTag}
	o.Metadata = map[string]any{own: true}
	o.Security = []map[string][]string{{"query_code": {}}}
	return o
}

// OwnKey is what opens a case. The code is in no address, which logs keep.
type OwnKey struct {
	Number ident.CaseNumber `path:"number" maxLength:"40" doc:"诉求件编号"`
	Code   string           `header:"X-Query-Code" required:"true" minLength:"6" maxLength:"12" doc:"查询码, told on receipt; small letters and spaces do no harm"`
}

// OwnCommand is what a reporter sends.
type OwnCommand struct {
	OwnKey
	Once string `header:"Idempotency-Key" maxLength:"100" doc:"The same request sent again under this key, within a day, is not done again 幂等键"`
	Body *actionBody
}

type ownLegInput struct {
	OwnCommand
	Leg int `path:"leg" minimum:"1" maximum:"1000" doc:"The leg's number on the case"`
}

type ownOutput struct {
	Body OwnView
}

// open is the case that number and code open.
func (s *server) open(ctx context.Context, in OwnKey) (*casework.Case, error) {
	if err := s.guesses.ask(in.Number); err != nil {
		return nil, err
	}
	c, err := s.Desk.Own(ctx, in.Number, plainCode(in.Code))
	s.guesses.note(in.Number, err == nil)
	return c, err
}

// plainCode is a code as it was told, however it was typed.
func plainCode(typed string) string { return strings.ToUpper(strings.ReplaceAll(typed, " ", "")) }

func (s *server) own(ctx context.Context, in OwnKey) (*ownOutput, error) {
	if _, err := s.open(ctx, in); err != nil {
		return nil, s.problem(err)
	}
	f, err := s.Records.CaseFile(ctx, in.Number)
	if err != nil {
		return nil, s.problem(err)
	}
	offers, err := s.Desk.Offers(ctx, s.Desk.Reporter(), f.Case)
	if err != nil {
		return nil, s.problem(err)
	}
	return &ownOutput{viewOwn(f, offers)}, nil
}

// actOwn gives a command for whoever brought the case, and answers with how it
// stands then.
func (s *server) actOwn(ctx context.Context, in *OwnCommand, cmd casework.Command) (*ownOutput, error) {
	c, err := s.open(ctx, in.OwnKey)
	if err != nil {
		return nil, s.problem(err)
	}
	r := desk.Request{Case: c.ID, Cmd: cmd}
	if in.Once != "" {
		r.Once = desk.Once{Account: ident.UserID("own " + c.ID), Key: in.Once, Digest: digest(c.ID, cmd, 0, in.Body)}
	}
	if _, err := s.Desk.GiveOwn(ctx, r); err != nil {
		return nil, s.problem(err)
	}
	return s.own(ctx, in.OwnKey)
}
