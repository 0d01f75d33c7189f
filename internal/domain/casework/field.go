package casework

import (
	"slices"

	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
)

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

// reserved are the fields that only some actors may fill: limits set by
// another system come in with its history, or a unit's clocks would be the
// sender's to set.
var reserved = map[Field]identity.Permission{AskDues: identity.SystemStep}

// carries reports whether a command fills the field.
func (c *Command) carries(f Field) bool {
	switch f {
	case AskReason:
		return c.Reason != ""
	case AskBasis:
		return c.Basis != ""
	case AskNote:
		return c.Note != ""
	case AskReply:
		return c.Reply != ""
	case AskPublicReply:
		return c.PublicReply != ""
	case AskUnits:
		return len(c.Units) > 0
	case AskUnit:
		return c.Unit != ""
	case AskUntil:
		return !c.Until.IsZero()
	case AskAnswer:
		return c.Answer != nil
	case AskTarget:
		return c.Target != ""
	case AskParts:
		return len(c.Parts) > 0
	case AskNew:
		return c.New != nil
	case AskAmend:
		return c.Amend != nil
	case AskTags:
		return len(c.Tags) > 0
	case AskLevel:
		return c.Level != 0
	case AskRoute:
		return c.Route != ""
	case AskOffice:
		return c.Office != ""
	case AskResult:
		return c.Result != ""
	case AskScope:
		return c.Scope != ""
	case AskEvidence:
		return len(c.Evidence) > 0
	case AskDues:
		return c.Dues != nil
	}
	return false
}

// allFields lists everything that a command may carry beside its action.
var allFields = []Field{
	AskReason, AskBasis, AskNote, AskReply, AskPublicReply, AskUnits, AskUnit, AskUntil, AskAnswer, AskTarget, AskParts,
	AskNew, AskAmend, AskTags, AskLevel, AskRoute, AskOffice, AskResult, AskScope, AskEvidence, AskDues,
}

// checkFields asks that a command carries what it must, nothing that its
// action does not take, and nothing reserved for others.
func checkFields(by identity.Actor, cmd *Command, ask, may []Field) error {
	for _, f := range ask {
		if !cmd.carries(f) {
			return errs.New(errs.Invalid, "command.missing", string(cmd.Do)+" needs "+string(f), cmd.Do.Chinese()+"须填写"+f.Chinese())
		}
	}
	for _, f := range allFields {
		if !cmd.carries(f) {
			continue
		}
		if !slices.Contains(ask, f) && !slices.Contains(may, f) {
			return errs.New(errs.Invalid, "command.unexpected", string(cmd.Do)+" takes no "+string(f), cmd.Do.Chinese()+"不应填写"+f.Chinese())
		}
		if p := reserved[f]; p != "" && !slices.Contains(by.May, p) {
			return errs.New(errs.Denied, "denied", string(f)+" is for histories of other systems only", "只有历史数据导入可填写"+f.Chinese())
		}
	}
	return nil
}

// openTo leaves out the fields that are reserved for others.
func openTo(by identity.Actor, fields []Field) []Field {
	hidden := func(f Field) bool { p := reserved[f]; return p != "" && !slices.Contains(by.May, p) }
	if !slices.ContainsFunc(fields, hidden) {
		return fields
	}
	return slices.DeleteFunc(slices.Clone(fields), hidden)
}
