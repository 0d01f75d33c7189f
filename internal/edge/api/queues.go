package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/app/insight"
	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
)

func (s *server) registerQueues() {
	huma.Register(s.api, huma.Operation{
		OperationID: "queues", Method: http.MethodGet, Path: Prefix + "/queues", Tags: []string{"case 诉求件"},
		Summary: "待办数 How much the caller has before it: by state, late, and due within a day",
	}, s.queues)
}

// QueuesView is how much somebody has before them.
type QueuesView struct {
	Cases map[casework.CaseState]int `json:"cases" doc:"Of the centre: neither closed nor archived"`
	Legs  map[casework.LegState]int  `json:"legs" doc:"Neither done nor taken away; of the caller's units, where it is of one"`
	Late  map[deadline.Clock]int     `json:"late" doc:"Limits that have passed and still run"`
	Soon  map[deadline.Clock]int     `json:"soon" doc:"Limits within the next 24 hours"`
}

func viewQueues(q insight.Queues) QueuesView { return QueuesView{q.Cases, q.Legs, q.Late, q.Soon} }

type queuesOutput struct {
	Body QueuesView
}

func (s *server) queues(ctx context.Context, _ *struct{}) (*queuesOutput, error) {
	q, err := s.Records.Queues(ctx, account(ctx).Scope())
	if err != nil {
		return nil, s.problem(err)
	}
	return &queuesOutput{viewQueues(q)}, nil
}
