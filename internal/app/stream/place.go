package stream

import (
	"context"
	"strconv"
	"strings"
	"time"

	"huying/internal/kernel/errs"
	"huying/internal/store"
)

// Place is how far somebody has been told. The zero value is from now on.
type Place struct{ at time.Time }

// IsZero reports whether it is from now on.
func (p Place) IsZero() bool { return p.at.IsZero() }

// PlaceOf names a change as an event's identity: when it was entered, its case
// and version. The same change always has the same.
func PlaceOf(c Change) string {
	return strconv.FormatInt(c.Entered.UnixMicro(), 10) + "-" + string(c.Case) + "-" + strconv.Itoa(c.Version)
}

// ParsePlace reads one. Empty text is the zero place. Error: Invalid.
func ParsePlace(text string) (Place, error) {
	if text == "" {
		return Place{}, nil
	}
	micros, rest, ok := strings.Cut(text, "-")
	n, err := strconv.ParseInt(micros, 10, 64)
	if err != nil || !ok || rest == "" || n <= 0 {
		return Place{}, errs.New(errs.Invalid, "events.place", "Last-Event-ID is the id of an event of this stream", "Last-Event-ID 应为本推送流的事件标识")
	}
	return Place{time.UnixMicro(n).UTC()}, nil
}

// Bounds of what is told again: how old, and how much.
const (
	oldest = time.Hour
	mostUp = 1000
)

// catchUp tells what was put on record since the place. What may have been
// committed after it though it was entered before is told as well, so that some
// comes twice and none is left out.
func (h *Hub) catchUp(ctx context.Context, l *Listener, since Place) error {
	if h.o.Store.Now().Sub(since.at) > oldest {
		l.offer(nil, true)
		return nil
	}
	var entries []Change
	var found []seen
	err := h.o.Store.View(ctx, func(tx *store.Tx) (err error) {
		if entries, err = tx.Entries(h.o.Region, since.at.Add(-lateness), mostUp+1); err != nil {
			return err
		}
		found, err = reached(tx, h.o.Region, entries)
		return err
	})
	if err != nil {
		return errs.Wrap("stream.catch_up", err)
	}
	if len(entries) > mostUp {
		found = nil
	}
	l.offer(found, len(entries) > mostUp)
	return nil
}
