package demo

import (
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/topic"
)

// Keys of the topics.
const (
	cityTopic          = "city"
	businessTopic      = "business"
	houseTopic         = "house"
	expropriationTopic = "expropriation"
	epidemicTopic      = "epidemic"
	healthCodeTopic    = "healthcode"
)

// topics are the definitions that the region has in force. Where the source
// does not say since when a topic is watched, the note says what is assumed.
func topics() []topic.Definition {
	since2018 := calendar.DateFrom(2018, time.January, 1)
	since2019 := calendar.DateFrom(2019, time.January, 1)
	since2020 := calendar.DateFrom(2020, time.January, 1)
	const assumed = "专题起始日为假设 / the day from which the topic is watched is assumed"
	return []topic.Definition{
		{Key: cityTopic, Name: "文明城市创建", From: since2018, Groups: cityGroups()},
		{Key: businessTopic, Name: "营商环境专线", From: since2019, Groups: businessGroups(), Note: assumed},
		{Key: houseTopic, Name: "农房整治", From: since2019, Groups: houseGroups(), Note: assumed},
		{Key: expropriationTopic, Name: "房屋征收", From: since2019, Groups: expropriationGroups(), Note: assumed},
		{Key: epidemicTopic, Name: "新冠肺炎疫情来电", On: topic.OnContacts, From: since2020, Note: assumed},
		{
			Key: healthCodeTopic, Name: "健康码咨询投诉", On: topic.OnContacts, From: since2020,
			Note: "与疫情来电分开计数；专题起始日为假设 / counted apart from calls about the epidemic; the day from which the topic is watched is assumed",
		},
	}
}

func cityGroups() []topic.Group {
	return []topic.Group{{Key: "matter", Name: "按问题", Facets: []topic.Facet{
		{Key: "facility", Name: "城市设施类"},
		{Key: "green", Name: "绿化环卫类"},
		{Key: "parking", Name: "停车位类"},
		{Key: "dog", Name: "犬类管理类"},
		{Key: "disorder", Name: "车辆乱停放类"},
		{Key: "fume", Name: "油烟排放类"},
		{Key: "noise", Name: "噪音类"},
	}}}
}

func businessGroups() []topic.Group {
	kinds := func(k ...string) *topic.Filter { return &topic.Filter{Kinds: k} }
	return []topic.Group{
		{Key: "kind", Name: "按事项类别", Facets: []topic.Facet{
			{Key: "consult", Name: "咨询类", Filter: kinds("consult")},
			{Key: "help", Name: "求助类", Filter: kinds("help")},
			{Key: "complain", Name: "投诉举报类", Filter: kinds("complain", "report")},
			{Key: "suggest", Name: "建议类", Filter: kinds("suggest")},
		}},
		{Key: "content", Name: "按事项内容", Facets: []topic.Facet{
			{Key: "core", Name: "营商环境核心事项", Facets: []topic.Facet{
				{Key: "start", Name: "企业开办"},
				{Key: "tax", Name: "纳税"},
				{Key: "facility", Name: "生产经营配套设施"},
			}},
			{Key: "other", Name: "营商环境非核心事项"},
		}},
	}
}

func houseGroups() []topic.Group {
	return []topic.Group{{Key: "matter", Name: "按问题", Facets: []topic.Facet{
		{Key: "illegal", Name: "违章建筑类"},
		{Key: "repair", Name: "房屋修缮与审批类"},
		{Key: "compensation", Name: "房屋拆迁与补偿类"},
	}}}
}

func expropriationGroups() []topic.Group {
	facets := make([]topic.Facet, 0, len(projects()))
	for _, p := range projects() {
		facets = append(facets, topic.Facet{Key: p.key, Name: p.name})
	}
	return []topic.Group{
		{Key: "project", Name: "按项目", Facets: facets},
		{Key: "issue", Name: "按问题", Facets: []topic.Facet{
			{Key: "environment", Name: "对房屋征迁环境疑议"},
			{Key: "plan", Name: "对房屋赔偿方案疑议"},
			{Key: "policy", Name: "对房屋征收政策疑议"},
			{Key: "agency", Name: "对拆迁机构疑议"},
			{Key: "area", Name: "对房屋征收区块疑议"},
			{Key: "resettle", Name: "咨询房屋安置政策"},
			{Key: "other", Name: "其他问题"},
		}},
	}
}

// project is an expropriation 征收项目, carried by the street that it lies in.
type project struct {
	key, name, unit string
	cases           int // received in 2019 Q4
}

func projects() []project {
	return []project{
		{"old-town", "古城双修", "府山街道办事处", 24},
		{"shantytown", "衢化棚改", "衢化街道办事处", 9},
		{"lixian", "礼贤片区", "双港街道办事处", 8},
	}
}
