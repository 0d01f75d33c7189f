package identity

import "slices"

// Role is a named set of permissions. The presets follow the working days of
// domain.md §1; an installation may change them.
type Role string

const (
	Operator    Role = "operator"    // 话务员
	Registrar   Role = "registrar"   // 信、访、网登记员
	Dispatcher  Role = "dispatcher"  // 派单员
	UnitClerk   Role = "unit_clerk"  // 承办单位联络员
	Officer     Role = "officer"     // 经办
	UnitLeader  Role = "unit_leader" // 单位审核、分管领导
	Reviewer    Role = "reviewer"    // 中心审核
	CallBackers Role = "callback"    // 回访员
	Supervisor  Role = "supervisor"  // 督办员
	Assessor    Role = "assessor"    // 考核专员
	Leader      Role = "leader"      // 领导
	Mediator    Role = "mediator"    // 矛调中心
	GridWorker  Role = "grid"        // 网格员
	Editor      Role = "editor"      // 知识库编辑
	Admin       Role = "admin"       // 管理员
	Auditor     Role = "auditor"     // 审计（只读）
	Outsourced  Role = "outsourced"  // 外包座席
	Citizen     Role = "citizen"     // 诉求人
	System      Role = "system"      // 系统
	Importer    Role = "importer"    // 历史数据导入
)

// Preset is the built-in permission set of every role.
func Preset() map[Role][]Permission {
	unit := []Permission{CaseView, LegSign, LegReturn, LegHandle, LegSubmit}
	return map[Role][]Permission{
		Operator:  {CaseView, CaseReceive, CaseClassify, CaseAnswer, CaseHasten, CaseNote, CaseRefuse, RevealPerson},
		Registrar: {CaseView, CaseReceive, CaseClassify, CaseAnswer, CaseNote, RevealPerson},
		Dispatcher: {
			CaseView, CaseReceive, CaseClassify, CaseAnswer, CaseDispatch, CaseRefuse, CaseAdjudicate, CaseHasten, CaseNote, CaseTrack, CaseArchive,
			RevealPerson, RevealSecret,
		},
		UnitClerk:   append(slices.Clone(unit), LegPlead, RevealPerson),
		Officer:     {CaseView, LegHandle, LegSubmit, RevealPerson},
		UnitLeader:  append(slices.Clone(unit), LegEndorse, LegExtend, LegPlead, RevealPerson),
		Reviewer:    {CaseView, CaseReview, CaseNote, CasePublish},
		CallBackers: {CaseView, CaseCallBack, CaseNote, RevealPerson},
		Supervisor:  {CaseView, CaseHasten, CaseSupervise, CaseTrack, CaseNote, Report, ExportCases},
		Assessor:    {CaseView, CaseExclude, Report, ExportCases, Release},
		Leader:      {CaseView, CaseSupervise, CaseInstruct, CaseNote, Report, Release},
		Mediator:    append(slices.Clone(unit), LegEndorse, RevealPerson),
		GridWorker:  {CaseView, LegHandle},
		Editor:      {CaseView},
		Admin:       {CaseView, Report, Configure, ManagePeople, ManageJobs},
		Auditor:     {CaseView, Report, ViewAudit},
		Outsourced:  {CaseView, CaseReceive, CaseAnswer}, // of the cases that it received: see PresetSight
		Citizen:     {CaseCitizen, CaseHasten},
		System:      {SystemStep, CaseHasten, CaseArchive, CaseTrack, CaseCallBack}, // reworks on the promised day, or on a bad mark
		Importer:    onCases(),
	}
}

// onCases is every permission that is exercised on cases: what was done to them
// elsewhere is put on record here, and nothing else.
func onCases() []Permission {
	return slices.DeleteFunc(Permissions(), func(p Permission) bool {
		return slices.Contains([]Permission{RevealPerson, RevealSecret, ManagePeople, ViewAudit, ExportCases, ManageJobs, Release}, p)
	})
}

// Chinese returns the printed name.
func (r Role) Chinese() string {
	if zh, ok := roleNames[r]; ok {
		return zh
	}
	return string(r)
}

var roleNames = map[Role]string{
	Operator: "话务员", Registrar: "登记员", Dispatcher: "派单员", UnitClerk: "单位联络员", Officer: "经办", UnitLeader: "单位审核",
	Reviewer: "中心审核", CallBackers: "回访员", Supervisor: "督办员", Assessor: "考核专员", Leader: "领导", Mediator: "矛调中心",
	GridWorker: "网格员", Editor: "知识库编辑", Admin: "管理员", Auditor: "审计", Outsourced: "外包座席", Citizen: "诉求人",
	System: "系统", Importer: "历史数据导入",
}

// English returns the printed name in English.
func (r Role) English() string {
	if en, ok := roleEnglish[r]; ok {
		return en
	}
	return string(r)
}

var roleEnglish = map[Role]string{
	Operator: "operator", Registrar: "registrar", Dispatcher: "dispatcher", UnitClerk: "unit clerk", Officer: "officer", UnitLeader: "unit leader",
	Reviewer: "reviewer", CallBackers: "visitor", Supervisor: "supervisor", Assessor: "assessor", Leader: "leader", Mediator: "mediator",
	GridWorker: "grid worker", Editor: "knowledge editor", Admin: "administrator", Auditor: "auditor", Outsourced: "outsourced seat", Citizen: "citizen",
	System: "system", Importer: "import of history",
}
