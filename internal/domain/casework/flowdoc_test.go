package casework

import (
	"fmt"
	"strings"

	"huying/internal/domain/deadline"
)

//go:generate go test -run TestFlowDocument -update .

// flowMarkdown prints both machines as docs/flow.md: a diagram and a table
// each, drawn from the same rows that Decide follows.
func flowMarkdown() string {
	var b strings.Builder
	b.WriteString("# The flow\n\nGenerated from `internal/domain/casework/flow.go` by `make generate`; do not edit.\n\n")
	b.WriteString("## The case 诉求件\n\n")
	writeFlow(&b, caseFlow, CaseState.Chinese)
	b.WriteString("\n## The leg 承办任务\n\n")
	writeFlow(&b, legFlow, LegState.Chinese)
	b.WriteString("\nEvery leg starts with these clocks running from its dispatch: ")
	b.WriteString(clockNames(SpawnClocks()))
	b.WriteString(".\n")
	return b.String()
}

func writeFlow[S ~string](b *strings.Builder, f Flow[S], name func(S) string) {
	b.WriteString("```mermaid\nstateDiagram-v2\n")
	for _, s := range statesOf(f) {
		fmt.Fprintf(b, "    %s: %s\n", nodeOf(s), name(s))
	}
	for _, r := range f {
		for _, from := range r.From {
			if r.To != "" && r.To != from {
				fmt.Fprintf(b, "    %s --> %s: %s\n", nodeOf(from), nodeOf(r.To), r.Do.Chinese())
			}
		}
	}
	b.WriteString("```\n\n| action | 动作 | from | to | permission | if | must carry | may carry | clocks | drives |\n|---|---|---|---|---|---|---|---|---|---|\n")
	for _, r := range f {
		fmt.Fprintf(b, "| `%s` | %s | %s | %s | %s | %s | %s | %s | %s | %s |\n",
			r.Do, r.Do.Chinese(), names(r.From, name), toName(r, name), orDriven(string(r.Need)),
			join(r.Guards), join(r.Ask), join(r.May), clocksOf(r), join(r.Drives))
	}
}

func nodeOf[S ~string](s S) string {
	if s == "" {
		return "new"
	}
	return string(s)
}

func statesOf[S ~string](f Flow[S]) []S {
	var all []S
	seen := map[S]bool{}
	for _, r := range f {
		for _, s := range append(append([]S{}, r.From...), r.To) {
			if !seen[s] && (s != "" || len(r.From) == 1 && r.From[0] == "") {
				seen[s] = true
				all = append(all, s)
			}
		}
	}
	return all
}

func names[S ~string](states []S, name func(S) string) string {
	all := make([]string, len(states))
	for i, s := range states {
		all[i] = name(s)
	}
	return strings.Join(all, "、")
}

func toName[S ~string](r Row[S], name func(S) string) string {
	if r.To == "" {
		return "—"
	}
	return name(r.To)
}

func orDriven(need string) string {
	if need == "" {
		return "driven"
	}
	return "`" + need + "`"
}

func join[T ~string](items []T) string {
	all := make([]string, len(items))
	for i, s := range items {
		all[i] = "`" + string(s) + "`"
	}
	return strings.Join(all, " ")
}

func clockNames(kinds []deadline.Clock) string {
	all := make([]string, len(kinds))
	for i, k := range kinds {
		all[i] = k.Chinese()
	}
	return strings.Join(all, "、")
}

func clocksOf[S ~string](r Row[S]) string {
	var all []string
	for _, part := range []struct {
		verb  string
		kinds []deadline.Clock
	}{{"start", r.Start}, {"meet", r.Meet}, {"miss", r.Miss}, {"stop", r.Stop}, {"pause", r.Pause}, {"resume", r.Resume}, {"reopen", r.Reopen}} {
		if len(part.kinds) > 0 {
			all = append(all, part.verb+" "+clockNames(part.kinds))
		}
	}
	if r.StopAll {
		all = append(all, "stop all")
	}
	if r.Spawn {
		all = append(all, "new legs")
	}
	if r.CancelLegs {
		all = append(all, "legs cancelled")
	}
	if r.CancelOpen {
		all = append(all, "legs cancelled that are not closed")
	}
	return strings.Join(all, "; ")
}
