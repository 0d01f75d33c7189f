// Package identity says who acts and what they may do: actors, roles as sets
// of permissions (domain.md §1), and one question, Can. It is pure; sign-in
// and the records of people live elsewhere.
package identity

import "slices"

// Permission is one thing an actor may be allowed to do.
type Permission string

const (
	CaseReceive    Permission = "case.receive"     // 受理登记
	CaseClassify   Permission = "case.classify"    // 分类、标专题
	CaseAnswer     Permission = "case.answer"      // 直接答复
	CaseDispatch   Permission = "case.dispatch"    // 派单、改派、并单、拆单
	CaseRefuse     Permission = "case.refuse"      // 不予受理、无效、转其他程序
	CaseAdjudicate Permission = "case.adjudicate"  // 裁定退单、延期、挂起、不合理诉求
	CaseReview     Permission = "case.review"      // 中心审核
	CaseCallBack   Permission = "case.callback"    // 回访、重办
	CaseHasten     Permission = "case.hasten"      // 催办
	CaseSupervise  Permission = "case.supervise"   // 督办
	CaseInstruct   Permission = "case.instruct"    // 批示
	CaseTrack      Permission = "case.track"       // 挂账
	CaseArchive    Permission = "case.archive"     // 归档、重新受理
	CasePublish    Permission = "case.publish"     // 公开
	CaseNote       Permission = "case.note"        // 备注、案箱
	CaseCitizen    Permission = "case.citizen"     // 诉求人本人的补充、撤回、评价、申诉
	CaseExclude    Permission = "case.exclude"     // 剔除裁定
	CaseView       Permission = "case.view"        // 查看
	LegSign        Permission = "leg.sign"         // 签收
	LegReturn      Permission = "leg.return"       // 退单
	LegHandle      Permission = "leg.handle"       // 承办
	LegSubmit      Permission = "leg.submit"       // 提交办结
	LegEndorse     Permission = "leg.endorse"      // 单位审核
	LegExtend      Permission = "leg.extend"       // 申请延期、挂起
	LegPlead       Permission = "leg.plead"        // 申请不合理诉求、剔除
	Report         Permission = "report.view"      // 看通报与排名
	Configure      Permission = "configure"        // 管理单位、规则、日历
	SystemStep     Permission = "system.step"      // 系统定时动作
	RevealPerson   Permission = "person.reveal"    // 查看诉求人
	RevealSecret   Permission = "person.secret"    // 查看保密诉求人
	ManagePeople   Permission = "people.manage"    // 管理人员
	ViewAudit      Permission = "audit.view"       // 查看审计
	ExportCases    Permission = "case.export"      // 导出诉求件
	ManageJobs     Permission = "jobs.manage"      // 管理作业
	Release        Permission = "bulletin.release" // 通报拟稿、发布
)

// OfUnit reports whether the permission is exercised on a leg of the actor's
// own unit; all others are exercised on cases of the actor's region.
func (p Permission) OfUnit() bool { return len(p) > 4 && p[:4] == "leg." }

// Permissions lists every permission in matrix order.
func Permissions() []Permission {
	return []Permission{
		CaseReceive, CaseClassify, CaseAnswer, CaseDispatch, CaseRefuse, CaseAdjudicate, CaseReview, CaseCallBack,
		CaseHasten, CaseSupervise, CaseInstruct, CaseTrack, CaseArchive, CasePublish, CaseNote, CaseCitizen, CaseExclude, CaseView,
		LegSign, LegReturn, LegHandle, LegSubmit, LegEndorse, LegExtend, LegPlead, Report, Configure, SystemStep,
		RevealPerson, RevealSecret, ManagePeople, ViewAudit, ExportCases, ManageJobs, Release,
	}
}

// Grantable lists the permissions that a region may give to a role: all but
// those of citizens and of the program itself.
func Grantable() []Permission {
	return slices.DeleteFunc(Permissions(), func(p Permission) bool { return p == CaseCitizen || p == SystemStep })
}

// Chinese returns the printed name.
func (p Permission) Chinese() string {
	if zh, ok := permissionNames[p]; ok {
		return zh
	}
	return string(p)
}

var permissionNames = map[Permission]string{
	CaseReceive: "受理登记", CaseClassify: "分类、标专题", CaseAnswer: "直接答复", CaseDispatch: "派单、改派、并单、拆单",
	CaseRefuse: "不予受理、无效、转其他程序", CaseAdjudicate: "裁定退单、延期、挂起、不合理诉求", CaseReview: "中心审核", CaseCallBack: "回访、重办",
	CaseHasten: "催办", CaseSupervise: "督办", CaseInstruct: "批示", CaseTrack: "挂账", CaseArchive: "归档、重新受理", CasePublish: "公开", CaseNote: "备注、案箱",
	CaseCitizen: "诉求人本人的补充、撤回、评价、申诉", CaseExclude: "剔除裁定", CaseView: "查看", LegSign: "签收", LegReturn: "退单", LegHandle: "承办",
	LegSubmit: "提交办结", LegEndorse: "单位审核", LegExtend: "申请延期、挂起", LegPlead: "申请不合理诉求、剔除", Report: "看通报与排名",
	Configure: "管理单位、规则、日历", SystemStep: "系统定时动作", RevealPerson: "查看诉求人", RevealSecret: "查看保密诉求人",
	ManagePeople: "管理人员", ViewAudit: "查看审计", ExportCases: "导出诉求件", ManageJobs: "管理作业", Release: "通报拟稿、发布",
}
