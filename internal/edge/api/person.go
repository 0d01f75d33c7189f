package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/app/vault"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/person"
	"huying/internal/edge/api/once"
	"huying/internal/kernel/ident"
)

// Persons keeps who brings cases: what it gives is on record before it is
// given.
type Persons interface {
	Mask(ctx context.Context, who identity.Account, cases ...*casework.Case) (map[ident.CaseID]vault.Masked, error)
	View(ctx context.Context, who identity.Account, id ident.CaseID) (vault.Masked, error)
	Reveal(ctx context.Context, who identity.Account, a vault.Asked) (person.Person, error)
	FindByPhone(ctx context.Context, who identity.Account, number string) ([]*casework.Case, error)
	Seen(ctx context.Context, who identity.Account, id ident.CaseID) ([]vault.Sight, error)
	Erase(ctx context.Context, who identity.Account, e vault.Erasing) error
}

var _ Persons = (*vault.Keeper)(nil)

const personTag = "person 诉求人"

func (s *server) registerPersons() {
	if s.Persons == nil {
		return
	}
	s.registerReveal()
	s.registerErase()
	huma.Register(s.api, once.Anew(huma.Operation{
		OperationID: "find_person", Method: http.MethodPost, Path: Prefix + "/persons/find", Tags: []string{personTag},
		Summary:     "按电话查找 The latest cases of whoever can be called by a number",
		Description: "For the centre, with the permission `person.reveal`. Each search is on record. The number goes in the body, never in an address.",
	}), s.findPerson)
	huma.Register(s.api, huma.Operation{
		OperationID: "seen", Method: http.MethodGet, Path: Prefix + "/cases/{case}/seen", Tags: []string{personTag},
		Summary:     "查看记录 Who has seen who brought this case, latest first",
		Description: "Needs the permission `audit.view`.",
	}, s.seen)
}

// PersonView is who brought a case, masked.
type PersonView struct {
	Name       string `json:"name,omitempty" example:"张**" doc:"姓名"`
	Phone      string `json:"phone,omitempty" example:"138****1234" doc:"联系电话"`
	Phone2     string `json:"phone2,omitempty" doc:"备用电话"`
	IDNumber   string `json:"id_number,omitempty" doc:"证件号码"`
	Address    string `json:"address,omitempty" doc:"住址, from the house on hidden"`
	Company    string `json:"company,omitempty" doc:"单位名称"`
	CreditCode string `json:"credit_code,omitempty" doc:"统一社会信用代码"`
	Note       string `json:"note,omitempty" doc:"备注"`
	Withheld   bool   `json:"withheld,omitempty" doc:"There is somebody, of whom the caller is shown nothing 不予显示"`
	MayReveal  bool   `json:"may_reveal,omitempty" doc:"…/reveal would answer"`
}

func viewPerson(m vault.Masked) *PersonView {
	if m == (vault.Masked{}) {
		return nil
	}
	p := m.Person
	return &PersonView{
		Name: p.Name, Phone: p.Phone, Phone2: p.Phone2, IDNumber: p.IDNumber, Address: p.Address, Company: p.Company,
		CreditCode: p.CreditCode, Note: p.Note, Withheld: m.Withheld, MayReveal: m.MayReveal,
	}
}

// withPersons adds to each view who brought its case, masked, as far as the
// caller may know that.
func (s *server) withPersons(ctx context.Context, cases []*casework.Case, views ...*CaseView) error {
	if s.Persons == nil {
		return nil
	}
	all, err := s.Persons.Mask(ctx, account(ctx), cases...)
	for _, v := range views {
		v.Person = viewPerson(all[v.ID])
	}
	return err
}

type findInput struct {
	Body struct {
		Phone string `json:"phone" minLength:"3" maxLength:"40" doc:"However it is written"`
	}
}

type findOutput struct {
	Body struct {
		Cases []CaseView `json:"cases" doc:"Latest receipt first"`
	}
}

func (s *server) findPerson(ctx context.Context, in *findInput) (*findOutput, error) {
	found, err := s.Persons.FindByPhone(ctx, account(ctx), in.Body.Phone)
	if err != nil {
		return nil, s.problem(err)
	}
	out := &findOutput{}
	out.Body.Cases = make([]CaseView, len(found))
	views := make([]*CaseView, len(found))
	for i, c := range found {
		out.Body.Cases[i] = viewCase(c)
		views[i] = &out.Body.Cases[i]
	}
	if err := s.withPersons(ctx, found, views...); err != nil {
		return nil, s.problem(err)
	}
	return out, nil
}
