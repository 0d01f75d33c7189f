package office

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/domain/calendar"
	"huying/internal/domain/rulebook"
)

// registerLookups makes what people look up while they work, as it holds on a
// day. It tells nothing of a case, and is for whoever has signed in.
func (f *front) registerLookups() {
	if f.Office == nil {
		return
	}
	const readers = "For whoever has signed in."
	huma.Register(f.API, huma.Operation{
		OperationID: "dispatch_entries", Method: http.MethodGet, Path: f.Prefix + "/dispatch", Tags: []string{configTag},
		Summary: "派单目录 Which unit answers for a matter on a day, and on which ground; the closest first", Description: readers,
	}, f.dispatch)
	huma.Register(f.API, huma.Operation{
		OperationID: "templates", Method: http.MethodGet, Path: f.Prefix + "/templates", Tags: []string{configTag},
		Summary: "模板 The texts that people start from on a day, for a use and a subject", Description: readers,
	}, f.templates)
}

type dispatchInput struct {
	On       string `query:"on" format:"date" doc:"A local day; today if left out"`
	Subject  string `query:"subject" maxLength:"200" doc:"内容分类"`
	Division string `query:"division" maxLength:"20" pattern:"^[0-9]*$" doc:"区划代码"`
	Words    string `query:"words" maxLength:"200" doc:"Words of the matter, to be found by their keywords; nothing of a person 关键词"`
}

// EntryView is a line of the dispatch catalogue.
type EntryView struct {
	Subject  string   `json:"subject,omitempty" doc:"This one and all below it; absent: all"`
	Division string   `json:"division,omitempty" doc:"Digits that the division's code begins with"`
	Keywords []string `json:"keywords,omitempty" doc:"One of them is in the text"`
	Unit     string   `json:"unit" doc:"By name"`
	Reason   string   `json:"reason" doc:"依据"`
}

type dispatchOutput struct {
	ETag string `header:"ETag"`
	Body struct {
		On      string      `json:"on" format:"date"`
		Entries []EntryView `json:"entries" doc:"The closest first"`
	}
}

func (f *front) dispatch(ctx context.Context, in *dispatchInput) (*dispatchOutput, error) {
	book, day, err := f.bookOn(ctx, in.On)
	if err != nil {
		return nil, f.Problem(err)
	}
	out := &dispatchOutput{ETag: etag(book.Revision)}
	out.Body.On, out.Body.Entries = dateText(day), []EntryView{}
	for _, e := range book.DispatchOn(day, rulebook.DispatchQuery{Subject: in.Subject, Division: in.Division, Text: in.Words}) {
		out.Body.Entries = append(out.Body.Entries, EntryView(e))
	}
	return out, nil
}

type templatesInput struct {
	On      string               `query:"on" format:"date" doc:"A local day; today if left out"`
	Use     rulebook.TemplateUse `query:"use" enum:"reply,notice,callback,note" doc:"All if left out"`
	Subject string               `query:"subject" maxLength:"200" doc:"内容分类"`
}

// TemplateView is a text to start from.
type TemplateView struct {
	Name    string               `json:"name"`
	Use     rulebook.TemplateUse `json:"use"`
	Subject string               `json:"subject,omitempty" doc:"This one and all below it; absent: all"`
	Text    string               `json:"text" doc:"What stands in braces is to be filled in"`
}

type templatesOutput struct {
	ETag string `header:"ETag"`
	Body struct {
		On        string         `json:"on" format:"date"`
		Templates []TemplateView `json:"templates" doc:"By use, then key"`
	}
}

func (f *front) templates(ctx context.Context, in *templatesInput) (*templatesOutput, error) {
	book, day, err := f.bookOn(ctx, in.On)
	if err != nil {
		return nil, f.Problem(err)
	}
	out := &templatesOutput{ETag: etag(book.Revision)}
	out.Body.On, out.Body.Templates = dateText(day), []TemplateView{}
	for _, use := range rulebook.TemplateUses() {
		if in.Use != "" && in.Use != use {
			continue
		}
		for _, t := range book.TemplatesOn(day, use, in.Subject) {
			out.Body.Templates = append(out.Body.Templates, TemplateView{t.Name, t.Use, t.Subject, t.Text})
		}
	}
	return out, nil
}

// bookOn is what the region has decided, and the day that is asked about.
func (f *front) bookOn(ctx context.Context, on string) (*rulebook.Book, calendar.Date, error) {
	day, err := dateOf(on)
	if err == nil && day == 0 {
		day, err = f.Office.Today(ctx)
	}
	if err != nil {
		return nil, 0, err
	}
	book, err := f.Book(ctx)
	return book, day, err
}
