package bulletins

import (
	"fmt"
	"net/http"

	"huying/internal/domain/openleg"
	"huying/internal/edge/web/page"
)

// dataPath is where the data dictionary of the open data is.
const dataPath = "/public/data/"

// openLegs writes the open data of a published bulletin.
func (s *room) openLegs(w http.ResponseWriter, v *visit) error {
	p, err := v.period(v.PathValue("period"))
	if err != nil {
		return err
	}
	d, err := s.document(v, p)
	if err != nil {
		return err
	}
	body, err := s.source.OpenLegs(v.Context(), BulletinQuery{Period: p, AsOf: d.AsOf.Time})
	if err != nil {
		return err
	}
	return attach(w, v, fmt.Sprintf("huying-%s-%s-legs.csv", ascii(d.Region.Code), p), "text/csv; charset=utf-8", body)
}

// schema writes the JSON Schema of a line of the open data.
func (s *room) schema(w http.ResponseWriter, v *visit) error {
	body, err := openleg.Schema()
	if err != nil {
		return err
	}
	return attach(w, v, "huying-legs.schema.json", "application/schema+json", body)
}

// attach writes a file that may be asked for again.
func attach(w http.ResponseWriter, v *visit, name, media string, body []byte) error {
	w.Header().Set("Content-Type", media)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	w.Header().Set("Cache-Control", "no-cache")
	if page.Unchanged(w, v.Request, body) {
		return nil
	}
	_, _ = w.Write(body) // the visitor has gone: nothing to tell anybody
	return nil
}

// dictionaryView is the data dictionary.
type dictionaryView struct {
	Columns []meaning
	Schema  string
	Cell    int
}

// meaning is a column and what stands in it.
type meaning struct{ Key, Means, Pattern string }

// dictionary is the screen that says what the open data is.
func (s *room) dictionary(v *visit) (*page.Screen, error) {
	view := dictionaryView{Schema: v.Link(dataPath + "legs.schema.json"), Cell: openleg.Cell}
	for _, c := range openleg.Columns() {
		view.Columns = append(view.Columns, meaning{c.Key, v.Lang.Pick(c.Means.Zh, c.Means.En), c.Pattern.String()})
	}
	return &page.Screen{Layout: "bulletins/dictionary", Title: v.Say("data.title"), Section: "editions", Data: view}, nil
}
