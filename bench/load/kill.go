package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"
)

const killClients = 8

// killed kills the server under load so many times, starts it again, and looks
// for every case at the version that was acknowledged, or a later one: the
// last command may have been done without anybody hearing of it.
func (i *installation) killed(ctx context.Context, rounds int) error {
	for round := range rounds {
		s, err := i.serve(ctx)
		if err != nil {
			return err
		}
		tokens, err := s.signIn(ctx)
		if err != nil {
			return err
		}
		known, err := s.untilKilled(ctx, tokens, 2*time.Second)
		if err != nil {
			return err
		}
		if err := i.compare(ctx, tokens, known); err != nil {
			return fmt.Errorf("round %d: %w", round+1, err)
		}
		fmt.Printf("round %d: killed after %d acknowledged cases; all are there\n", round+1, len(known))
	}
	for _, proof := range []string{"doctor", "verify"} {
		if said, err := i.command(ctx, proof); err != nil {
			return fmt.Errorf("%s: %w", said, err)
		}
	}
	fmt.Println("doctor and verify are clean")
	return nil
}

// untilKilled works with clients until the server is killed, and returns the
// version of every case as it was acknowledged last.
func (s *server) untilKilled(ctx context.Context, tokens map[string]string, after time.Duration) (map[string]int, error) {
	unit, err := s.unit(ctx, tokens)
	if err != nil {
		return nil, err
	}
	var (
		all   sync.WaitGroup
		mu    sync.Mutex
		known = map[string]int{}
	)
	for range killClients {
		all.Go(func() {
			c := s.client(tokens, unit)
			var at caseView
			for {
				next, err := c.take(ctx, at)
				if err != nil {
					return // it is gone
				}
				mu.Lock()
				known[next.ID] = next.Version
				mu.Unlock()
				if at = next; at.Version == len(course) {
					at = caseView{}
				}
			}
		})
	}
	time.Sleep(after)
	s.kill()
	all.Wait()
	return known, nil
}

// compare starts the server anew and reads every case.
func (i *installation) compare(ctx context.Context, tokens map[string]string, known map[string]int) error {
	s, err := i.serve(ctx)
	if err != nil {
		return err
	}
	defer s.stop()
	c := s.client(tokens, "")
	for id, version := range known {
		raw, err := c.send(ctx, http.MethodGet, "/cases/"+id, "operator", "")
		if err != nil {
			return err
		}
		var got caseView
		if err := json.Unmarshal(raw, &got); err != nil {
			return err
		}
		if got.Version < version {
			return fmt.Errorf("case %s is at version %d; %d was acknowledged", id, got.Version, version)
		}
	}
	return nil
}
