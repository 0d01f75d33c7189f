package store_test

import (
	"testing"

	"go.uber.org/goleak"

	"huying/internal/store"
	"huying/internal/store/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestConformance(t *testing.T) {
	t.Parallel()
	storetest.Run(t, storetest.Engine{
		Exec: store.Exec, Query: store.Query, Insert: store.Insert, Prepare: store.Prepare,
		Define: store.Define, Moment: store.Moment, Text: store.Text, MigrateTo: store.MigrateTo,
		Dir: ".",
	})
}
