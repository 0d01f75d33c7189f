package office

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"huying/internal/app/people"
	"huying/internal/domain/identity"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// audit shows what was done and what was refused, latest first.
func (s *room) audit(v *page.Visit) (*page.Screen, error) {
	logins, err := s.Accounts.Logins(v.Context(), v.Who)
	if err != nil {
		return nil, err
	}
	f, err := s.trailFilter(v, logins)
	if err != nil {
		return nil, err
	}
	most := lengthOf(v)
	f.Limit = most + 1
	rows, err := s.Accounts.Trail(v.Context(), v.Who, f)
	if err != nil {
		return nil, err
	}
	book, err := s.Records.Book(v.Context())
	if err != nil {
		return nil, errs.Wrap("office.book", err)
	}
	asked := func(name string) string { return trimmed(v.Query.Get(name)) }
	var pairs []string
	for _, name := range []string{"account", "action", "object", "outcome", "from", "to"} {
		pairs = append(pairs, name, asked(name))
	}
	view := &listView{Above: above(v), Title: v.Say("audit.title"), Lead: v.Say("audit.lead"), Filter: auditFilter(v, asked)}
	if v.Link(auditPath, pairs...) != v.Link(auditPath) {
		view.Filter.Clear = v.Link(auditPath)
	}
	t := &view.Table
	t.Caption, t.Nothing = view.Title, v.Say("audit.none")
	t.Heads = []string{v.Say("audit.at"), v.Say("audit.who"), v.Say("audit.action"), v.Say("audit.object"), v.Say("audit.outcome"), v.Say("audit.detail")}
	t.Smalls = []string{v.Say("audit.address"), v.Say("audit.role"), "", v.Say("audit.object_id")}
	if len(rows) > most {
		rows = rows[:most]
		t.follow(v, placeOf(rows[most-1]), auditPath, pairs...)
	}
	if f.Before != nil {
		t.First = v.Link(auditPath, pairs...)
	}
	for _, r := range rows {
		who := cell{Text: orDash(string(r.Account)), Small: strings.Join(roleNames(v, book, roleList(r.Role)), "")}
		if login := logins[r.Account]; login != "" {
			who.Text = login
		}
		t.Rows = append(t.Rows, []cell{
			{Text: moment(v, r.At), Small: r.Address, Code: true}, who, {Text: r.Action, Code: true}, objectCell(r, logins), {Tag: outcomeTag(v, r.Outcome)}, {Lines: told(r.Detail), Wide: true},
		})
	}
	return &page.Screen{Layout: "office/list", Title: view.Title, Data: view}, nil
}

// objectCell is what something was done to: an account by its login.
func objectCell(r people.TrailRow, logins map[ident.UserID]string) cell {
	if login := logins[ident.UserID(r.Object)]; login != "" {
		return cell{Text: login, Small: r.Object}
	}
	return cell{Text: orDash(r.Object)}
}

func roleList(role identity.Role) []identity.Role {
	if role == "" {
		return nil
	}
	return []identity.Role{role}
}

func outcomeTag(v *page.Visit, o people.TrailOutcome) *page.Tag {
	if o == "refused" {
		return &page.Tag{Text: v.Say("audit.refused"), Tone: page.Bad}
	}
	return &page.Tag{Text: v.Say("audit.done")}
}

func auditFilter(v *page.Visit, asked func(string) string) *filter {
	outcomes := []page.Option{{Value: "", Label: v.Say("office.any")}, {Value: "done", Label: v.Say("audit.done")}, {Value: "refused", Label: v.Say("audit.refused")}}
	return &filter{Action: auditPath, Label: v.Say("office.filter"), Lang: v.Query.Get("lang"), Fields: []page.Field{
		{Name: "account", Label: v.Say("audit.who"), Value: asked("account")},
		{Name: "action", Label: v.Say("audit.action"), Value: asked("action")},
		{Name: "object", Label: v.Say("audit.object"), Value: asked("object")},
		{Name: "outcome", Label: v.Say("audit.outcome"), Type: page.Select, Options: page.Chosen(outcomes, asked("outcome"))},
		{Name: "from", Label: v.Say("audit.from"), Type: "date", Value: asked("from")},
		{Name: "to", Label: v.Say("audit.to"), Type: "date", Value: asked("to")},
	}}
}

// trailFilter reads the filter of the address; who is meant by a login, or by
// an identifier.
func (s *room) trailFilter(v *page.Visit, logins map[ident.UserID]string) (f people.TrailFilter, err error) {
	f.Account = ident.UserID(trimmed(v.Query.Get("account")))
	for id, login := range logins {
		if strings.EqualFold(login, string(f.Account)) {
			f.Account = id
			break
		}
	}
	f.Action, f.Object = trimmed(v.Query.Get("action")), trimmed(v.Query.Get("object"))
	switch o := v.Query.Get("outcome"); o {
	case "", "done", "refused":
		f.Outcome = people.TrailOutcome(o)
	default:
		return f, v.Invalid("audit.outcome", "audit.outcome_wrong", "given", o)
	}
	for name, to := range map[string]*time.Time{"from": &f.From, "to": &f.Until} {
		day, err := dayOf(v.Query.Get(name))
		if err != nil {
			return f, err
		}
		if day == 0 {
			continue
		}
		if name == "to" {
			day++ // with all of it
		}
		*to = day.At(v.Site.Location, 0)
	}
	if after := v.Query.Get("after"); after != "" {
		at, ok := parsePlace(after)
		if !ok {
			return f, v.Invalid("after", "audit.after_wrong")
		}
		f.Before = &at
	}
	return f, nil
}

// placeOf is a row's place in the audit, as addresses have it.
func placeOf(r people.TrailRow) string { return strconv.FormatInt(r.At.UnixMicro(), 10) + "-" + r.ID }

func parsePlace(text string) (people.TrailKey, bool) {
	micros, id, ok := strings.Cut(text, "-")
	at, err := strconv.ParseInt(micros, 10, 64)
	return people.TrailKey{At: time.UnixMicro(at).UTC(), ID: id}, ok && err == nil && id != ""
}

// told is a row's detail, a line for each part: what was, and what is.
func told(detail string) []string {
	var parts map[string]any
	if json.Unmarshal([]byte(detail), &parts) != nil {
		return nil
	}
	var all []string
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		if name == "diff" {
			d, _ := parts[name].(map[string]any)
			all = append(all, fmt.Sprintf("+%v −%v", d["added"], d["removed"]))
			continue
		}
		if value := valueOf(parts[name]); value != "" {
			all = append(all, name+" "+value)
		}
	}
	return all
}

// valueOf is a value in a line; a pair of texts is what was and what is.
func valueOf(v any) string {
	list, ok := v.([]any)
	if !ok {
		return fmt.Sprint(v)
	}
	var texts []string
	for _, one := range list {
		texts = append(texts, orDash(fmt.Sprint(one)))
	}
	if len(texts) == 2 {
		return texts[0] + " → " + texts[1]
	}
	return strings.Join(texts, ", ")
}
