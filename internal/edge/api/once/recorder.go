package once

import (
	"bytes"
	"io"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/app/once"
)

// request is the framework's, embedded under a name that is none of its methods.
type request = huma.Context

// recorder is a request whose body has been read, and whose answer is held
// back until it is kept.
type recorder struct {
	request
	sent   []byte
	rest   io.Reader // what of the body is more than an operation takes
	status int
	head   http.Header
	set    []func(huma.Context) // the headers, as they were set
	body   bytes.Buffer
}

// listen reads the body of a request, as far as any operation would.
func listen(ctx huma.Context) *recorder {
	rec := &recorder{request: ctx, head: http.Header{}, rest: bytes.NewReader(nil)}
	_ = ctx.SetReadDeadline(time.Now().Add(patience)) // a server that cannot keeps to its own
	in := ctx.BodyReader()
	if in == nil {
		return rec
	}
	// A body that breaks off is refused by the operation, which meets the same error.
	rec.sent, _ = io.ReadAll(io.LimitReader(in, mostBody+1))
	rec.rest = in
	return rec
}

// Unwrap is what the recorder stands before.
func (r *recorder) Unwrap() huma.Context { return r.request }

// BodyReader reads the body from its beginning.
func (r *recorder) BodyReader() io.Reader { return io.MultiReader(bytes.NewReader(r.sent), r.rest) }

// SetStatus holds the status back.
func (r *recorder) SetStatus(code int) { r.status = code }

// Status is the one that was set.
func (r *recorder) Status() int { return r.status }

// SetHeader holds a header back.
func (r *recorder) SetHeader(name, value string) {
	r.head.Set(name, value)
	r.set = append(r.set, func(ctx huma.Context) { ctx.SetHeader(name, value) })
}

// AppendHeader holds a header back.
func (r *recorder) AppendHeader(name, value string) {
	r.head.Add(name, value)
	r.set = append(r.set, func(ctx huma.Context) { ctx.AppendHeader(name, value) })
}

// BodyWriter holds the answer back.
func (r *recorder) BodyWriter() io.Writer { return &r.body }

// answer is what is kept.
func (r *recorder) answer(how handling) once.Answer {
	if how == told {
		return once.Answer{Status: r.status, Told: true}
	}
	return once.Answer{
		Status: r.status, Location: r.head.Get("Location"), ETag: r.head.Get("ETag"), Media: r.head.Get("Content-Type"), Body: r.body.String(),
	}
}

// flush gives the answer.
func (r *recorder) flush() {
	for _, set := range r.set {
		set(r.request)
	}
	r.request.SetStatus(r.status)
	_, _ = r.request.BodyWriter().Write(r.body.Bytes()) // nobody hears of a client that has hung up
}
