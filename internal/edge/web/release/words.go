package release

import "huying/internal/kernel/i18n"

// Messages are the words of this room.
func Messages() i18n.Catalogue { return words }

var words = i18n.Catalogue{
	"nav.release":       {Zh: "通报发布", En: "Release"},
	"release.title":     {Zh: "通报拟稿与发布", En: "Draw up and release bulletins"},
	"release.lead":      {Zh: "一人拟稿，另一人看过后发布；发布后数字不再改变，并附逐件开放数据。", En: "One person draws a bulletin up, another one looks at it and releases it. It is frozen then, and its legs are published with it."},
	"release.waiting":   {Zh: "待发布", En: "Waiting"},
	"release.none":      {Zh: "没有待发布的通报；可在下方拟稿", En: "Nothing waits; draw one up below"},
	"release.new":       {Zh: "拟稿", En: "Draw up"},
	"release.draw":      {Zh: "拟稿", En: "Draw up"},
	"release.period":    {Zh: "统计时间", En: "Period"},
	"release.as_of":     {Zh: "取数时间（当日零时）", En: "As of (00:00 that day)"},
	"release.as_of_how": {Zh: "只计此前已记录的；数据核对不一致的须先在“数据说明”中写明原因", En: "Only what was on record by then counts; where figures do not agree a data note must say why first"},
	"release.by":        {Zh: "拟稿人", En: "Drawn up by"},
	"release.at":        {Zh: "拟稿时间", En: "Drawn up"},
	"release.hash":      {Zh: "校验值", En: "Hash"},
	"release.look":      {Zh: "看稿", En: "Look at it"},
	"release.do":        {Zh: "发布", En: "Release"},
	"release.other":     {Zh: "须由另一人发布", En: "somebody else must release it"},
	"release.drop":      {Zh: "撤回", En: "Take back"},
	"release.drawn":     {Zh: "已拟稿，请另一人审核发布。", En: "Drawn up; somebody else must look at it and release it."},
	"release.released":  {Zh: "已发布。", En: "Released."},
	"release.dropped":   {Zh: "已撤回。", En: "Taken back."},
}
