package api

import (
	"context"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/survey"
	"huying/internal/edge/api/form"
	"huying/internal/kernel/ident"
)

func (s *server) registerWords() {
	huma.Register(s.api, huma.Operation{
		OperationID: "me", Method: http.MethodGet, Path: Prefix + "/me", Tags: []string{"account 账号"},
		Summary: "当前账号 Who is signed in, in which roles, and what may be begun",
	}, s.me)
	huma.Register(s.api, huma.Operation{
		OperationID: "vocabulary", Method: http.MethodGet, Path: Prefix + "/vocabulary", Tags: []string{"configuration 配置"},
		Summary: "词表 Every code that the API uses, and every reason that the region lists, in Chinese",
	}, s.vocabulary)
}

type meOutput struct {
	Body struct {
		ID      ident.UserID `json:"id"`
		Login   string       `json:"login,omitempty"`
		Name    string       `json:"name,omitempty"`
		Roles   []RoleView   `json:"roles"`
		Allowed []form.Offer `json:"allowed_actions,omitempty" doc:"What begins a case"`
	}
}

// RoleView is one role of an account.
type RoleView struct {
	Role  identity.Role         `json:"role"`
	Name  string                `json:"name"`
	Sight identity.Sight        `json:"sight" enum:"own,units,region" doc:"可见范围"`
	Units []ident.UnitID        `json:"units,omitempty"`
	May   []identity.Permission `json:"may"`
}

func (s *server) me(ctx context.Context, _ *struct{}) (*meOutput, error) {
	who := account(ctx)
	out := &meOutput{}
	out.Body.ID, out.Body.Login, out.Body.Name = who.ID, who.Login, who.Name
	out.Body.Roles = []RoleView{}
	for _, g := range who.Grants {
		out.Body.Roles = append(out.Body.Roles, RoleView{g.Role, g.Role.Chinese(), g.Sight, g.Units, append([]identity.Permission{}, g.May...)})
	}
	offers, err := s.Desk.Offers(ctx, who, &casework.Case{})
	if err != nil {
		return nil, s.problem(err)
	}
	for _, o := range offers {
		if path, ok := beginnings[o.Do]; ok {
			out.Body.Allowed = append(out.Body.Allowed, form.Offer{Action: o.Do, Name: o.Do.Chinese(), Href: Prefix + path, Ask: o.Ask, May: o.May})
		}
	}
	return out, nil
}

type vocabularyOutput struct {
	Body map[string]map[string]string
}

func (s *server) vocabulary(ctx context.Context, _ *struct{}) (*vocabularyOutput, error) {
	all := map[string]map[string]string{
		"case_state": named(casework.CaseStates()),
		"leg_state":  named(casework.LegStates()),
		"channel":    named(casework.Channels()),
		"kind":       named(casework.Kinds()),
		"result":     named(casework.Results()),
		"verdict":    named(survey.Verdicts()),
		"action":     named(actions()),
	}
	book, err := s.Records.Book(ctx)
	if err != nil {
		return nil, s.problem(err)
	}
	for key, list := range book.ReasonLists() {
		zh, en := map[string]string{}, map[string]string{}
		for _, r := range list.Reasons {
			zh[r.Code], en[r.Code] = r.Chinese(), r.English()
		}
		all[reasonPrefix+key], all[englishPrefix+key] = zh, en
	}
	return &vocabularyOutput{Body: all}, nil
}

// named gives each word of a vocabulary its Chinese name.
func named[W interface {
	~string
	Chinese() string
}](words []W) map[string]string {
	names := map[string]string{}
	for _, w := range words {
		if w != "" {
			names[string(w)] = w.Chinese()
		}
	}
	return names
}

// actions lists those that have an operation.
func actions() []casework.Action {
	var all []casework.Action
	for _, row := range casework.CaseFlow() {
		if row.Need != "" && row.Mirrors == "" {
			all = append(all, row.Do)
		}
	}
	for _, row := range casework.LegFlow() {
		if row.Need != identity.SystemStep {
			all = append(all, row.Do)
		}
	}
	slices.Sort(all)
	return all
}
