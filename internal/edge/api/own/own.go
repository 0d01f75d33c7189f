// Package own is the part of the JSON door that opens to whoever brought a
// case: its number and query code open it, and nothing else. Nobody signs in
// there.
package own

import (
	"context"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/edge/api/form"
	"huying/internal/edge/reporter"
	"huying/internal/kernel/ident"
)

const tag = "own case 本人诉求"

// Options are what the door works with.
type Options struct {
	API    huma.API
	Prefix string
	Door   *reporter.Door
	// Ungated marks an operation that needs no gate.
	Ungated func(*huma.Operation)
	// Problem is an error as it is answered.
	Problem func(err error) error
}

// front holds the options; it is immutable.
type front struct {
	Options
	path string
}

// Mount makes an operation of everything that the tables let a citizen do, on
// the case that the code opens.
func Mount(o Options) {
	f := &front{o, o.Prefix + "/own/{number}"}
	huma.Register(f.API, f.operation(huma.Operation{
		OperationID: "get_own_case", Method: http.MethodGet, Path: f.path, Summary: "查询进度 Who has the case, until when, and what was answered",
		Description: "For whoever brought it. A wrong number and a wrong code are the same answer.",
	}), func(ctx context.Context, in *Key) (*output, error) { return f.read(ctx, *in) })
	f.registerFiles()
	may := identity.Preset()[identity.Citizen]
	for _, row := range casework.CaseFlow() {
		if slices.Contains(may, row.Need) {
			register(f, form.OperationOf(row, tag), "/", func(in *Command) (*Command, casework.Command) {
				return in, in.Body.Command(row.Do, 0)
			})
		}
	}
	for _, row := range casework.LegFlow() {
		if slices.Contains(may, row.Need) {
			register(f, form.OperationOf(row, tag), "/legs/{leg}/", func(in *legInput) (*Command, casework.Command) {
				return &in.Command, in.Body.Command(row.Do, in.Leg)
			})
		}
	}
}

func register[I any](f *front, o form.RowOperation, under string, given func(*I) (*Command, casework.Command)) {
	o.Operation.OperationID = "own_" + o.Operation.OperationID
	o.Operation.Path = f.path + under + string(o.Do)
	huma.Register(f.API, f.operation(o.Operation), func(ctx context.Context, in *I) (*output, error) {
		sent, cmd := given(in)
		return f.act(ctx, sent, cmd)
	})
}

func (f *front) operation(o huma.Operation) huma.Operation {
	o.Tags = []string{tag}
	o.Security = []map[string][]string{{"query_code": {}}}
	f.Ungated(&o)
	return o
}

// Key is what opens a case. The code is in no address, which logs keep.
type Key struct {
	Number ident.CaseNumber `path:"number" maxLength:"40" doc:"诉求件编号"`
	Code   string           `header:"X-Query-Code" required:"true" minLength:"6" maxLength:"12" doc:"查询码, told on receipt; small letters and spaces do no harm"`
}

// Command is what a reporter sends.
type Command struct {
	Key
	Once string `header:"Idempotency-Key" maxLength:"100" doc:"The same request sent again under this key, within a day, is not done again 幂等键"`
	Body *form.Body
}

type legInput struct {
	Command
	Leg int `path:"leg" minimum:"1" maximum:"1000" doc:"The leg's number on the case"`
}

type output struct {
	Body ownView
}

// ownView is a case as whoever brought it sees it, with what they may do.
type ownView struct {
	reporter.View
	Allowed []form.Offer `json:"allowed_actions,omitempty"`
}

func (f *front) read(ctx context.Context, in Key) (*output, error) {
	if _, err := f.Door.Open(ctx, in.Number, in.Code); err != nil {
		return nil, f.Problem(err)
	}
	return f.answer(ctx, in.Number)
}

// answer is the case as it stands.
func (f *front) answer(ctx context.Context, number ident.CaseNumber) (*output, error) {
	view, offers, err := f.Door.Read(ctx, number)
	if err != nil {
		return nil, f.Problem(err)
	}
	out := &output{ownView{View: view}}
	for _, o := range offers {
		out.Body.Allowed = append(out.Body.Allowed, form.Offer{
			Action: o.Do, Leg: o.Leg, Name: o.Do.Chinese(), Href: f.Prefix + "/own/" + string(number) + form.Under(o.Leg) + string(o.Do), Ask: o.Ask, May: o.May,
		})
	}
	return out, nil
}

// act gives a command for whoever brought the case, and answers with how it
// stands then.
func (f *front) act(ctx context.Context, in *Command, cmd casework.Command) (*output, error) {
	c, err := f.Door.Open(ctx, in.Number, in.Code)
	if err != nil {
		return nil, f.Problem(err)
	}
	err = f.Door.Give(ctx, reporter.Sent{Case: c.ID, Cmd: cmd, Once: in.Once, Digest: form.Digest(c.ID, cmd, 0, in.Body)})
	if err != nil {
		return nil, f.Problem(err)
	}
	return f.answer(ctx, in.Number)
}
