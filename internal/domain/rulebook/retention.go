package rulebook

import (
	"fmt"

	"huying/internal/domain/calendar"
	"huying/internal/domain/yamltext"
)

// RetentionRule 保存期限规则 says for how many years after a case was archived
// its person and its texts are kept, from a day on. 0: for good.
type RetentionRule struct {
	Version   int           `yaml:"-"`
	Effective calendar.Date `yaml:"effective,omitempty"`
	Persons   int           `yaml:"persons_years"`
	Texts     int           `yaml:"texts_years"`
}

// Ref names the version, as the register of erasures does.
func (r RetentionRule) Ref() string { return fmt.Sprintf("%s@%d", Retention, r.Version) }

// RetentionOn is the rule in force on a day; ok is false when all is kept for
// good.
func (b *Book) RetentionOn(day calendar.Date) (rule RetentionRule, ok bool) {
	r, ok := inForce(b.retention, day, func(r *RetentionRule) calendar.Date { return r.Effective })
	if !ok {
		return RetentionRule{}, false
	}
	return *r, r.Persons+r.Texts > 0
}

// parseRetention reads a rule, in whole years: a case may be opened again, and its
// figures are still asked about.
func parseRetention(data []byte, file string) (*RetentionRule, error) {
	const most = 100
	return parse(data, file, func(f *yamltext.Fields) RetentionRule {
		return RetentionRule{
			Effective: yamltext.Value(f, "effective", yamltext.Of(calendar.ParseDate)),
			Persons:   yamltext.Required(f, "persons_years", yamltext.Int),
			Texts:     yamltext.Required(f, "texts_years", yamltext.Int),
		}
	}, func(c *yamltext.Checks, r RetentionRule) {
		between(c, "persons_years", r.Persons, most)
		between(c, "texts_years", r.Texts, most)
	})
}
