package casework

import (
	"fmt"
	"slices"
	"strings"

	"huying/internal/domain/identity"
)

//go:generate go test -run TestPermissionDocument -update .

// Marks of the matrix: how far a role's permission reaches.
const (
	everywhere = "●" // every case of the region
	ownUnits   = "◐" // legs of the own unit and below, cases that they are on
	ownCases   = "○" // cases that the person received
)

// permissionsMarkdown prints who may do what as docs/permissions.md, drawn from
// the rows that Decide follows and from a table of rights.
func permissionsMarkdown(rights identity.Rights) string {
	var b strings.Builder
	b.WriteString("# Who may do what 权限一览\n\nGenerated from the flow tables and the preset roles by `make generate`; do not edit. " +
		"A region may change its roles (rule `roles`); `huying export config` prints them.\n\n" +
		everywhere + " on every case of the region · " + ownUnits + " on legs of the own unit and those below, on cases that they are on · " +
		ownCases + " on cases that the person received\n\n")
	b.WriteString("## Roles 角色\n\n| role | 角色 | in English | sees |\n|---|---|---|---|\n")
	for _, r := range rights {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", r.Role, r.Zh, r.En, sees(r))
	}
	b.WriteString("\n## Actions on the case 诉求件\n\n")
	writeMatrix(&b, rights, commanded(caseFlow))
	b.WriteString("\n## Actions on the leg 承办任务\n\n")
	writeMatrix(&b, rights, commanded(legFlow))
	b.WriteString("\n## Without an action 其他权限\n\n")
	writeMatrix(&b, rights, idle())
	b.WriteString("\n## What one person may not hold together 不相容权限\n\n| | | why | 理由 |\n|---|---|---|---|\n")
	for _, a := range identity.Aparts() {
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", a.One.Chinese(), a.Other.Chinese(), a.En, a.Zh)
	}
	return b.String()
}

// line is a row of the matrix.
type line struct {
	word, zh string
	need     identity.Permission
}

// commanded lists the actions of a flow that somebody may command, once each.
func commanded[S ~string](f Flow[S]) []line {
	var all []line
	for _, r := range f {
		l := line{string(r.Do), r.Do.Chinese(), r.Need}
		if r.Need != "" && !slices.Contains(all, l) {
			all = append(all, l)
		}
	}
	return all
}

// idle lists the permissions that no action needs.
func idle() []line {
	used := append(commanded(caseFlow), commanded(legFlow)...)
	var all []line
	for _, p := range identity.Permissions() {
		if !slices.ContainsFunc(used, func(l line) bool { return l.need == p }) {
			all = append(all, line{string(p), p.Chinese(), p})
		}
	}
	return all
}

func writeMatrix(b *strings.Builder, rights identity.Rights, lines []line) {
	b.WriteString("| | | permission |")
	for _, r := range rights {
		b.WriteString(" " + r.Zh + " |")
	}
	b.WriteString("\n|---|---|---|" + strings.Repeat(":-:|", len(rights)) + "\n")
	for _, l := range lines {
		fmt.Fprintf(b, "| `%s` | %s | `%s` |", l.word, l.zh, l.need)
		for _, r := range rights {
			b.WriteString(" " + mark(r, l.need) + " |")
		}
		b.WriteString("\n")
	}
}

// mark is how far a role's permission reaches; empty where it has none.
func mark(r identity.Right, p identity.Permission) string {
	switch {
	case !slices.Contains(r.May, p):
		return ""
	case p.OfUnit():
		return ownUnits
	case !strings.HasPrefix(string(p), "case.") && !strings.HasPrefix(string(p), "person."):
		return everywhere // it is not about single cases
	case r.Sight == identity.UnitCases:
		return ownUnits
	case r.Sight == identity.OwnCases:
		return ownCases
	}
	return everywhere
}

func sees(r identity.Right) string {
	switch {
	case !slices.Contains(r.May, identity.CaseView):
		return "no case"
	case r.Sight == identity.UnitCases:
		return "cases of the own unit and those below"
	case r.Sight == identity.OwnCases:
		return "cases that the person received"
	}
	return "every case"
}
