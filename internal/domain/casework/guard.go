package casework

import (
	"slices"

	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
)

// Guard is a condition beside the state, by name, so that a flow table stays
// data. guardTable says what each one asks.
type Guard string

const (
	IsComplete       Guard = "is_complete"
	NotAbsorbing     Guard = "not_absorbing"
	HastenSpaced     Guard = "hasten_spaced"
	NotSupervised    Guard = "not_supervised"
	IsSupervised     Guard = "is_supervised"
	OwnVerdict       Guard = "own_verdict"
	NotCalled        Guard = "not_called"
	NotAnswered      Guard = "not_answered"
	HasLegs          Guard = "has_legs"
	CaseUnsealed     Guard = "case_unsealed"
	CaseOpen         Guard = "case_open"
	AllLegsClosed    Guard = "all_legs_closed"
	AllLegsAccepted  Guard = "all_legs_accepted"
	AllLegsSubmitted Guard = "all_legs_submitted"
	AnyLegWorking    Guard = "any_leg_working"
	NoLeadLeft       Guard = "no_lead_left"
	MayReturn        Guard = "may_return"
	InReturnWindow   Guard = "in_return_window"
	IsLead           Guard = "is_lead"
	IsNotLead        Guard = "is_not_lead"
	IsChild          Guard = "is_child"
	IsNotChild       Guard = "is_not_child"
	HasBelow         Guard = "has_below"
	BeforeDue        Guard = "before_due"
	ExtensionsLeft   Guard = "extensions_left"
	ContactMade      Guard = "contact_made"
	IsPlea           Guard = "is_plea"
	IsNotPlea        Guard = "is_not_plea"
	NotObjected      Guard = "not_objected"
	NotExcluded      Guard = "not_excluded"
	IsExcluded       Guard = "is_excluded"
	ExclusionAsked   Guard = "exclusion_asked"
	ExclusionUnasked Guard = "exclusion_unasked"
	SecondPerson     Guard = "second_person"
	NothingAsked     Guard = "nothing_asked"
	NotReopened      Guard = "not_reopened"
	NotConfidential  Guard = "not_confidential"
	Consented        Guard = "consented"
	NotConsented     Guard = "not_consented"
)

// scene is what a guard looks at.
type scene struct {
	env *Env
	c   *Case
	leg *Leg // nil for an action on the case
	act Act
}

type guardRule struct {
	holds  func(scene) bool
	en, zh string // why not
}

