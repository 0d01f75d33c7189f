package api_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestHowItCameIn: what a registrar writes down of a visit is kept with the
// case and given back; what cannot be is refused by its code.
func TestHowItCameIn(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		c := serveTo(t, s, staffOfUnits())
		came := m{"people": 7, "representatives": 3, "police": "no"}
		visit := with(intake, "channel", "visit", "arrival", came, "venue", "一号接待室", "receiver", "信访科")
		got := c.must(http.StatusCreated, "POST", "/api/v1/cases", "registrar", visit)
		want := m{"people": 7.0, "representatives": 3.0, "police": "no"}
		if d := cmp.Diff(want, got.json["arrival"]); d != "" {
			t.Error(d)
		}
		file := c.must(http.StatusOK, "GET", got.head.Get("Location"), "registrar", nil).json
		if file["venue"] != "一号接待室" || file["receiver"] != "信访科" || cmp.Diff(want, file["arrival"]) != "" {
			t.Errorf("on file: %v, %v, %v", file["venue"], file["receiver"], file["arrival"])
		}
		for code, odd := range map[string]m{
			"arrival.representatives": {"people": 7}, "arrival.pages": {"people": 1, "pages": 2},
		} {
			if got := c.must(http.StatusUnprocessableEntity, "POST", "/api/v1/cases", "registrar", with(visit, "arrival", odd)); got.json["code"] != code {
				t.Errorf("%v: %v", odd, got.json)
			}
		}
	})
}
