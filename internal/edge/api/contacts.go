package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/app/desk"
	"huying/internal/domain/casework"
	"huying/internal/kernel/ident"
)

func (s *server) registerContacts() {
	huma.Register(s.api, huma.Operation{
		OperationID: "log_contact", Method: http.MethodPost, Path: Prefix + "/contacts", Tags: []string{"contact 来电、接待"}, DefaultStatus: http.StatusCreated,
		Summary:     "登记来电、接待 Log a call or a counter visit as it is taken, whether it opens a case or not; bulletins count them",
		Description: "Needs the permission `case.receive`. It is on record as of the moment of the request.",
	}, s.logContact)
}

type contactInput struct {
	Body struct {
		Kind string         `json:"kind" enum:"call,visit"`
		Line string         `json:"line" minLength:"1" maxLength:"40" doc:"Which line or counter, as 12345"`
		Tags []casework.Tag `json:"tags,omitempty" maxItems:"20" doc:"Of topics that count contacts"`
		Case ident.CaseID   `json:"case,omitempty" maxLength:"40" doc:"The case that it opened or is about"`
	}
}

type contactOutput struct {
	Body struct {
		ID ident.ContactID `json:"id"`
	}
}

func (s *server) logContact(ctx context.Context, in *contactInput) (*contactOutput, error) {
	id, err := s.Desk.Log(ctx, account(ctx), desk.Called{Kind: in.Body.Kind, Line: in.Body.Line, Tags: in.Body.Tags, Case: in.Body.Case})
	if err != nil {
		return nil, s.problem(err)
	}
	out := &contactOutput{}
	out.Body.ID = id
	return out, nil
}
