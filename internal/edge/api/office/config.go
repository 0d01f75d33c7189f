package office

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/app/admin"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

const configTag = "configuration 配置"

func (f *front) registerConfig() {
	if f.Office == nil {
		return
	}
	const readers = "Needs the permission `configure` or `audit.view`."
	huma.Register(f.API, huma.Operation{
		OperationID: "config", Method: http.MethodGet, Path: f.Prefix + "/config", Tags: []string{configTag},
		Summary: "配置总览 Every kind of rule, its versions, their days, and who put them on record", Description: readers,
	}, f.config0)
	huma.Register(f.API, huma.Operation{
		OperationID: "config_kind", Method: http.MethodGet, Path: f.Prefix + "/config/{kind}", Tags: []string{configTag},
		Summary: "某日生效的规则 The versions of a kind that hold on a day, with their texts", Description: readers,
	}, f.configKind)
	huma.Register(f.API, huma.Operation{
		OperationID: "config_rule", Method: http.MethodGet, Path: f.Prefix + "/config/{kind}/{key}", Tags: []string{configTag},
		Summary: "规则版本 One version of one rule, with its text", Description: readers,
	}, f.configRule)
	huma.Register(f.API, huma.Operation{
		OperationID: "put_config", Method: http.MethodPut, Path: f.Prefix + "/config/{kind}/{key}", Tags: []string{configTag}, MaxBodyBytes: maxConfig,
		Summary: "登记新版本 Put the next version of a rule on record",
		Description: "Needs the permission `configure`, for roles `people.manage`. The text is checked by itself and beside all other rules; each problem is " +
			"answered with its line and column. `?preview=true` writes nothing and says which running limits would move (calendars and policies); then " +
			"`?confirm=true` puts it on record and moves them. Without either, what would move limits is refused (409, `config.moves`).",
	}, f.putConfig)
}

// maxConfig is as large as a rule's text may come, in bytes.
const maxConfig = 2 << 20

// VersionView is a version of a rule.
type VersionView struct {
	Key     string       `json:"key"`
	Version int          `json:"version"`
	From    string       `json:"from,omitempty" format:"date" doc:"First local day for which it was made; absent: always, or from its entry on 生效日"`
	To      string       `json:"to,omitempty" format:"date" doc:"Last day, of topics and notes"`
	Entered time.Time    `json:"entered" doc:"登记时间"`
	By      ident.UserID `json:"by,omitempty" doc:"登记人: an account, or console"`
}

func viewVersion(d rulebook.Dated) VersionView {
	return VersionView{Key: d.Key, Version: d.Version, From: dateText(d.From), To: dateText(d.To), Entered: d.Entered, By: d.By}
}

// RuleView is a version with its text.
type RuleView struct {
	VersionView
	Text string `json:"text" doc:"YAML, as it was entered"`
}

// KindView is a kind of rule.
type KindView struct {
	Kind     rulebook.Kind `json:"kind"`
	Zh       string        `json:"zh"`
	Versions []VersionView `json:"versions" doc:"By key, then version"`
}

type configOutput struct {
	ETag string `header:"ETag"`
	Body struct {
		Revision int        `json:"revision" doc:"Of the whole configuration; every change makes a higher one"`
		Kinds    []KindView `json:"kinds"`
	}
}

func (f *front) config0(ctx context.Context, _ *struct{}) (*configOutput, error) {
	all, err := f.Office.Overview(ctx, f.Asker(ctx))
	if err != nil {
		return nil, f.Problem(err)
	}
	out := &configOutput{ETag: etag(all.Revision)}
	out.Body.Revision = all.Revision
	for _, kind := range rulebook.Kinds() {
		v := KindView{Kind: kind, Zh: kind.Chinese(), Versions: []VersionView{}}
		for _, r := range all.Rules {
			if r.Kind == kind {
				v.Versions = append(v.Versions, viewVersion(r))
			}
		}
		out.Body.Kinds = append(out.Body.Kinds, v)
	}
	return out, nil
}

