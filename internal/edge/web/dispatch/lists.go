package dispatch

import (
	"strconv"
	"strings"

	"huying/internal/app/insight"
	"huying/internal/domain/casework"
	"huying/internal/edge/web/listing"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/workbench"
	"huying/internal/kernel/errs"
)

// poolList is the pool as a file: the longest waiting first, with the unit that
// the dispatch list names.
func (s *room) poolList(v *page.Visit) (l listing.List, err error) {
	if !dispatches(v.Who) {
		return l, errDispatch
	}
	l = listing.List{Name: "pool", Title: v.Say("pool.title"), Noted: true}
	l.Fill = func(t *listing.Table) error {
		t.Head(v.Say("pool.number"), v.Say("pool.matter"), v.Say("pool.kind"), v.Say("pool.subject"), v.Say("pool.place"), v.Say("pool.urgency"),
			v.Say("pool.state"), v.Say("pool.at"), v.Say("pool.due"), v.Say("pool.unit"), v.Say("pool.reason"), v.Say("pool.held"))
		for after := (*insight.CaseKey)(nil); ; {
			found, more, err := s.waiting(v, after, listing.Batch)
			if err != nil {
				return err
			}
			full, err := s.poolLines(v, t, found)
			if err != nil || full || !more || len(found.Cases) == 0 {
				return err
			}
			after = behind(found.Cases)
		}
	}
	return l, nil
}

func (s *room) poolLines(v *page.Visit, t *listing.Table, found insight.CasePage) (full bool, err error) {
	held, err := s.Desk.Holdings(v.Context(), ids(found.Cases)...)
	if err != nil {
		return false, errs.Wrap("dispatch.holdings", err)
	}
	for _, c := range found.Cases {
		row := poolOf(v, c, found, held[c.ID])
		var unit, reason string
		if len(row.Rules) > 0 {
			unit, reason = row.Rules[0].Unit, row.Rules[0].Reason
		}
		if !t.Add(row.Number, row.Title, row.Kind, row.Subject, row.Place, row.Urgency, row.Tag.Text, workbench.At(v, row.At), workbench.At(v, row.Due), unit, reason, row.Held.Who) {
			return true, nil
		}
	}
	return false, nil
}

// decisionsList are the requests of one kind as a file.
func (s *room) decisionsList(v *page.Visit) (l listing.List, err error) {
	_, now, err := asked(v)
	if err != nil {
		return l, err
	}
	l = listing.List{Name: "decisions", Title: v.Say("decide.title") + " " + v.Say(now.word), Noted: true}
	l.Fill = func(t *listing.Table) error {
		t.Head(v.Say("pool.number"), v.Say("decide.leg"), v.Say("pool.matter"), v.Say("decide.unit_name"), v.Say("decide.role"), v.Say("decide.asked"),
			v.Say("decide.by"), v.Say("decide.close_by"), v.Say("decide.unit"), v.Say("decide.reply"), v.Say("decide.centre"))
		for after := (*insight.CaseKey)(nil); ; {
			found, err := s.asking(v, now, after, listing.Batch)
			if err != nil {
				return err
			}
			full, err := s.decisionLines(v, t, now, found.Cases)
			if err != nil || full || !found.More || len(found.Cases) == 0 {
				return err
			}
			after = behind(found.Cases)
		}
	}
	return l, nil
}

func (s *room) decisionLines(v *page.Visit, t *listing.Table, r request, cases []*casework.Case) (full bool, err error) {
	for _, c := range cases {
		cards, err := s.cards(v, r, string(c.Number))
		if err != nil {
			return false, err
		}
		for i := range cards {
			one := &cards[i]
			if !t.Add(one.Number, strconv.Itoa(one.Leg), one.Title, one.Unit, one.Role, workbench.At(v, one.Asked), workbench.At(v, one.Due), workbench.At(v, one.Close),
				said(one.Asks), one.Reply, said(one.Given)) {
				return true, nil
			}
		}
	}
	return false, nil
}

// said is what somebody did and said, in one cell.
func said(events []workbench.Event) string {
	var all []string
	for _, e := range events {
		all = append(all, strings.TrimSpace(e.Action+" "+e.Detail))
	}
	return strings.Join(all, "；")
}
