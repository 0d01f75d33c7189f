package deadline

import (
	"huying/internal/domain/yamltext"
	"huying/internal/kernel/errs"
)

// policyYAML is how a policy is written.
type policyYAML struct {
	Key         string     `yaml:"key"`
	Version     int        `yaml:"version"`
	Name        string     `yaml:"name"`
	Effective   string     `yaml:"effective,omitempty"`
	Calendar    string     `yaml:"calendar"`
	Assumptions []string   `yaml:"assumptions,omitempty"`
	Rules       []ruleYAML `yaml:"rules"`
}

type ruleYAML struct {
	Key        string         `yaml:"key"`
	Clock      string         `yaml:"clock"`
	For        *matchYAML     `yaml:"for,omitempty"`
	Limit      string         `yaml:"limit"`
	Start      string         `yaml:"start"`
	Convention string         `yaml:"convention"`
	End        string         `yaml:"end,omitempty"`
	Warnings   []string       `yaml:"warnings,omitempty"`
	Extension  *allowanceYAML `yaml:"extension,omitempty"`
	Basis      string         `yaml:"basis"`
}

type matchYAML struct {
	Kinds     []string `yaml:"kinds,omitempty"`
	Channels  []string `yaml:"channels,omitempty"`
	Urgencies []string `yaml:"urgencies,omitempty"`
	Subjects  []string `yaml:"subjects,omitempty"`
	Lists     []string `yaml:"lists,omitempty"`
	Units     []string `yaml:"units,omitempty"`
	Roles     []string `yaml:"roles,omitempty"`
	Rework    *bool    `yaml:"rework,omitempty"`
}

type allowanceYAML struct {
	Max   string `yaml:"max"`
	Times int    `yaml:"times"`
}

// YAML writes the policy; Parse reads it back unchanged. Comments of the file
// that it was read from are not kept.
func (p *Policy) YAML() ([]byte, error) {
	out := policyYAML{
		Key: p.Key, Version: p.Version, Name: p.Name, Calendar: p.Calendar, Assumptions: p.Assumptions,
	}
	if p.Effective != 0 {
		out.Effective = p.Effective.String()
	}
	for i := range p.Rules {
		out.Rules = append(out.Rules, p.Rules[i].yaml())
	}
	data, err := yamltext.Encode(out)
	return data, errs.Wrap("write policy "+p.Key, err)
}

func (r *Rule) yaml() ruleYAML {
	out := ruleYAML{
		Key: r.Key, Clock: string(r.Clock), Limit: r.Limit.String(), Start: string(r.Start),
		Convention: string(r.Convention), End: string(r.End), Basis: r.Basis,
	}
	if !r.For.empty() {
		m := matchYAML(r.For)
		out.For = &m
	}
	for _, w := range r.Warnings {
		out.Warnings = append(out.Warnings, w.String())
	}
	if r.Extension != (Allowance{}) {
		out.Extension = &allowanceYAML{r.Extension.Max.String(), r.Extension.Times}
	}
	return out
}
