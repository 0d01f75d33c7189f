package desk_test

import (
	"crypto/rand"
	"testing"
	"time"

	"huying/internal/app/admin"
	"huying/internal/app/desk"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/org"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

const region = ident.RegionCode("330802")

var monday = time.Date(2019, 10, 14, 1, 0, 0, 0, time.UTC) // 09:00 in Shanghai

// install founds the region with three units: u1 and u2 listed, u3 not.
func install(tb testing.TB, s *store.Store) {
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
}

func newDesk(tb testing.TB, s *store.Store) *desk.Desk {
	tb.Helper()
	install(tb, s)
	return deskOn(s)
}

// deskOn is a desk of a region that has been founded.
func deskOn(s *store.Store) *desk.Desk {
	return desk.New(desk.Options{Store: s, Region: region, IDs: ident.NewSource(rand.Reader), Key: []byte("key of the test")})
}

func as(role identity.Role, units ...ident.UnitID) identity.Actor {
	return identity.As(role, ident.UserID(role), region, units...)
}

func intake() casework.Command {
	return casework.Command{Do: casework.DoReceive, New: &casework.NewIntake{
		Title: "路灯不亮", Content: "小区门口的路灯连续几晚不亮，出行不便，希望尽快修复。",
		Intake: casework.Intake{Channel: casework.Phone, Kind: casework.Help, Subject: "城乡建设/市政设施", Tags: []casework.Tag{{Topic: "city", Facet: "facility"}}},
	}}
}

type step struct {
	by  identity.Actor
	cmd casework.Command
}

// course is an ordinary case from dispatch to call-back.
func course() []step {
	unit := as(identity.UnitLeader, "u1")
	return []step{
		{as(identity.Dispatcher), casework.Command{Do: casework.DoDispatch, Units: []casework.Assignment{{Unit: "u1", Role: casework.Lead}}}},
		{unit, casework.Command{Do: casework.DoSign, Leg: 1}},
		{unit, casework.Command{Do: casework.DoSubmit, Leg: 1, Reply: "已更换灯具并通电。", Result: casework.ResultSolved}},
		{as(identity.Reviewer), casework.Command{Do: casework.DoAccept, Leg: 1}},
		{as(identity.CallBackers), casework.Command{Do: casework.DoCallBack, Leg: 1, Answer: &satisfied}},
	}
}

func handClock() *clock.Hand { return clock.NewHand(monday) }
