// Command document writes the OpenAPI 3.0 document of a server that it starts
// for the purpose: what generators read, as a client is sent it.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"huying/clients/go/served"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: document FILE")
		os.Exit(2)
	}
	if err := write(context.Background(), os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write(ctx context.Context, name string) error {
	dir, err := os.MkdirTemp("", "huying-document-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // the system clears what is left
	i := &served.Installation{Dir: dir, Repository: "../.."}
	if err := i.Build(ctx); err != nil {
		return err
	}
	if err := i.Found(ctx); err != nil {
		return err
	}
	s, err := i.Serve(ctx)
	if err != nil {
		return err
	}
	defer s.Stop()
	doc, err := s.Get(ctx, "/api/v1/openapi-3.0.json")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, doc, 0o600)
}
