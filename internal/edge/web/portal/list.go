package portal

import (
	"strconv"
	"strings"

	"huying/internal/app/insight"
	"huying/internal/edge/web/listing"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/workbench"
)

// list is one stage of a unit's work as a file.
func (s *room) list(v *page.Visit) (l listing.List, err error) {
	own, err := admitted(v)
	if err != nil {
		return l, err
	}
	now, err := staged(v)
	if err != nil {
		return l, err
	}
	l = listing.List{Name: "unit", Title: v.Say("portal.title") + " " + v.Say(now.word), Noted: true}
	l.Fill = func(t *listing.Table) error {
		t.Head(v.Say("portal.number"), v.Say("portal.leg"), v.Say("portal.matter"), v.Say("portal.kind"), v.Say("portal.subject"), v.Say("portal.unit"),
			v.Say("portal.role"), v.Say("portal.state"), v.Say("portal.limits"), v.Say("portal.below"))
		for after := (*insight.CaseKey)(nil); ; {
			found, more, err := s.found(v, now, after, listing.Batch)
			if err != nil {
				return err
			}
			for _, c := range found.Cases {
				rows, err := s.rows(v, now, c, found, own)
				if err != nil {
					return err
				}
				for i := range rows {
					if !t.Add(rows[i].cells(v)...) {
						return nil
					}
				}
				after = &insight.CaseKey{ReceivedAt: c.ReceivedAt, ID: c.ID}
			}
			if !more || len(found.Cases) == 0 {
				return nil
			}
		}
	}
	return l, nil
}

// cells are a leg as a line of a table.
func (r *legRow) cells(v *page.Visit) []string {
	var limits []string
	for _, c := range r.Counts {
		limits = append(limits, c.Name+" "+workbench.At(v, c.Due))
	}
	return []string{r.Number, strconv.Itoa(r.Leg), r.Title, r.Kind, r.Subject, r.Unit, r.Role, r.State.Text, strings.Join(limits, "；"), strings.Join(r.Below, "；")}
}
