package api

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/app/people"
	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

const auditTag = "audit 审计"

func (s *server) registerAudit() {
	if s.Accounts == nil {
		return
	}
	huma.Register(s.api, huma.Operation{
		OperationID: "audit", Method: http.MethodGet, Path: Prefix + "/audit", Tags: []string{auditTag},
		Summary:     "审计 What was done and what was refused, latest first",
		Description: "Needs the permission `audit.view`; to ask without it goes on record too.",
	}, s.audit)
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

func (s *server) audit(ctx context.Context, in *auditInput) (*auditOutput, error) {
	f := people.TrailFilter{
		Account: in.Account, Action: in.Action, Object: in.Object, Outcome: in.Outcome, From: in.From, Until: in.Until, Limit: in.Limit + 1,
	}
	if in.After != "" {
		at, err := parseTrailPlace(in.After)
		if err != nil {
			return nil, s.problem(err)
		}
		f.Before = &at
	}
	rows, err := s.Accounts.Trail(ctx, account(ctx), f)
	if err != nil {
		return nil, s.problem(err)
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

// noteRefusal puts on record who was refused what, and of which thing: the
// operation and the identifiers in its address, and nothing that was sent.
// What those acts put on record themselves is not told twice.
func (s *server) noteRefusal(ctx huma.Context, r *http.Request) {
	if s.Office == nil || ctx.Status() != http.StatusForbidden {
		return
	}
	o := ctx.Operation()
	for _, tag := range []string{accountTag, auditTag, jobTag, personTag} {
		if slices.Contains(o.Tags, tag) {
			return
		}
	}
	// The client may have hung up; what it was refused is on record all the same.
	kept := context.WithoutCancel(ctx.Context())
	if err := s.Office.Refused(kept, asker(kept), o.OperationID, objectOf(o, r)); err != nil {
		s.Log.Error("a refusal could not be put on record", "error", err)
	}
}

// objectOf is the identifiers in an operation's address, in order.
func objectOf(o *huma.Operation, r *http.Request) string {
	var ids []string
	for part := range strings.SplitSeq(o.Path, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			ids = append(ids, r.PathValue(strings.TrimSuffix(name, "}")))
		}
	}
	return strings.Join(ids, " ")
}
