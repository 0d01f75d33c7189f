package desk_test

import (
	"strings"
	"testing"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestWordsOfTheRegion: reasons, routes, subjects and divisions are held
// against the lists that the region was founded with, and said in both
// languages which.
func TestWordsOfTheRegion(t *testing.T) {
	testdb.EachAt(t, monday, func(t *testing.T, s *store.Store, _ *clock.Hand) {
		d := newDesk(t, s)
		received, err := d.Do(t.Context(), as(identity.Operator), "", intake())
		if err != nil {
			t.Fatal(err)
		}
		id := received.ID
		dispatcher := as(identity.Dispatcher)
		free := "路灯旁三号楼"
		for code, c := range map[string]struct {
			cmd  casework.Command
			says []string
		}{
			"reason.unknown":  {casework.Command{Do: casework.DoRefuse, Reason: "duty", Route: "诉讼"}, []string{"duty", "the list refuse", "原因清单 refuse"}},
			"reason.form":     {casework.Command{Do: casework.DoRefuse, Reason: free, Route: "诉讼"}, []string{free, "原因“"}},
			"route.unknown":   {casework.Command{Do: casework.DoRefuse, Reason: "outside", Route: free}, []string{free, "list of routes", "法定途径"}},
			"subject.unknown": {casework.Command{Do: casework.DoAmend, Amend: &casework.Amendment{Subject: &free}}, []string{free, "内容分类"}},
			"division.form":   {casework.Command{Do: casework.DoAmend, Amend: &casework.Amendment{Division: &free}}, []string{free, "区划"}},
		} {
			_, err := d.Do(t.Context(), dispatcher, id, c.cmd)
			if errs.CodeOf(err) != code || errs.KindOf(err) != errs.Invalid {
				t.Errorf("%s: %v", code, err)
				continue
			}
			for _, part := range c.says {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("%s: %q does not say %q", code, err, part)
				}
			}
		}
		if _, err := d.Do(t.Context(), dispatcher, id, casework.Command{Do: casework.DoRefuse, Reason: "outside", Route: "litigation"}); err != nil {
			t.Errorf("the route by its code: %v", err)
		}
	})
}
