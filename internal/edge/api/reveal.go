package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/app/vault"
	"huying/internal/domain/person"
	sealing "huying/internal/domain/vault"
	"huying/internal/edge/api/once"
	"huying/internal/kernel/ident"
)

func (s *server) registerReveal() {
	huma.Register(s.api, once.Anew(huma.Operation{
		OperationID: "reveal", Method: http.MethodPost, Path: Prefix + "/cases/{case}/reveal", Tags: []string{personTag},
		Summary: "查看诉求人 Who brought this case, in clear, for a reason",
		Description: "Needs the permission `person.reveal`, for a confidential reporter `person.secret` too. That and why somebody has looked is on " +
			"record before the answer; sent again, it is on record again.",
	}), s.reveal)
}

type revealInput struct {
	Case ident.CaseID `path:"case" maxLength:"40"`
	Body struct {
		Fields []person.Field `json:"fields" minItems:"1" maxItems:"8" enum:"name,phone,phone2,id_number,address,company,credit_code,note" doc:"No more than is needed"`
		Reason string         `json:"reason" minLength:"2" maxLength:"200" doc:"查看原因; kept without anybody's numbers"`
		For    string         `json:"for,omitempty" enum:"reveal,print" default:"reveal" doc:"To look, or to print"`
	}
}

type revealOutput struct {
	Body person.Person
}

func (s *server) reveal(ctx context.Context, in *revealInput) (*revealOutput, error) {
	plain, err := s.Persons.Reveal(ctx, account(ctx), vault.Asked{
		Case: in.Case, Fields: in.Body.Fields, Reason: in.Body.Reason, What: sealing.Use(in.Body.For),
	})
	if err != nil {
		return nil, s.problem(err)
	}
	return &revealOutput{plain}, nil
}
