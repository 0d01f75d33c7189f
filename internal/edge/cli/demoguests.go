package cli

import (
	"huying/internal/app/people"
	"huying/internal/domain/identity"
	"huying/internal/edge/web/entrance"
)

// demoPosts are the roles to be entered as, in the order of a case's course,
// with the unit that each is of.
var demoPosts = []entrance.Post{
	{Role: identity.Operator}, {Role: identity.Registrar}, {Role: identity.Dispatcher},
	{Role: identity.UnitClerk, Name: "卫生健康局"}, {Role: identity.Officer, Name: "卫生健康局"}, {Role: identity.UnitLeader, Name: "卫生健康局"},
	{Role: identity.GridWorker, Name: "春晖社区第三网格"}, {Role: identity.Mediator, Name: "区社会矛盾纠纷调处化解中心"},
	{Role: identity.Reviewer}, {Role: identity.CallBackers}, {Role: identity.Supervisor}, {Role: identity.Assessor},
	{Role: identity.Leader}, {Role: identity.Editor}, {Role: identity.Outsourced}, {Role: identity.Auditor}, {Role: identity.Admin},
}

// guests are the people of the demonstration; nobody in any other installation.
func (i *installation) guests(p *people.People) entrance.Guests {
	if !i.demo {
		return nil
	}
	posts := make([]entrance.Post, len(demoPosts))
	for n, post := range demoPosts {
		post.Unit = i.units[post.Name]
		posts[n] = post
	}
	return entrance.Demonstration(p, people.Console(i.region), posts)
}
