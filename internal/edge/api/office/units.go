package office

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/app/admin"
	"huying/internal/domain/casework"
	"huying/internal/domain/org"
	"huying/internal/kernel/ident"
)

const unitTag = "unit 承办单位"

func (f *front) registerUnits() {
	op := func(id, method, path, summary, description string) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: f.Prefix + "/units" + path, Tags: []string{unitTag}, Summary: summary, Description: description}
	}
	const keepers = "Needs the permission `configure`."
	huma.Register(f.API, op("list_units", http.MethodGet, "", "承办单位 The units of the region, and what is planned for them", "For whoever has signed in."), f.units)
	if f.Office == nil {
		return
	}
	added := op("add_unit", http.MethodPost, "", "新增单位 Make a unit", keepers)
	added.DefaultStatus = http.StatusCreated
	huma.Register(f.API, added, f.addUnit)
	huma.Register(f.API, op("change_unit", http.MethodPatch, "/{unit}", "更名、调整 Rename a unit, put it under another superior or on another list",
		keepers+" With `on` a day to come, from that day on."), f.changeUnit)
	huma.Register(f.API, op("close_unit", http.MethodPost, "/{unit}/close", "停用单位 Make a day the last on which a unit may be given legs",
		keepers+" Refused (409, `unit.open_legs`) while it has open legs and that day has come; the answer names them."), f.closeUnit)
	huma.Register(f.API, op("open_unit", http.MethodPost, "/{unit}/open", "恢复单位 Open a unit that was closed", keepers), f.openUnit)
	huma.Register(f.API, op("open_legs", http.MethodGet, "/{unit}/open-legs", "未结任务 The legs that keep a unit from being closed", keepers), f.openLegs)
	huma.Register(f.API, op("drop_unit_plan", http.MethodDelete, "/{unit}/plans/{day}", "取消预定变更 Forget what was planned for a day", keepers), f.dropPlan)
}

// UnitView is a unit.
type UnitView struct {
	ID       ident.UnitID `json:"id"`
	Name     string       `json:"name"`
	List     org.List     `json:"list,omitempty" doc:"榜单; absent: not ranked"`
	Kind     org.Kind     `json:"kind,omitempty" enum:"centre,mediation,office,community,grid"`
	Parent   ident.UnitID `json:"parent,omitempty" doc:"上级"`
	Division string       `json:"division,omitempty" doc:"区划代码"`
	From     string       `json:"from,omitempty" format:"date" doc:"First day on which it may be given legs"`
	To       string       `json:"to,omitempty" format:"date" doc:"Last day"`
	Plans    []PlanView   `json:"plans,omitempty" doc:"预定变更"`
}

// PlanView is what a unit is to be from a day on.
type PlanView struct {
	On     string       `json:"on" format:"date"`
	Name   string       `json:"name"`
	List   org.List     `json:"list,omitempty"`
	Parent ident.UnitID `json:"parent,omitempty"`
	By     ident.UserID `json:"by"`
}

func viewUnit(u org.Unit) UnitView {
	return UnitView{
		ID: u.ID, Name: u.Name, List: u.List, Kind: u.Kind, Parent: u.Parent, Division: u.Division, From: dateText(u.From), To: dateText(u.To),
	}
}

type unitsOutput struct {
	ETag string `header:"ETag"`
	Body struct {
		Units []UnitView `json:"units" doc:"By name"`
	}
}

func (f *front) units(ctx context.Context, _ *struct{}) (*unitsOutput, error) {
	book, err := f.Book(ctx)
	if err != nil {
		return nil, f.Problem(err)
	}
	out := &unitsOutput{ETag: etag(book.Revision)}
	out.Body.Units = []UnitView{}
	var plans []admin.UnitPlan
	if f.Office != nil {
		if plans, err = f.Office.Plans(ctx); err != nil {
			return nil, f.Problem(err)
		}
	}
	for _, u := range book.Units.All() {
		v := viewUnit(u)
		for _, p := range plans {
			if p.Unit == u.ID {
				v.Plans = append(v.Plans, PlanView{dateText(p.Day), p.Name, p.List, p.Parent, p.By})
			}
		}
		out.Body.Units = append(out.Body.Units, v)
	}
	return out, nil
}

type unitOutput struct {
	ETag string `header:"ETag"`
	Body UnitView
}

func (f *front) unitOutput(u org.Unit, revision int, err error) (*unitOutput, error) {
	if err != nil {
		return nil, f.Problem(err)
	}
	return &unitOutput{etag(revision), viewUnit(u)}, nil
}

type addUnitInput struct {
	Seen
	Body struct {
		Name     string       `json:"name" minLength:"1" maxLength:"100"`
		List     org.List     `json:"list,omitempty" maxLength:"40"`
		Kind     org.Kind     `json:"kind,omitempty" enum:"centre,mediation,office,community,grid"`
		Parent   ident.UnitID `json:"parent,omitempty" maxLength:"40"`
		Division string       `json:"division,omitempty" maxLength:"20" pattern:"^[0-9]*$"`
		From     string       `json:"from,omitempty" format:"date"`
	}
}

