package letter

import "huying/internal/kernel/i18n"

// words are what the pages around a letter say; the letter itself is Chinese.
var words = i18n.Catalogue{
	"letter.title":  {Zh: "告知书、答复函", En: "Notices and letters"},
	"letter.back":   {Zh: "返回", En: "Back"},
	"letter.choose": {Zh: "打印后寄送或当面送达。", En: "Print it, and send or hand it over."},
	"letter.empty":  {Zh: "此件现在没有可打印的告知书或答复函：受理、不予受理或有公开答复后才有。", En: "There is nothing to print yet: notices come with acceptance or refusal, the reply with a reply for the public."},
	"letter.none":   {Zh: "此件没有这份文书", En: "this case has no such letter"},
	"letter.print":  {Zh: "打印", En: "Print"},
	"letter.send":   {Zh: "显示姓名地址和查询码以便寄送", En: "Show name, address and query code, to send it"},
	"letter.reason": {Zh: "理由", En: "Reason"},
	"letter.record": {Zh: "谁在何时因何打印将留痕", En: "who prints it, when and why goes on record"},
}
