package insight_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huying/internal/app/desk"
	"huying/internal/app/insight"
	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestEditions: offered are the quarters that have cases and a scheme, and
// what was published, latest period first; a period that nothing scores is
// not found.
func TestEditions(t *testing.T) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		setUp(t, s)
		in := insight.New(insight.Options{Store: s, Region: region})
		editions := func() []string {
			list, err := in.Editions(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			names := []string{}
			for _, e := range list {
				name := fmt.Sprintf("%s of %d", e.Period, e.Received)
				if !e.AsOf.IsZero() {
					name += " published"
				}
				names = append(names, name)
			}
			return names
		}
		if diff := cmp.Diff([]string{}, editions()); diff != "" {
			t.Errorf("without a case (-want +got):\n%s", diff)
		}
		d := newDesk(s)
		for _, at := range []time.Time{
			time.Date(2018, 11, 5, 2, 0, 0, 0, time.UTC), // before any scheme
			quarterStart,
			time.Date(2020, 4, 1, 2, 0, 0, 0, time.UTC),
		} {
			cmd := casework.Command{Do: casework.DoReceive, New: &casework.NewIntake{
				Title: "路灯不亮", Content: "路灯连续几晚不亮。", Intake: casework.Intake{Channel: casework.Phone, Kind: casework.Help},
			}}
			if err := d.Bulk(t.Context(), []desk.Entry{{Case: &desk.Handle{}, At: at, By: as(identity.Operator), Cmd: cmd}}); err != nil {
				t.Fatal(err)
			}
		}
		if err := in.Publish(t.Context(), quarter(t), time.Date(2020, 2, 19, 0, 0, 0, 0, time.UTC)); err != nil {
			t.Fatal(err)
		}
		want := []string{"2020Q2 of 1", "2019Q4 of 1 published"}
		if diff := cmp.Diff(want, editions()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		before, err := calendar.ParsePeriod("2018Q4")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := in.Bulletin(t.Context(), before, time.Time{}); !errs.Is(err, errs.NotFound) {
			t.Errorf("a bulletin from before any scheme: %v", err)
		}
	})
}
