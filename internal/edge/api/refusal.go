package api

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/app/admin"
	"huying/internal/domain/scrub"
	"huying/internal/edge/api/office"
)

// addressKey finds where a request came from.
type addressKey struct{}

// asker is who sent the request, and from where.
func asker(ctx context.Context) admin.Asker {
	address, _ := ctx.Value(addressKey{}).(string)
	return admin.Asker{Account: account(ctx), Address: address}
}

// mountOffice makes the operations of the administration.
func (s *server) mountOffice() {
	office.Mount(office.Options{
		API: s.api, Prefix: Prefix, Office: s.Office, Accounts: s.Accounts, Book: s.Records.Book, Asker: asker,
		Problem: func(err error) error { return s.problem(err) }, TextProblem: func(err error) error { return s.textProblem(err) },
	})
}

// noteRefusal puts on record who was refused what, and of which thing: the
// operation and the identifiers in its address, and nothing that was sent.
// What those acts put on record themselves is not told twice.
func (s *server) noteRefusal(ctx huma.Context, r *http.Request) {
	if s.Office == nil || ctx.Status() != http.StatusForbidden {
		return
	}
	o := ctx.Operation()
	for _, tag := range []string{office.AccountTag, office.AuditTag, jobTag, personTag, webhookTag} {
		if slices.Contains(o.Tags, tag) {
			return
		}
	}
	// The client may have hung up; what it was refused is on record all the same.
	kept := context.WithoutCancel(ctx.Context())
	if err := s.Office.Refused(kept, asker(kept), o.OperationID, objectOf(o, r)); err != nil {
		s.Log.Error("a refusal could not be put on record", "error", err)
	}
}

// objectOf is the identifiers in an operation's address, in order.
func objectOf(o *huma.Operation, r *http.Request) string {
	var ids []string
	for part := range strings.SplitSeq(o.Path, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			ids = append(ids, r.PathValue(strings.TrimSuffix(name, "}")))
		}
	}
	return strings.Join(ids, " ")
}

// textProblem tells what is wrong with a text, each problem in its place. It
// may repeat a word of the text, to be found by, but nobody's numbers: answers
// are kept by proxies and by programs that note what they were told.
func (s *server) textProblem(err error) *Problem {
	p := s.problem(err)
	if p.Status != http.StatusUnprocessableEntity {
		return p
	}
	p.Detail, p.DetailZh = anonymous(p.Detail), anonymous(p.DetailZh)
	for _, f := range admin.Faults(err) {
		p.Errors = append(p.Errors, Fault{Location: "body.text", Message: anonymous(f.En), MessageZh: anonymous(f.Zh), Line: f.At.Line, Column: f.At.Column})
	}
	return p
}

// anonymous is a message without anybody's numbers.
func anonymous(message string) string {
	clean, _ := scrub.Scrub(message)
	return clean
}
