// Package client tries the HTTP API as another system would: with a client
// that a public generator makes of the document which the server describes
// itself by, and with the commands of docs/api.md.
//
// Nothing generated is kept. This is a module of its own, so that what a
// generator needs is no dependency of Huying's. `.ci/client` runs all of it:
//
//	go generate ./...   the document from a server, and a client from that
//	go test ./...
package client

//go:generate go run ./document generated/openapi.json
//go:generate go tool oapi-codegen -config oapi-codegen.yaml generated/openapi.json
