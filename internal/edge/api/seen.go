package api

import (
	"context"
	"time"

	"huying/internal/domain/identity"
	"huying/internal/domain/person"
	sealing "huying/internal/domain/vault"
	"huying/internal/kernel/ident"
)

type seenOutput struct {
	Body struct {
		Seen []SightView `json:"seen" doc:"At most 200"`
	}
}

// SightView says that somebody has seen who brought a case.
type SightView struct {
	At      time.Time      `json:"at"`
	Account ident.UserID   `json:"account"`
	Role    identity.Role  `json:"role"`
	What    sealing.Use    `json:"what" enum:"view,reveal,search,export,print" doc:"view: masked, on the case's page"`
	Fields  []person.Field `json:"fields,omitempty" doc:"In clear"`
	Reason  string         `json:"reason,omitempty"`
}

func (s *server) seen(ctx context.Context, in *getInput) (*seenOutput, error) {
	list, err := s.Persons.Seen(ctx, account(ctx), in.Case)
	if err != nil {
		return nil, s.problem(err)
	}
	out := &seenOutput{}
	out.Body.Seen = make([]SightView, len(list))
	for i, v := range list {
		out.Body.Seen[i] = SightView{v.At, v.Account, v.Role, v.What, v.Fields, v.Reason}
	}
	return out, nil
}
