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
		Region      jsonRegion              `json:"region"`
		Lists       []jsonList              `json:"lists"`
	}
	jsonList struct {
		Key  string    `json:"key"`
		Band string    `json:"band,omitempty"`
		Name string    `json:"name"`
		Rows []jsonRow `json:"rows"`
	}
	jsonRegion struct {
		jsonFigures
		Working []jsonWorking `json:"working"`
	}
	jsonRow struct {
		Unit string `json:"unit"`
		jsonFigures
		Rank    *int          `json:"rank"`
		Tier    string        `json:"tier,omitempty"`
		Working []jsonWorking `json:"working"`
	}
	jsonFigures struct {
		Handled      int          `json:"handled"`
		Surveyed     int          `json:"surveyed"`
		Dissatisfied int          `json:"dissatisfied"`
		AvgDays      *exact.Value `json:"avg_days"`
		Satisfaction *exact.Value `json:"satisfaction"`
		SignRate     *exact.Value `json:"sign_rate"`
		CloseRate    *exact.Value `json:"close_rate"`
		CallBackRate *exact.Value `json:"callback_rate"`
		Index        exact.Value  `json:"index"`
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
		Region: jsonRegion{
			newJSONFigures(&r.Region.Tally, r.Region.Measures, r.Region.Index),
			newJSONWorking(r.Region.Working),
		},
		Lists: []jsonList{},
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
		jsonFigures: newJSONFigures(&r.Tally, r.Measures, r.Index),
		Working:     newJSONWorking(r.Working),
	}
	if r.Rank > 0 {
		row.Rank = &r.Rank
	}
	return row
}

func newJSONFigures(t *Tally, m Measures, index exact.Value) jsonFigures {
	return jsonFigures{
		Handled: t.Handled, Surveyed: t.Surveyed(), Dissatisfied: t.Dissatisfied,
		AvgDays: m.Printed(AvgDays), Satisfaction: m.Printed(Satisfaction),
		SignRate: m.Printed(SignRate), CloseRate: m.Printed(CloseRate), CallBackRate: m.Printed(CallBackRate),
		Index: index,
	}
}

func newJSONWorking(working []Working) []jsonWorking {
	all := make([]jsonWorking, len(working))
	for i, w := range working {
		all[i] = jsonWorking{
			Component: w.Component, Name: w.Name, Of: w.Of, Measure: w.Measure, Target: w.Target,
			Points: w.Points, Item: w.Item, Assumed: w.Assumed,
		}
	}
	return all
}
