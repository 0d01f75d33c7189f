package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"time"
)

type options struct {
	huying   string
	database string
	clients  []int
	each     time.Duration
	kills    int
}

func main() {
	o := options{}
	clients := ""
	flag.StringVar(&o.huying, "huying", "./huying", "the program to drive")
	flag.StringVar(&o.database, "database", "", "an empty PostgreSQL database; SQLite in a folder of its own if left out")
	flag.StringVar(&clients, "clients", "1,8,32", "how many at once, one run each")
	flag.DurationVar(&o.each, "for", 10*time.Second, "how long each run takes")
	flag.IntVar(&o.kills, "kill", 0, "instead: kill the server so many times under 8 clients, and look for what it had acknowledged")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, o, clients); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1) //nolint:gocritic // nothing is left to put away
	}
}

func run(ctx context.Context, o options, clients string) (err error) {
	for n := range strings.SplitSeq(clients, ",") {
		c, err := strconv.Atoi(n)
		if err != nil || c < 1 {
			return fmt.Errorf("-clients: %q is not a number of clients", n)
		}
		o.clients = append(o.clients, c)
	}
	dir, err := os.MkdirTemp("", "huying-load-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	i := &installation{huying: o.huying, dir: dir, database: o.database}
	if err := i.found(ctx); err != nil {
		return err
	}
	if o.kills > 0 {
		return i.killed(ctx, o.kills)
	}
	return i.measured(ctx, o)
}

// measured takes one run for each number of clients on the same server.
func (i *installation) measured(ctx context.Context, o options) error {
	s, err := i.serve(ctx)
	if err != nil {
		return err
	}
	defer s.stop()
	fmt.Printf("start: ready after %.3f s, %d MB resident when idle\n", s.ready.Seconds(), s.resident()>>20)
	tokens, err := s.signIn(ctx)
	if err != nil {
		return err
	}
	kind := "sqlite"
	if o.database != "" {
		kind = "postgres"
	}
	for _, n := range o.clients {
		t, err := s.load(ctx, tokens, n, o.each)
		if err != nil {
			return err
		}
		fmt.Printf("BenchmarkHTTP/clients=%d/%s %d %.0f ns/op %.1f commands/s %.2f p50-ms %.2f p95-ms %.2f p99-ms %d MB\n",
			n, kind, len(t.took), 1e9*float64(n)/t.rate(), t.rate(), t.at(50), t.at(95), t.at(99), s.resident()>>20)
	}
	return nil
}