var guardTable = map[Guard]guardRule{
	IsComplete: {func(s scene) bool { return s.c.Channel.Valid() && s.c.Kind.Valid() && s.c.Content != "" },
		"the draft needs channel, kind and content", "草稿须有渠道、诉求类型和内容"},
	// Their callers would wait for ever on a case that nobody handles.
	NotAbsorbing: {func(s scene) bool { return len(s.c.Absorbed) == 0 },
		"other cases are merged into this one; un-merge them first", "已有诉求件并入本件，须先撤销并单"},
	HastenSpaced: {func(s scene) bool {
		return s.c.HastenedAt.IsZero() || s.act.Now.Sub(s.c.HastenedAt) >= s.env.Rules.HastenEvery
	}, "hastened too recently", "催办间隔不足"},
	NotSupervised: {func(s scene) bool { return s.c.Supervision == 0 },
		"already under supervision", "已在督办中"},
	IsSupervised: {func(s scene) bool { return s.c.Supervision > 0 },
		"not under supervision", "未在督办中"},
	// A caller whose case was merged keeps a verdict of its own (domain.md §3.2, 并单).
	OwnVerdict: {func(s scene) bool { return s.c.Answer != nil || s.c.State == Merged },
		"only a directly answered or merged case has a verdict of its own", "只有直接答复件和已并单件在件上评价"},
	NotCalled: {func(s scene) bool { return len(s.c.Calls) == 0 },
		"there is a verdict already", "已评价过"},
	NotAnswered: {func(s scene) bool { return s.c.Answer == nil },
		"the centre answered the case itself", "该件已由中心直接答复"},
	HasLegs: {func(s scene) bool { return len(s.c.Legs) > 0 && s.c.leastStage() == stageClosed },
		"only a case that units handled can be tracked", "只有交办过的诉求件可挂账"},
	CaseUnsealed: {func(s scene) bool { return !s.c.State.Final() },
		"the case is archived", "诉求件已归档"},
	CaseOpen: {func(s scene) bool {
		switch s.c.State {
		case Handling, ToReview, ToCallBack, Closed, Tracked:
			return true
		}
		return false
	}, "the case is no longer open to rework", "诉求件已不可重办"},
	AllLegsClosed:    {func(s scene) bool { return s.c.leastStage() == stageClosed }, "a leg is not closed", "尚有承办任务未办结"},
	AllLegsAccepted:  {func(s scene) bool { return s.c.leastStage() >= stageAccepted }, "a leg is not accepted", "尚有承办任务未审核通过"},
	AllLegsSubmitted: {func(s scene) bool { return s.c.leastStage() >= stageSubmitted }, "a leg is not submitted", "尚有承办任务未提交"},
	AnyLegWorking: {func(s scene) bool {
		least := s.c.leastStage()
		return least != stageGone && least < stageSubmitted && s.c.mostStage() >= stageWorking
	}, "no leg is being worked on", "没有在办的承办任务"},
	NoLeadLeft: {func(s scene) bool { return !s.c.hasLead() }, "the lead leg is still live", "尚有主办任务"},
	MayReturn: {func(s scene) bool { return !s.leg.ReturnBarred && s.leg.Returns < s.env.Rules.ReturnTimes },
		"this leg may not be returned (again)", "该承办任务不得再退单"},
	InReturnWindow: {func(s scene) bool { return beforeDue(s, deadline.Return) },
		"the time for returning has passed", "已过退单期限"},
	IsLead: {func(s scene) bool { return s.leg.Role == Lead }, "only the lead unit invites others", "只有主办单位可邀请会办"},
	IsNotLead: {func(s scene) bool { return s.leg.Role != Lead },
		"the lead leg can only be redispatched", "主办任务只能改派"},
	IsChild:    {func(s scene) bool { return s.leg.Role == Child }, "only for a delegated leg", "仅限下派任务"},
	IsNotChild: {func(s scene) bool { return s.leg.Role != Child }, "not for a delegated leg", "下派任务不适用"},
	HasBelow: {func(s scene) bool { return len(s.env.Units.Subtree(s.leg.Unit)) > 1 },
		"the unit has none below it", "该单位没有下属单位"},
	BeforeDue: {func(s scene) bool { return beforeDue(s, deadline.Close) },
		"must be asked for before the limit runs out", "须在办理期限届满前申请"},
	ExtensionsLeft: {extensionsLeft, "no extension is left", "延期次数已用完"},
	// Nobody asked other systems' units whether they had rung.
	ContactMade: {func(s scene) bool {
		return !s.env.Rules.RequireContact || !s.leg.ContactedAt.IsZero() || s.act.By.Role == identity.Importer
	}, "the citizen has not been contacted", "尚未联系诉求人"},
	IsPlea: {func(s scene) bool { return s.leg.Result == ResultPlea },
		"only against a finding of an unreasonable demand", "仅可对不合理诉求认定提出"},
	IsNotPlea: {func(s scene) bool { return s.leg.Result != ResultPlea },
		"a finding of an unreasonable demand is objected to", "对不合理诉求认定应提出异议"},
	NotObjected: {func(s scene) bool { return !s.leg.Objected }, "already objected", "已提出过异议"},
	NotExcluded: {func(s scene) bool { return s.leg.Exclusion == nil }, "already excluded", "已剔除"},
	IsExcluded:  {func(s scene) bool { return s.leg.Exclusion != nil }, "not excluded", "未剔除"},
	ExclusionAsked: {func(s scene) bool { return s.leg.ProposedBy != nil },
		"no exclusion was asked for", "没有剔除申请"},
	ExclusionUnasked: {func(s scene) bool { return s.leg.ProposedBy == nil },
		"an exclusion is asked for already", "已有剔除申请待裁定"},
	SecondPerson: {func(s scene) bool { return s.leg.ProposedBy == nil || s.leg.ProposedBy.By != s.act.By.ID },
		"whoever asked for the exclusion may not decide it", "申请人不得自行裁定"},
	NothingAsked: {func(s scene) bool {
		return !slices.ContainsFunc(s.c.Legs, func(l Leg) bool { return l.State.Live() && l.ProposedBy != nil })
	}, "an exclusion that was asked for is not decided yet", "剔除申请尚未裁定"},
	NotConfidential: {func(s scene) bool { return s.c.Disclosure != Confidential },
		"a confidential case is not published", "保密诉求件不得公开"},
	Consented: {func(s scene) bool { return s.c.Consented },
		"whoever brought it has not agreed to its being published", "诉求人未同意公开"},
	NotConsented: {func(s scene) bool { return !s.c.Consented },
		"agreed to already", "已同意公开"},
	NotReopened: {func(s scene) bool { return s.c.ReopenedAs == "" },
		"reopened as another case already", "已另行重新受理"},
}

// beforeDue reports whether the leg's clock of the kind has not run out; a
// leg without such a limit never runs out of it.
func beforeDue(s scene, kind deadline.Clock) bool {
	k, ok := s.c.Clock(kind, s.leg.Seq)
	return !ok || k.Due.IsZero() || !s.act.Now.After(k.Due)
}

// hasLead reports whether a lead leg is still a duty.
func (c *Case) hasLead() bool {
	for i := range c.Legs {
		if c.Legs[i].Role == Lead && c.Legs[i].State.Live() {
			return true
		}
	}
	return false
}

// leastStage is how far the least advanced live leg has come, children apart;
// stageGone when no lead is left to carry the case.
func (c *Case) leastStage() stage {
	least := stageGone
	if !c.hasLead() {
		return least
	}
	for i := range c.Legs {
		l := &c.Legs[i]
		if !l.Counts() {
			continue
		}
		if st := l.State.stage(); least == stageGone || st < least {
			least = st
		}
	}
	return least
}

func (c *Case) mostStage() stage {
	most := stageGone
	for i := range c.Legs {
		if l := &c.Legs[i]; l.Counts() {
			most = max(most, l.State.stage())
		}
	}
	return most
}
