package cli

import "huying/internal/kernel/i18n"

// messages are the words that the command line says of itself.
var messages = i18n.Catalogue{
	"cli.usage":       {Zh: "用法不对：{problem}；用法见 {help}", En: "{problem}; see {help}"},
	"cli.interrupted": {Zh: "已按要求中止", En: "stopped on request"},
	"cli.internal":    {Zh: "内部错误：{problem}", En: "internal error: {problem}"},
	"cli.step":        {Zh: "{step}：{done}，用时 {seconds} 秒", En: "{step}: {done} in {seconds} s"},
	"cli.step.plain":  {Zh: "{step}：用时 {seconds} 秒", En: "{step}: {seconds} s"},
}
