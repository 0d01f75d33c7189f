package escalation

import (
	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
)

// Push 提示 is who is told at once that something was done to a case, besides
// its being on record: what presses them, what was decided on what they asked
// for, and what comes back to them.
type Push struct {
	Level deadline.Level
	To    []Post // at the unit: of the leg it was done to, of all legs in hand where it was done to the case
}

var (
	desk  = []Post{{identity.UnitClerk, true}, {identity.Officer, true}}
	house = append([]Post{{identity.UnitLeader, true}}, desk...)
)

var pushes = map[casework.Action]Push{
	// Pressure 催办、督办、批示
	casework.DoHasten:    {deadline.Yellow, house},
	casework.DoSupervise: {deadline.Red, house},
	casework.DoInstruct:  {deadline.Red, append([]Post{{Role: identity.Supervisor}}, house...)},
	// From the citizen 补充、案箱、异议
	casework.DoSupplement: {deadline.Notice, desk},
	casework.DoMessage:    {deadline.Notice, desk},
	casework.DoObject:     {deadline.Notice, []Post{{Role: identity.Assessor}}},
	casework.DoDispute:    {deadline.Yellow, []Post{{Role: identity.CallBackers}, {Role: identity.Reviewer}}},
	// What comes back 退回、重办
	casework.DoRejectReturn: {deadline.Yellow, desk},
	casework.DoUnitSendBack: {deadline.Notice, desk},
	casework.DoSendBack:     {deadline.Yellow, house},
	casework.DoRework:       {deadline.Red, house},
	// Decisions on what a unit asked for 裁定
	casework.DoGrantExtension:  {deadline.Notice, desk},
	casework.DoRefuseExtension: {deadline.Yellow, desk},
	casework.DoGrantSuspension: {deadline.Notice, desk},
	casework.DoRefuseSuspend:   {deadline.Yellow, desk},
	casework.DoUpholdPlea:      {deadline.Notice, desk},
	casework.DoRejectPlea:      {deadline.Yellow, desk},
	casework.DoExclude:         {deadline.Notice, desk},
	casework.DoRefuseExclude:   {deadline.Notice, desk},
}

// Pushed returns who is told at once of an action; ok is false where nobody is:
// it stands on record, and in the queues.
func Pushed(do casework.Action) (p Push, ok bool) {
	p, ok = pushes[do]
	return p, ok
}
