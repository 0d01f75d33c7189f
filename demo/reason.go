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
