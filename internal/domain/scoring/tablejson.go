package scoring

import (
	"encoding/json"
	"io"

	"huying/internal/kernel/exact"
)

// The JSON of a scored table. Figures are the printed ones; null when there is
// none. Names follow the bulletin's rows (design §4.4).
type (
	jsonTable struct {
		Scheme      string                  `json:"scheme"`
		Assumptions []string                `json:"assumptions"`
		References  map[Measure]exact.Value `json:"references"`
		Region      jsonScore               `json:"region"`
		Lists       []jsonList              `json:"lists"`
	}
	jsonList struct {
		Key  string    `json:"key"`
		Band string    `json:"band,omitempty"`
		Name string    `json:"name"`
		Rows []jsonRow `json:"rows"`
	}
	jsonRow struct {
		Unit string `json:"unit"`
		jsonScore
		Rank *int   `json:"rank"`
		Tier string `json:"tier,omitempty"`
	}
	jsonScore struct {
		Handled      int           `json:"handled"`
		Surveyed     int           `json:"surveyed"`
		Dissatisfied int           `json:"dissatisfied"`
		AvgDays      *exact.Value  `json:"avg_days"`
		Satisfaction *exact.Value  `json:"satisfaction"`
		SignRate     *exact.Value  `json:"sign_rate"`
		CloseRate    *exact.Value  `json:"close_rate"`
		CallBackRate *exact.Value  `json:"callback_rate"`
		Index        exact.Value   `json:"index"`
		Working      []jsonWorking `json:"working"`
	}
	jsonWorking struct {
		Component string       `json:"component"`
		Name      string       `json:"name"`
		Of        Measure      `json:"of"`
		Measure   *exact.Value `json:"measure"`
		Target    *exact.Value `json:"target"`
		Points    exact.Value  `json:"points"`
		Item      *exact.Value `json:"item,omitempty"`
		Assumed   bool         `json:"assumed,omitempty"`
	}
)

// JSON writes the result with its working, two-space indent, one document.
func (t *TableResult) JSON(w io.Writer) error {
	r := &t.Result
	doc := jsonTable{
		Scheme: r.Scheme.String(), Assumptions: t.Scheme.Assumptions, References: r.References,
		Region: newJSONScore(&r.Region.Tally, r.Region.Measures, r.Region.Index, r.Region.Working),
		Lists:  []jsonList{},
	}
	for i := range r.Lists {
		l := &r.Lists[i]
		list := jsonList{Key: l.Key, Band: l.Band, Name: l.Name, Rows: []jsonRow{}}
		for j := range l.Rows {
			list.Rows = append(list.Rows, newJSONRow(&l.Rows[j]))
		}
		doc.Lists = append(doc.Lists, list)
	}
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(doc)
}

func newJSONRow(r *Row) jsonRow {
	row := jsonRow{
		Unit: r.Unit, Tier: r.Tier,
		jsonScore: newJSONScore(&r.Tally, r.Measures, r.Index, r.Working),
	}
	if r.Rank > 0 {
		row.Rank = &r.Rank
	}
	return row
}

func newJSONScore(t *Tally, m Measures, index exact.Value, working []Working) jsonScore {
	s := jsonScore{
		Handled: t.Handled, Surveyed: t.Surveyed(), Dissatisfied: t.Dissatisfied,
		AvgDays: m.Printed(AvgDays), Satisfaction: m.Printed(Satisfaction),
		SignRate: m.Printed(SignRate), CloseRate: m.Printed(CloseRate), CallBackRate: m.Printed(CallBackRate),
		Index: index, Working: []jsonWorking{},
	}
	for _, w := range working {
		s.Working = append(s.Working, jsonWorking{
			Component: w.Component, Name: w.Name, Of: w.Of, Measure: w.Measure, Target: w.Target,
			Points: w.Points, Item: w.Item, Assumed: w.Assumed,
		})
	}
	return s
}
