package office

import (
	"time"

	"huying/internal/app/admin"
	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/kernel/ident"
)

// PlacedView is what became, or would become, of a version.
type PlacedView struct {
	RuleView
	Fresh bool        `json:"fresh" doc:"false: this very text is on record as this version, and nothing changes"`
	Diff  DiffView    `json:"diff" doc:"From the version before"`
	Moves OutlookView `json:"moves" doc:"Of calendars and policies"`
	Moved int         `json:"moved" doc:"Cases on which limits were moved"`
}

// DiffView is what a text says anew.
type DiffView struct {
	Added   int      `json:"added"`
	Removed int      `json:"removed"`
	Lines   []string `json:"lines,omitempty" doc:"With + or - before each; at most 400"`
}

// OutlookView is what would move.
type OutlookView struct {
	Cases  int        `json:"cases"`
	Limits int        `json:"limits"`
	List   []MoveView `json:"list,omitempty" doc:"The first, by case"`
	Next   string     `json:"next,omitempty" doc:"after for the next page; absent on the last"`
}

// MoveView is a running limit that would come on another moment.
type MoveView struct {
	Case   ident.CaseID     `json:"case"`
	Number ident.CaseNumber `json:"number"`
	Clock  deadline.Clock   `json:"clock"`
	Leg    int              `json:"leg,omitempty"`
	Unit   ident.UnitID     `json:"unit,omitempty"`
	Was    time.Time        `json:"was" doc:"原期限"`
	Due    time.Time        `json:"due" doc:"新期限"`
}

func viewPlaced(p admin.Placed) PlacedView {
	return PlacedView{
		RuleView: RuleView{viewVersion(p.Rule), p.Rule.Text}, Fresh: p.Fresh, Diff: DiffView(p.Diff), Moves: viewOutlook(p.Outlook), Moved: p.Moved,
	}
}

func viewOutlook(o casework.Outlook) OutlookView {
	v := OutlookView{Cases: o.Cases, Limits: o.Limits, Next: string(o.Next)}
	for _, m := range o.Moves {
		v.List = append(v.List, MoveView(m))
	}
	return v
}
