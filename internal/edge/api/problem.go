package api

import (
	"encoding/json"
	"net/http"
	"regexp"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/domain/scrub"
	"huying/internal/kernel/errs"
)

const (
	problemType = "application/problem+json"
)

// Problem is an error as RFC 9457 wants it, with a stable code and both
// languages. It never repeats a value that was sent: that may be personal.
type Problem struct {
	Type     string  `json:"type" doc:"urn:huying:problem: and the code" example:"urn:huying:problem:flow.state"`
	Title    string  `json:"title" doc:"The status in words"`
	Status   int     `json:"status"`
	Code     string  `json:"code" doc:"Stable; programs may rely on it 稳定的错误码" example:"flow.state"`
	Detail   string  `json:"detail" doc:"What was wrong, in English"`
	DetailZh string  `json:"detail_zh" doc:"出了什么问题"`
	Errors   []Fault `json:"errors,omitempty" doc:"Each part of the request that was wrong"`
}

// Fault is one part of a request that was wrong.
type Fault struct {
	Location string `json:"location" doc:"body.reason, query.limit, path.leg"`
	Message  string `json:"message" doc:"What was expected there"`
	// Of a text that was sent as one of the fields.
	MessageZh string `json:"message_zh,omitempty" doc:"应为何种内容"`
	Line      int    `json:"line,omitempty" doc:"Of the text, from 1 行"`
	Column    int    `json:"column,omitempty" doc:"From 1 列"`
}

// Error is the English detail.
func (p *Problem) Error() string { return p.Detail }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is that of problems.
func (p *Problem) ContentType(string) string { return problemType }

func newProblem(status int, code, en, zh string) *Problem {
	return &Problem{Type: "urn:huying:problem:" + code, Title: http.StatusText(status), Status: status, Code: code, Detail: en, DetailZh: zh}
}

// statuses is what each kind of error is in HTTP. Some codes say more.
var statuses = map[errs.Kind]int{
	errs.Invalid: http.StatusUnprocessableEntity, errs.NotFound: http.StatusNotFound, errs.Conflict: http.StatusConflict,
	errs.Denied: http.StatusForbidden, errs.Unready: http.StatusServiceUnavailable, errs.Internal: http.StatusInternalServerError,
}

var codeStatuses = map[string]int{
	"sign_in":          http.StatusUnauthorized,
	"sign_in.refused":  http.StatusUnauthorized,
	"sign_in.slow":     http.StatusTooManyRequests,
	"query_code.slow":  http.StatusTooManyRequests,
	"events.many":      http.StatusTooManyRequests,
	"case.version":     http.StatusPreconditionFailed,
	"attachment.large": http.StatusRequestEntityTooLarge,
	"attachment.kind":  http.StatusUnsupportedMediaType,
	"attachment.claim": http.StatusUnsupportedMediaType,
	"config.revision":  http.StatusPreconditionFailed,
	"config.unseen":    http.StatusPreconditionRequired,
}

// problem is an error as a client may see it. What is ours to mend goes to the
// log, and the client learns only that it happened.
func (s *server) problem(err error) *Problem {
	kind, code := errs.KindOf(err), errs.CodeOf(err)
	if kind == errs.Internal {
		s.failed(code, err.Error())
		return newProblem(http.StatusInternalServerError, "internal", "something went wrong here; it has been noted", "系统内部出错，已记录")
	}
	status := statuses[kind]
	if special, ok := codeStatuses[code]; ok {
		status = special
	}
	en, zh := errs.Discreet(err)
	return newProblem(status, code, en, zh)
}

// failed puts on the log what is ours to mend: what and where, and nothing of a
// person, whatever the text holds.
func (s *server) failed(code, text string) {
	s.Log.Error("a request failed", "code", code, "error", scrub.Fault(text))
}

// write writes a problem outside any operation.
func (s *server) write(w http.ResponseWriter, p *Problem) {
	w.Header().Set("Content-Type", problemType)
	w.WriteHeader(p.Status)
	if err := json.NewEncoder(w).Encode(p); err != nil {
		s.Log.Warn("an answer could not be written", "error", err)
	}
}

// asProblem turns what the framework found wrong with a request into a Problem.
func (s *server) asProblem(_ huma.Context, _ string, v any) (any, error) {
	m, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	if m.Status >= http.StatusInternalServerError {
		s.failed("framework", m.Detail)
		return newProblem(m.Status, "internal", "something went wrong here; it has been noted", "系统内部出错，已记录"), nil
	}
	p := newProblem(m.Status, "request.invalid", "the request is not as described: "+m.Detail, "请求不符合接口说明")
	for _, d := range m.Errors {
		p.Errors = append(p.Errors, Fault{Location: placeOf(d.Location), Message: d.Message})
	}
	return p, nil
}

// ownWords are the places of a request as the document names them.
var ownWords = regexp.MustCompile(`^[a-z_]+(\.[a-z_]+|\.[a-z]+\d|\[\d{1,3}\])*`)

// placeOf is the place of a fault as far as it is in words of ours: the name of a
// field that there is not is something that was sent.
func placeOf(location string) string {
	word := ownWords.FindString(location)
	if len(word) < len(location) {
		return word + "…"
	}
	return word
}
