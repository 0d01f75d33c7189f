package admin

import (
	"context"
	"embed"
	"slices"
	"strings"

	"huying/internal/domain/calendar"
	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/domain/rulebook"
	"huying/internal/domain/scoring"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Options are what an Admin stands on.
type Options struct {
	Store *store.Store
	IDs   *ident.Source
}

// Admin changes the configuration of regions. It is safe for use by several
// goroutines.
type Admin struct {
	store *store.Store
	ids   *ident.Source
}

// New returns an Admin.
func New(o Options) *Admin { return &Admin{store: o.Store, ids: o.IDs} }

//go:embed presets
var presets embed.FS

// Presets lists what a region can be founded on.
func Presets() []string { return []string{"district"} }

// districtZone is the time zone of the preset's regions.
const districtZone = "Asia/Shanghai"

// CheckInstall reports what Install cannot take, before anything is made.
// Errors: Invalid, for a malformed code, an empty name or an unknown preset.
func CheckInstall(code ident.RegionCode, name, preset string) error {
	switch {
	case len(code) != 6 || strings.Trim(string(code), "0123456789") != "":
		return errs.Newf(errs.Invalid, "region.code", "%q is not a region code; expected six digits such as 330802", "“%s”不是区划代码，应为六位数字，如 330802", code)
	case strings.TrimSpace(name) == "":
		return errs.Newf(errs.Invalid, "region.name", "a region needs a name", "缺少地区名称")
	case !slices.Contains(Presets(), preset):
		return errs.Newf(errs.Invalid, "region.preset", "%q is not a preset; expected one of %s", "没有预设“%s”，可用的有 %s", preset, strings.Join(Presets(), ", "))
	}
	return nil
}

// Install founds a region on a preset: subject tree, reason lists, house
// rules, roles, calendar, deadline policy and scheme, and no unit. Errors: those of
// CheckInstall; Conflict ("installation.exists") when the installation has a
// region already.
func (a *Admin) Install(ctx context.Context, code ident.RegionCode, name, preset string) error {
	return a.Found(ctx, Founding{Region: code, Name: name, Preset: preset})
}

// presetRules are the rules of the preset "district": its own files, and the
// built-in roles, calendar, policy and scheme.
func presetRules(preset string) ([]rulebook.Rule, error) {
	var rules []rulebook.Rule
	for _, f := range []struct {
		kind rulebook.Kind
		key  string
	}{
		{rulebook.Subjects, "subjects"}, {rulebook.House, "rules"}, {rulebook.Reasons, "return"}, {rulebook.Reasons, "extend"},
		{rulebook.Reasons, "suspend"}, {rulebook.Reasons, "refuse"}, {rulebook.Reasons, "unsolved"}, {rulebook.Reasons, "unreached"},
		{rulebook.Reasons, "exclude"}, {rulebook.Reasons, "route"}, {rulebook.Reasons, "course"},
		{rulebook.Reasons, "rework"}, {rulebook.Reasons, "merge"}, {rulebook.Reasons, "portal"}, {rulebook.Reasons, "unmerge"},
	} {
		text, err := presets.ReadFile("presets/" + preset + "/" + string(f.kind) + "-" + f.key + ".yaml")
		if err != nil {
			return nil, err
		}
		rules = append(rules, rulebook.Rule{Kind: f.kind, Key: f.key, Version: 1, Text: string(text)})
	}
	cal, err := calendar.China().YAML()
	if err != nil {
		return nil, err
	}
	policy, err := deadline.PresetYAML(preset)
	if err != nil {
		return nil, err
	}
	scheme, err := scoring.PresetYAML("kecheng-2019")
	if err != nil {
		return nil, err
	}
	roles, err := rulebook.RolesYAML(identity.PresetRights())
	if err != nil {
		return nil, err
	}
	return append(rules,
		rulebook.Rule{Kind: rulebook.Roles, Key: "roles", Version: 1, Text: string(roles)},
		rulebook.Rule{Kind: rulebook.Calendar, Key: "china", Version: 1, Text: string(cal)},
		rulebook.Rule{Kind: rulebook.Policy, Key: "district", Version: 1, Text: string(policy)},
		rulebook.Rule{Kind: rulebook.Scheme, Key: "kecheng-2019", Version: 1, Text: string(scheme)},
	), nil
}
