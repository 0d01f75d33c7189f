package casework

import (
	"slices"

	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
)

// Row is one line of a flow table: what an action does to a machine whose
// states are S. Everything else that depends on the flow — Decide, the allowed
// actions, the permission matrix, the diagram, the checks — is derived from
// these rows.
type Row[S ~string] struct {
	Do     Action
	From   []S
	To     S                   // empty: the state stays
	Need   identity.Permission // empty: never commanded, only driven by the other machine
	Guards []Guard
	Ask    []Field // must be carried
	May    []Field // may be carried

	Start, Meet, Stop []deadline.Clock // of this leg, or of the case in CaseFlow
	Miss              []deadline.Clock // ends unmet: it counts as missed once due
	Pause, Resume     []deadline.Clock
	Reopen            []deadline.Clock // met before, and runs again as if it had not been
	StopAll           bool             // every open clock of the leg (CaseFlow: of the case itself)

	Spawn      bool     // the command's units become legs, each with SpawnClocks running
	CancelLegs bool     // every live leg is cancelled and its clocks stop (LegFlow: every child of the leg that is not done)
	CancelOpen bool     // CaseFlow: as CancelLegs, but a leg that is closed stays, with the verdict on it
	Drives     []Action // tried in this order in the case's machine; the first that fits is taken
	Mirrors    Action   // the other side of that action on a second case: given with it in one transaction, never alone
}

// Flow is one machine.
type Flow[S ~string] []Row[S]

// SpawnClocks run from the dispatch of every leg: limits start at dispatch,
// not at signing, so that nobody gains time by not signing (domain.md §3.2).
func SpawnClocks() []deadline.Clock { return slices.Clone(spawnKinds[:]) }

var spawnKinds = [...]deadline.Clock{deadline.Sign, deadline.Return, deadline.Contact, deadline.Close}

type (
	cs = []CaseState
	ls = []LegState
	ck = []deadline.Clock
	gs = []Guard
	fs = []Field
)

// CaseFlow is the machine of the case (domain.md §3.1).
func CaseFlow() Flow[CaseState] { return caseFlow }

// LegFlow is the machine of the leg (domain.md §3.2).
func LegFlow() Flow[LegState] { return legFlow }

var (
	open      = cs{Registered, ToDispatch, Dispatched, Handling, ToReview, ToCallBack}
	inHand    = cs{Dispatched, Handling, ToReview, ToCallBack}
	onRecord  = cs{Registered, ToDispatch, Dispatched, Handling, ToReview, ToCallBack, Tracked, Closed, Refused, Emergency, Invalid, Diverted, Merged, Withdrawn}
	settled   = cs{Closed, Refused, Emergency, Invalid, Diverted, Merged, Withdrawn}
	working   = ls{Signed, AtWork}
	asking    = ls{ExtensionPending, SuspendPending} // for more time: nothing is kept from being done meanwhile
	finishing = append(asking, working...)
	undecided = ls{ToSign, Signed, AtWork, UnitReview, ReturnPending, ExtensionPending, SuspendPending, Suspended, PleaPending}
	liveLegs  = ls{ToSign, Signed, AtWork, UnitReview, Submitted, AwaitingCallBack, ReturnPending, ExtensionPending, SuspendPending, Suspended, PleaPending, LegClosed}
	// follow is what a leg's step may bring about in its case, most advanced first.
	follow = []Action{DoConclude, DoAwaitCall, DoAwaitReview, DoProgress, DoRecall}
)

