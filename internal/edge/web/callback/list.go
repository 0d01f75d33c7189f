package callback

import (
	"strconv"

	"huying/internal/app/insight"
	"huying/internal/edge/web/listing"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/workbench"
)

// list is the queue under a sampling plan as a file, each person masked as the
// page masks them.
func (s *room) list(v *page.Visit) (l listing.List, err error) {
	if !calls(v.Who) {
		return l, errDenied
	}
	p, err := planned(v.Query.Get("plan"))
	if err != nil {
		return l, err
	}
	l = listing.List{Name: "callbacks", Title: v.Say("call.title"), Noted: true}
	l.Fill = func(t *listing.Table) error {
		t.Head(v.Say("call.number"), v.Say("call.leg"), v.Say("call.matter"), v.Say("call.kind"), v.Say("call.subject"), v.Say("call.unit"), v.Say("call.whom"),
			v.Say("call.phone"), v.Say("call.why"), v.Say("call.tried_times"), v.Say("call.due"), v.Say("call.hand"))
		for after := (*insight.CaseKey)(nil); ; {
			rows, last, more, err := s.rows(v, p, v.Query.Get("rest") != "", after)
			if err != nil {
				return err
			}
			for i := range rows {
				if !t.Add(rows[i].cells(v)...) {
					return nil
				}
			}
			if !more || last == nil {
				return nil
			}
			after = &insight.CaseKey{ReceivedAt: last.ReceivedAt, ID: last.ID}
		}
	}
	return l, nil
}

// cells are a row of the queue as a line of a table.
func (r *row) cells(v *page.Visit) []string {
	who, phone := r.Who, r.Phone
	switch {
	case r.Withheld:
		who, phone = v.Say("call.hidden"), ""
	case phone == "":
		who = v.Say("call.nobody")
	}
	return []string{r.Number, strconv.Itoa(r.Leg), r.Title, r.Kind, r.Subject, r.Unit, who, phone, r.Why, strconv.Itoa(r.Tries), workbench.At(v, r.Due), r.Held.Who}
}
