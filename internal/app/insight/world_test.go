package insight_test

import (
	"crypto/rand"
	"testing"
	"time"

	"huying/internal/app/desk"
	"huying/internal/domain/calendar"
	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/domain/org"
	"huying/internal/domain/rulebook"
	"huying/internal/domain/scoring"
	"huying/internal/domain/topic"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

const region = ident.RegionCode("330802")

var quarterStart = time.Date(2019, 9, 30, 16, 0, 0, 0, time.UTC) // 2019-10-01 in Shanghai

func setUp(tb testing.TB) {
	tb.Helper()
	must := func(err error) {
		if err != nil {
			tb.Fatal(err)
		}
	}
	cal, err := calendar.New(calendar.China())
	must(err)
	policy, err := deadline.Preset("district")
	must(err)
	scheme, err := scoring.Preset("kecheng-2019")
	must(err)
	tree, err := org.NewTree([]org.Unit{{ID: "u1", Name: "住建局", List: org.Department}, {ID: "u2", Name: "花园街道办事处", List: org.Town}, {ID: "u3", Name: "供水公司"}})
	must(err)
	city := topic.Definition{Key: "city", Name: "文明城市", From: calendar.DateFrom(2018, 1, 1), Groups: []topic.Group{{
		Key: "kind", Name: "类别", Facets: []topic.Facet{{Key: "facility", Name: "设施"}, {Key: "noise", Name: "噪音"}},
	}}}
	store.SetInterimBook(&rulebook.Book{
		RegionName: "柯城区", Location: cal.Location(), Units: tree, Policy: policy, Calendar: cal, Scheme: scheme, Topics: []topic.Definition{city},
	})
}

func newDesk(s *store.Store) *desk.Desk {
	return desk.New(desk.Options{Store: s, Region: region, IDs: ident.NewSource(rand.Reader), Key: []byte("key of the test"), Simulated: true})
}

func as(role identity.Role, units ...ident.UnitID) identity.Actor {
	return identity.As(role, ident.UserID(role), region, units...)
}
