package insight_test

import (
	"crypto/rand"
	"testing"
	"time"

	"huying/internal/app/admin"
	"huying/internal/app/desk"
	"huying/internal/domain/identity"
	"huying/internal/domain/org"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

const region = ident.RegionCode("330802")

var quarterStart = time.Date(2019, 9, 30, 16, 0, 0, 0, time.UTC) // 2019-10-01 in Shanghai

// setUp founds the region with three units, u1 and u2 listed, and a topic.
func setUp(tb testing.TB, s *store.Store) {
	tb.Helper()
	a := admin.New(admin.Options{Store: s, IDs: ident.NewSource(rand.Reader)})
	if err := a.Install(tb.Context(), region, "柯城区", "district"); err != nil {
		tb.Fatal(err)
	}
	err := s.Update(tb.Context(), func(tx *store.Tx) error {
		for _, u := range []org.Unit{{ID: "u1", Name: "住建局", List: org.Department}, {ID: "u2", Name: "花园街道办事处", List: org.Town}, {ID: "u3", Name: "供水公司"}} {
			if err := tx.PutUnit(region, u); err != nil {
				return err
			}
		}
		return tx.ReviseRegion(region)
	})
	if err != nil {
		tb.Fatal(err)
	}
	topic := admin.RuleConfig{Kind: rulebook.Topic, Key: "city", Text: cityTopic}
	if _, err := a.Apply(tb.Context(), region, admin.Config{Rules: []admin.RuleConfig{topic}}); err != nil {
		tb.Fatal(err)
	}
}

const cityTopic = `
key: city
name: 文明城市
from: 2018-01-01
groups:
  - key: kind
    name: 类别
    facets:
      - {key: facility, name: 设施}
      - {key: noise, name: 噪音}
`

func newDesk(s *store.Store) *desk.Desk {
	return desk.New(desk.Options{Store: s, Region: region, IDs: ident.NewSource(rand.Reader), Key: []byte("key of the test"), Simulated: true})
}

// lateDesk enters events when it gives them, whatever moment they are of.
func lateDesk(s *store.Store) *desk.Desk {
	return desk.New(desk.Options{Store: s, Region: region, IDs: ident.NewSource(rand.Reader), Key: []byte("key of the test")})
}

func as(role identity.Role, units ...ident.UnitID) identity.Actor {
	return identity.As(role, ident.UserID(role), region, units...)
}
