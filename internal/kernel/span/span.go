// Package span lets every floor say what it is doing and for how long, to
// whoever follows requests through the program. Nobody does unless the edge
// has put a Source into the context; then Begin costs a look into it.
package span

import "context"

// Span 跨度 is something that is being done.
type Span interface {
	// Set notes a fact about it: a string, a bool, an int or a float64. It is
	// never about a person, nor what somebody has written.
	Set(key string, value any)
	// End says that it is over; err is nil when it went well.
	End(err error)
}

// Source begins spans.
type Source interface {
	// Begin begins a span within that of the context.
	Begin(ctx context.Context, name string) (context.Context, Span)
	// Carry hands out what another program needs to go on with the span.
	Carry(ctx context.Context, set func(key, value string))
}

type key struct{}

// With has what follows from the context followed.
func With(ctx context.Context, s Source) context.Context { return context.WithValue(ctx, key{}, s) }

// Begin begins a span, which the caller ends. Without a source it is none.
func Begin(ctx context.Context, name string) (context.Context, Span) {
	if s, ok := ctx.Value(key{}).(Source); ok {
		return s.Begin(ctx, name)
	}
	return ctx, none{}
}

// Carry hands out what another program needs to go on with the span of the
// context; without a source nothing.
func Carry(ctx context.Context, set func(key, value string)) {
	if s, ok := ctx.Value(key{}).(Source); ok {
		s.Carry(ctx, set)
	}
}

// none is the span that nobody follows.
type none struct{}

func (none) Set(string, any) {}
func (none) End(error)       {}
