// Package api is the JSON door to the desk: version 1 under /api/v1, described
// by the OpenAPI document that it serves. Every action of both flow tables is
// an operation whose schema is made from its row, so that the document, the
// check of a request and the flow cannot drift apart.
//
// The package knows accounts by an interface (Gate) and gives no answer to
// anybody whom that does not know. What an account may not see is answered as
// if it were not there.
package api
