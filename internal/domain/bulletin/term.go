package bulletin

import "huying/internal/kernel/i18n"

// Term returns the printed name of a figure, by its key in the contract, or of
// a scheme's component, which is named after what it measures. An unknown key
// comes back as it is.
func Term(lang i18n.Lang, key string) string {
	return terms.Say(lang, i18n.Key(key), nil)
}

// Label returns the printed name of a component: the scheme's own where it
// gave one in this language's script, else the general term.
func (w *Working) Label(lang i18n.Lang) string {
	if _, known := terms[i18n.Key(w.Component)]; known && lang == i18n.English || w.Name == "" {
		return Term(lang, w.Component)
	}
	return w.Name
}

var terms = i18n.Catalogue{
	"received":                {Zh: "受理诉求", En: "Cases received"},
	"transferred":             {Zh: "交转承办", En: "Legs transferred"},
	"answered_directly":       {Zh: "直接答复", En: "Answered directly"},
	"contacts":                {Zh: "来电接待", En: "Contacts"},
	"units":                   {Zh: "承办单位", En: "Units"},
	"sign_rate":               {Zh: "按期受理率", En: "Signed on time"},
	"close_rate":              {Zh: "按期办结率", En: "Closed on time"},
	"callback_rate":           {Zh: "按期回访核实率", En: "Called back on time"},
	"avg_days":                {Zh: "平均办理时长", En: "Average days"},
	"surveyed":                {Zh: "有效评价", En: "Surveyed"},
	"dissatisfied":            {Zh: "不满意", En: "Dissatisfied"},
	"satisfaction":            {Zh: "满意率", En: "Satisfaction"},
	"index":                   {Zh: "效能指数", En: "Efficacy index"},
	"over_average":            {Zh: "超平均时长单位", En: "Units over the average days"},
	"below_full_satisfaction": {Zh: "满意率未满单位", En: "Units below full satisfaction"},
	"rank_among_siblings":     {Zh: "同级地区位次", En: "Rank among sibling regions"},
	"handled":                 {Zh: "办理数量", En: "Handled"},
	"rank":                    {Zh: "排名", En: "Rank"},
	"tier":                    {Zh: "等次", En: "Tier"},
	"unit":                    {Zh: "承办单位", En: "Unit"},
	"satisfied_rate":          {Zh: "满意率", En: "Satisfied share"},
	"solved_rate":             {Zh: "解决率", En: "Solved"},
	"reached_rate":            {Zh: "联系成功率", En: "Reached"},
	"surveyed_rate":           {Zh: "参评率", En: "Surveyed share"},
	"return_rate":             {Zh: "退单率", En: "Return rate"},
	"rework_rate":             {Zh: "重办率", En: "Rework rate"},
	"extension_rate":          {Zh: "延期率", En: "Extension rate"},
	"overdue":                 {Zh: "超期办结件数", En: "Closed late"},
	"late_signs":              {Zh: "超期签收件数", En: "Signed late"},
	"late_callbacks":          {Zh: "超期回访件数", En: "Called back late"},
	"returns":                 {Zh: "退单次数", En: "Returns"},
	"reworks":                 {Zh: "重办次数", En: "Reworks"},
	"extensions":              {Zh: "延期次数", En: "Extensions"},
	"notices":                 {Zh: "通报次数", En: "Notices"},
}
