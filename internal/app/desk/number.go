package desk

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// series is what case numbers are counted in.
type series struct {
	day     calendar.Date
	channel casework.Channel
}

// numbers are what a run takes of a series: all that it will need at once.
type numbers struct {
	wanted    int
	next, end int
	brought   int // the highest that a case brought with it
}

// number gives a new case its identity, and a number where it brings none.
func (w *work) number(n *casework.NewIntake, e Entry) error {
	id, err := w.d.o.IDs.New(e.At)
	if err != nil {
		return err
	}
	n.ID, n.Region = ident.CaseID(id), w.d.o.Region
	if n.Number != "" {
		w.brought(n.Number)
		return nil
	}
	if !n.Channel.Valid() {
		return errs.Newf(errs.Invalid, "intake.channel", "%q is not a channel; expected letter, visit, web or phone", "“%s”不是受理渠道，应为 letter（来信）、visit（来访）、web（网络）或 phone（电话）", n.Channel)
	}
	on := day(e.At, w.book.Location)
	seq, err := w.sequence(series{on, n.Channel})
	if err != nil {
		return err
	}
	n.Number, err = ident.NewCaseNumber(n.Region, on.Start(w.book.Location), n.Channel.Digit(), seq)
	return err
}

// count notes how many numbers the entries of a run will ask for.
func (w *work) count(entries []Entry) {
	for _, e := range entries {
		if n := e.Cmd.New; n != nil && n.Number == "" && n.Channel.Valid() {
			w.of(series{day(e.At, w.book.Location), n.Channel}).wanted++
		}
	}
}

func (w *work) of(s series) *numbers {
	n := w.series[s]
	if n == nil {
		n = &numbers{}
		w.series[s] = n
	}
	return n
}

// sequence gives the next number of a series.
func (w *work) sequence(s series) (int, error) {
	n := w.of(s)
	if n.next == n.end {
		take := max(n.wanted, 1)
		last, err := w.tx.TakeSequence(w.d.o.Region, int32(s.day), s.channel, take)
		if err != nil {
			return 0, err
		}
		n.next, n.end, n.wanted = last-take, last, 0
	}
	n.next++
	return n.next, nil
}

// brought notes a number that a case brings: where it is one of ours, of this
// region, it is not given out again.
func (w *work) brought(n ident.CaseNumber) {
	region, text, digit, seq, ok := n.Place()
	channels := casework.Channels()
	if !ok || region != w.d.o.Region || digit < 1 || digit > len(channels) {
		return
	}
	t, err := time.Parse("20060102", text)
	if err != nil {
		return
	}
	s := w.of(series{calendar.DateOf(t, time.UTC), channels[digit-1]})
	s.brought = max(s.brought, seq)
}

// raiseSequences keeps the numbers that were brought from being given out, in
// one order, so that two imports never wait for each other.
func (w *work) raiseSequences() error {
	order := slices.SortedFunc(maps.Keys(w.series), func(a, b series) int {
		return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.channel, b.channel))
	})
	for _, at := range order {
		n := w.series[at]
		if n.brought == 0 {
			continue
		}
		if err := w.tx.RaiseSequence(w.d.o.Region, int32(at.day), at.channel, n.brought); err != nil {
			return err
		}
	}
	return nil
}
