package bulletins

import (
	"maps"

	"huying/internal/edge/web/page"
	"huying/internal/kernel/i18n"
)

// say returns a message of this room; args are names and values in turn.
func say(lang i18n.Lang, key i18n.Key, args ...any) string {
	return messages.Say(lang, key, page.Named(args...))
}

// messages is what the pages of this room say.
var messages = gathered(roomWords, bulletinWords, unitWords)

func gathered(parts ...i18n.Catalogue) i18n.Catalogue {
	all := i18n.Catalogue{}
	for _, part := range parts {
		maps.Copy(all, part)
	}
	return all
}

var roomWords = i18n.Catalogue{
	"error.as_of":     {Zh: "“{given}”不是取数时间；应为日期 2020-02-19 或时刻 2020-02-19T08:00:00+08:00", En: "\"{given}\" is not a moment; expected a day, 2020-02-19, or 2020-02-19T08:00:00+08:00"},
	"error.sort":      {Zh: "不能按“{given}”排序；可选 {known}", En: "Cannot sort by \"{given}\"; expected one of {known}"},
	"error.dir":       {Zh: "“{given}”不是排序方向；应为 asc 或 desc", En: "\"{given}\" is not a direction; expected asc or desc"},
	"error.format":    {Zh: "没有“{given}”格式的下载；可选 {known}", En: "There is no download in \"{given}\"; expected one of {known}"},
	"error.component": {Zh: "这个单位的得分里没有“{given}”这一项", En: "The score of this unit has no component \"{given}\""},
	"nav.bulletin":    {Zh: "通报", En: "Bulletin"},
	"nav.editions":    {Zh: "往期", En: "Editions"},
}
