package desk

import (
	"slices"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// work is the cases that one transaction touches. Commands change them in
// memory; flush writes each case once, with all its new events.
type work struct {
	d       *Desk
	tx      *store.Tx // nil while deciding ahead
	now     time.Time // of the transaction
	book    *rulebook.Book
	envs    map[calendar.Date]*casework.Env
	loaded  map[ident.CaseID]*held
	order   []ident.CaseID
	filled  []*Handle      // handles given an identity in this run
	persons []store.Person // who brings the new cases
	key     string         // of the vault, held by this transaction
	series  map[series]*numbers
}

// held is one case being changed.
type held struct {
	c      *casework.Case
	events []store.SealedEvent
	texts  map[casework.TextRef]string
}

func (d *Desk) work(tx *store.Tx) (*work, error) {
	book, err := tx.Book(d.o.Region)
	if err != nil {
		return nil, err
	}
	w := d.workAt(tx.Now(), book)
	w.tx = tx
	return w, nil
}

// workAt is work that begins without a transaction.
func (d *Desk) workAt(now time.Time, book *rulebook.Book) *work {
	return &work{d: d, now: now, book: book, envs: map[calendar.Date]*casework.Env{}, loaded: map[ident.CaseID]*held{}, series: map[series]*numbers{}}
}

// preload reads in few queries the cases that entries are about.
func (w *work) preload(entries []Entry) error {
	var ids []ident.CaseID
	seen := map[ident.CaseID]bool{}
	for _, e := range entries {
		for _, h := range append([]*Handle{e.Case, e.Target}, e.Parts...) {
			if h != nil && h.ID != "" && !seen[h.ID] {
				seen[h.ID] = true
				ids = append(ids, h.ID)
			}
		}
	}
	cases, err := w.tx.CasesForUpdate(ids)
	if err != nil {
		return err
	}
	for _, c := range cases {
		w.hold(c)
	}
	return nil
}

func (w *work) hold(c *casework.Case) *held {
	h := &held{c: c, texts: map[casework.TextRef]string{}}
	w.loaded[c.ID] = h
	w.order = append(w.order, c.ID)
	return h
}

// drop lets a case go that was taken in hand last, with what was done to it.
func (w *work) drop(id ident.CaseID) {
	if n := len(w.order); n > 0 && w.order[n-1] == id {
		w.order = w.order[:n-1]
	}
	delete(w.loaded, id)
	w.persons = slices.DeleteFunc(w.persons, func(p store.Person) bool { return p.Case == id })
}

// get returns a case that is already in hand, or loads it.
func (w *work) get(id ident.CaseID) (*held, error) {
	if h, ok := w.loaded[id]; ok {
		return h, nil
	}
	if w.tx == nil {
		return nil, errInside
	}
	c, err := w.tx.CaseForUpdate(id)
	if err != nil {
		return nil, err
	}
	return w.hold(c), nil
}

func (w *work) env(e Entry) (*casework.Env, error) {
	on := day(e.At, w.book.Location)
	if env, ok := w.envs[on]; ok {
		return env, nil
	}
	env, err := w.d.env(w.book, on)
	if err != nil {
		return nil, err
	}
	w.envs[on] = env
	return env, nil
}

// run gives one command, and the one that it implies on another case.
func (w *work) run(e Entry) error {
	e.At = clock.Micro(e.At) // as the columns keep it
	if e.Target != nil {
		e.Cmd.Target = e.Target.ID
	}
	for _, p := range e.Parts {
		e.Cmd.Parts = append(e.Cmd.Parts, p.ID)
	}
	if e.Cmd.New != nil {
		return w.receive(e)
	}
	if e.Person != nil {
		return errOldCase
	}
	h, err := w.get(e.Case.ID)
	if err != nil {
		return err
	}
	if e.Version != 0 && e.Version != h.c.Version {
		return errMoved
	}
	if e.live && e.At.Before(h.c.LastAt) {
		e.At = h.c.LastAt // it waited for the step before, or another node's clock is ahead
	}
	if err := w.checkLinks(h.c, e.Cmd); err != nil {
		return err
	}
	if e.Cmd.Evidence, err = w.evidence(h.c, e.who(), e.Cmd.Evidence); err != nil {
		return err
	}
	other, couple := counterpart(e.Cmd, h.c)
	if err := w.give(h, e); err != nil || !couple {
		return err
	}
	return w.mirror(e, other)
}

var errMoved = errs.New(errs.Conflict, "case.version",
	"the case has changed since it was read; read it again", "该诉求件已有新的变动，请刷新后再操作")

// receive gives a new case its identity and number, then the command.
func (w *work) receive(e Entry) error {
	if e.Case.ID != "" {
		return errs.New(errs.Conflict, "case.exists", "the case is on record already", "诉求件已登记")
	}
	n := *e.Cmd.New
	if e.SplitFrom != nil {
		n.SplitFrom = e.SplitFrom.ID
	}
	if e.ReopenOf != nil {
		n.ReopenOf = e.ReopenOf.ID
	}
	if err := w.linked(n.SplitFrom, n.ReopenOf); err != nil {
		return err
	}
	if err := w.number(&n, e); err != nil {
		return err
	}
	brings, err := w.enter(&n, e.Person)
	if err != nil {
		return err
	}
	e.Cmd.New = &n
	h := &held{c: &casework.Case{}, texts: map[casework.TextRef]string{}}
	if err := w.give(h, e); err != nil {
		return err
	}
	w.loaded[n.ID] = h
	w.order = append(w.order, n.ID)
	w.persons = append(w.persons, brings...)
	e.Case.ID, e.Case.Number = n.ID, n.Number
	w.filled = append(w.filled, e.Case)
	return nil
}

// give decides one command, seals its event and applies it in memory.
func (w *work) give(h *held, e Entry) error {
	env, err := w.env(e)
	if err != nil {
		return err
	}
	decision, err := casework.Decide(env, h.c, casework.Act{By: e.By, Now: e.At}, e.Cmd)
	if err != nil {
		return err
	}
	entered := w.now
	if w.d.o.Simulated || e.live && e.At.After(w.now) {
		entered = e.At
	}
	return w.seal(h, decision, entered)
}

// seal chains the event of a decision to the case and applies it in memory.
func (w *work) seal(h *held, decision casework.Decision, entered time.Time) error {
	event := decision.Event
	event.Entered = entered
	stored, err := casework.Seal(&event)
	if err != nil {
		return err
	}
	h.c = casework.Apply(h.c, event)
	h.events = append(h.events, store.SealedEvent{Event: event, Stored: stored})
	for ref, body := range decision.Texts {
		h.texts[ref] = body
	}
	return nil
}

// flush writes every case that changed, and who brings those that are new.
func (w *work) flush() error {
	if err := w.raiseSequences(); err != nil {
		return err
	}
	if err := w.tx.SaveCases(w.book.Location, w.changes()); err != nil {
		return err
	}
	return w.tx.PutPersons(w.persons)
}

func (w *work) changes() []store.Change {
	changes := make([]store.Change, 0, len(w.order))
	for _, id := range w.order {
		if h := w.loaded[id]; len(h.events) > 0 {
			changes = append(changes, store.Change{Case: h.c, Events: h.events, Texts: h.texts})
		}
	}
	return changes
}

// forget takes back the identities that a failed run gave out.
func (w *work) forget() {
	for _, h := range w.filled {
		*h = Handle{}
	}
}
