// Package once is the part of the JSON door that keeps a request from being
// done twice: every POST takes a key of the client's own (Idempotency-Key), and
// what each makes of it is in the document. Actions on cases and files that
// come with them look after their keys themselves; this is for all the others,
// in one place. It knows operations by what they say of themselves, and no
// operation's business.
package once

import (
	"context"
	"log/slog"
	"maps"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/app/once"
	"huying/internal/kernel/errs"
)

// Ledger keeps what came of requests.
type Ledger interface {
	Digest(parts ...string) string
	Now() time.Time
	Look(ctx context.Context, r once.Request) (once.Answer, bool, error)
	LookAgain(ctx context.Context, r once.Request) (once.Answer, bool, error)
	Keep(ctx context.Context, r once.Request, a once.Answer) error
}

var _ Ledger = (*once.Ledger)(nil)

// handling is what an operation makes of a key.
type handling string

const (
	kept  handling = ""      // done once; sent again, it gets the first answer
	told  handling = "told"  // done once; what it answers is told once
	anew  handling = "anew"  // changes nothing: each time it is looked up anew
	aside handling = "aside" // looks after its keys itself
)

// mark is the name under which an operation says so.
const mark = "once"

// Told marks an operation whose answer holds a secret.
func Told(o huma.Operation) huma.Operation { return marked(o, told) }

// Anew marks an operation that changes nothing but the record of who looked.
func Anew(o huma.Operation) huma.Operation { return marked(o, anew) }

func marked(o huma.Operation, how handling) huma.Operation {
	all := maps.Clone(o.Metadata)
	if all == nil {
		all = map[string]any{}
	}
	all[mark] = how
	o.Metadata = all
	return o
}

func handlingOf(o *huma.Operation) handling {
	how, _ := o.Metadata[mark].(handling)
	return how
}

// Options are what the door works with.
type Options struct {
	Ledger Ledger // nil: nothing is kept, and what is sent twice is done twice
	Log    *slog.Logger
	// Owner is whose a request's keys are; "" while nobody has signed in: then a
	// key is of the very request that it came with.
	Owner func(ctx huma.Context) string
	// Refuse writes an error as the answer.
	Refuse func(ctx huma.Context, err error)
}

// Door does what the header promises.
type Door struct{ o Options }

// New returns a door.
func New(o Options) *Door { return &Door{o} }

const (
	header   = "Idempotency-Key"
	replayed = "Idempotency-Replayed"
	mostKey  = 100 // characters
	mostBody = 1 << 20
	patience = 5 * time.Second // for a body
	// soon is how long a request may be under way, before it is taken for one
	// that was cut short behind its change.
	soon = time.Minute
)

var (
	errKey     = errs.New(errs.Invalid, "once.key", "an idempotency key has 100 characters at most", "幂等键最长 100 个字符")
	errTold    = errs.New(errs.Conflict, "once.told", "this was done under that key; its answer held what is told once. To do it again, send it under another key", "该请求已按此幂等键完成，其应答内容只告知一次；如需重做，请更换幂等键")
	errDone    = errs.New(errs.Conflict, "once.done", "this was done under that key, and the answer was lost; read what there is now", "该请求已按此幂等键完成，但应答未能留存；请查询现状")
	errRunning = errs.New(errs.Conflict, "once.running", "the same request is being done; ask again in a moment", "同一请求正在办理，请稍后再试")
)

// Pass lets a request through once.
func (d *Door) Pass(ctx huma.Context, next func(huma.Context)) {
	key, how := ctx.Header(header), handlingOf(ctx.Operation())
	if key == "" || ctx.Method() != http.MethodPost || how == aside || d.o.Ledger == nil {
		next(ctx)
		return
	}
	if len([]rune(key)) > mostKey {
		d.o.Refuse(ctx, errKey)
		return
	}
	if how == anew {
		next(ctx)
		return
	}
	rec := listen(ctx)
	r := d.request(ctx, key, rec.sent)
	if d.answered(ctx, r, d.o.Ledger.Look) {
		return
	}
	next(huma.WithContext(rec, once.Under(ctx.Context(), r)))
	if rec.status >= http.StatusBadRequest {
		// The same request may have been done while this one was on its way.
		if !d.answered(ctx, r, d.o.Ledger.LookAgain) {
			rec.flush()
		}
		return
	}
	// The client may have hung up; what was done stays done.
	if err := d.o.Ledger.Keep(context.WithoutCancel(ctx.Context()), r, rec.answer(how)); err != nil {
		d.o.Log.Error("an answer could not be kept for its idempotency key", "code", errs.CodeOf(err))
	}
	rec.flush()
}

// request is the key's owner and all that is asked for.
func (d *Door) request(ctx huma.Context, key string, body []byte) once.Request {
	address := ctx.URL()
	asked := d.o.Ledger.Digest(ctx.Operation().OperationID, address.RequestURI(), ctx.Header("If-Match"), string(body))
	owner := d.o.Owner(ctx)
	if owner == "" {
		key += "\n" + asked // nobody can take it from anybody
	}
	return once.Of(owner, key, asked)
}

// answered answers a request that was done before, or that cannot be told from
// one that is being done.
func (d *Door) answered(ctx huma.Context, r once.Request, look func(context.Context, once.Request) (once.Answer, bool, error)) bool {
	a, found, err := look(context.WithoutCancel(ctx.Context()), r)
	switch {
	case err != nil:
		d.o.Refuse(ctx, err)
	case !found:
		return false
	case a.Told:
		ctx.SetHeader(replayed, "true")
		d.o.Refuse(ctx, errTold)
	case a.Status != 0:
		d.again(ctx, a)
	case d.o.Ledger.Now().Sub(a.At) < soon:
		ctx.SetHeader("Retry-After", "1")
		d.o.Refuse(ctx, errRunning)
	default:
		ctx.SetHeader(replayed, "true")
		d.o.Refuse(ctx, errDone)
	}
	return true
}

// again writes an answer as it was.
func (d *Door) again(ctx huma.Context, a once.Answer) {
	ctx.SetHeader(replayed, "true")
	for _, h := range []struct{ name, value string }{{"Location", a.Location}, {"ETag", a.ETag}, {"Content-Type", a.Media}} {
		if h.value != "" {
			ctx.SetHeader(h.name, h.value)
		}
	}
	ctx.SetStatus(a.Status)
	if _, err := ctx.BodyWriter().Write([]byte(a.Body)); err != nil {
		d.o.Log.Warn("an answer could not be written", "code", errs.CodeOf(err))
	}
}
