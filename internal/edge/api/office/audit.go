package office

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/app/people"
	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// AuditTag marks the operations that show the audit.
const AuditTag = "audit 审计"

func (f *front) registerAudit() {
	if f.Accounts == nil {
		return
	}
	huma.Register(f.API, huma.Operation{
		OperationID: "audit", Method: http.MethodGet, Path: f.Prefix + "/audit", Tags: []string{AuditTag},
		Summary:     "审计 What was done and what was refused, latest first",
		Description: "Needs the permission `audit.view`; to ask without it goes on record too.",
	}, f.audit)
}

type auditInput struct {
	Account ident.UserID        `query:"account" maxLength:"40"`
	Action  string              `query:"action" maxLength:"60" doc:"A word such as config.put"`
	Object  string              `query:"object" maxLength:"120"`
	Outcome people.TrailOutcome `query:"outcome" enum:"done,refused"`
	From    time.Time           `query:"from" doc:"With this moment"`
	Until   time.Time           `query:"until" doc:"Without it"`
	After   string              `query:"after" maxLength:"200" doc:"next of the page before"`
	Limit   int                 `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type auditOutput struct {
	Body struct {
		Rows []AuditView `json:"rows"`
		Next string      `json:"next,omitempty" doc:"after for the next page; absent on the last"`
	}
}

// AuditView is one thing that was done, or refused.
type AuditView struct {
	ID      string              `json:"id"`
	At      time.Time           `json:"at"`
	Account ident.UserID        `json:"account,omitempty" doc:"Absent: nobody that is known"`
	Role    identity.Role       `json:"role,omitempty"`
	Action  string              `json:"action"`
	Object  string              `json:"object,omitempty"`
	Outcome people.TrailOutcome `json:"outcome" enum:"done,refused"`
	Detail  json.RawMessage     `json:"detail,omitempty" doc:"Of a change what was and what is"`
	Address string              `json:"address,omitempty"`
}

func (f *front) audit(ctx context.Context, in *auditInput) (*auditOutput, error) {
	filter := people.TrailFilter{
		Account: in.Account, Action: in.Action, Object: in.Object, Outcome: in.Outcome, From: in.From, Until: in.Until, Limit: in.Limit + 1,
	}
	if in.After != "" {
		at, err := parseTrailPlace(in.After)
		if err != nil {
			return nil, f.Problem(err)
		}
		filter.Before = &at
	}
	rows, err := f.Accounts.Trail(ctx, f.Asker(ctx).Account, filter)
	if err != nil {
		return nil, f.Problem(err)
	}
	out := &auditOutput{}
	out.Body.Rows = []AuditView{}
	for i, r := range rows {
		if i == in.Limit {
			last := rows[i-1]
			out.Body.Next = base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(last.At.UnixMicro(), 10) + " " + last.ID))
			break
		}
		v := AuditView{ID: r.ID, At: r.At, Account: r.Account, Role: r.Role, Action: r.Action, Object: r.Object, Outcome: r.Outcome, Address: r.Address}
		if r.Detail != "{}" {
			v.Detail = json.RawMessage(r.Detail)
		}
		out.Body.Rows = append(out.Body.Rows, v)
	}
	return out, nil
}

func parseTrailPlace(text string) (people.TrailKey, error) {
	wrong := errs.New(errs.Invalid, "after", "after is the next of a page", "after 应取自上一页的 next")
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return people.TrailKey{}, wrong
	}
	at, id, ok := strings.Cut(string(raw), " ")
	micros, err := strconv.ParseInt(at, 10, 64)
	if err != nil || !ok || id == "" {
		return people.TrailKey{}, wrong
	}
	return people.TrailKey{At: time.UnixMicro(micros).UTC(), ID: id}, nil
}
