package api

import (
	"context"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/app/insight"
	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

func (s *server) registerCases() {
	huma.Register(s.api, huma.Operation{
		OperationID: "list_cases", Method: http.MethodGet, Path: Prefix + "/cases", Tags: []string{"case 诉求件"},
		Summary: "诉求件列表 The cases that the caller sees, latest receipt first",
	}, s.listCases)
	huma.Register(s.api, huma.Operation{
		OperationID: "get_case", Method: http.MethodGet, Path: Prefix + "/cases/{case}", Tags: []string{"case 诉求件"},
		Summary: "诉求件详情 One case: texts, course, limits, and what the caller may do",
	}, s.getCase)
}

// listInput is a filter; every part that is filled must fit.
type listInput struct {
	Number  string             `query:"number" maxLength:"40" doc:"Start of the case number"`
	Unit    ident.UnitID       `query:"unit" maxLength:"40" doc:"Has or had a leg"`
	State   casework.CaseState `query:"state" maxLength:"40"`
	LegIn   casework.LegState  `query:"leg_state" maxLength:"40" doc:"Has a leg in that state: of unit, else of the caller's own units, else of any"`
	Channel casework.Channel   `query:"channel" enum:"letter,visit,web,phone"`
	Kind    casework.Kind      `query:"kind" enum:"consult,help,complain,report,suggest,praise,other"`
	Subject string             `query:"subject" maxLength:"200" doc:"This subject and all below it"`
	Late    bool               `query:"late" doc:"A limit has passed: of the caller's own units, for those of units 超期"`
	From    string             `query:"from" format:"date" doc:"First local day of receipt"`
	To      string             `query:"to" format:"date" doc:"Last local day of receipt"`
	After   string             `query:"after" maxLength:"200" doc:"next of the page before"`
	Limit   int                `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Count   bool               `query:"count" doc:"Count them all, as far as 10000"`
}

// maxCount is how far a list is counted.
const maxCount = 10_000

type listOutput struct {
	Body struct {
		Cases []CaseLine `json:"cases"`
		Next  string     `json:"next,omitempty" doc:"after for the next page; absent on the last"`
		Count *int       `json:"count,omitempty" doc:"Where it was asked for: of all pages; 10000 may be more"`
	}
}

// CaseLine is a case in a list.
type CaseLine struct {
	CaseView
	Title string `json:"title,omitempty"`
}

func (s *server) listCases(ctx context.Context, in *listInput) (*listOutput, error) {
	q, err := in.query()
	if err != nil {
		return nil, s.problem(err)
	}
	q.Scope = account(ctx).Scope()
	page, err := s.Records.Cases(ctx, q)
	if err != nil {
		return nil, s.problem(err)
	}
	out := &listOutput{}
	out.Body.Cases = make([]CaseLine, len(page.Cases))
	views := make([]*CaseView, len(page.Cases))
	for i, c := range page.Cases {
		out.Body.Cases[i] = CaseLine{viewCase(c), page.Titles[c.ID]}
		views[i] = &out.Body.Cases[i].CaseView
	}
	if err := s.withPersons(ctx, page.Cases, views...); err != nil {
		return nil, s.problem(err)
	}
	if in.Count {
		out.Body.Count = &page.Count
	}
	if page.More {
		out.Body.Next = place(page.Cases[len(page.Cases)-1])
	}
	return out, nil
}

func (in *listInput) query() (insight.CaseQuery, error) {
	q := insight.CaseQuery{
		Number: in.Number, UnitID: in.Unit, State: in.State, LegIn: in.LegIn, Channel: in.Channel, Kind: in.Kind, Subject: in.Subject, Late: in.Late, Limit: in.Limit,
	}
	if in.Count {
		q.Count = maxCount
	}
	if in.From != "" || in.To != "" {
		p, err := span(in.From, in.To)
		if err != nil {
			return q, err
		}
		q.Period = &p
	}
	if in.After != "" {
		key, err := parsePlace(in.After)
		if err != nil {
			return q, err
		}
		q.After = &key
	}
	return q, nil
}

var errSpan = errs.New(errs.Invalid, "period", "from and to are local days such as 2019-10-01, from not later than to; both or neither",
	"from 与 to 应为日期（如 2019-10-01），须同时给出，且 from 不晚于 to")

func span(from, to string) (p calendar.Period, err error) {
	if p.From, err = calendar.ParseDate(from); err != nil {
		return p, errSpan
	}
	if p.To, err = calendar.ParseDate(to); err != nil || p.To < p.From {
		return p, errSpan
	}
	return p, nil
}

// place is where in the list a case stands; it is for sending back.
func place(c *casework.Case) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(c.ReceivedAt.UnixMicro(), 10) + " " + string(c.ID)))
}

func parsePlace(text string) (insight.CaseKey, error) {
	wrong := errs.New(errs.Invalid, "after", "after is the next of a page", "after 应取自上一页的 next")
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return insight.CaseKey{}, wrong
	}
	at, id, ok := strings.Cut(string(raw), " ")
	micros, err := strconv.ParseInt(at, 10, 64)
	if err != nil || !ok || id == "" {
		return insight.CaseKey{}, wrong
	}
	return insight.CaseKey{ReceivedAt: time.UnixMicro(micros).UTC(), ID: ident.CaseID(id)}, nil
}

type getInput struct {
	Case ident.CaseID `path:"case" maxLength:"40"`
}

type getOutput struct {
	ETag string `header:"ETag"`
	Body FileView
}

func (s *server) getCase(ctx context.Context, in *getInput) (*getOutput, error) {
	f, err := s.Records.FileFor(ctx, account(ctx), in.Case)
	if err != nil {
		return nil, s.problem(err)
	}
	offers, err := s.Desk.Offers(ctx, account(ctx), f.Case)
	if err != nil {
		return nil, s.problem(err)
	}
	out := &getOutput{ETag: etag(f.Case.Version), Body: viewFile(f)}
	out.Body.Allowed = viewOffers(f.Case, offers)
	if err := s.knownEvidence(ctx, &out.Body); err != nil {
		return nil, s.problem(err)
	}
	if s.Persons != nil {
		m, err := s.Persons.View(ctx, account(ctx), in.Case)
		if err != nil {
			return nil, s.problem(err)
		}
		out.Body.Person = viewPerson(m)
	}
	return out, nil
}
