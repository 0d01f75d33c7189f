package workbench

import (
	"net/http"
	"strings"
	"time"

	"huying/internal/app/jobs"
	"huying/internal/edge/web/listing"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
)

// What the lists of this room hold as files: what their pages show, to whoever
// sees it, and nobody's name.

// casesList are the cases that a filter takes.
func (s *room) casesList(v *page.Visit) (l listing.List, err error) {
	f, err := caseFilter(v)
	f.Limit, f.Plain = listing.Batch, true
	l = listing.List{Name: "cases", Title: v.Say("cases.title"), Noted: true}
	l.Fill = func(t *listing.Table) error {
		t.Head(v.Say("cases.number"), v.Say("cases.matter"), v.Say("cases.channel"), v.Say("case.kind"), v.Say("case.subject"),
			v.Say("cases.state"), v.Say("cases.unit"), v.Say("cases.received"))
		for {
			found, err := s.Source.Cases(v.Context(), v.Who, f)
			if err != nil {
				return errs.Wrap("workbench.list_file", err)
			}
			for _, c := range found.Rows {
				if !t.Add(c.Number, c.Title, c.Channel, c.Kind, c.Subject, c.State.Text, strings.Join(c.Units, v.Lang.Pick("、", ", ")), At(v, c.ReceivedAt)) {
					return nil
				}
			}
			if found.Next == "" {
				return nil
			}
			f.After = found.Next
		}
	}
	return l, err
}

// At is a time by the region's clocks as tables have it; empty for none.
func At(v *page.Visit, at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.In(v.Site.Location).Format(time.DateTime)
}

// noticesList are what somebody is told.
func (s *room) noticesList(v *page.Visit) (l listing.List, err error) {
	if s.Notices == nil {
		return l, v.Missing("page.not_found", "error.page")
	}
	l = listing.List{Name: "notices", Title: v.Say("notices.title"), Noted: true}
	q := jobs.NoticeQuery{Unread: v.Query.Get("all") == "", Limit: listing.Batch}
	l.Fill = func(t *listing.Table) error {
		t.Head(v.Say("notices.told"), v.Say("notices.level"), v.Say("notices.about"), v.Say("cases.number"), v.Say("notices.due"), v.Say("notices.read_at"))
		for {
			found, err := s.Notices.Notices(v.Context(), v.Who, q)
			if err != nil {
				return errs.Wrap("workbench.notices_file", err)
			}
			for _, n := range found.Notices {
				if !t.Add(At(v, n.At), spelt(v, n.Level.Chinese(), string(n.Level)), about(v, n), string(n.Number), At(v, endOf(n)), At(v, n.Read)) {
					return nil
				}
				q.Before = n.ID
			}
			if !found.More {
				return nil
			}
		}
	}
	return l, nil
}

// seenList is who has looked at whoever brought a case.
func seenList(number string, v *page.Visit) listing.List {
	return listing.List{Name: "seen", Path: casePath(number) + "/seen", Title: v.Say("seen.title"), Noted: true}
}

func (s *room) seenFile(w http.ResponseWriter, v *page.Visit) error {
	l := seenList(v.PathValue("number"), v)
	l.Fill = func(t *listing.Table) error {
		view, err := s.sights(v)
		if err != nil {
			return err
		}
		t.Head(v.Say("seen.at"), v.Say("seen.who"), v.Say("seen.account"), v.Say("seen.how"), v.Say("seen.what"), v.Say("seen.why"))
		for _, one := range view.Seen {
			if !t.Add(At(v, one.At), one.Who, string(one.Account), one.Use, strings.Join(one.Shown, v.Lang.Pick("、", ", ")), one.Reason) {
				return nil
			}
		}
		return nil
	}
	return s.Lists.Write(w, v, l)
}
