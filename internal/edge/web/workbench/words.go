package workbench

import (
	"maps"
	"strings"

	"huying/internal/domain/casework"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/i18n"
)

// messages is what the pages of this room say.
var messages = gathered(deskWords, caseWords, fieldWords)

func gathered(parts ...i18n.Catalogue) i18n.Catalogue {
	all := i18n.Catalogue{}
	for _, part := range parts {
		maps.Copy(all, part)
	}
	return all
}

func key(name string) i18n.Key { return i18n.Key(name) }

// spelt is the Chinese name, or the English code spelt out.
func spelt(v *page.Visit, zh, code string) string {
	return v.Lang.Pick(zh, strings.ReplaceAll(code, "_", " "))
}

// actionName is an action as a button says it.
func actionName(v *page.Visit, do casework.Action) string {
	name := spelt(v, do.Chinese(), string(do))
	if v.Lang == i18n.Chinese {
		return name
	}
	return strings.ToUpper(name[:1]) + name[1:]
}

var deskWords = i18n.Catalogue{
	"nav.desk":            {Zh: "工作台", En: "Desk"},
	"nav.cases":           {Zh: "诉求件", En: "Cases"},
	"case.whole":          {Zh: "整件", En: "The whole case"},
	"desk.title":          {Zh: "工作台", En: "Desk"},
	"desk.hello":          {Zh: "您好", En: "Good day"},
	"desk.cases":          {Zh: "中心待办", En: "Before the centre"},
	"desk.legs":           {Zh: "承办任务", En: "Legs"},
	"desk.late":           {Zh: "已超期", En: "Late"},
	"desk.soon":           {Zh: "24 小时内到期", En: "Due within 24 hours"},
	"desk.nothing":        {Zh: "没有待办事项。可以到“诉求件”查找或跟进，或等候新的任务。", En: "Nothing waits for you. Look cases up under Cases, or wait for what comes in."},
	"desk.receive":        {Zh: "受理一件新的诉求", En: "Receive a new case"},
	"desk.all":            {Zh: "查看全部诉求件", En: "See all cases"},
	"nav.notices":         {Zh: "通知", En: "Notices"},
	"notices.title":       {Zh: "通知", En: "Notices"},
	"notices.unread":      {Zh: "{n} 条未读", En: "{n} not read"},
	"notices.all":         {Zh: "查看全部", En: "See all"},
	"notices.fresh":       {Zh: "只看未读", En: "Only those not read"},
	"notices.read":        {Zh: "本页标为已读", En: "Mark this page as read"},
	"notices.told":        {Zh: "告知时间", En: "Told"},
	"notices.level":       {Zh: "级别", En: "Level"},
	"notices.about":       {Zh: "事项", En: "About"},
	"notices.due":         {Zh: "期限", En: "By"},
	"notices.read_at":     {Zh: "已读时间", En: "Read"},
	"notices.none":        {Zh: "没有通知。期限临近、督办、催办等会在这里告知；已读的请点“查看全部”。", En: "Nothing to tell you. What comes near its limit, is supervised or hastened is told here; See all shows what you have read."},
	"hold.take":           {Zh: "占有此件", En: "Take it in hand"},
	"hold.leave":          {Zh: "释放", En: "Give it back"},
	"hold.mine":           {Zh: "此件由您占有至 {until}，期间他人不能办理。", En: "You have this case in hand until {until}; nobody else works on it."},
	"hold.other":          {Zh: "自 {since} 起占有此件，暂不能由您办理。", En: "has had this case in hand since {since}; leave it to them."},
	"act.rules":           {Zh: "派单目录建议", En: "The dispatch list says"},
	"views.title":         {Zh: "常用视图", En: "Kept lists"},
	"views.name":          {Zh: "视图名称", En: "Name of this list"},
	"views.keep":          {Zh: "保存为视图", En: "Keep this list"},
	"views.drop":          {Zh: "删除视图", En: "Drop the list"},
	"bulk.title":          {Zh: "批量办理", En: "Several at once"},
	"bulk.pick":           {Zh: "选择", En: "Pick"},
	"bulk.chosen":         {Zh: "对选中的诉求件", En: "With those picked"},
	"bulk.go":             {Zh: "继续", En: "Go on"},
	"bulk.how":            {Zh: "先预览，再逐件办理；每件各有结果。", En: "First shown, then done one by one; each has its own outcome."},
	"bulk.none":           {Zh: "没有选中诉求件。", En: "None was picked."},
	"bulk.outcome":        {Zh: "结果", En: "Outcome"},
	"bulk.will":           {Zh: "可以办理", En: "will be done"},
	"bulk.will_leg":       {Zh: "可以办理（承办 {n}）", En: "will be done, leg {n}"},
	"bulk.not_now":        {Zh: "现在不能办理", En: "cannot be done now"},
	"bulk.did":            {Zh: "已完成", En: "done"},
	"bulk.count":          {Zh: "{done} 项完成，{refused} 项未完成", En: "{done} done, {refused} not"},
	"bulk.do":             {Zh: "办理 {n} 项：{action}", En: "{action}: {n}"},
	"bulk.undo":           {Zh: "撤销：{action}", En: "Undo: {action}"},
	"search.title":        {Zh: "查找", En: "Search"},
	"search.q":            {Zh: "编号、标题中的词或联系电话", En: "Number, words of the title, or telephone"},
	"search.how":          {Zh: "在最近 {n} 件中按标题查找；编号和电话不限。按电话查找会留痕。", En: "Titles of the latest {n} cases are looked through; numbers and telephones in all. A search by telephone is on record."},
	"search.none":         {Zh: "没有找到。请换用编号、单位或诉求中的词，词之间用空格分开。", En: "Nothing was found. Try a number, a unit or words of the matter, with spaces between them."},
	"search.do":           {Zh: "查找", En: "Search"},
	"search.more":         {Zh: "还有更多，请写得更具体。", En: "There are more; say it more closely."},
	"reveal.title":        {Zh: "查看诉求人明文", En: "See it in clear"},
	"reveal.fields":       {Zh: "要查看的信息", En: "What you need"},
	"reveal.least":        {Zh: "只勾选办理所必需的", En: "no more than the work needs"},
	"reveal.reason":       {Zh: "查看理由", En: "Why"},
	"reveal.record":       {Zh: "理由与查看记录将长期保存，可被审计", En: "that you looked, and why, is kept and can be audited"},
	"reveal.do":           {Zh: "查看", En: "See it"},
	"reveal.noted":        {Zh: "本次查看已留痕。", En: "It is on record that you have seen this."},
	"seen.title":          {Zh: "谁看过", En: "Who has seen it"},
	"seen.at":             {Zh: "时间", En: "When"},
	"seen.who":            {Zh: "岗位与账号", En: "Role and account"},
	"seen.account":        {Zh: "账号", En: "Account"},
	"seen.how":            {Zh: "方式", En: "How"},
	"seen.what":           {Zh: "明文信息", En: "In clear"},
	"seen.why":            {Zh: "理由", En: "Why"},
	"seen.none":           {Zh: "没有人看过。有人查看或查找诉求人后，会在这里留下记录。", En: "Nobody has looked. Whoever looks at or searches for the citizen is put on record here."},
	"seen.view":           {Zh: "页面（掩码）", En: "page, masked"},
	"seen.reveal":         {Zh: "查看明文", En: "in clear"},
	"seen.search":         {Zh: "按号码查找", En: "search by number"},
	"seen.export":         {Zh: "导出", En: "export"},
	"seen.print":          {Zh: "打印", En: "print"},
	"files.title":         {Zh: "附件", En: "Files"},
	"files.none":          {Zh: "没有附件。可办理此件的人员可以在附件页添加照片或文件。", En: "No files. Whoever works on the case can add photos or files on its page of files."},
	"files.more":          {Zh: "上传附件", En: "Add a file"},
	"files.leg":           {Zh: "属于", En: "Belongs to"},
	"files.file":          {Zh: "文件", En: "File"},
	"files.hint":          {Zh: "照片（JPEG、PNG、WebP，20 MB 以内）、录音或 PDF（50 MB 以内）；照片中的拍摄地点和设备信息会被去除", En: "a photo (JPEG, PNG, WebP, up to 20 MB), a recording or a PDF (up to 50 MB); what a photo tells of place and maker is taken out"},
	"files.put":           {Zh: "上传", En: "Keep it"},
	"files.mark_stripped": {Zh: "已去除拍摄信息", En: "place and maker taken out"},
	"files.mark_metadata": {Zh: "可能含作者信息", En: "may tell of its maker"},
	"files.mark_active":   {Zh: "含可执行内容", En: "would do something when opened"},
	"error.late":          {Zh: "“{given}”应为 true 或 false", En: "\"{given}\" should be true or false"},
	"error.until":         {Zh: "“{given}”不是时刻；应写作 2026-11-23T17:30", En: "\"{given}\" is not a moment; expected 2026-11-23T17:30"},
	"error.number":        {Zh: "没有编号为“{given}”的诉求件", En: "There is no case \"{given}\""},
}
