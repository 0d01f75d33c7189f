package casework

import "slices"

// Field is one thing a command may carry beside its action.
type Field string

const (
	AskReason      Field = "reason"
	AskBasis       Field = "basis"
	AskNote        Field = "note"
	AskReply       Field = "reply"
	AskPublicReply Field = "public_reply"
	AskUnits       Field = "units"
	AskUnit        Field = "unit"
	AskUntil       Field = "until"
	AskAnswer      Field = "answer"
	AskTarget      Field = "target"
	AskParts       Field = "parts"
	AskNew         Field = "new"
	AskAmend       Field = "amend"
	AskTags        Field = "tags"
	AskLevel       Field = "level"
	AskRoute       Field = "route"
	AskOffice      Field = "office"
	AskResult      Field = "result"
	AskScope       Field = "scope"
	AskEvidence    Field = "evidence"
	AskDues        Field = "dues"
)

var fieldNames = map[Field]string{
	AskReason: "原因", AskBasis: "依据", AskNote: "说明", AskReply: "办理情况", AskPublicReply: "公开答复", AskUnits: "承办单位",
	AskUnit: "单位", AskUntil: "期限", AskAnswer: "评价", AskTarget: "主单", AskParts: "拆出的诉求件", AskNew: "受理单", AskAmend: "修改内容",
	AskTags: "专题", AskLevel: "督办级别", AskRoute: "法定途径", AskOffice: "经办科室", AskResult: "办理结果", AskScope: "剔除范围",
	AskEvidence: "附件", AskDues: "外部期限",
}

// Chinese returns the printed name.
func (f Field) Chinese() string { return fieldNames[f] }

// carried lists the fields that a command fills.
func (c *Command) carried() []Field {
	all := make([]Field, 0, 6)
	add := func(filled bool, f Field) {
		if filled {
			all = append(all, f)
		}
	}
	add(c.Reason != "", AskReason)
	add(c.Basis != "", AskBasis)
	add(c.Note != "", AskNote)
	add(c.Reply != "", AskReply)
	add(c.PublicReply != "", AskPublicReply)
	add(len(c.Units) > 0, AskUnits)
	add(c.Unit != "", AskUnit)
	add(!c.Until.IsZero(), AskUntil)
	add(c.Answer != nil, AskAnswer)
	add(c.Target != "", AskTarget)
	add(len(c.Parts) > 0, AskParts)
	add(c.New != nil, AskNew)
	add(c.Amend != nil, AskAmend)
	add(len(c.Tags) > 0, AskTags)
	add(c.Level != 0, AskLevel)
	add(c.Route != "", AskRoute)
	add(c.Office != "", AskOffice)
	add(c.Result != "", AskResult)
	add(c.Scope != "", AskScope)
	add(len(c.Evidence) > 0, AskEvidence)
	add(c.Dues != nil, AskDues)
	return all
}

// missing returns the first field of want that is not in have.
func missing(want, have []Field) (Field, bool) {
	for _, f := range want {
		if !slices.Contains(have, f) {
			return f, true
		}
	}
	return "", false
}