var caseFlow = Flow[CaseState]{
	// Receipt 受理
	{Do: DoDraft, From: cs{NewCase}, To: Draft, Need: identity.CaseReceive, Ask: fs{AskNew}},
	{Do: DoReceive, From: cs{NewCase}, To: Registered, Need: identity.CaseReceive, Ask: fs{AskNew}, May: fs{AskNote}, Start: ck{deadline.Dispatch}},
	{Do: DoRegister, From: cs{Draft}, To: Registered, Need: identity.CaseReceive, Guards: gs{IsComplete}, Start: ck{deadline.Dispatch}},
	{Do: DoDiscard, From: cs{Draft}, To: Void, Need: identity.CaseReceive, Ask: fs{AskReason}},
	{Do: DoAmend, From: cs{Draft, Registered, ToDispatch, Dispatched, Handling, ToReview, ToCallBack, Tracked, Closed}, Need: identity.CaseClassify, Ask: fs{AskAmend}, May: fs{AskReason, AskNote}},

	// Answer, or send on 直接答复、交转
	{Do: DoAnswer, From: cs{Registered, ToDispatch}, To: Closed, Need: identity.CaseAnswer, Ask: fs{AskReply}, May: fs{AskBasis, AskPublicReply, AskNote}, Meet: ck{deadline.Dispatch}, Stop: ck{deadline.Supervise}, CancelOpen: true},
	{Do: DoQueue, From: cs{Registered}, To: ToDispatch, Need: identity.CaseReceive, May: fs{AskNote}},
	{Do: DoDispatch, From: cs{Registered, ToDispatch}, To: Dispatched, Need: identity.CaseDispatch, Ask: fs{AskUnits}, May: fs{AskNote, AskBasis, AskDues}, Meet: ck{deadline.Dispatch}, Spawn: true, Drives: []Action{DoProgress}},
	{Do: DoAddAssist, From: append(cs{Closed}, inHand...), Need: identity.CaseDispatch, Guards: gs{NotAnswered}, Ask: fs{AskUnits}, May: fs{AskNote, AskBasis, AskDues}, Spawn: true, Drives: []Action{DoProgress, DoResumeDuties}},

	// Not ours 不予受理 — always with the lawful route named
	{Do: DoRefuse, From: cs{Registered, ToDispatch}, To: Refused, Need: identity.CaseRefuse, Guards: gs{NotAbsorbing}, Ask: fs{AskReason, AskRoute}, May: fs{AskReply, AskNote}, Meet: ck{deadline.Dispatch}, StopAll: true, CancelOpen: true},
	{Do: DoEmergency, From: cs{Registered, ToDispatch}, To: Emergency, Need: identity.CaseRefuse, Guards: gs{NotAbsorbing}, Ask: fs{AskRoute}, May: fs{AskNote}, Meet: ck{deadline.Dispatch}, StopAll: true, CancelOpen: true},
	{Do: DoInvalidate, From: cs{Registered, ToDispatch}, To: Invalid, Need: identity.CaseRefuse, Guards: gs{NotAbsorbing}, Ask: fs{AskReason}, May: fs{AskNote}, Meet: ck{deadline.Dispatch}, StopAll: true, CancelOpen: true},
	{Do: DoDivert, From: cs{Registered, ToDispatch}, To: Diverted, Need: identity.CaseRefuse, Guards: gs{NotAbsorbing}, Ask: fs{AskRoute}, May: fs{AskReason, AskNote}, Meet: ck{deadline.Dispatch}, StopAll: true, CancelOpen: true},

	// One matter, one case 并单、拆单
	{Do: DoSplit, From: cs{Registered, ToDispatch}, Need: identity.CaseDispatch, Ask: fs{AskParts}, May: fs{AskNote}},
	{Do: DoMerge, From: cs{Registered, ToDispatch, Dispatched, Handling}, To: Merged, Need: identity.CaseDispatch, Guards: gs{NotAbsorbing}, Ask: fs{AskTarget, AskReason}, May: fs{AskNote}, StopAll: true, CancelLegs: true},
	{Do: DoAbsorb, From: open, Need: identity.CaseDispatch, Ask: fs{AskTarget}, Mirrors: DoMerge},
	{Do: DoUnmerge, From: cs{Merged}, To: ToDispatch, Need: identity.CaseDispatch, Ask: fs{AskReason}, May: fs{AskNote}, Start: ck{deadline.Dispatch}},
	{Do: DoRelease, From: onRecord, Need: identity.CaseDispatch, Ask: fs{AskTarget}, Mirrors: DoUnmerge},
	{Do: DoWithdraw, From: cs{Registered, ToDispatch, Dispatched, Handling}, To: Withdrawn, Need: identity.CaseCitizen, Guards: gs{NotAbsorbing}, Ask: fs{AskReason}, May: fs{AskNote}, StopAll: true, CancelLegs: true},

	// Pressure 催办、督办、批示
	{Do: DoHasten, From: open, Need: identity.CaseHasten, Guards: gs{HastenSpaced}, May: fs{AskReason, AskNote}},
	{Do: DoSupervise, From: append(cs{ToDispatch, Tracked}, inHand...), Need: identity.CaseSupervise, Guards: gs{NotSupervised}, Ask: fs{AskLevel, AskReason}, May: fs{AskUntil, AskNote}, Start: ck{deadline.Supervise}},
	{Do: DoLift, From: append(cs{ToDispatch, Tracked}, inHand...), Need: identity.CaseSupervise, Guards: gs{IsSupervised}, May: fs{AskNote}, Meet: ck{deadline.Supervise}},
	// A leader's written word 批示, which all who have the case in hand are told of.
	{Do: DoInstruct, From: append(cs{Closed, Tracked}, open...), Need: identity.CaseInstruct, Ask: fs{AskNote}, May: fs{AskEvidence}},

	// After the answer 评价、挂账、归档
	{Do: DoRate, From: cs{Closed, Merged}, Need: identity.CaseCallBack, Guards: gs{OwnVerdict}, Ask: fs{AskAnswer}, May: fs{AskNote}},
	{Do: DoAppraise, From: cs{Closed, Merged}, Need: identity.CaseCitizen, Guards: gs{OwnVerdict, NotCalled}, Ask: fs{AskAnswer}, May: fs{AskNote}},
	{Do: DoTrack, From: cs{Closed}, To: Tracked, Need: identity.CaseTrack, Guards: gs{HasLegs}, Ask: fs{AskUntil, AskReason}, May: fs{AskNote}, Start: ck{deadline.Track}},
	{Do: DoUntrack, From: cs{Tracked}, To: Closed, Need: identity.CaseTrack, Ask: fs{AskReason}, May: fs{AskNote}, Meet: ck{deadline.Track}, Stop: ck{deadline.Supervise}},
	{Do: DoArchive, From: settled, To: Archived, Need: identity.CaseArchive, Guards: gs{NothingAsked}},
	{Do: DoReopen, From: cs{Archived}, Need: identity.CaseDispatch, Guards: gs{NotReopened}, Ask: fs{AskTarget, AskReason}, May: fs{AskNote}},

	// What anyone may add 补充、案箱、备注
	{Do: DoTag, From: append(cs{Draft}, onRecord...), Need: identity.CaseClassify, Ask: fs{AskTags}},
	{Do: DoUntag, From: append(cs{Draft}, onRecord...), Need: identity.CaseClassify, Ask: fs{AskTags}},
	{Do: DoPublish, From: onRecord, Need: identity.CasePublish, Guards: gs{NotConfidential}},
	{Do: DoUnpublish, From: onRecord, Need: identity.CasePublish, May: fs{AskReason}},
	{Do: DoConsent, From: onRecord, Need: identity.CaseCitizen, Guards: gs{NotConfidential, NotConsented}},
	{Do: DoWithhold, From: onRecord, Need: identity.CaseCitizen, Guards: gs{Consented}},
	{Do: DoSupplement, From: append(cs{Draft, Tracked}, open...), Need: identity.CaseCitizen, Ask: fs{AskNote}, May: fs{AskEvidence}},
	{Do: DoMessage, From: onRecord, Need: identity.CaseCitizen, Ask: fs{AskNote}, May: fs{AskEvidence}},
	{Do: DoBoxReply, From: onRecord, Need: identity.CaseNote, Ask: fs{AskNote}, May: fs{AskEvidence}},
	{Do: DoNote, From: onRecord, Need: identity.CaseNote, Ask: fs{AskNote}, May: fs{AskEvidence}},

	// Driven by the legs
	{Do: DoConclude, From: inHand, To: Closed, Guards: gs{AllLegsClosed}, Stop: ck{deadline.Supervise}},
	{Do: DoAwaitCall, From: cs{Dispatched, Handling, ToReview}, To: ToCallBack, Guards: gs{AllLegsAccepted}},
	{Do: DoAwaitReview, From: cs{Dispatched, Handling}, To: ToReview, Guards: gs{AllLegsSubmitted}},
	{Do: DoProgress, From: cs{Dispatched, ToReview, ToCallBack}, To: Handling, Guards: gs{AnyLegWorking}},
	{Do: DoResumeDuties, From: cs{Handling, ToReview, ToCallBack, Closed, Tracked}, To: Handling, Meet: ck{deadline.Track}},
	{Do: DoRecall, From: inHand, To: ToDispatch, Guards: gs{NoLeadLeft}, Start: ck{deadline.Dispatch}},
}

