package api

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/app/desk"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/edge/api/form"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// registerActions makes an operation of every row of both flow tables that
// somebody may command.
func (s *server) registerActions() {
	for _, row := range casework.CaseFlow() {
		switch {
		case row.Need == "" || row.Mirrors != "": // driven, or the other side of an action
		case slices.Contains(row.From, casework.NewCase):
			s.registerReceipt(row)
		default:
			register(s, Prefix+"/cases/{case}/", form.OperationOf(row, "case 诉求件"), func(ctx context.Context, in *caseInput) (*caseOutput, error) {
				return s.act(ctx, in.Head, in.Case, in.Body.Command(row.Do, 0), in.Body)
			})
		}
	}
	for _, row := range casework.LegFlow() {
		if row.Need != "" && row.Need != identity.SystemStep { // the system's own steps are not for sending
			register(s, Prefix+"/cases/{case}/legs/{leg}/", form.OperationOf(row, "leg 承办任务"), func(ctx context.Context, in *legInput) (*caseOutput, error) {
				return s.act(ctx, in.Head, in.Case, in.Body.Command(row.Do, in.Leg), in.Body)
			})
		}
	}
}

// registerReceipt makes the operations that begin a case: POST /cases, and
// /drafts for what is still being written.
func (s *server) registerReceipt(row casework.Row[casework.CaseState]) {
	o := form.OperationOf(row, "case 诉求件")
	o.Operation.DefaultStatus = http.StatusCreated
	o.Operation.Path = Prefix + beginnings[row.Do]
	huma.Register(s.api, o.Operation, func(ctx context.Context, in *newInput) (*caseOutput, error) {
		out, err := s.act(ctx, in.Head, "", in.Body.Receipt(row.Do), in.Body)
		if out != nil {
			out.Location = Prefix + "/cases/" + string(out.Body.ID)
			out.Body.Code = s.Desk.QueryCode(out.Body.ID)
		}
		return out, err
	})
}

// beginnings are where a case begins.
var beginnings = map[casework.Action]string{casework.DoReceive: "/cases", casework.DoDraft: "/drafts"}

// Head is what every request that changes something may say about itself.
type Head struct {
	Match string `header:"If-Match" maxLength:"24" doc:"The ETag that was read: the action is refused (412) when the case has moved on"`
	Once  string `header:"Idempotency-Key" maxLength:"100" doc:"The same request sent again under this key, within a day, is not done again 幂等键"`
}

type newInput struct {
	Head
	Body *form.Body
}

type caseInput struct {
	Head
	Case ident.CaseID `path:"case" maxLength:"40"`
	Body *form.Body
}

type legInput struct {
	Head
	Case ident.CaseID `path:"case" maxLength:"40"`
	Leg  int          `path:"leg" minimum:"1" maximum:"1000" doc:"The leg's number on the case"`
	Body *form.Body
}

type caseOutput struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Replayed string `header:"Idempotency-Replayed" doc:"true: the request had been done before; this is the case as it stands now"`
	Body     CaseView
}

func register[I any](s *server, under string, o form.RowOperation, give func(context.Context, *I) (*caseOutput, error)) {
	o.Operation.Path = under + string(o.Do)
	huma.Register(s.api, o.Operation, give)
}

// act gives the command and answers with the case after it.
func (s *server) act(ctx context.Context, h Head, id ident.CaseID, cmd casework.Command, sent *form.Body) (*caseOutput, error) {
	who := account(ctx)
	version, err := h.version()
	if err != nil {
		return nil, s.problem(err)
	}
	r := desk.Request{Case: id, Cmd: cmd, Version: version, Person: sent.Who()}
	if h.Once != "" {
		r.Once = desk.Once{Account: who.ID, Key: h.Once, Digest: form.Digest(id, cmd, version, sent)}
	}
	done, err := s.Desk.Act(ctx, who, r)
	if err != nil {
		return nil, s.problem(err)
	}
	offers, err := s.Desk.Next(ctx, who, done)
	if err != nil {
		return nil, s.problem(err)
	}
	out, err := s.answer(ctx, done.Case, offers)
	if err == nil && done.Replayed {
		out.Replayed = "true"
	}
	return out, err
}

// version reads If-Match: a version in quotes, or nothing.
func (h Head) version() (int, error) {
	if h.Match == "" || h.Match == "*" {
		return 0, nil
	}
	n, err := strconv.Atoi(strings.Trim(h.Match, `"`))
	if err != nil || n < 1 {
		return 0, errs.New(errs.Invalid, "if_match", `If-Match is the ETag of a case, such as "3"`, `If-Match 应为诉求件的 ETag，如 "3"`)
	}
	return n, nil
}

// etag is a version as a header says it.
func etag(version int) string { return strconv.Quote(strconv.Itoa(version)) }
