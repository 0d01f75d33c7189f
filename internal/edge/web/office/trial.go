package office

import (
	"strconv"
	"time"

	"huying/internal/app/admin"
	"huying/internal/app/insight"
	"huying/internal/domain/bulletin"
	"huying/internal/domain/calendar"
	"huying/internal/domain/rulebook"
	"huying/internal/domain/scoring"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
)

// trialView is how units would have stood under a drafted scheme.
type trialView struct {
	Sum     string
	Periods page.Field
	Table   table
}

// tried is nil for a draft that is no scheme, and where no period has cases.
func (s *room) tried(v *page.Visit, d admin.Draft, period string) (*trialView, error) {
	if d.Kind != rulebook.Scheme {
		return nil, nil
	}
	editions, err := s.Records.Editions(v.Context())
	if err != nil || len(editions) == 0 {
		return nil, errs.Wrap("office.editions", err)
	}
	scheme, err := scoring.Parse([]byte(d.Text), d.Key)
	if err != nil {
		return nil, err
	}
	chosen := editions[0].Period
	options := make([]page.Option, len(editions))
	for i, e := range editions {
		options[i] = page.Option{Value: e.Period.String(), Label: v.Lang.Pick(e.Period.Chinese(), e.Period.String())}
		if e.Period.String() == period {
			chosen = e.Period
		}
	}
	t, err := s.Records.Try(v.Context(), scheme, chosen, time.Time{})
	if err != nil {
		return nil, err
	}
	return s.viewTrial(v, chosen, &t, page.Field{Name: "period", Label: v.Say("rules.trial_period"), Type: page.Select, Options: page.Chosen(options, chosen.String())}), nil
}

func (s *room) viewTrial(v *page.Visit, p calendar.Period, t *insight.Trial, periods page.Field) *trialView {
	view := &trialView{Periods: periods, Sum: v.Say("rules.trial_sum",
		"period", v.Lang.Pick(p.Chinese(), p.String()), "as_of", t.AsOf.Format("2006-01-02 15:04"), "scheme", t.Scheme, "moved", t.Moved, "rows", len(t.Rows))}
	view.Table = table{Caption: v.Say("rules.trial"), Heads: []string{
		v.Say("rules.trial_unit"), v.Say("rules.trial_list"), v.Say("rules.trial_rank"), v.Say("rules.trial_then"), v.Say("rules.trial_index"), v.Say("rules.trial_new"),
	}}
	for _, r := range t.Rows {
		then := cell{Text: place(r.Then)}
		if r.Rank != r.Then {
			then = cell{Tag: &page.Tag{Text: place(r.Then), Tone: page.Warn}}
		}
		view.Table.Rows = append(view.Table.Rows, []cell{
			{Text: r.Unit}, {Text: r.List}, {Text: place(r.Rank)}, then, {Text: bulletin.Score.Print(r.Index)}, {Text: bulletin.Score.Print(r.New)},
		})
	}
	return view
}

// place is a rank; who is not ranked has none.
func place(n int) string {
	if n == 0 {
		return bulletin.Unknown
	}
	return strconv.Itoa(n)
}
