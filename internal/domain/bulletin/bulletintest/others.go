package bulletintest

import (
	"time"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/calendar"
)

// Bare is a bulletin of a period in which nothing happened and of which
// nothing can be known: every figure that may be null is.
func Bare() bulletin.Document {
	d := bulletin.Document{
		Title:  "青禾区2021年2月通报",
		Period: calendar.Period{From: calendar.DateFrom(2021, time.February, 1), To: calendar.DateFrom(2021, time.February, 28)},
		AsOf:   bulletin.Stamp{Time: time.Date(2021, time.February, 1, 9, 30, 0, 0, time.FixedZone("", 8*60*60))},
		Scheme: "qinghe@2",
		Region: bulletin.Region{Code: "990101", Name: "青禾区"},
		Lists:  []bulletin.List{{Key: "town", Name: "乡镇、街道"}},
	}
	d.Text = bulletin.Compose(d)
	return sealed(d)
}

// Hostile is Rich with markup and control characters in every text that a
// person may have typed.
func Hostile() bulletin.Document {
	const bad = "<script>alert('x')</script>\"&|*_`\u2028"
	d := Rich()
	d.Title, d.Region.Name, d.Scheme = bad, bad, bad
	d.Notes = []string{bad}
	for i := range d.Lists {
		d.Lists[i].Name, d.Lists[i].Key = bad, bad
		for j := range d.Lists[i].Rows {
			r := &d.Lists[i].Rows[j]
			r.Unit, r.Tier = bad, bad
			for k := range r.Working {
				r.Working[k].Name, r.Working[k].Component = bad, bad
			}
		}
	}
	for i := range d.Subjects {
		d.Subjects[i].Subject = bad
	}
	for i := range d.Topics {
		d.Topics[i].Name, d.Topics[i].Key = bad, bad
		for j := range d.Topics[i].Groups {
			g := &d.Topics[i].Groups[j]
			g.Name, g.Key = bad, bad
			for k := range g.Facets {
				g.Facets[k].Name, g.Facets[k].Key = bad, bad
			}
		}
	}
	for i := range d.Siblings {
		d.Siblings[i].Name, d.Siblings[i].Source = bad, bad
	}
	for i := range d.Reconciliation {
		d.Reconciliation[i].Check, d.Reconciliation[i].Note = bad, bad
	}
	d.Text = bulletin.Compose(d)
	return sealed(d)
}
