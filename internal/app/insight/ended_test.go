package insight_test

import (
	"testing"
	"time"

	"huying/internal/app/desk"
	"huying/internal/app/insight"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/survey"
	"huying/internal/kernel/exact"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestTopicCloseRate: a case of a topic is closed when it has its answer,
// tracked or archived since or not; what ended without one never is. Rows and
// events say the same.
func TestTopicCloseRate(t *testing.T) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		setUp(t, s)
		d := newDesk(s)
		cases, closed := 0, 0
		check := func(how string) {
			t.Helper()
			rate := exact.Ratio(int64(closed)*100, int64(cases)).Round(exact.Rounding{Mode: exact.HalfUp, Places: 2})
			if got, want := topicCloseRate(t, s, cases), rate.String(); got != want {
				t.Errorf("%s the close rate is %s; expected %s", how, got, want)
			}
		}
		for _, c := range endings() {
			giveAll(t, d, c.entries...)
			if cases++; c.closed {
				closed++
			}
			check(c.name + ", from rows:")
			later(t, d, c.entries)
			check(c.name + ", from events:")
		}
	})
}

type ending struct {
	name    string
	entries []desk.Entry
	closed  bool
}

func endings() []ending {
	archived := func(story []desk.Entry) []desk.Entry {
		return then(story, identity.System, casework.Command{Do: casework.DoArchive})
	}
	withdrawn := then(course()[:3], identity.Citizen, casework.Command{Do: casework.DoWithdraw, Reason: "solved"})
	tracked := then(course(), identity.Dispatcher, casework.Command{Do: casework.DoTrack, Reason: "season", Until: onDay(200)})
	return []ending{
		{"open", course()[:4], false},
		{"closed", course(), true},
		{"tracked", tracked, true},
		{"archived", archived(course()), true},
		{"answered", answeredAtOnce(), true},
		{"answered, archived", archived(answeredAtOnce()), true},
		{"refused", refusedCase(), false},
		{"refused, archived", archived(refusedCase()), false},
		{"withdrawn, archived", archived(withdrawn), false},
		{"refused after an assistant had closed, archived", archived(recalled()), false},
	}
}

// topicCloseRate is that of the topic as of day 70.
func topicCloseRate(t *testing.T, s *store.Store, cases int) string {
	t.Helper()
	doc, err := insight.New(insight.Options{Store: s, Region: region}).Bulletin(t.Context(), quarter(t), onDay(70))
	if err != nil {
		t.Fatal(err)
	}
	if len(doc.Topics) != 1 || doc.Topics[0].Total != cases || doc.Topics[0].CloseRate == nil {
		t.Fatalf("the topics: %+v", doc.Topics)
	}
	return doc.Topics[0].CloseRate.String()
}

// later lets the case go on after that day, so that it is read from its events.
func later(t *testing.T, d *desk.Desk, entries []desk.Entry) {
	t.Helper()
	end := desk.Entry{Case: entries[0].Case, At: onDay(80), By: as(identity.Dispatcher), Cmd: casework.Command{Do: casework.DoNote, Note: "来电询问"}}
	if entries[len(entries)-1].Cmd.Do == casework.DoArchive {
		anew := received(nil)
		anew[0].Cmd.New.ReopenOf = entries[0].Case.ID
		anew[0].At = onDay(79)
		giveAll(t, d, anew...)
		end.Cmd, end.Target = casework.Command{Do: casework.DoReopen, Reason: "again"}, anew[0].Case
	}
	giveAll(t, d, end)
}

func giveAll(t *testing.T, d *desk.Desk, entries ...desk.Entry) {
	t.Helper()
	if err := d.Bulk(t.Context(), entries); err != nil {
		t.Fatal(err)
	}
}

// then is the story with one step more, days after the last.
func then(story []desk.Entry, by identity.Role, cmd casework.Command, units ...ident.UnitID) []desk.Entry {
	last := story[len(story)-1]
	return append(story[:len(story):len(story)], desk.Entry{Case: last.Case, At: last.At.AddDate(0, 0, 2), By: as(by, units...), Cmd: cmd})
}

// received is a case that came in on the 8th.
func received(tags []casework.Tag) []desk.Entry {
	return []desk.Entry{{Case: &desk.Handle{}, At: onDay(8), By: as(identity.Operator), Cmd: casework.Command{Do: casework.DoReceive, New: &casework.NewIntake{
		Title: "路灯不亮", Content: "路灯连续几晚不亮。", Intake: casework.Intake{Channel: casework.Phone, Kind: casework.Help, Tags: tags},
	}}}}
}

func ofTopic() []casework.Tag { return []casework.Tag{{Topic: "city", Facet: "facility"}} }

func answeredAtOnce() []desk.Entry {
	return then(received(ofTopic()), identity.Operator, casework.Command{Do: casework.DoAnswer, Reply: "已答复"})
}

func refusedCase() []desk.Entry {
	return then(received(ofTopic()), identity.Dispatcher, refusal())
}

func refusal() casework.Command {
	return casework.Command{Do: casework.DoRefuse, Reason: "lawful-route", Route: "诉讼"}
}

// recalled is a case that was refused when its lead unit had returned it and
// an assisting one had closed its part.
func recalled() []desk.Entry {
	all := then(received(ofTopic()), identity.Dispatcher, casework.Command{Do: casework.DoDispatch, Units: []casework.Assignment{{Unit: "u1", Role: casework.Lead}, {Unit: "u3", Role: casework.Assist}}})
	all[1].At = all[0].At
	for _, s := range []struct {
		by  identity.Role
		cmd casework.Command
	}{
		{identity.UnitLeader, casework.Command{Do: casework.DoReturn, Leg: 1, Reason: "duty", Basis: "职责清单"}},
		{identity.UnitLeader, casework.Command{Do: casework.DoSign, Leg: 2}},
		{identity.UnitLeader, casework.Command{Do: casework.DoSubmit, Leg: 2, Reply: "已办理", Result: casework.ResultSolved}},
		{identity.Reviewer, casework.Command{Do: casework.DoAccept, Leg: 2}},
		{identity.CallBackers, casework.Command{Do: casework.DoCallBack, Leg: 2, Answer: &survey.Answer{Outcome: survey.Satisfied}}},
		{identity.Dispatcher, casework.Command{Do: casework.DoUpholdReturn, Leg: 1, Reason: "agreed"}},
		{identity.Dispatcher, refusal()},
	} {
		all = then(all, s.by, s.cmd, "u1", "u3")
		all[len(all)-1].At = all[len(all)-2].At.Add(time.Hour)
	}
	return all
}
