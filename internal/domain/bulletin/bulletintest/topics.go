package bulletintest

import (
	"time"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/calendar"
	"huying/internal/kernel/exact"
)

// topics are an invented topic with the year before, one with rates and parts
// inside parts, one on contacts over its own days, and an empty one.
func topics() []bulletin.Topic {
	from, to := calendar.DateFrom(2021, time.July, 1), calendar.DateFrom(2021, time.September, 30)
	return []bulletin.Topic{
		{
			Key: "city", Name: "城市环境整治", From: from, To: to, Total: 655, Previous: before(803),
			Groups: []bulletin.Group{{Key: "aspect", Name: "问题类别", Facets: []bulletin.Facet{
				facet("路面破损", 188, 240), facet("绿化养护", 160, 131), facet("占道停车", 144, 302),
				facet("夜间噪声", 92, 92), facet("油烟扰民", 57, 38), facet("新增事项", 14, 0),
			}}},
		},
		{
			Key: "business", Name: "企业服务专线", From: from, To: to, Total: 31,
			CloseRate: exact.Int(100).Ptr(), Satisfaction: exact.Must("96.55").Ptr(),
			Groups: []bulletin.Group{
				{Key: "kind", Name: "诉求类型", Facets: []bulletin.Facet{part("咨询", 12), part("求助", 9), part("建议", 10)}},
				{Key: "matter", Name: "事项内容", Facets: []bulletin.Facet{
					{Key: "core", Name: "核心事项", Count: 11, Facets: []bulletin.Facet{part("开办登记", 6), part("办税缴费", 5)}},
					part("其他事项", 20),
				}},
			},
		},
		{
			Key: "flood", Name: "防汛抢险来电", From: calendar.DateFrom(2021, time.July, 18), To: calendar.DateFrom(2021, time.August, 2),
			Total: 416, On: bulletin.OnContacts,
			Groups: []bulletin.Group{{Key: "need", Name: "来电诉求", Facets: []bulletin.Facet{part("积水排除", 271), part("安置转移", 145)}}},
		},
		{Key: "lift", Name: "老旧小区加装电梯", From: from, To: to, Previous: before(3)},
	}
}

func before(n int) *int { return &n }

// facet is one with the year before.
func facet(name string, count, previous int) bulletin.Facet {
	return bulletin.Facet{
		Key: name, Name: name, Count: count, Previous: before(previous),
		ChangePercent: bulletin.ChangePercent(count, before(previous)),
	}
}

// part is one without.
func part(name string, count int) bulletin.Facet {
	return bulletin.Facet{Key: name, Name: name, Count: count}
}
