package serving

import (
	"io"
	"log/slog"
	"slices"

	"huying/internal/domain/scrub"
)

// NewLog is the log of a server, a line of JSON for each entry. Whoever reads
// logs sees more of them than of cases: faults are told with what they are and
// where, and without what they say of a person.
func NewLog(w io.Writer) *slog.Logger {
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{ReplaceAttr: discreet}))
}

// told are the attributes that hold a fault as text.
var told = []string{"error", "cause", "stack"}

func discreet(_ []string, a slog.Attr) slog.Attr {
	if err, ok := a.Value.Any().(error); ok {
		return slog.String(a.Key, scrub.Fault(err.Error()))
	}
	if a.Value.Kind() == slog.KindString && slices.Contains(told, a.Key) {
		return slog.String(a.Key, scrub.Fault(a.Value.String()))
	}
	return a
}
