package page

import (
	"fmt"
	"maps"

	"huying/internal/kernel/i18n"
)

// Named turns names and values in turn into arguments of a message.
func Named(args ...any) i18n.Args {
	named := i18n.Args{}
	for i := 0; i+1 < len(args); i += 2 {
		named[fmt.Sprint(args[i])] = args[i+1]
	}
	return named
}

// gathered is what every page says, from the catalogues of the rooms. A key
// that stands in two of them is a slip that the first start shows.
func gathered(rooms []Room) i18n.Catalogue {
	all := maps.Clone(words)
	for _, r := range rooms {
		for key, text := range r.Words {
			if was, twice := all[key]; twice && was != text {
				panic(fmt.Sprintf("page: the message %s stands in two rooms", key))
			}
			all[key] = text
		}
	}
	return all
}

// Words are the messages that every room may say without having them.
func Words() i18n.Catalogue { return maps.Clone(words) }

// words are those of the frame, and of what every page may have to say.
var words = i18n.Catalogue{
	"site.line":      {Zh: "12345政务服务热线", En: "12345 hotline"},
	"site.skip":      {Zh: "跳到正文", En: "Skip to content"},
	"site.footer":    {Zh: "由呼应生成。数字由诉求记录计算得出，可逐件追溯。", En: "Made by Huying. Every figure is computed from the cases and can be traced to them."},
	"nav.label":      {Zh: "主导航", En: "Main"},
	"nav.breadcrumb": {Zh: "所在位置", En: "Breadcrumb"},
	"page.next":      {Zh: "下一页", En: "Next page"},
	"page.first":     {Zh: "回到第一页", En: "Back to the first page"},
	"page.sign_in":   {Zh: "登录", En: "Sign in"},
	"page.sign_out":  {Zh: "退出", En: "Sign out"},
	"page.large":     {Zh: "大字版", En: "Large type"},
	"page.usual":     {Zh: "标准字号", En: "Usual type"},
	"page.find":      {Zh: "查找诉求件", En: "Find cases"},
	"page.look":      {Zh: "界面样式", En: "Design"},
	"page.account":   {Zh: "我的账号", En: "My account"},
	"form.must":      {Zh: "必填", En: "required"},
	"form.cancel":    {Zh: "返回", En: "Back"},
	"list.csv":       {Zh: "导出 CSV", En: "CSV"},
	"list.xlsx":      {Zh: "导出 XLSX", En: "XLSX"},
	"list.limit":     {Zh: "以上为前 {n} 行，其余未导出；请缩小范围。", En: "These are the first {n} lines; the others were left out. Ask for fewer."},
	"none":           {Zh: "无", En: "None"},
	"to":             {Zh: "至", En: "to"},

	"error.title.400":  {Zh: "地址或条件有误", En: "That cannot be asked"},
	"error.title.403":  {Zh: "无权查看", En: "Not for you to see"},
	"error.title.404":  {Zh: "没有找到", En: "Not found"},
	"error.title.405":  {Zh: "不支持这种请求", En: "Method not allowed"},
	"error.title.409":  {Zh: "与现状冲突", En: "Conflict"},
	"error.title.500":  {Zh: "系统出错了", En: "Something went wrong"},
	"error.title.503":  {Zh: "暂时不能提供服务", En: "Not ready yet"},
	"error.hint.400":   {Zh: "请按上面的说明修改后再试。", En: "Please change it as said above and try again."},
	"error.hint.404":   {Zh: "地址可能有误，或者内容已不在这里。", En: "The address may be wrong, or what was here has gone."},
	"error.hint.500":   {Zh: "问题已记入日志。请把下面的编号告诉管理员。", En: "It has been logged. Please give the administrator the reference below."},
	"error.hint.other": {Zh: "请稍后再试，或返回首页。", En: "Please try again later, or go back to the start."},
	"error.reference":  {Zh: "编号", En: "Reference"},
	"error.home":       {Zh: "返回首页", En: "Go to the start page"},
	"error.page":       {Zh: "这里没有页面。", En: "There is no page here."},
	"error.method":     {Zh: "这些页面只能查看。", En: "These pages can only be read."},
	"error.period":     {Zh: "“{given}”不是统计周期；应写作 2019Q4、2019-10、2019 或 2019-10-01..2019-12-31", En: "\"{given}\" is not a period; expected 2019Q4, 2019-10, 2019 or 2019-10-01..2019-12-31"},
	"error.form":       {Zh: "表单无法读取，或内容过大", En: "The form cannot be read, or is too large"},
	"error.query":      {Zh: "“{given}”不是有效的网址参数", En: "\"{given}\" cannot be read as the query of an address"},
	"error.key":        {Zh: "不认识“{given}”；可用 {known}", En: "This page does not know \"{given}\"; expected one of {known}"},
	"error.twice":      {Zh: "“{given}”出现了两次", En: "\"{given}\" is there twice"},
	"error.lang":       {Zh: "没有语言“{given}”；应为 zh 或 en", En: "\"{given}\" is not spoken here; expected zh or en"},
}
