package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/app/jobs"
	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/kernel/ident"
)

// Notices is where people read what they are told.
type Notices interface {
	Notices(ctx context.Context, who identity.Account, q jobs.NoticeQuery) (jobs.NoticePage, error)
	Read(ctx context.Context, who identity.Account, ids []string) error
}

const noticeTag = "notice 通知"

func (s *server) registerNotices() {
	if s.Notices == nil {
		return
	}
	huma.Register(s.api, huma.Operation{
		OperationID: "notices", Method: http.MethodGet, Path: Prefix + "/notices", Tags: []string{noticeTag},
		Summary: "通知列表 What the caller's roles and units are told of limits and of what was done, latest first",
	}, s.notices)
	huma.Register(s.api, huma.Operation{
		OperationID: "read_notices", Method: http.MethodPost, Path: Prefix + "/notices/read", Tags: []string{noticeTag},
		Summary: "标为已读 Mark notices as read by the caller; a second time changes nothing",
	}, s.readNotices)
}

type noticesInput struct {
	Level  deadline.Level `query:"level" enum:"notice,yellow,red"`
	Unread bool           `query:"unread" doc:"Only what the caller has not read"`
	After  string         `query:"after" maxLength:"40" doc:"next of the page before"`
	Limit  int            `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type noticesOutput struct {
	Body struct {
		Notices []NoticeView `json:"notices"`
		Unread  int          `json:"unread" doc:"Of all levels; 100 says 100 or more"`
		Next    string       `json:"next,omitempty" doc:"after for the next page; absent on the last"`
	}
}

// NoticeView is one thing that somebody is told.
type NoticeView struct {
	ID     string           `json:"id"`
	At     time.Time        `json:"at" doc:"When it was told"`
	Level  deadline.Level   `json:"level"`
	Step   int              `json:"step" doc:"0: the limit's own warning; then the rung of the ladder 升级档"`
	Clock  deadline.Clock   `json:"clock,omitempty" doc:"The limit; absent where about says what was done"`
	Due    time.Time        `json:"due,omitzero" doc:"When the limit ends"`
	About  casework.Action  `json:"about,omitempty" doc:"What was done: hasten 催办, supervise 督办, instruct 批示, rework 发回重办 …"`
	Case   ident.CaseID     `json:"case"`
	Number ident.CaseNumber `json:"number"`
	Leg    int              `json:"leg,omitempty" doc:"Absent: the case as a whole"`
	Role   identity.Role    `json:"role" doc:"Whom it is for"`
	Unit   ident.UnitID     `json:"unit,omitempty" doc:"Absent: at the centre"`
	Read   time.Time        `json:"read,omitzero" doc:"By the caller"`
}

func (s *server) notices(ctx context.Context, in *noticesInput) (*noticesOutput, error) {
	page, err := s.Notices.Notices(ctx, account(ctx), jobs.NoticeQuery{Level: in.Level, Unread: in.Unread, Before: in.After, Limit: in.Limit})
	if err != nil {
		return nil, s.problem(err)
	}
	out := &noticesOutput{}
	out.Body.Unread, out.Body.Notices = page.Unread, make([]NoticeView, len(page.Notices))
	for i, n := range page.Notices {
		view := NoticeView{
			ID: n.ID, At: n.At, Level: n.Level, Step: n.Step, Clock: n.Clock, Case: n.Case, Number: n.Number, Leg: n.Leg,
			Role: n.Role, Unit: n.Unit, Read: n.Read, About: n.About,
		}
		if n.Clock != "" {
			view.Due = n.Due
		}
		out.Body.Notices[i] = view
	}
	if page.More {
		out.Body.Next = page.Notices[len(page.Notices)-1].ID
	}
	return out, nil
}

type readInput struct {
	Body struct {
		IDs []string `json:"ids" minItems:"1" maxItems:"200"`
	}
}

func (s *server) readNotices(ctx context.Context, in *readInput) (*struct{}, error) {
	if err := s.Notices.Read(ctx, account(ctx), in.Body.IDs); err != nil {
		return nil, s.problem(err)
	}
	return nil, nil
}
