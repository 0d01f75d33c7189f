package workbench

import (
	"net/http"
	"net/url"
	"time"

	"huying/internal/app/jobs"
	"huying/internal/domain/deadline"
	"huying/internal/edge/web/listing"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
)

// noticesPath is where people read what they are told.
const noticesPath = "/desk/notices"

// noticesView is what somebody is told of limits.
type noticesView struct {
	Rows   []noticeRow
	Unread int
	All    string // address of all, where only those not read are shown
	Fresh  string // and the other way round
	Next   string
	Action string
	Files  []listing.Link
}

type noticeRow struct {
	ID     string
	Text   string
	Number string
	Link   string
	At     time.Time
	Due    time.Time
	Tone   page.Tone
	Level  string
	Read   bool
}

func (s *room) notices(v *page.Visit) (*page.Screen, error) {
	if s.Notices == nil {
		return nil, v.Missing("page.not_found", "error.page")
	}
	fresh := v.Query.Get("all") == ""
	found, err := s.Notices.Notices(v.Context(), v.Who, jobs.NoticeQuery{Unread: fresh, Before: v.Query.Get("after"), Limit: pageLength})
	if err != nil {
		return nil, errs.Wrap("workbench.notices", err)
	}
	view := &noticesView{Unread: found.Unread, Action: v.Link(noticesPath), All: v.Link(noticesPath, "all", "true"), Fresh: v.Link(noticesPath)}
	view.Files = s.Lists.Links(v, listing.List{Name: "notices"}, "all", v.Query.Get("all"))
	if fresh {
		view.Fresh = ""
	} else {
		view.All = ""
	}
	for _, n := range found.Notices {
		view.Rows = append(view.Rows, noticeRow{
			ID: n.ID, Number: string(n.Number), Link: v.Link(casePath(string(n.Number))), At: n.At, Due: endOf(n), Read: !n.Read.IsZero(),
			Text:  about(v, n),
			Tone:  map[deadline.Level]page.Tone{deadline.Yellow: page.Warn, deadline.Red: page.Bad}[n.Level],
			Level: spelt(v, n.Level.Chinese(), string(n.Level)),
		})
	}
	if found.More {
		view.Next = v.Link(noticesPath, "all", v.Query.Get("all"), "after", found.Notices[len(found.Notices)-1].ID)
	}
	return &page.Screen{Layout: "workbench/notices", Title: v.Say("notices.title"), Section: "notices", Data: view, Private: true, Style: "desk.css", Script: "desk.js"}, nil
}

// about says of which limit somebody is told, or of what was done.
func about(v *page.Visit, n jobs.Notice) string {
	if n.Clock == "" {
		return spelt(v, n.About.Chinese(), string(n.About))
	}
	return spelt(v, n.Clock.Chinese(), string(n.Clock))
}

// endOf is when the limit of a notice ends; zero where it is of none.
func endOf(n jobs.Notice) time.Time {
	if n.Clock == "" {
		return time.Time{}
	}
	return n.Due
}

// readNotices marks what was on a page as read.
func (s *room) readNotices(v *page.Visit) (*page.Screen, error) {
	if s.Notices == nil {
		return nil, v.Missing("page.not_found", "error.page")
	}
	sent, err := v.Sent()
	if err != nil {
		return nil, err
	}
	if ids := known(sent); len(ids) > 0 {
		if err := s.Notices.Read(v.Context(), v.Who, ids); err != nil {
			return nil, errs.Wrap("workbench.read", err)
		}
	}
	return &page.Screen{Goto: v.Link(noticesPath), Status: http.StatusSeeOther}, nil
}

// known are the notices that a form names, no more than a page has.
func known(sent url.Values) []string {
	ids := sent["id"]
	if len(ids) > pageLength {
		ids = ids[:pageLength]
	}
	return ids
}
