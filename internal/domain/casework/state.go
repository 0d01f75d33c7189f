package casework

// CaseState is where a case stands (domain.md §3.1).
type CaseState string

const (
	NewCase    CaseState = ""            // not on record yet
	Draft      CaseState = "draft"       // 草稿
	Registered CaseState = "registered"  // 已登记
	ToDispatch CaseState = "to_dispatch" // 待派
	Dispatched CaseState = "dispatched"  // 已派
	Handling   CaseState = "handling"    // 办理中
	ToReview   CaseState = "to_review"   // 待中心审核
	ToCallBack CaseState = "to_callback" // 待回访
	Closed     CaseState = "closed"      // 已办结
	Archived   CaseState = "archived"    // 已归档
	Tracked    CaseState = "tracked"     // 挂账
	Refused    CaseState = "refused"     // 不予受理
	Emergency  CaseState = "emergency"   // 已转紧急热线
	Invalid    CaseState = "invalid"     // 无效
	Diverted   CaseState = "diverted"    // 已转其他程序
	Merged     CaseState = "merged"      // 已并单
	Withdrawn  CaseState = "withdrawn"   // 已撤回
	Void       CaseState = "void"        // 作废 (a discarded draft; its number stays explained)
)

var caseStates = []struct {
	state CaseState
	zh    string
	final bool
}{
	{NewCase, "未登记", false},
	{Draft, "草稿", false},
	{Registered, "已登记", false},
	{ToDispatch, "待派", false},
	{Dispatched, "已派", false},
	{Handling, "办理中", false},
	{ToReview, "待中心审核", false},
	{ToCallBack, "待回访", false},
	{Closed, "已办结", false},
	{Archived, "已归档", true},
	{Tracked, "挂账", false},
	{Refused, "不予受理", false},
	{Emergency, "已转紧急热线", false},
	{Invalid, "无效", false},
	{Diverted, "已转其他程序", false},
	{Merged, "已并单", false},
	{Withdrawn, "已撤回", false},
	{Void, "作废", true},
}

// CaseStates lists every state, NewCase first.
func CaseStates() []CaseState {
	all := make([]CaseState, len(caseStates))
	for i, s := range caseStates {
		all[i] = s.state
	}
	return all
}

// Chinese returns the printed name.
func (s CaseState) Chinese() string {
	for _, row := range caseStates {
		if row.state == s {
			return row.zh
		}
	}
	return string(s)
}

// Final reports whether nothing more can change the state.
func (s CaseState) Final() bool {
	for _, row := range caseStates {
		if row.state == s {
			return row.final
		}
	}
	return false
}

// LegState is where a leg stands (domain.md §3.2).
type LegState string

const (
	NoLeg            LegState = ""
	ToSign           LegState = "to_sign"           // 待签收
	Signed           LegState = "signed"            // 已签收
	AtWork           LegState = "at_work"           // 办理中
	UnitReview       LegState = "unit_review"       // 待单位审核
	Submitted        LegState = "submitted"         // 已提交，待中心审核
	AwaitingCallBack LegState = "awaiting_callback" // 待回访
	LegClosed        LegState = "closed"            // 已办结
	ReturnPending    LegState = "return_pending"    // 退单待审
	Returned         LegState = "returned"          // 退单成立
	ExtensionPending LegState = "extension_pending" // 延期待审
	SuspendPending   LegState = "suspend_pending"   // 挂起待审
	Suspended        LegState = "suspended"         // 挂起
	PleaPending      LegState = "plea_pending"      // 不合理诉求待审
	Cancelled        LegState = "cancelled"         // 已取消
)

// stage orders the live states of a leg by how far its duty has come; the
// case follows its least advanced leg.
type stage int

const (
	stageGone stage = iota // cancelled or returned: no longer a duty
	stageWaiting
	stageWorking
	stageSubmitted
	stageAccepted
	stageClosed
)

var legStates = []struct {
	state LegState
	zh    string
	stage stage
}{
	{ToSign, "待签收", stageWaiting},
	{Signed, "已签收", stageWorking},
	{AtWork, "办理中", stageWorking},
	{UnitReview, "待单位审核", stageWorking},
	{Submitted, "待中心审核", stageSubmitted},
	{AwaitingCallBack, "待回访", stageAccepted},
	{LegClosed, "已办结", stageClosed},
	{ReturnPending, "退单待审", stageWaiting},
	{Returned, "退单成立", stageGone},
	{ExtensionPending, "延期待审", stageWorking},
	{SuspendPending, "挂起待审", stageWorking},
	{Suspended, "挂起", stageWorking},
	{PleaPending, "不合理诉求待审", stageWorking},
	{Cancelled, "已取消", stageGone},
}

// LegStates lists every state of a leg.
func LegStates() []LegState {
	all := make([]LegState, len(legStates))
	for i, s := range legStates {
		all[i] = s.state
	}
	return all
}

// Chinese returns the printed name.
func (s LegState) Chinese() string {
	for _, row := range legStates {
		if row.state == s {
			return row.zh
		}
	}
	return string(s)
}

func (s LegState) stage() stage {
	for _, row := range legStates {
		if row.state == s {
			return row.stage
		}
	}
	return stageGone
}

// Live reports whether the leg is still a duty: not returned and not
// cancelled. Legs that are not live do not count (design §4.3).
func (s LegState) Live() bool { return s.stage() != stageGone }

// caseRests are the states in which nothing of the case may be running.
func caseRests(s CaseState) bool {
	switch s {
	case Closed, Refused, Emergency, Invalid, Diverted, Merged, Withdrawn, Archived, Void:
		return true
	}
	return false
}
