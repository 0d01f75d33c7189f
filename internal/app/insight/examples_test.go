package insight_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"huying/internal/app/desk"
	"huying/internal/app/insight"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestExamples: an installation has none until it is given some, which are
// cases that it has, in the order given.
func TestExamples(t *testing.T) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		setUp(t, s)
		in := insight.New(insight.Options{Store: s, Region: region})
		shown := func() []insight.Example {
			list, err := in.Examples(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return list
		}
		if got := shown(); len(got) != 0 {
			t.Errorf("a new installation shows %v", got)
		}
		handles := make([]desk.Handle, 2)
		for i := range handles {
			cmd := casework.Command{Do: casework.DoReceive, New: &casework.NewIntake{
				Title: "路灯不亮", Content: "路灯连续几晚不亮。", Intake: casework.Intake{Channel: casework.Phone, Kind: casework.Help},
			}}
			if err := newDesk(s).Bulk(t.Context(), []desk.Entry{{Case: &handles[i], At: quarterStart, By: as(identity.Operator), Cmd: cmd}}); err != nil {
				t.Fatal(err)
			}
		}
		want := []insight.Example{{handles[1].Number, "后一件 / the later one"}, {handles[0].Number, "前一件 / the earlier one"}}
		if err := in.Exhibit(t.Context(), want); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, shown()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if err := in.Exhibit(t.Context(), []insight.Example{{Number: "nowhere"}}); !errs.Is(err, errs.NotFound) {
			t.Errorf("a case that is not there: %v", err)
		}
		if diff := cmp.Diff(want, shown()); diff != "" {
			t.Errorf("after a refusal (-want +got):\n%s", diff)
		}
	})
}