var legFlow = Flow[LegState]{
	// Taking it on, or not 签收、退单、改派
	{Do: DoSign, From: ls{ToSign}, To: Signed, Need: identity.LegSign, May: fs{AskNote}, Meet: ck{deadline.Sign}, Drives: []Action{DoProgress}},
	// Another system may have let a unit work without signing; ours never does.
	{Do: DoSkipSign, From: ls{ToSign}, To: Signed, Need: identity.SystemStep, May: fs{AskNote}, Miss: ck{deadline.Sign}, Drives: []Action{DoProgress}},
	{Do: DoReturn, From: ls{ToSign, Signed}, To: ReturnPending, Need: identity.LegReturn, Guards: gs{MayReturn, InReturnWindow, IsNotChild}, Ask: fs{AskReason, AskBasis}, May: fs{AskUnit, AskNote, AskEvidence}, Meet: ck{deadline.Sign, deadline.Return}, Start: ck{deadline.Adjudicate}},
	{Do: DoUpholdReturn, From: ls{ReturnPending}, To: Returned, Need: identity.CaseAdjudicate, Ask: fs{AskReason}, May: fs{AskNote}, Meet: ck{deadline.Adjudicate}, StopAll: true, CancelLegs: true, Drives: follow},
	{Do: DoRejectReturn, From: ls{ReturnPending}, To: ToSign, Need: identity.CaseAdjudicate, Ask: fs{AskReason}, May: fs{AskNote}, Meet: ck{deadline.Adjudicate}, Start: ck{deadline.Sign}},
	{Do: DoRedispatch, From: undecided, To: Cancelled, Need: identity.CaseDispatch, Guards: gs{IsNotChild}, Ask: fs{AskUnit, AskReason}, May: fs{AskNote, AskBasis}, StopAll: true, Spawn: true, CancelLegs: true},
	{Do: DoCancelLeg, From: undecided, To: Cancelled, Need: identity.CaseDispatch, Guards: gs{IsNotLead}, Ask: fs{AskReason}, May: fs{AskNote}, StopAll: true, CancelLegs: true, Drives: follow},

	// Working on it 分办、下派、会办
	{Do: DoAssign, From: working, To: AtWork, Need: identity.LegSign, Ask: fs{AskOffice}, May: fs{AskNote}, Drives: []Action{DoProgress}},
	{Do: DoDelegate, From: working, To: AtWork, Need: identity.LegSign, Guards: gs{IsNotChild, HasBelow}, Ask: fs{AskUnit}, May: fs{AskNote, AskUntil}, Spawn: true},
	{Do: DoInvite, From: working, To: AtWork, Need: identity.LegSign, Guards: gs{IsLead}, Ask: fs{AskUnits}, May: fs{AskNote}, Spawn: true},
	{Do: DoContact, From: working, Need: identity.LegHandle, Ask: fs{AskNote}, May: fs{AskEvidence}, Meet: ck{deadline.Contact}},
	{Do: DoLegNote, From: liveLegs, Need: identity.LegHandle, Ask: fs{AskNote}, May: fs{AskEvidence}},
	{Do: DoCompleteChild, From: working, To: LegClosed, Need: identity.LegSubmit, Guards: gs{IsChild}, Ask: fs{AskReply}, May: fs{AskResult, AskEvidence, AskNote}, Meet: ck{deadline.Close}, StopAll: true},

	// More time 延期、挂起
	{Do: DoExtend, From: working, To: ExtensionPending, Need: identity.LegExtend, Guards: gs{BeforeDue, ExtensionsLeft, IsNotChild}, Ask: fs{AskReason, AskUntil}, May: fs{AskNote, AskEvidence}, Start: ck{deadline.Adjudicate}},
	{Do: DoGrantExtension, From: ls{ExtensionPending}, To: AtWork, Need: identity.CaseAdjudicate, May: fs{AskNote, AskUntil}, Meet: ck{deadline.Adjudicate}},
	{Do: DoRefuseExtension, From: ls{ExtensionPending}, To: AtWork, Need: identity.CaseAdjudicate, Ask: fs{AskReason}, May: fs{AskNote}, Meet: ck{deadline.Adjudicate}},
	{Do: DoSuspend, From: working, To: SuspendPending, Need: identity.LegExtend, Guards: gs{BeforeDue, IsNotChild}, Ask: fs{AskReason}, May: fs{AskNote, AskEvidence, AskUntil}, Start: ck{deadline.Adjudicate}},
	{Do: DoGrantSuspension, From: ls{SuspendPending}, To: Suspended, Need: identity.CaseAdjudicate, May: fs{AskNote, AskUntil}, Meet: ck{deadline.Adjudicate}, Pause: ck{deadline.Close}},
	{Do: DoRefuseSuspend, From: ls{SuspendPending}, To: AtWork, Need: identity.CaseAdjudicate, Ask: fs{AskReason}, May: fs{AskNote}, Meet: ck{deadline.Adjudicate}},
	{Do: DoTakeBack, From: asking, To: AtWork, Need: identity.LegExtend, May: fs{AskNote}, Stop: ck{deadline.Adjudicate}},
	{Do: DoResume, From: ls{Suspended}, To: AtWork, Need: identity.CaseAdjudicate, May: fs{AskReason, AskNote}, Resume: ck{deadline.Close}},

	// Handing in 提交、审核
	{Do: DoPropose, From: finishing, To: UnitReview, Need: identity.LegHandle, Guards: gs{IsNotChild, ContactMade}, Ask: fs{AskReply, AskResult}, May: fs{AskPublicReply, AskEvidence, AskNote}, Stop: ck{deadline.Adjudicate}},
	{Do: DoUnitSendBack, From: ls{UnitReview}, To: AtWork, Need: identity.LegEndorse, Ask: fs{AskReason}, May: fs{AskNote}},
	{Do: DoEndorse, From: ls{UnitReview}, To: Submitted, Need: identity.LegEndorse, May: fs{AskNote}, Meet: ck{deadline.Close}, Stop: ck{deadline.Return, deadline.Contact}, Start: ck{deadline.Review}, CancelLegs: true, Drives: []Action{DoAwaitReview}},
	{Do: DoSubmit, From: finishing, To: Submitted, Need: identity.LegSubmit, Guards: gs{IsNotChild, ContactMade}, Ask: fs{AskReply, AskResult}, May: fs{AskPublicReply, AskEvidence, AskNote}, Meet: ck{deadline.Close}, Stop: ck{deadline.Return, deadline.Contact, deadline.Adjudicate}, Start: ck{deadline.Review}, CancelLegs: true, Drives: []Action{DoAwaitReview}},
	{Do: DoAccept, From: ls{Submitted}, To: AwaitingCallBack, Need: identity.CaseReview, May: fs{AskNote, AskDues}, Meet: ck{deadline.Review}, Start: ck{deadline.CallBack}, Drives: []Action{DoAwaitCall, DoAwaitReview}},
	{Do: DoSendBack, From: ls{Submitted}, To: AtWork, Need: identity.CaseReview, Ask: fs{AskReason}, May: fs{AskNote}, Meet: ck{deadline.Review}, Reopen: ck{deadline.Close}, Drives: []Action{DoProgress}},

	// Asking the citizen 回访、重办
	{Do: DoAttempt, From: ls{AwaitingCallBack}, Need: identity.CaseCallBack, Ask: fs{AskReason}, May: fs{AskNote}, Meet: ck{deadline.CallBack}},
	{Do: DoCallBack, From: ls{AwaitingCallBack}, To: LegClosed, Need: identity.CaseCallBack, Ask: fs{AskAnswer}, May: fs{AskNote, AskEvidence}, Meet: ck{deadline.CallBack}, Drives: []Action{DoConclude, DoAwaitCall, DoAwaitReview}},
	{Do: DoEvaluate, From: ls{AwaitingCallBack}, To: LegClosed, Need: identity.CaseCitizen, Ask: fs{AskAnswer}, May: fs{AskNote}, Meet: ck{deadline.CallBack}, Drives: []Action{DoConclude, DoAwaitCall, DoAwaitReview}},
	{Do: DoDispute, From: ls{LegClosed}, Need: identity.CaseCitizen, Guards: gs{IsNotChild, IsNotPlea, NotObjected, CaseUnsealed}, Ask: fs{AskNote}, May: fs{AskEvidence}},
	{Do: DoRevisit, From: ls{LegClosed}, Need: identity.CaseCallBack, Guards: gs{IsNotChild, CaseUnsealed}, Ask: fs{AskAnswer}, May: fs{AskReason, AskNote, AskEvidence}},
	{Do: DoRework, From: ls{AwaitingCallBack, LegClosed}, To: AtWork, Need: identity.CaseCallBack, Guards: gs{IsNotChild, CaseOpen, NotAnswered}, Ask: fs{AskReason}, May: fs{AskNote, AskDues}, Stop: ck{deadline.CallBack}, Start: ck{deadline.Close}, Drives: []Action{DoResumeDuties}},

	// Unreasonable demands 不合理诉求
	{Do: DoPlead, From: working, To: PleaPending, Need: identity.LegPlead, Guards: gs{IsNotChild}, Ask: fs{AskReason, AskBasis, AskReply}, May: fs{AskNote, AskEvidence}, Meet: ck{deadline.Close}, Start: ck{deadline.Adjudicate}},
	{Do: DoUpholdPlea, From: ls{PleaPending}, To: LegClosed, Need: identity.CaseAdjudicate, Ask: fs{AskReason}, May: fs{AskNote}, Meet: ck{deadline.Adjudicate}, StopAll: true, CancelLegs: true, Drives: []Action{DoConclude, DoAwaitCall, DoAwaitReview}},
	{Do: DoRejectPlea, From: ls{PleaPending}, To: AtWork, Need: identity.CaseAdjudicate, Ask: fs{AskReason}, May: fs{AskNote}, Meet: ck{deadline.Adjudicate}, Reopen: ck{deadline.Close}},
	{Do: DoObject, From: ls{LegClosed}, Need: identity.CaseCitizen, Guards: gs{IsPlea, NotObjected, CaseUnsealed}, Ask: fs{AskNote}, May: fs{AskEvidence}},

	// Out of the count 剔除
	{Do: DoProposeExclude, From: ls{AwaitingCallBack, LegClosed}, Need: identity.LegPlead, Guards: gs{IsNotChild, NotExcluded, ExclusionUnasked}, Ask: fs{AskReason, AskNote}, May: fs{AskEvidence}},
	{Do: DoExclude, From: ls{AwaitingCallBack, LegClosed}, Need: identity.CaseExclude, Guards: gs{NotExcluded, ExclusionAsked, SecondPerson}, Ask: fs{AskReason}, May: fs{AskScope, AskNote, AskEvidence}},
	{Do: DoRefuseExclude, From: ls{AwaitingCallBack, LegClosed}, Need: identity.CaseExclude, Guards: gs{ExclusionAsked, SecondPerson}, Ask: fs{AskReason}, May: fs{AskNote}},
	{Do: DoReadmit, From: ls{AwaitingCallBack, LegClosed}, Need: identity.CaseExclude, Guards: gs{IsExcluded}, Ask: fs{AskReason}, May: fs{AskNote}},
}

// caseRows and legRows find the row of an action.
var (
	caseRows = byAction(caseFlow)
	legRows  = byAction(legFlow)
)

func byAction[S ~string](f Flow[S]) map[Action]*Row[S] {
	rows := make(map[Action]*Row[S], len(f))
	for i := range f {
		rows[f[i].Do] = &f[i]
	}
	return rows
}

// Mirrored returns the action that is given on a second case in the same
// transaction: what is merged here is absorbed there. Nobody gives it alone.
func Mirrored(a Action) (Action, bool) {
	for i := range caseFlow {
		if caseFlow[i].Mirrors == a && a != "" {
			return caseFlow[i].Do, true
		}
	}
	return "", false
}
