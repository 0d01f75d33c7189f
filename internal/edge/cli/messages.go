package cli

import "huying/internal/kernel/i18n"

// messages are the words that the command line says of itself.
var messages = i18n.Catalogue{
	"cli.usage":       {Zh: "用法不对：{problem}；用法见 {help}", En: "{problem}; see {help}"},
	"cli.interrupted": {Zh: "已按要求中止", En: "stopped on request"},
	"cli.internal":    {Zh: "内部错误：{problem}", En: "internal error: {problem}"},
	"cli.doctor":      {Zh: "核对事件与台账", En: "holding events against rows"},
	"cli.verify":      {Zh: "核对事件链、每日锚点与已发布通报", En: "recomputing chains, anchors and published bulletins"},
	"cli.sound":       {Zh: "未发现不一致", En: "no finding"},
	"cli.findings":    {Zh: "不一致：{count} 处", En: "findings: {count}"},
	"cli.genuine":     {Zh: "未被改动：{title}，校验值 {hash}", En: "unaltered: {title}, hash {hash}"},
	"cli.serving":     {Zh: "请在浏览器打开 {address} （按 Ctrl-C 停止）", En: "open {address} in a browser (Ctrl-C stops)"},
	"cli.installed":   {Zh: "已在 {dir} 安装 {name}（{code}）", En: "installed {name} ({code}) in {dir}"},
	"cli.migrated":    {Zh: "数据结构版本 {version}", En: "schema version {version}"},
	"cli.configured":  {Zh: "{changes} 处变更", En: "{changes} changes"},
	"import.cases":    {Zh: "导入诉求件", En: "taking in cases"},
	"import.done":     {Zh: "新增 {new} 件，续办 {continued} 件，{same} 件无变化；指令 {commands} 条，新建单位 {units} 个，退回 {rejected} 行", En: "{new} cases new, {continued} continued, {same} unchanged; {commands} commands, {units} units made, {rejected} rows rejected"},
	"import.nothing":  {Zh: "未导入任何数据：{rows} 行受影响", En: "nothing was imported: {rows} rows cannot be taken in"},
	"import.callers":  {Zh: "{rows} 行含姓名、电话或地址：本版本尚无诉求人信息库，未保存", En: "{rows} rows name a caller: names, phones and addresses are not kept, for there is no vault for them yet"},
	"import.along":    {Zh: "同件另有错误的行", En: "another row of the case is bad"},
	"export.cases":    {Zh: "导出诉求件", En: "writing cases"},
	"export.excluded": {Zh: "{count} 个已剔除的承办任务按计入导出：表中没有剔除列", En: "{count} legs are excluded from figures here and will count elsewhere: the columns cannot hold exclusions"},
	"export.unmarked": {Zh: "{count} 件保密或匿名件已导出，表中没有保密列：请妥善保管", En: "{count} cases are confidential or anonymous here and will not be marked so elsewhere: keep the table safe"},
	"export.left_out": {Zh: "未导出 {count} 件{state}件：表中没有可填的列", En: "{count} cases left out, {state}: the columns cannot hold them"},
	"demo.plan":       {Zh: "编排演示案件", En: "planning the cases"},
	"demo.cases":      {Zh: "按指令逐件办理", En: "giving the commands"},
	"cli.step":        {Zh: "{step}：{done}，用时 {seconds} 秒", En: "{step}: {done} in {seconds} s"},
	"cli.step.plain":  {Zh: "{step}：用时 {seconds} 秒", En: "{step}: {seconds} s"},
}
