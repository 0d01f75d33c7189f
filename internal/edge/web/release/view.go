package release

import (
	"net/http"
	"net/url"
	"time"

	"huying/internal/app/release"
	"huying/internal/domain/calendar"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

// view is the screen of the drafts.
type view struct {
	Done   string
	Faults []string
	Form   page.Form
	Drafts []draft
}

// draft is a bulletin that waits.
type draft struct {
	Name, By string
	AsOf, At time.Time
	Hash     string
	Look     string // address of the bulletin as it would be
	Release  string // empty: another person must
	Drop     string
}

// done are the ways in which something was done here.
var done = map[string]i18n.Key{"drawn": "release.drawn", "released": "release.released", "dropped": "release.dropped"}

func (s *room) show(v *page.Visit) (*page.Screen, error) { return s.screen(v, nil, nil, nil) }

func (s *room) screen(v *page.Visit, sent url.Values, onForm, onDraft []string) (*page.Screen, error) {
	drafts, err := s.Press.Drafts(v.Context(), v.Who)
	if err != nil {
		return nil, errs.Wrap("web.release", err)
	}
	out := &view{Faults: onDraft}
	if key, ok := done[v.Query.Get("done")]; ok {
		out.Done = v.Say(key)
	}
	for _, d := range drafts {
		out.Drafts = append(out.Drafts, one(v, d))
	}
	if out.Form, err = s.form(v); err != nil {
		return nil, err
	}
	if out.Form.Faults = onForm; sent != nil {
		out.Form.Fill(sent)
	}
	status := 0
	if len(onForm)+len(onDraft) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return &page.Screen{Layout: "release/drafts", Title: v.Say("release.title"), Section: "release", Data: out, Status: status, Private: true}, nil
}

func one(v *page.Visit, d release.Draft) draft {
	at := Path + "/" + url.PathEscape(d.ID)
	out := draft{
		Name: v.Lang.Pick(d.Period.Chinese(), d.Period.String()), By: d.Name, AsOf: d.AsOf.In(v.Site.Location), At: d.At.In(v.Site.Location), Hash: d.Hash,
		Look: v.Link("/public/bulletins/"+d.Period.String(), "as_of", d.AsOf.In(v.Site.Location).Format(time.RFC3339)), Drop: v.Link(at + "/drop"),
	}
	if !d.Mine {
		out.Release = v.Link(at + "/release")
	}
	return out
}

// form asks for the period and the moment.
func (s *room) form(v *page.Visit) (page.Form, error) {
	editions, err := s.Records.Editions(v.Context())
	if err != nil {
		return page.Form{}, errs.Wrap("web.release", err)
	}
	periods := make([]page.Option, len(editions))
	for i, e := range editions {
		periods[i] = page.Option{Value: e.Period.String(), Label: v.Lang.Pick(e.Period.Chinese(), e.Period.String())}
	}
	return page.Form{Action: v.Link(Path), Submit: v.Say("release.draw"), Fields: []page.Field{
		{Name: "period", Label: v.Say("release.period"), Type: page.Select, Options: periods, Required: true},
		{Name: "as_of", Label: v.Say("release.as_of"), Hint: v.Say("release.as_of_how"), Type: page.Day, Value: calendar.DateOf(s.Clock.Now(), v.Site.Location).String(), Required: true},
	}}, nil
}

// draw draws a bulletin up.
func (s *room) draw(v *page.Visit) (*page.Screen, error) {
	sent, err := v.Sent()
	if err != nil {
		return nil, err
	}
	period, err := calendar.ParsePeriod(sent.Get("period"))
	var day calendar.Date
	if err == nil {
		day, err = calendar.ParseDate(sent.Get("as_of"))
	}
	if err == nil {
		_, err = s.Press.Draw(v.Context(), v.Who, period, day.Start(v.Site.Location).UTC())
	}
	if err != nil {
		told, err := v.Told(err)
		if err != nil {
			return nil, err
		}
		return s.screen(v, sent, told, nil)
	}
	return &page.Screen{Goto: v.Link(Path, "done", "drawn")}, nil
}

// act releases a draft, or takes it back.
func (s *room) act(v *page.Visit) (*page.Screen, error) {
	var err error
	var did string
	switch v.PathValue("act") {
	case "release":
		err, did = s.Press.Release(v.Context(), v.Who, v.PathValue("draft")), "released"
	case "drop":
		err, did = s.Press.Drop(v.Context(), v.Who, v.PathValue("draft")), "dropped"
	default:
		return nil, v.Missing("page.not_found", "error.page")
	}
	if err != nil {
		told, err := v.Told(err)
		if err != nil {
			return nil, err
		}
		return s.screen(v, nil, nil, told)
	}
	return &page.Screen{Goto: v.Link(Path, "done", did)}, nil
}