type kindInput struct {
	Kind rulebook.Kind `path:"kind" maxLength:"20"`
	On   string        `query:"on" format:"date" doc:"A local day; today if left out"`
}

type kindOutput struct {
	ETag string `header:"ETag"`
	Body struct {
		Kind  rulebook.Kind `json:"kind"`
		Zh    string        `json:"zh"`
		Rules []RuleView    `json:"rules" doc:"By key"`
	}
}

func (f *front) configKind(ctx context.Context, in *kindInput) (*kindOutput, error) {
	day, err := dateOf(in.On)
	if err != nil {
		return nil, f.Problem(err)
	}
	held, err := f.Office.InForce(ctx, f.Asker(ctx), in.Kind, day)
	if err != nil {
		return nil, f.Problem(err)
	}
	out := &kindOutput{ETag: etag(held.Revision)}
	out.Body.Kind, out.Body.Zh, out.Body.Rules = in.Kind, in.Kind.Chinese(), make([]RuleView, len(held.Rules))
	for i, r := range held.Rules {
		out.Body.Rules[i] = RuleView{viewVersion(r), r.Text}
	}
	return out, nil
}

// RulePath is where a rule stands.
type RulePath struct {
	Kind rulebook.Kind `path:"kind" maxLength:"20"`
	Key  string        `path:"key" maxLength:"64"`
}

type ruleInput struct {
	RulePath
	Version int `query:"version" minimum:"1" doc:"The latest if left out"`
}

type ruleOutput struct {
	ETag string `header:"ETag"`
	Body RuleView
}

func (f *front) configRule(ctx context.Context, in *ruleInput) (*ruleOutput, error) {
	r, revision, err := f.Office.Version(ctx, f.Asker(ctx), in.Kind, in.Key, in.Version)
	if err != nil {
		return nil, f.Problem(err)
	}
	return &ruleOutput{etag(revision), RuleView{viewVersion(r), r.Text}}, nil
}

type putConfigInput struct {
	RulePath
	Seen
	Preview bool         `query:"preview" doc:"Write nothing and say what would change"`
	Confirm bool         `query:"confirm" doc:"The limits that move are known"`
	After   ident.CaseID `query:"after" maxLength:"40" doc:"Of a preview: next of the page before"`
	Limit   int          `query:"limit" minimum:"1" maximum:"1000" default:"100" doc:"Of a preview: limits that are listed, and those of the last case"`
	Body    struct {
		Text    string `json:"text" minLength:"1" maxLength:"600000" doc:"YAML; its first day in force stands in it"`
		Version int    `json:"version,omitempty" minimum:"1" doc:"That which the text names, or the next, if left out"`
	}
}

type putConfigOutput struct {
	ETag string `header:"ETag"`
	Body PlacedView
}

func (f *front) putConfig(ctx context.Context, in *putConfigInput) (*putConfigOutput, error) {
	d := admin.Draft{Kind: in.Kind, Key: in.Key, Text: in.Body.Text, Version: in.Body.Version, Confirmed: in.Confirm}
	var placed admin.Placed
	revision, err := in.revision()
	switch {
	case errs.CodeOf(err) == "config.unseen" && in.Preview:
		placed, err = f.Office.Preview(ctx, f.Asker(ctx), d, admin.Page{After: in.After, Most: in.Limit})
	case err != nil:
	case in.Preview:
		d.Revision = revision
		placed, err = f.Office.Preview(ctx, f.Asker(ctx), d, admin.Page{After: in.After, Most: in.Limit})
	default:
		d.Revision = revision
		placed, err = f.Office.Put(ctx, f.Asker(ctx), d)
	}
	if err != nil {
		return nil, f.TextProblem(err)
	}
	return &putConfigOutput{etag(placed.Revision), viewPlaced(placed)}, nil
}
