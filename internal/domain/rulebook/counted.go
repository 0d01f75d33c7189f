package rulebook

import (
	"encoding/hex"
	"encoding/json"

	"github.com/emmansun/gmsm/sm3"

	"huying/internal/domain/calendar"
	"huying/internal/domain/scoring"
	"huying/internal/domain/topic"
)

// DayRuleOn is how lengths of legs dispatched on a day are measured: as the
// scheme in force says, by whole days where none is.
func (b *Book) DayRuleOn(day calendar.Date) scoring.DayRule {
	if s, ok := scoring.InForce(b.schemes, day); ok {
		return s.Measures.Days
	}
	return scoring.WholeDays
}

// CountingRules is a digest of all by which days are counted beforehand: where
// it differs from the one that a day was counted by, the day is to be counted
// again.
func (b *Book) CountingRules() string {
	type measured struct {
		From calendar.Date
		Days scoring.DayRule
	}
	rules := struct {
		Zone    string
		Topics  []topic.Definition
		Schemes []measured
	}{Zone: b.Location.String(), Topics: b.Topics()}
	for _, s := range b.schemes {
		rules.Schemes = append(rules.Schemes, measured{s.Effective, s.Measures.Days})
	}
	text, err := json.Marshal(rules)
	if err != nil {
		panic(err) // the types have nothing that JSON cannot say
	}
	sum := sm3.Sum(text)
	return hex.EncodeToString(sum[:8])
}
