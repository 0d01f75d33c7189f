package main

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"time"
)

// question is one page or answer, asked for by somebody.
type question struct {
	who   *person
	name  string
	paths []string // one after the other
}

func (s *server) questions(ctx context.Context) (all []question, err error) {
	leader, err := s.signIn(ctx, "unit_leader")
	if err != nil {
		return nil, err
	}
	supervisor, err := s.signIn(ctx, "supervisor")
	if err != nil {
		return nil, err
	}
	units, err := supervisor.units(ctx)
	if err != nil {
		return nil, err
	}
	cases := func(pairs ...string) string {
		v := url.Values{"limit": {"50"}, "count": {"true"}}
		for i := 0; i < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		return "/api/v1/cases?" + v.Encode()
	}
	ask := func(who *person, name string, paths ...string) { all = append(all, question{who, name, paths}) }
	ask(leader, "page: home with queues", "/desk/")
	ask(leader, "page: list", "/desk/cases")
	ask(leader, "page: queue, signed", "/desk/cases?leg_state=signed")
	ask(leader, "queues", "/api/v1/queues")
	ask(leader, "list + count", cases())
	for _, state := range []string{"to_sign", "signed", "awaiting_callback", "closed"} {
		ask(leader, "list + count, leg "+state, cases("leg_state", state))
	}
	ask(leader, "list + count, case closed", cases("state", "closed"))
	ask(leader, "list + count, by phone", cases("channel", "phone"))
	ask(leader, "list + count, praise", cases("kind", "praise"))
	ask(leader, "list + count, late", cases("late", "true"))
	each := func(pairs ...string) (paths []string) {
		for _, u := range units {
			paths = append(paths, cases(append([]string{"unit", u}, pairs...)...))
		}
		return paths
	}
	ask(supervisor, "page: home with queues", "/desk/")
	ask(supervisor, "page: list", "/desk/cases")
	ask(supervisor, "queues", "/api/v1/queues")
	ask(supervisor, "list + count, each unit", each()...)
	ask(supervisor, "list + count, each unit, handling", each("state", "handling")...)
	ask(supervisor, "list + count, each unit, closed", each("state", "closed")...)
	for _, state := range []string{"handling", "to_review", "to_callback", "closed"} {
		ask(supervisor, "list + count, "+state, cases("state", state))
	}
	ask(supervisor, "list + count, praise", cases("kind", "praise"))
	ask(supervisor, "list + count, late", cases("late", "true"))
	return all, nil
}

func (s *server) measure(ctx context.Context, asks int) error {
	all, err := s.questions(ctx)
	if err != nil {
		return err
	}
	fmt.Println("| who | what | p50 | p95 | largest |")
	fmt.Println("|---|---|---|---|---|")
	for _, q := range all {
		took := make([]time.Duration, 0, asks)
		largest := 0
		for i := range asks {
			begun := time.Now()
			body, err := q.who.get(ctx, q.paths[i%len(q.paths)])
			if err != nil {
				return err
			}
			took = append(took, time.Since(begun))
			largest = max(largest, len(body))
		}
		slices.Sort(took)
		at := func(percent int) float64 { return float64(took[len(took)*percent/100].Microseconds()) / 1000 }
		fmt.Printf("| %s | %s | %.1f ms | %.1f ms | %.0f KB |\n", q.who.role, q.name, at(50), at(95), float64(largest)/1000)
	}
	return nil
}
