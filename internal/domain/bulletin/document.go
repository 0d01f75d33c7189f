// Package bulletin is the quarterly publication (通报) as a document model:
// what it says, in the order of the JSON contract (design §4.4), without any
// layout. Insight fills it from the cases; edges print it as JSON, Markdown,
// HTML and more. The package is pure.
package bulletin

import (
	"huying/internal/domain/calendar"
	"huying/internal/kernel/exact"
)

// Document is one bulletin of a period as of a moment. Field order is the key
// order of the JSON contract; a nil figure is one that cannot be known (null).
type Document struct {
	Title          string           `json:"title"`
	Period         calendar.Period  `json:"period"`
	AsOf           Stamp            `json:"as_of"`
	Scheme         string           `json:"scheme"` // key@version
	Region         Region           `json:"region"`
	Summary        Summary          `json:"summary"`
	Change         Change           `json:"change"`
	Lists          []List           `json:"lists"`
	Subjects       []Count          `json:"subjects"`
	Topics         []Topic          `json:"topics"`
	Siblings       []Sibling        `json:"siblings"`
	Notes          []string         `json:"notes"` // assumptions and inferences, printed wherever the figures are
	Reconciliation []Reconciliation `json:"reconciliation"`
	Text           []Section        `json:"text"`
	Hash           string           `json:"hash,omitempty"`
}

// Region is the district or city whose bulletin it is.
type Region struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

// Summary is the region's headline. Counts are cases or legs as design §4.3
// defines them; rates and satisfaction are percentages, days natural days.
type Summary struct {
	Received              int          `json:"received"`          // 受理: cases received in the period
	Transferred           int          `json:"transferred"`       // 交转: legs that count, listed units or not
	AnsweredDirectly      int          `json:"answered_directly"` // 直接答复
	Contacts              int          `json:"contacts"`          // 来电、接待 logged in the period
	Units                 int          `json:"units"`             // listed units with at least one leg
	SignRate              *exact.Value `json:"sign_rate"`         // 按期受理率
	CloseRate             *exact.Value `json:"close_rate"`        // 按期办结率
	CallBackRate          *exact.Value `json:"callback_rate"`     // 按期回访核实率
	AvgDays               *exact.Value `json:"avg_days"`          // 平均办理时长, days
	Surveyed              int          `json:"surveyed"`          // legs with a verdict that counts
	Dissatisfied          int          `json:"dissatisfied"`      // 不满意
	Satisfaction          *exact.Value `json:"satisfaction"`      // 满意率 (the graded score S)
	Index                 *exact.Value `json:"index"`             // 效能指数
	OverAverage           int          `json:"over_average"`      // listed units with T > T̄
	BelowFullSatisfaction int          `json:"below_full_satisfaction"`
	RankAmongSiblings     *int         `json:"rank_among_siblings"` // null without siblings' figures
}

// Change is this period less the same period of the year before, as the
// difference of printed figures (design §4.3); null where either is unknown.
type Change struct {
	Received         *exact.Value `json:"received"`
	Transferred      *exact.Value `json:"transferred"`
	AnsweredDirectly *exact.Value `json:"answered_directly"`
	SignRate         *exact.Value `json:"sign_rate"`
	CloseRate        *exact.Value `json:"close_rate"`
	CallBackRate     *exact.Value `json:"callback_rate"`
	AvgDays          *exact.Value `json:"avg_days"`
	Satisfaction     *exact.Value `json:"satisfaction"`
	Index            *exact.Value `json:"index"`
}

// List is one ranking list 榜 with its rows by rank, then unit name.
type List struct {
	Key  string `json:"key"`
	Name string `json:"name"`
	Rows []Row  `json:"rows"`
}

// Row is one unit's line in a list.
type Row struct {
	Unit         string       `json:"unit"`
	Handled      int          `json:"handled"`
	Surveyed     int          `json:"surveyed"`
	Dissatisfied int          `json:"dissatisfied"`
	AvgDays      *exact.Value `json:"avg_days"`
	Satisfaction *exact.Value `json:"satisfaction"`
	SignRate     *exact.Value `json:"sign_rate"`
	CloseRate    *exact.Value `json:"close_rate"`
	CallBackRate *exact.Value `json:"callback_rate"`
	Index        *exact.Value `json:"index"`
	Rank         int          `json:"rank"`
	Tier         string       `json:"tier,omitempty"`
	Working      []Working    `json:"working"`
}

// Working is one component of an index: what was measured against what, and
// the points it gave (positive) or took (negative).
type Working struct {
	Component string       `json:"component"`
	Measure   *exact.Value `json:"measure"`
	Target    *exact.Value `json:"target"`
	Points    exact.Value  `json:"points"`
	Assumed   bool         `json:"assumed,omitempty"` // the rate is an assumption of the scheme
	Name      string       `json:"name,omitempty"`    // printed name in the scheme; empty: Term of the component
}

// Count is one subject's number of cases received.
type Count struct {
	Subject string `json:"subject"`
	Count   int    `json:"count"`
}

// Topic is the report of one 专题 over the part of the period it covers.
type Topic struct {
	Key          string        `json:"key"`
	Name         string        `json:"name"`
	From         calendar.Date `json:"from"`
	To           calendar.Date `json:"to"`
	Total        int           `json:"total"`    // distinct cases (or contacts, for a topic on contacts)
	Previous     *int          `json:"previous"` // the same period of the year before; null when unknown
	CloseRate    *exact.Value  `json:"close_rate"`
	Satisfaction *exact.Value  `json:"satisfaction"` // satisfied share of the surveyed, percent
	Groups       []Group       `json:"groups"`
	On           string        `json:"on,omitempty"` // "contacts" when contacts are counted; empty: cases
}

// Group is one way to split a topic into facets.
type Group struct {
	Key    string  `json:"key"`
	Name   string  `json:"name"`
	Facets []Facet `json:"facets"`
}

// Facet is one part of a topic; facets may overlap and may nest.
type Facet struct {
	Key           string       `json:"key"`
	Name          string       `json:"name"`
	Count         int          `json:"count"`
	Previous      *int         `json:"previous"`
	ChangePercent *exact.Value `json:"change_percent"`
	Facets        []Facet      `json:"facets"`
}

// Sibling is another region's summary, entered as an external figure.
type Sibling struct {
	Name   string       `json:"name"`
	Index  *exact.Value `json:"index"`
	Rank   int          `json:"rank"`
	Source string       `json:"source"` // who entered it from where; invented ones say so
}

// Reconciliation is one check of figures against each other. A gap is
// published with its note, not hidden.
type Reconciliation struct {
	Check    string      `json:"check"`
	Expected exact.Value `json:"expected"`
	Found    exact.Value `json:"found"`
	Note     string      `json:"note"`
}

// OK reports whether both sides agree.
func (r Reconciliation) OK() bool { return r.Expected.Equal(r.Found) }

// Section is a heading and its paragraphs.
type Section struct {
	Heading    string   `json:"heading"`
	Paragraphs []string `json:"paragraphs"`
}
