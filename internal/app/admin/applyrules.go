package admin

import (
	"cmp"
	"fmt"
	"strings"

	"huying/internal/domain/rulebook"
	"huying/internal/kernel/errs"
)

func (l *ledger) applyRules(c Config) (int, error) {
	rules, err := l.Rules(l.code)
	if err != nil {
		return 0, err
	}
	type name struct {
		kind rulebook.Kind
		key  string
	}
	versions := map[name][]rulebook.Rule{}
	for _, r := range rules {
		n := name{r.Kind, r.Key}
		versions[n] = append(versions[n], r)
	}
	changed := 0
	for _, want := range c.Rules {
		n := name{want.Kind, want.Key}
		r := want.rule()
		fresh, err := next(&r, versions[n])
		if err != nil {
			return 0, errs.At(want.at, err)
		}
		if !fresh {
			continue
		}
		if err := r.Read(); err != nil {
			return 0, want.place(err)
		}
		was := ""
		if there := versions[n]; len(there) > 0 {
			was = there[len(there)-1].Text
		}
		if err := l.putRule(r, was); err != nil {
			return 0, err
		}
		versions[n] = append(versions[n], r)
		changed++
	}
	return changed, nil
}

func (c RuleConfig) rule() rulebook.Rule {
	return rulebook.Rule{Kind: c.Kind, Key: c.Key, Version: c.Version, Text: strings.TrimRight(c.Text, "\n") + "\n"}
}

// next decides whether a rule is to be added, and as which version: the one it
// names, else that in its text, else the one after the latest. A version that
// is there may not be said differently.
func next(r *rulebook.Rule, there []rulebook.Rule) (bool, error) {
	latest := 0
	if n := len(there); n > 0 {
		latest = there[n-1].Version
		if r.Version == 0 && there[n-1].Text == r.Text {
			return false, nil
		}
	}
	if r.Version == 0 {
		r.Version = cmp.Or(r.Declared(), latest+1)
	}
	for _, v := range there {
		switch {
		case v.Version != r.Version:
		case v.Text == r.Text:
			return false, nil
		default:
			return false, errs.New(errs.Invalid, "rule.changed",
				fmt.Sprintf("%s %s: version %d is on record and cannot be changed; give the next one", r.Kind, r.Key, r.Version),
				fmt.Sprintf("%s %s：第 %d 版已登记，不可更改，请用下一版本", r.Kind, r.Key, r.Version))
		}
	}
	if r.Version < latest {
		return false, errs.New(errs.Invalid, "rule.version",
			fmt.Sprintf("%s %s: version %d would come after %d", r.Kind, r.Key, r.Version, latest),
			fmt.Sprintf("%s %s：已有第 %d 版，不能再加第 %d 版", r.Kind, r.Key, latest, r.Version))
	}
	return true, nil
}
