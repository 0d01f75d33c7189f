package desk

import (
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
}

// number gives a new case its identity, and a number where it brings none.
func (w *work) number(n *casework.NewIntake, e Entry) error {
	id, err := w.d.o.IDs.New(e.At)
	if err != nil {
		return err
	}
	n.ID, n.Region = ident.CaseID(id), w.d.o.Region
	if n.Number != "" {
		return nil
	}
	if !n.Channel.Valid() {
		return errs.Invalidf("intake.channel", "%q is not a channel; expected letter, visit, web or phone", n.Channel)
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
