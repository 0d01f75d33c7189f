package escalation

import (
	"slices"

	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
)

// Post 岗位 is whoever holds a role: at the unit that carries the leg, or at the
// centre.
type Post struct {
	Role   identity.Role
	AtUnit bool
}

// inCharge is who has to act before a clock of the centre's own runs out.
// Clocks that are not here are the unit's.
var inCharge = map[deadline.Clock]identity.Role{
	deadline.Dispatch:   identity.Dispatcher,
	deadline.Review:     identity.Reviewer,
	deadline.Adjudicate: identity.Dispatcher,
	deadline.CallBack:   identity.CallBackers,
	deadline.Supervise:  identity.Supervisor,
	deadline.Track:      identity.Supervisor,
}

// posts are who a warning of that level goes to (domain.md §3.2, notices): the
// officer and the unit's own leader before the limit, the leader and the
// supervisor once it has passed.
func posts(k deadline.Clock, level deadline.Level) []Post {
	if role, ours := inCharge[k]; ours {
		if level == deadline.Red && role != identity.Supervisor {
			return []Post{{Role: role}, {Role: identity.Supervisor}}
		}
		return []Post{{Role: role}}
	}
	unit := []Post{{identity.UnitClerk, true}, {identity.Officer, true}}
	switch level {
	case deadline.Yellow:
		return append(unit, Post{identity.UnitLeader, true})
	case deadline.Red:
		return append(unit, Post{identity.UnitLeader, true}, Post{Role: identity.Supervisor})
	}
	return unit
}

// Rung 升级档 is a step of the ladder: who is told when a limit has been passed
// for so long and nothing has come of it.
type Rung struct {
	After deadline.Limit
	To    []Post
	Basis string
}

// Ladder 升级阶梯 is the one that is climbed where a region has said nothing else,
// on the limits whose breach is published.
func Ladder() []Rung { return slices.Clone(usual) }

var usual = []Rung{
	{
		deadline.Limit{N: 1, Measure: deadline.Workdays}, []Post{{identity.UnitLeader, true}, {Role: identity.Supervisor}},
		"[V] 到期次日发催办通知书；山东省级热线：逾期第一个工作日红牌",
	},
	{
		deadline.Limit{N: 5, Measure: deadline.Workdays}, []Post{{identity.UnitLeader, true}, {Role: identity.Leader}},
		"[V] 再过 5 个工作日仍无答复，报领导并通报",
	},
}

// climbs are the clocks on which the ladder is climbed.
func climbs(k deadline.Clock) bool {
	return k == deadline.Sign || k == deadline.Close || k == deadline.Dispatch || k == deadline.Supervise
}
