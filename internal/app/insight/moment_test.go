package insight_test

import (
	"testing"
	"time"

	"huying/internal/app/desk"
	"huying/internal/app/insight"
	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestUsualMoment: of whoever names no moment the last one on record is meant,
// to the second; the end of the period where nothing was recorded since; and
// no moment that is yet to come.
func TestUsualMoment(t *testing.T) {
	recorded := time.Date(2019, 12, 5, 2, 30, 0, 250_000_000, time.UTC)
	testdb.EachAt(t, recorded, func(t *testing.T, s *store.Store, hand *clock.Hand) {
		setUp(t, s)
		in := insight.New(insight.Options{Store: s, Region: region})
		give(t, lateDesk(s), recorded)
		for _, c := range []struct{ period, now, want string }{
			{"2019Q4", "2019-12-05T10:30:00.3+08:00", "2019-12-05T10:30:00+08:00"}, // within the second: now
			{"2019Q4", "2019-12-20T00:00:00+08:00", "2019-12-05T10:30:01+08:00"},   // running
			{"2019Q4", "2020-03-01T00:00:00+08:00", "2020-01-01T00:00:00+08:00"},   // over, and nothing since
			{"2019-11", "2020-03-01T00:00:00+08:00", "2019-12-05T10:30:01+08:00"},  // over, and something since
			{"2020Q1", "2020-03-01T00:00:00+08:00", "2020-03-01T00:00:00+08:00"},   // running, nothing in it
		} {
			now, err := time.Parse(time.RFC3339, c.now)
			if err != nil {
				t.Fatal(err)
			}
			hand.Set(now)
			p, err := calendar.ParsePeriod(c.period)
			if err != nil {
				t.Fatal(err)
			}
			doc, err := in.Bulletin(t.Context(), p, time.Time{})
			if got := doc.AsOf.Format(time.RFC3339); err != nil || got != c.want {
				t.Errorf("%s on %s is as of %s, want %s (%v)", c.period, c.now, got, c.want, err)
			}
			sheet, err := in.Sheet(t.Context(), p, time.Time{}, "住建局")
			if err == nil && !sheet.AsOf.Equal(doc.AsOf.Time) {
				t.Errorf("the sheet of %s is as of %s", c.period, sheet.AsOf)
			}
		}
	})
}

// TestRead: a moment that is yet to come is refused; a bulletin is published
// when its moment has settled, and from then on read as it was published,
// whatever comes on record.
func TestRead(t *testing.T) {
	asOf := time.Date(2020, 2, 18, 16, 0, 0, 0, time.UTC)
	testdb.EachAt(t, asOf, func(t *testing.T, s *store.Store, hand *clock.Hand) {
		setUp(t, s)
		in := insight.New(insight.Options{Store: s, Region: region})
		give(t, lateDesk(s), quarterStart)
		p := quarter(t)
		if _, err := in.Bulletin(t.Context(), p, asOf.Add(time.Second)); errs.CodeOf(err) != "bulletin.future" {
			t.Errorf("a moment to come: %v", err)
		}
		if _, err := in.Sheet(t.Context(), p, asOf.Add(time.Second), "住建局"); errs.CodeOf(err) != "bulletin.future" {
			t.Errorf("a sheet as of a moment to come: %v", err)
		}
		if read, err := in.Read(t.Context(), p, time.Time{}); err != nil || !read.Published.IsZero() || read.Summary.Received != 1 {
			t.Errorf("before it is published: %+v %v", read.Summary, err)
		}
		hand.Set(asOf.Add(insight.Settled - 1))
		if err := in.Publish(t.Context(), p, asOf); errs.CodeOf(err) != "publication.unsettled" {
			t.Errorf("published too soon: %v", err)
		}
		hand.Set(asOf.Add(insight.Settled))
		if err := in.Publish(t.Context(), p, asOf); err != nil {
			t.Fatal(err)
		}
		give(t, lateDesk(s), quarterStart.AddDate(0, 0, 1))
		for _, at := range []time.Time{{}, asOf} {
			read, err := in.Read(t.Context(), p, at)
			if err != nil || !read.Published.Equal(asOf.Add(insight.Settled)) || !read.AsOf.Equal(asOf) || read.Summary.Received != 1 {
				t.Errorf("published, as of %s: %s %+v %v", at, read.Published, read.Summary, err)
			}
		}
		if doc, err := in.Bulletin(t.Context(), p, asOf); err != nil || doc.Summary.Received != 2 {
			t.Errorf("computed anew: %+v %v", doc.Summary, err)
		}
	})
}

// give puts a case on record that 住建局 was handed.
func give(t *testing.T, d *desk.Desk, at time.Time) {
	t.Helper()
	h := &desk.Handle{}
	err := d.Bulk(t.Context(), []desk.Entry{
		{Case: h, At: at, By: as(identity.Operator), Cmd: casework.Command{Do: casework.DoReceive, New: &casework.NewIntake{
			Title: "路灯不亮", Content: "路灯连续几晚不亮。", Intake: casework.Intake{Channel: casework.Phone, Kind: casework.Help},
		}}},
		{Case: h, At: at, By: as(identity.Dispatcher), Cmd: casework.Command{
			Do: casework.DoDispatch, Units: []casework.Assignment{{Unit: "u1", Role: casework.Lead}},
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
}
