package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/app/vault"
	"huying/internal/edge/api/form"
	"huying/internal/kernel/ident"
)

func (s *server) registerErase() {
	huma.Register(s.api, huma.Operation{
		OperationID: "erase", Method: http.MethodPost, Path: Prefix + "/cases/{case}/erase", Tags: []string{personTag}, DefaultStatus: http.StatusNoContent,
		Summary: "删除个人信息 Take who brought an ended case, its texts, or both off record, for good",
		Description: "Needs the permission `configure`. That it was done, by whom and on which ground stays on record; so do the case's events, " +
			"which hold nothing of what is gone.",
	}, s.erase)
}

type eraseInput struct {
	Once string       `header:"Idempotency-Key" maxLength:"100" doc:"The same request sent again under this key, within a day, is not done again 幂等键"`
	Case ident.CaseID `path:"case" maxLength:"40"`
	Body struct {
		Ground string `json:"ground" pattern:"^[a-z][a-z0-9_.-]*$" maxLength:"64" doc:"删除依据, a code such as request, court"`
		Person bool   `json:"person,omitempty" doc:"诉求人"`
		Texts  bool   `json:"texts,omitempty" doc:"标题、内容、答复等文本"`
	}
}

func (s *server) erase(ctx context.Context, in *eraseInput) (*struct{}, error) {
	e := vault.Erasing{Case: in.Case, Ground: in.Body.Ground, Person: in.Body.Person, Texts: in.Body.Texts}
	if in.Once != "" {
		e.Once = vault.Once{Account: account(ctx).ID, Key: in.Once, Digest: form.DigestOf("erase", in.Case, in.Body)}
	}
	if err := s.Persons.Erase(ctx, account(ctx), e); err != nil {
		return nil, s.problem(err)
	}
	return nil, nil //nolint:nilnil // huma's form of an answer without a body
}
