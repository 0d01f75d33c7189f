package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/app/jobs"
	"huying/internal/domain/identity"
)

// Jobs is where administrators look after jobs.
type Jobs interface {
	Jobs(ctx context.Context, by identity.Account, q jobs.JobQuery) (jobs.JobPage, error)
	Retry(ctx context.Context, by identity.Account, id string) (jobs.Job, error)
	Cancel(ctx context.Context, by identity.Account, id string) (jobs.Job, error)
}

const jobTag = "job 作业"

func (s *server) registerJobs() {
	if s.Jobs == nil {
		return
	}
	huma.Register(s.api, huma.Operation{
		OperationID: "jobs", Method: http.MethodGet, Path: Prefix + "/jobs", Tags: []string{jobTag},
		Summary: "作业列表 What is done outside of requests, latest first, with counts by state",
	}, s.jobs)
	huma.Register(s.api, huma.Operation{
		OperationID: "retry_job", Method: http.MethodPost, Path: Prefix + "/jobs/{job}/retry", Tags: []string{jobTag},
		Summary: "立即执行 Have a job done now that waits, was given up or cancelled",
	}, s.changeJob(func(ctx context.Context, id string) (jobs.Job, error) { return s.Jobs.Retry(ctx, account(ctx), id) }))
	huma.Register(s.api, huma.Operation{
		OperationID: "cancel_job", Method: http.MethodPost, Path: Prefix + "/jobs/{job}/cancel", Tags: []string{jobTag},
		Summary: "取消作业 See to it that a job is not done, or not again",
	}, s.changeJob(func(ctx context.Context, id string) (jobs.Job, error) { return s.Jobs.Cancel(ctx, account(ctx), id) }))
}

type jobsInput struct {
	State jobs.State `query:"state" enum:"waiting,held,done,dead,cancelled"`
	Kind  string     `query:"kind" maxLength:"40"`
	After string     `query:"after" maxLength:"40" doc:"next of the page before"`
	Limit int        `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type jobsOutput struct {
	Body struct {
		Jobs   []JobView          `json:"jobs"`
		Counts map[jobs.State]int `json:"counts" doc:"On record, by state, whatever was asked for"`
		Next   string             `json:"next,omitempty" doc:"after for the next page; absent on the last"`
	}
}

// JobView is something that is done outside of requests.
type JobView struct {
	ID       string          `json:"id"`
	Kind     string          `json:"kind"`
	Key      string          `json:"key" doc:"Of those with one kind and key at most one waits"`
	Payload  json.RawMessage `json:"payload" doc:"What it was told; nothing personal"`
	State    jobs.State      `json:"state"`
	Due      time.Time       `json:"due" doc:"While held: when it is taken again if nobody is heard of"`
	Attempts int             `json:"attempts" doc:"Begun since it last succeeded"`
	Error    string          `json:"error,omitempty" doc:"Of the last attempt that failed"`
	Created  time.Time       `json:"created"`
	Ended    time.Time       `json:"ended,omitzero"`
}

func viewJob(j jobs.Job) JobView {
	return JobView{
		ID: j.ID, Kind: j.Kind, Key: j.Key, Payload: json.RawMessage(j.Payload), State: j.State, Due: j.Due, Attempts: j.Attempts,
		Error: j.Error, Created: j.Created, Ended: j.Ended,
	}
}

func (s *server) jobs(ctx context.Context, in *jobsInput) (*jobsOutput, error) {
	page, err := s.Jobs.Jobs(ctx, account(ctx), jobs.JobQuery{State: in.State, Kind: in.Kind, Before: in.After, Limit: in.Limit})
	if err != nil {
		return nil, s.problem(err)
	}
	out := &jobsOutput{}
	out.Body.Counts, out.Body.Jobs = page.Counts, make([]JobView, len(page.Jobs))
	for i, j := range page.Jobs {
		out.Body.Jobs[i] = viewJob(j)
	}
	if page.More {
		out.Body.Next = page.Jobs[len(page.Jobs)-1].ID
	}
	return out, nil
}

type oneJob struct {
	Job string `path:"job" maxLength:"40"`
}

type jobOutput struct {
	Body JobView
}

func (s *server) changeJob(do func(ctx context.Context, id string) (jobs.Job, error)) func(context.Context, *oneJob) (*jobOutput, error) {
	return func(ctx context.Context, in *oneJob) (*jobOutput, error) {
		j, err := do(ctx, in.Job)
		if err != nil {
			return nil, s.problem(err)
		}
		return &jobOutput{viewJob(j)}, nil
	}
}
