package api_test

import (
	"net/http"
	"testing"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestContacts: calls and visits are logged by those who receive cases, with or
// without a case that they see, and are counted.
func TestContacts(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		c := serveTo(t, s, staffOfUnits())
		made := c.must(http.StatusCreated, "POST", "/api/v1/cases", "operator", intake)
		call := m{"kind": "call", "line": "12345"}
		c.must(http.StatusCreated, "POST", "/api/v1/contacts", "operator", call)
		if got := c.must(http.StatusCreated, "POST", "/api/v1/contacts", "operator", m{"kind": "visit", "line": "一号窗口", "case": made.json["id"]}); got.json["id"] == "" {
			t.Errorf("made: %s", got.raw)
		}
		c.must(http.StatusForbidden, "POST", "/api/v1/contacts", "leader@u2", call)
		for name, wrong := range map[string]struct {
			body   m
			status int
			code   string
		}{
			"no such kind":  {m{"kind": "fax", "line": "12345"}, http.StatusUnprocessableEntity, "request.invalid"},
			"no line":       {m{"kind": "call", "line": ""}, http.StatusUnprocessableEntity, "request.invalid"},
			"no such topic": {with(call, "tags", []any{m{"topic": "No such"}}), http.StatusUnprocessableEntity, "tag.unknown"},
			"no such case":  {with(call, "case", "nowhere"), http.StatusNotFound, "case.not_found"},
		} {
			if got := c.send("POST", "/api/v1/contacts", "operator", wrong.body); got.status != wrong.status || got.json["code"] != wrong.code {
				t.Errorf("%s: %d %s", name, got.status, got.raw)
			}
		}
		var counted int
		now := time.Now()
		err := s.View(t.Context(), func(tx *store.Tx) (err error) {
			counted, err = tx.CountContacts(region, calendar.Period{From: calendar.DateFrom(2000, 1, 1), To: calendar.DateFrom(2100, 1, 1)}, now.AddDate(200, 0, 0))
			return err
		})
		if err != nil || counted != 2 {
			t.Errorf("%d counted, %v", counted, err)
		}
	})
}
