package insight_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"huying/internal/app/desk"
	"huying/internal/app/insight"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/kernel/exact"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestOpenLegsWeighNothing: the rows' mean is that of what is closed, as the
// region's is, however many legs of a unit are still open.
func TestOpenLegsWeighNothing(t *testing.T) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		setUp(t, s)
		r := rand.New(rand.NewPCG(1, 1))
		var all []desk.Entry
		for _, n := range []int{1, 2, 4, 5} { // of plain cases those that go to a unit
			all = append(all, plainCase(r, n, quarterStart.Add(time.Duration(n)*time.Hour))...)
		}
		late := plainCase(r, 7, quarterStart.Add(30*24*time.Hour))[:2] // received and dispatched, and no more
		late[1].Cmd = casework.Command{Do: casework.DoDispatch, Units: []casework.Assignment{{Unit: "u1", Role: casework.Lead}}}
		long := plainCase(r, 8, quarterStart)
		for i := range long {
			if long[i].By.Role == identity.UnitLeader { // u2 takes its time
				long[i].By = as(identity.UnitLeader, "u2")
			}
			if long[i].Cmd.Do == casework.DoDispatch {
				long[i].Cmd.Units[0].Unit = "u2"
			}
			if i > 2 {
				long[i].At = long[i].At.Add(20 * 24 * time.Hour)
			}
		}
		if err := newDesk(s).Bulk(t.Context(), append(append(all, late...), long...)); err != nil {
			t.Fatal(err)
		}
		doc, err := insight.New(insight.Options{Store: s, Region: region}).Bulletin(t.Context(), quarter(t), quarterStart.AddDate(0, 2, 0))
		if err != nil {
			t.Fatal(err)
		}
		for _, check := range doc.Reconciliation {
			if check.Check != "weighted mean of rows' avg_days to avg_days" {
				continue
			}
			off := check.Expected.Sub(check.Found)
			if cent := exact.Ratio(1, 100); off.Cmp(cent) > 0 || off.Cmp(exact.Int(0).Sub(cent)) < 0 {
				t.Errorf("the region's mean is %s, the rows' %s", check.Expected, check.Found)
			}
			return
		}
		t.Error("the check is not made")
	})
}
