package bulletin

import (
	"strings"

	"huying/internal/kernel/i18n"
)

// CheckName returns the printed name of a reconciliation check of the
// document. The check of a topic's group is named after both; a check that is
// not known comes back as it is.
func (d *Document) CheckName(lang i18n.Lang, check string) string {
	topic, group, ok := groupCheck(check)
	if !ok {
		return checks.Say(lang, i18n.Key(check), nil)
	}
	for i := range d.Topics {
		if d.Topics[i].Key != topic {
			continue
		}
		for _, g := range d.Topics[i].Groups {
			if g.Key == group {
				return checks.Say(lang, groupSum, i18n.Args{"topic": d.Topics[i].Name, "group": g.Name})
			}
		}
	}
	return check
}

// groupCheck takes the keys out of "topic KEY: GROUP sum to total".
func groupCheck(check string) (topic, group string, ok bool) {
	rest, isTopic := strings.CutPrefix(check, "topic ")
	rest, isSum := strings.CutSuffix(rest, " sum to total")
	topic, group, split := strings.Cut(rest, ": ")
	return topic, group, isTopic && isSum && split
}

const groupSum = "group sum"

var checks = i18n.Catalogue{
	groupSum:                  {Zh: "专题“{topic}”：{group}各项之和与合计", En: "{topic}: {group} sum to the total"},
	"rows sum to transferred": {Zh: "各榜办理数之和与交转数", En: "rows sum to transferred"},
	"rows sum to surveyed":    {Zh: "各榜有效评价之和与全区有效评价", En: "rows sum to surveyed"},
	"weighted mean of rows' avg_days to avg_days":   {Zh: "各榜办理时长的加权平均与全区平均", En: "weighted mean of the rows' days to the average days"},
	"classified cases to received":                  {Zh: "已分类件数与受理数", En: "classified cases to cases received"},
	"answered directly and transferred to received": {Zh: "直接答复与交转的件数之和与受理数", En: "cases answered directly and transferred to cases received"},
}
