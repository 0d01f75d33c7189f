package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"time"
)

type options struct {
	huying   string
	database string
	keep     string
	copies   int
	asks     int
}

func main() {
	var o options
	flag.StringVar(&o.huying, "huying", "bin/huying", "the program to drive")
	flag.StringVar(&o.database, "database", "", "an empty PostgreSQL database; SQLite in a folder of its own if left out")
	flag.StringVar(&o.keep, "keep", "", "a folder to keep the installation in, and to use again; a temporary one if left out")
	flag.IntVar(&o.copies, "copies", 45, "how often the demonstration's 21,000 cases are there again")
	flag.IntVar(&o.asks, "asks", 300, "how often each page is asked for")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1) //nolint:gocritic // nothing is left to put away
	}
}

func run(ctx context.Context, o options) (err error) {
	dir := o.keep
	if dir == "" {
		if dir, err = os.MkdirTemp("", "huying-lists-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	}
	i := installation{huying: o.huying, data: filepath.Join(dir, "data"), database: o.database}
	if err := i.grown(ctx, filepath.Join(dir, "grown"), o.copies); err != nil {
		return err
	}
	s, err := i.serve(ctx)
	if err != nil {
		return err
	}
	defer s.stop()
	return s.measure(ctx, o.asks)
}

// installation is a demonstration, and where it is.
type installation struct{ huying, data, database string }

func (i installation) args(list ...string) []string {
	list = append(list, "--data", i.data)
	if i.database != "" {
		list = append(list, "--database", i.database)
	}
	return list
}

// grown builds the demonstration and multiplies its cases; mark is the file
// that says that this has been done.
func (i installation) grown(ctx context.Context, mark string, copies int) error {
	if _, err := os.Stat(mark); err == nil {
		return nil
	}
	if said, err := exec.CommandContext(ctx, i.huying, i.args("demo", "--build")...).CombinedOutput(); err != nil {
		return fmt.Errorf("huying demo --build: %w: %s", err, said)
	}
	start := time.Now()
	db, err := i.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.grow(ctx, copies); err != nil {
		return err
	}
	counts, err := db.counts(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("%s, grown in %.0f s\n\n", counts, time.Since(start).Seconds())
	return os.WriteFile(mark, []byte(counts), 0o600)
}