func (f *front) addUnit(ctx context.Context, in *addUnitInput) (*unitOutput, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, f.Problem(err)
	}
	from, err := dateOf(in.Body.From)
	if err != nil {
		return nil, f.Problem(err)
	}
	u, next, err := f.Office.AddUnit(ctx, f.Asker(ctx), org.Unit{
		Name: in.Body.Name, List: in.Body.List, Kind: in.Body.Kind, Parent: in.Body.Parent, Division: in.Body.Division, From: from,
	}, revision)
	return f.unitOutput(u, next, err)
}

// UnitPath is where a unit stands.
type UnitPath struct {
	Unit ident.UnitID `path:"unit" maxLength:"40"`
}

type changeUnitInput struct {
	UnitPath
	Seen
	Body struct {
		Name     *string       `json:"name,omitempty" minLength:"1" maxLength:"100"`
		List     *org.List     `json:"list,omitempty" maxLength:"40" doc:"Empty: none"`
		Parent   *ident.UnitID `json:"parent,omitempty" maxLength:"40" doc:"Empty: none"`
		Kind     *org.Kind     `json:"kind,omitempty" maxLength:"20"`
		Division *string       `json:"division,omitempty" maxLength:"20" pattern:"^[0-9]*$"`
		On       string        `json:"on,omitempty" format:"date" doc:"The local day from which that holds; today if left out 生效日"`
	}
}

func (f *front) changeUnit(ctx context.Context, in *changeUnitInput) (*unitOutput, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, f.Problem(err)
	}
	on, err := dateOf(in.Body.On)
	if err != nil {
		return nil, f.Problem(err)
	}
	e := admin.UnitEdit{Name: in.Body.Name, List: in.Body.List, Parent: in.Body.Parent, Kind: in.Body.Kind, Division: in.Body.Division, On: on}
	u, next, err := f.Office.ChangeUnit(ctx, f.Asker(ctx), in.Unit, e, revision)
	return f.unitOutput(u, next, err)
}

type closeUnitInput struct {
	UnitPath
	Seen
	Body struct {
		Last string `json:"last" format:"date" doc:"最后一个可派单日"`
	}
}

func (f *front) closeUnit(ctx context.Context, in *closeUnitInput) (*unitOutput, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, f.Problem(err)
	}
	last, err := dateOf(in.Body.Last)
	if err != nil {
		return nil, f.Problem(err)
	}
	u, next, err := f.Office.CloseUnit(ctx, f.Asker(ctx), in.Unit, last, revision)
	return f.unitOutput(u, next, err)
}

type openUnitInput struct {
	UnitPath
	Seen
}

func (f *front) openUnit(ctx context.Context, in *openUnitInput) (*unitOutput, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, f.Problem(err)
	}
	u, next, err := f.Office.CloseUnit(ctx, f.Asker(ctx), in.Unit, 0, revision)
	return f.unitOutput(u, next, err)
}

type openLegsInput struct {
	UnitPath
	Limit int `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

type openLegsOutput struct {
	Body struct {
		Count int           `json:"count" doc:"All of them"`
		Legs  []OpenLegView `json:"legs" doc:"The longest open first"`
	}
}

// OpenLegView is a leg that keeps its unit from being closed.
type OpenLegView struct {
	Case   ident.CaseID      `json:"case"`
	Number string            `json:"number"`
	Leg    int               `json:"leg"`
	State  casework.LegState `json:"state"`
}

func (f *front) openLegs(ctx context.Context, in *openLegsInput) (*openLegsOutput, error) {
	legs, all, err := f.Office.OpenLegs(ctx, f.Asker(ctx), in.Unit, in.Limit)
	if err != nil {
		return nil, f.Problem(err)
	}
	out := &openLegsOutput{}
	out.Body.Count, out.Body.Legs = all, make([]OpenLegView, len(legs))
	for i, l := range legs {
		out.Body.Legs[i] = OpenLegView(l)
	}
	return out, nil
}

type dropPlanInput struct {
	UnitPath
	Seen
	Day string `path:"day" format:"date"`
}

type revisionOutput struct {
	ETag string `header:"ETag"`
}

func (f *front) dropPlan(ctx context.Context, in *dropPlanInput) (*revisionOutput, error) {
	revision, err := in.revision()
	if err != nil {
		return nil, f.Problem(err)
	}
	day, err := dateOf(in.Day)
	if err != nil {
		return nil, f.Problem(err)
	}
	next, err := f.Office.DropPlan(ctx, f.Asker(ctx), in.Unit, day, revision)
	if err != nil {
		return nil, f.Problem(err)
	}
	return &revisionOutput{etag(next)}, nil
}
