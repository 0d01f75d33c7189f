package rulebook

import (
	"slices"

	"huying/internal/domain/identity"
	"huying/internal/domain/yamltext"
)

// Rights is what the region gives to each role: the preset until it has said
// otherwise.
func (b *Book) Rights() identity.Rights {
	if len(b.rights) == 0 {
		return identity.PresetRights()
	}
	return b.rights
}

// rolesRule is the rule of kind Roles: the region's whole table, in order.
type rolesRule struct {
	roles []identity.Right
}

func parseRoles(data []byte, file string) (*identity.Rights, error) {
	r, err := parse(data, file, func(f *yamltext.Fields) rolesRule {
		return rolesRule{yamltext.Records(f, "roles", readRight)}
	}, checkRoles)
	if err != nil {
		return nil, err
	}
	rights := identity.Rights(r.roles)
	return &rights, nil
}

func readRight(f *yamltext.Fields) identity.Right {
	return identity.Right{
		Role:  yamltext.Required(f, "role", yamltext.Named[identity.Role]),
		Zh:    yamltext.Required(f, "zh", yamltext.Text),
		En:    yamltext.Required(f, "en", yamltext.Text),
		Sight: yamltext.Required(f, "sight", yamltext.Named[identity.Sight]),
		May:   yamltext.List(f, "may", yamltext.Named[identity.Permission]),
	}
}

// checkRoles: every role can be told from the others and does what roles of
// people may do, none holds what has to stay apart, and somebody keeps the
// accounts, or nobody could ever be let in again.
func checkRoles(c *yamltext.Checks, r rolesRule) {
	rights := identity.Rights(r.roles)
	kept := false
	for i, right := range rights {
		at := yamltext.At("roles", i)
		c.Key(at+".role", string(right.Role))
		c.Filled(at+".zh", right.Zh)
		c.Filled(at+".en", right.En)
		yamltext.OneOf(c, at+".sight", right.Sight, identity.Sights()...)
		if right.Role.Reserved() {
			c.Fail(at+".role", "%q is of citizens or of the program itself; expected a role of people", right.Role)
		}
		checkOthers(c, at, right, rights[:i])
		for j, p := range right.May {
			yamltext.OneOf(c, yamltext.At(at+".may", j), p, identity.Grantable()...)
			if slices.Contains(right.May[:j], p) {
				c.Fail(yamltext.At(at+".may", j), "%q is listed twice", p)
			}
		}
		if right.Sight != identity.AllCases && slices.Contains(right.May, identity.RevealSecret) {
			c.Fail(at+".may", "%s goes with the sight %q only", identity.RevealSecret, identity.AllCases)
		}
		if pair, clash := (identity.Rights{right}).Clash(right.Role); clash {
			c.Fail(at+".may", "%s and %s; expected one of them: %s", pair.One, pair.Other, pair.En)
		}
		kept = kept || slices.Contains(right.May, identity.ManagePeople)
	}
	if !kept {
		c.Fail("roles", "none has %s; expected at least one that can let people in", identity.ManagePeople)
	}
}

// checkOthers: no two roles have one name.
func checkOthers(c *yamltext.Checks, at string, right identity.Right, before []identity.Right) {
	for _, same := range []struct {
		field, value string
		of           func(identity.Right) string
	}{
		{"role", string(right.Role), func(o identity.Right) string { return string(o.Role) }},
		{"zh", right.Zh, func(o identity.Right) string { return o.Zh }},
		{"en", right.En, func(o identity.Right) string { return o.En }},
	} {
		if slices.ContainsFunc(before, func(o identity.Right) bool { return same.of(o) == same.value }) {
			c.Fail(at+"."+same.field, "%q is listed twice", same.value)
		}
	}
}

// RolesYAML writes a table of rights as the text of a rule of kind Roles.
func RolesYAML(rights identity.Rights) ([]byte, error) {
	type role struct {
		Role  identity.Role         `yaml:"role"`
		Zh    string                `yaml:"zh"`
		En    string                `yaml:"en"`
		Sight identity.Sight        `yaml:"sight"`
		May   []identity.Permission `yaml:"may,flow"`
	}
	var doc struct {
		Roles []role `yaml:"roles"`
	}
	for _, r := range rights {
		doc.Roles = append(doc.Roles, role{r.Role, r.Zh, r.En, r.Sight, r.May})
	}
	return yamltext.Encode(doc)
}
