package casework

// Action is what a command does, or what one machine drives in the other.
type Action string

// Actions on the case.
const (
	DoDraft        Action = "draft"
	DoReceive      Action = "receive"
	DoRegister     Action = "register"
	DoDiscard      Action = "discard"
	DoAmend        Action = "amend"
	DoAnswer       Action = "answer"
	DoQueue        Action = "queue"
	DoDispatch     Action = "dispatch"
	DoRefuse       Action = "refuse"
	DoEmergency    Action = "emergency"
	DoInvalidate   Action = "invalidate"
	DoDivert       Action = "divert"
	DoSplit        Action = "split"
	DoMerge        Action = "merge"
	DoAbsorb       Action = "absorb"
	DoUnmerge      Action = "unmerge"
	DoRelease      Action = "release"
	DoWithdraw     Action = "withdraw"
	DoAddAssist    Action = "add_assist"
	DoHasten       Action = "hasten"
	DoSupervise    Action = "supervise"
	DoLift         Action = "lift_supervision"
	DoInstruct     Action = "instruct"
	DoTrack        Action = "track"
	DoUntrack      Action = "untrack"
	DoRate         Action = "rate"
	DoArchive      Action = "archive"
	DoReopen       Action = "reopen"
	DoTag          Action = "tag"
	DoUntag        Action = "untag"
	DoPublish      Action = "publish"
	DoUnpublish    Action = "unpublish"
	DoConsent      Action = "consent"  // by whoever brought it
	DoWithhold     Action = "withhold" // takes that back
	DoAppraise     Action = "appraise" // what they say of the centre's own answer
	DoSupplement   Action = "supplement"
	DoMessage      Action = "message"
	DoBoxReply     Action = "box_reply"
	DoNote         Action = "note"
	DoProgress     Action = "progress"       // driven by legs
	DoAwaitReview  Action = "await_review"   // driven by legs
	DoAwaitCall    Action = "await_callback" // driven by legs
	DoConclude     Action = "conclude"       // driven by legs
	DoRecall       Action = "recall"         // driven by legs
	DoResumeDuties Action = "resume_duties"  // driven by legs
	DoRecompute    Action = "recompute"      // by an amended calendar: see Recompute
)

// Actions on a leg.
const (
	DoSign            Action = "sign"
	DoSkipSign        Action = "skip_sign"
	DoReturn          Action = "return"
	DoUpholdReturn    Action = "uphold_return"
	DoRejectReturn    Action = "reject_return"
	DoRedispatch      Action = "redispatch"
	DoCancelLeg       Action = "cancel_leg"
	DoAssign          Action = "assign"
	DoDelegate        Action = "delegate"
	DoInvite          Action = "invite"
	DoContact         Action = "contact"
	DoLegNote         Action = "leg_note"
	DoPropose         Action = "propose"
	DoUnitSendBack    Action = "unit_send_back"
	DoEndorse         Action = "endorse"
	DoSubmit          Action = "submit"
	DoCompleteChild   Action = "complete_child"
	DoAccept          Action = "accept"
	DoSendBack        Action = "send_back"
	DoAttempt         Action = "attempt_callback"
	DoCallBack        Action = "call_back"
	DoEvaluate        Action = "evaluate" // whoever brought the case says it unasked
	DoRevisit         Action = "revisit"
	DoRework          Action = "rework"
	DoExtend          Action = "extend"
	DoGrantExtension  Action = "grant_extension"
	DoRefuseExtension Action = "refuse_extension"
	DoSuspend         Action = "suspend"
	DoTakeBack        Action = "take_back"
	DoGrantSuspension Action = "grant_suspension"
	DoRefuseSuspend   Action = "refuse_suspension"
	DoResume          Action = "resume"
	DoPlead           Action = "plead"
	DoUpholdPlea      Action = "uphold_plea"
	DoRejectPlea      Action = "reject_plea"
	DoDispute         Action = "dispute" // the closure is disputed by whoever brought the case
	DoObject          Action = "object"
	DoProposeExclude  Action = "propose_exclusion"
	DoExclude         Action = "exclude"
	DoRefuseExclude   Action = "refuse_exclusion"
	DoReadmit         Action = "readmit"
)

var actionNames = map[Action]string{
	DoDraft: "存草稿", DoReceive: "受理", DoRegister: "登记", DoDiscard: "作废", DoAmend: "修改", DoAnswer: "直接答复",
	DoQueue: "转派单", DoDispatch: "交转", DoRefuse: "不予受理", DoEmergency: "转紧急热线", DoInvalidate: "判为无效",
	DoDivert: "转其他程序", DoSplit: "拆单", DoMerge: "并单", DoAbsorb: "并入", DoUnmerge: "撤销并单", DoRelease: "拆出并单",
	DoWithdraw: "撤回", DoAddAssist: "增派协办", DoHasten: "催办", DoSupervise: "督办", DoLift: "解除督办", DoInstruct: "批示", DoTrack: "挂账",
	DoUntrack: "解除挂账", DoRate: "评价", DoArchive: "归档", DoReopen: "重新受理", DoRecompute: "重算期限", DoTag: "标专题", DoUntag: "去专题",
	DoPublish: "公开", DoUnpublish: "不公开", DoConsent: "同意公开", DoWithhold: "撤回公开同意", DoAppraise: "评价答复", DoSupplement: "补充", DoMessage: "案箱留言", DoBoxReply: "案箱回复", DoNote: "备注",
	DoProgress: "开始办理", DoAwaitReview: "待中心审核", DoAwaitCall: "待回访", DoConclude: "办结", DoRecall: "退回待派", DoResumeDuties: "恢复办理",
	DoSign: "签收", DoSkipSign: "未签收即办理", DoReturn: "退单", DoUpholdReturn: "退单成立", DoRejectReturn: "退单驳回", DoRedispatch: "改派", DoCancelLeg: "撤销承办",
	DoAssign: "分办", DoDelegate: "下派", DoInvite: "会办", DoContact: "联系诉求人", DoLegNote: "办理记录", DoPropose: "送单位审核",
	DoUnitSendBack: "单位退回", DoEndorse: "单位审核通过", DoSubmit: "提交办结", DoCompleteChild: "下派办结", DoAccept: "审核通过",
	DoSendBack: "退回补充", DoAttempt: "回访未联系上", DoCallBack: "回访", DoEvaluate: "本人评价", DoRevisit: "再次回访", DoRework: "发回重办", DoExtend: "申请延期",
	DoGrantExtension: "同意延期", DoRefuseExtension: "不同意延期", DoSuspend: "申请挂起", DoTakeBack: "撤回申请", DoGrantSuspension: "同意挂起",
	DoRefuseSuspend: "不同意挂起", DoResume: "恢复", DoPlead: "申请不合理诉求", DoUpholdPlea: "认定不合理诉求", DoRejectPlea: "不予认定",
	DoObject: "异议", DoDispute: "对办结有异议", DoProposeExclude: "申请剔除", DoExclude: "剔除", DoRefuseExclude: "不予剔除", DoReadmit: "恢复计入",
}

// Chinese returns the printed name.
func (a Action) Chinese() string { return actionNames[a] }
