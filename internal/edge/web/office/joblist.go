package office

import (
	"strconv"

	"huying/internal/app/jobs"
	"huying/internal/edge/web/page"
)

// The states of jobs that the pages ask about.
const (
	waiting = jobs.State("waiting")
	dead    = jobs.State("dead")
)

var jobStates = []jobs.State{waiting, "held", "done", dead, "cancelled"}

// tones of the states that are news.
var jobTones = map[jobs.State]page.Tone{dead: page.Bad, "done": page.Good, "held": page.Warn}

func (s *room) jobs(v *page.Visit) (*page.Screen, error) { return s.jobsScreen(v, nil) }

// jobsView is the screen of the jobs, with what was wrong with a command.
type jobsView struct {
	listView
	Faults []string
}

func (s *room) jobsScreen(v *page.Visit, faults []string) (*page.Screen, error) {
	q := jobs.JobQuery{State: jobs.State(v.Query.Get("state")), Kind: trimmed(v.Query.Get("kind")), Before: v.Query.Get("after"), Limit: lengthOf(v)}
	found, err := s.Jobs.Jobs(v.Context(), v.Who, q)
	if err != nil {
		return nil, err
	}
	view := &jobsView{Faults: faults}
	view.Above, view.Title, view.Lead = above(v), v.Say("jobs.title"), v.Say("jobs.lead")
	if done := v.Query.Get("done"); done == "retry" || done == "cancel" {
		view.Done = v.Say(key("jobs.done_" + done))
	}
	view.Filter = jobFilter(v, q, found.Counts)
	t := &view.Table
	t.Caption, t.Nothing = view.Title, v.Say("jobs.none")
	t.Heads = []string{v.Say("jobs.kind"), v.Say("office.state"), v.Say("jobs.due"), v.Say("jobs.attempts"), v.Say("jobs.error"), v.Say("office.do")}
	t.Acts, t.Smalls = true, []string{v.Say("jobs.id")}
	for _, j := range found.Jobs {
		t.Rows = append(t.Rows, jobRow(v, j))
	}
	pairs := []string{"state", string(q.State), "kind", q.Kind}
	if q.Before != "" {
		t.First = v.Link(jobsPath, pairs...)
	}
	if found.More {
		t.follow(v, found.Jobs[len(found.Jobs)-1].ID, jobsPath, pairs...)
	}
	return &page.Screen{Layout: "office/jobs", Title: view.Title, Data: view, Status: unprocessable(faults)}, nil
}

func jobFilter(v *page.Visit, q jobs.JobQuery, counts map[jobs.State]int) *filter {
	states := []page.Option{{Value: "", Label: v.Say("office.any")}}
	for _, state := range jobStates {
		states = append(states, page.Option{Value: string(state), Label: v.Say(key("jobs.state_"+string(state))) + " " + strconv.Itoa(counts[state])})
	}
	f := &filter{Action: jobsPath, Label: v.Say("office.filter"), Lang: v.Query.Get("lang"), Fields: []page.Field{
		{Name: "state", Label: v.Say("office.state"), Type: page.Select, Options: page.Chosen(states, string(q.State))},
		{Name: "kind", Label: v.Say("jobs.kind"), Value: q.Kind},
	}}
	if q.State != "" || q.Kind != "" {
		f.Clear = v.Link(jobsPath)
	}
	return f
}

func jobRow(v *page.Visit, j jobs.Job) []cell {
	row := []cell{
		{Text: j.Kind, Small: j.ID, Code: true}, {Tag: &page.Tag{Text: v.Say(key("jobs.state_" + string(j.State))), Tone: jobTones[j.State]}},
		{Text: moment(v, j.Due)}, {Text: strconv.Itoa(j.Attempts)}, {Text: orDash(j.Error)}, {},
	}
	if j.State != "done" && j.State != "held" {
		row[5].Buttons = append(row[5].Buttons, button{Action: v.Link(at(jobsPath, j.ID, "retry")), Label: v.Say("jobs.retry"), Plain: true})
	}
	if j.State == waiting || j.State == dead {
		row[5].Buttons = append(row[5].Buttons, button{Action: v.Link(at(jobsPath, j.ID, "cancel")), Label: v.Say("jobs.cancel"), Plain: true})
	}
	return row
}

// actOnJob has a job done now, or not at all.
func (s *room) actOnJob(v *page.Visit) (*page.Screen, error) {
	act, id := v.PathValue("act"), v.PathValue("job")
	var err error
	switch act {
	case "retry":
		_, err = s.Jobs.Retry(v.Context(), v.Who, id)
	case "cancel":
		_, err = s.Jobs.Cancel(v.Context(), v.Who, id)
	default:
		return nil, v.Missing("page.not_found", "error.page")
	}
	if err != nil {
		told, err := v.Told(err)
		if err != nil {
			return nil, err
		}
		return s.jobsScreen(v, told)
	}
	return &page.Screen{Goto: v.Link(jobsPath, "done", act)}, nil
}
