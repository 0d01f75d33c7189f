package demo

// Reasons are codes of the reason lists that the preset installs.
const (
	reasonNotOurs    = "duty"
	reasonElsewhere  = "territory"
	reasonMissing    = "incomplete"
	reasonEvidence   = "evidence"
	reasonWorks      = "works"
	reasonJoint      = "several"
	reasonSupplement = "supplement"
	reasonWeather    = "season"
	reasonNoReply    = "no-answer"
	reasonLawful     = "lawful-route"
	reasonUnfounded  = "x-unreasonable"
	reasonOutside    = "x-policy"

	reasonAnswer     = "answer"
	reasonNoNeed     = "no-grounds"
	reasonDissatisfy = "dissatisfied"
	reasonDuplicate  = "same-matter"
	reasonWithdrawn  = "citizen-withdrew"
	reasonSlow       = "slow"
	reasonDone       = "conditions-met"
	reasonNoDemand   = "no-demand"
	reasonOther      = "other-matter"
	reasonAgain      = "recurred"
	reasonObjection  = "objection-upheld"
	reasonUpdate     = "reply-outdated"
)

// phrases are short texts that staff write again and again.
var phrases = map[string][]string{
	"queue":      {"转派单员核定承办单位。", "非即时可答复事项，转派单。"},
	"dispatch":   {"请按职责办理并按期反馈。", "请先与诉求人联系，再行办理。", "请现场核查后答复。"},
	"assign":     {"综合科", "业务一科", "业务二科", "城建办", "村镇建设办", "社会事务办", "综合治理办", "执法中队", "信访接待室"},
	"contact":    {"已电话联系诉求人，约定现场查看时间。", "已联系诉求人核实具体位置和诉求。", "已向诉求人说明办理步骤。"},
	"legnote":    {"已到现场拍照取证。", "已约相关方明日会商。", "施工材料已到位。", "工作群内反馈：现场已处理大半。"},
	"casenote":   {"诉求人再次来电补充联系时段。", "同一区域近期有类似来电，提请关注。"},
	"supplement": {"补充：问题在早晚高峰更明显。", "补充：具体位置在小区东侧入口。", "补充：现场照片已提交。"},
	"message":    {"请问现在办理到哪一步了？", "我不方便留姓名，请在这里回复我。"},
	"boxreply":   {"您好，承办单位已到现场核查，结果会在这里告诉您。", "您好，请补充大致位置，我们代您转告承办单位。"},
	"hasten":     {"诉求人来电催办。", "期限将近，请抓紧办理。"},
	"supervise":  {"督办员要求每日反馈进度。"},
	"instruct":   {"请承办单位主要负责人过问，结果报我。"},
	"dispute":    {"问题没有解决，不同意办结。"},
	"lift":       {"问题已推进，解除督办。"},
	"basis":      {"职责清单载明该事项由其他单位负责。", "该地块不在本单位管辖范围。"},
	"extend":     {"需等待检测结论。", "施工材料采购和养护需要时间。"},
	"sendback":   {"请补充现场照片并正面回应诉求。", "请说明政策依据和完成时间。"},
	"unitback":   {"请补充与诉求人的联系记录。"},
	"public":     {"该问题已处理完毕，感谢监督。", "经核查已整改到位，后续将加强巡查。"},
	"rework":     {"诉求人反映问题未彻底解决，请重新办理。"},
	"delegate":   {"请社区上门核实并先行处理。"},
	"refuse":     {"您反映的事项依法应通过法定途径解决，请向有权机关提出。"},
	"split":      {"一次来电反映两件事，分开办理。"},
	"invite":     {"涉及邻里协商，请派调解员共同参与。"},
	"plea":       {"诉求超出现行政策规定，已出示文件条款。"},
	"pleareply":  {"已两次上门说明政策，诉求人要求突破规定，无法满足。"},
	"object":     {"对认定有异议，要求再次核实。"},
	"exclude":    {"诉求事项不属行政职责，附会议纪要。"},
	"track":      {"待资金到位后实施，到期回看。"},
	"child":      {"社区已上门核实，问题已处理，情况报街道。"},
}
