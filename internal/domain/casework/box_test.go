package casework

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huying/internal/domain/identity"
	"huying/internal/domain/survey"
)

func box(at string, by identity.Actor, do Action, text string) beat {
	return beat{at: at, by: by, cmd: Command{Do: do, Note: text}}
}

// TestAnonymousCaseBox: citizen and centre write to each other under the case
// alone; the unit reaches the citizen through the centre, and nothing that
// goes on record says who it was (domain.md §3.2, 匿名多轮).
func TestAnonymousCaseBox(t *testing.T) {
	t.Parallel()
	n := newIntake(1)
	n.Disclosure, n.Kind = Anonymous, Inform
	citizen, centre := staff(identity.Citizen), staff(identity.CallBackers)
	at := func(b beat, want string) beat {
		b.want = want
		return b
	}
	refused := func(b beat) beat {
		b.refused = "denied denied"
		return b
	}
	s := perform(t, testEnv(t),
		beat{at: "10-14 09:00", by: staff(identity.Operator), cmd: Command{Do: DoReceive, New: n}, want: "registered", clocks: "start dispatch 10-16 00:00"},
		at(box("10-14 09:10", citizen, DoMessage, "请问何时处理？"), "registered"),
		at(box("10-14 09:20", centre, DoBoxReply, "已转主管部门。"), "registered"),
		beat{
			at: "10-14 10:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoDispatch, Units: []Assignment{{housing, Lead}}}, want: "dispatched 1:to_sign",
			clocks: "leg 1 u-housing lead, start sign/1 10-16 00:00, start return/1 10-16 00:00, start contact/1 10-16 00:00, start close/1 11-05 00:00, meet dispatch",
		},
		sign(),
		// The unit asks the centre, the centre asks the citizen.
		refused(box("10-14 12:00", officer(housing), DoBoxReply, "请提供地址。")),
		refused(box("10-14 12:00", leader(housing), DoMessage, "请提供地址。")),
		refused(box("10-14 12:00", citizen, DoBoxReply, "冒充中心。")),
		refused(box("10-14 12:00", centre, DoMessage, "冒充诉求人。")),
		beat{at: "10-14 12:00", by: officer(housing), cmd: Command{Do: DoLegNote, Leg: 1, Note: "请中心代问具体楼栋。"}, want: "handling 1:signed"},
		at(box("10-14 13:00", centre, DoBoxReply, "请补充具体楼栋。"), "handling 1:signed"),
		beat{at: "10-14 14:00", by: citizen, cmd: Command{Do: DoSupplement, Note: "三号楼东侧。", Evidence: []TextRef{"photo-1"}}, want: "handling 1:signed"},
		beat{at: "10-14 14:30", by: citizen, cmd: Command{Do: DoMessage}, refused: "invalid command.missing"},
		beat{at: "10-14 14:30", by: centre, cmd: Command{Do: DoBoxReply}, refused: "invalid command.missing"},
		beat{
			at: "10-17 16:00", by: officer(housing), cmd: submission(1), want: "to_review 1:submitted",
			clocks: "meet close/1, stop return/1, stop contact/1, start review/1 10-22 00:00",
		},
		accept(), callBack(survey.Declined),
		at(box("10-19 09:00", citizen, DoMessage, "谢谢。"), "closed 1:closed"),
		at(box("10-19 10:00", centre, DoBoxReply, "不客气。"), "closed 1:closed"),
	)
	if s.c.Person != "" {
		t.Errorf("the case keeps %q", s.c.Person)
	}
	held := s.written()
	for _, b := range []string{"请问何时处理", "请补充具体楼栋", "三号楼", "谢谢", "小区门口"} {
		if strings.Contains(held, b) {
			t.Errorf("the events hold the words %q", b)
		}
	}
}

// written is everything that the events put on record.
func (s *performance) written() string {
	s.Helper()
	var b strings.Builder
	for _, e := range s.log {
		text, err := e.Data.Encode()
		if err != nil {
			s.Fatal(err)
		}
		b.WriteString(text)
	}
	return b.String()
}

// TestNotes: what anyone adds on the way changes neither state nor clocks.
func TestNotes(t *testing.T) {
	t.Parallel()
	city, noise := Tag{Topic: "city", Facet: "noise"}, Tag{Topic: "city", Facet: "lights"}
	s := perform(t, testEnv(t), receive(), dispatch(),
		beat{at: "10-14 10:10", by: officer(housing), cmd: Command{Do: DoNote, Note: "备注"}, refused: "denied denied"},
		beat{at: "10-14 10:10", by: staff(identity.Operator), cmd: Command{Do: DoNote}, refused: "invalid command.missing"},
		beat{at: "10-14 10:10", by: staff(identity.Operator), cmd: Command{Do: DoNote, Note: "老户来电"}, want: "dispatched 1:to_sign"},
		beat{at: "10-14 10:20", by: staff(identity.Operator), cmd: Command{Do: DoSupplement, Note: "补充"}, refused: "denied denied"},
		beat{at: "10-14 10:20", by: clerk(housing), cmd: Command{Do: DoTag, Tags: []Tag{city}}, refused: "denied denied"},
		beat{at: "10-14 10:20", by: staff(identity.Registrar), cmd: Command{Do: DoTag, Tags: []Tag{{Facet: "noise"}}}, refused: "invalid tag.topic"},
		beat{at: "10-14 10:20", by: staff(identity.Registrar), cmd: Command{Do: DoTag, Tags: []Tag{city, noise, city}}, want: "dispatched 1:to_sign"},
		beat{at: "10-14 10:30", by: staff(identity.Registrar), cmd: Command{Do: DoTag, Tags: []Tag{noise}}, want: "dispatched 1:to_sign"},
		beat{at: "10-14 10:40", by: staff(identity.Registrar), cmd: Command{Do: DoUntag, Tags: []Tag{city, {Topic: "none"}}}, want: "dispatched 1:to_sign"},
	)
	if diff := cmp.Diff([]Tag{noise}, s.c.Tags); diff != "" {
		t.Errorf("topics (-want +got):\n%s", diff)
	}
	// What a citizen adds once it is closed is a message, not a supplement.
	done := perform(t, testEnv(t), closed(survey.Satisfied)...)
	done.refuseAs(staff(identity.Citizen), Command{Do: DoSupplement, Note: "补充"}, "conflict flow.state")
	done.refuseAs(staff(identity.Citizen), Command{Do: DoMessage, Note: "补充"}, "done")
}

// TestPublication: by who may, and taken back.
func TestPublication(t *testing.T) {
	t.Parallel()
	s := perform(t, testEnv(t), closed(survey.Satisfied)...)
	s.play(
		beat{at: "10-21 09:00", by: staff(identity.CallBackers), cmd: Command{Do: DoPublish}, refused: "denied denied"},
		beat{at: "10-21 09:00", by: leader(housing), cmd: Command{Do: DoPublish}, refused: "denied denied"},
		beat{at: "10-21 09:00", by: staff(identity.Reviewer), cmd: Command{Do: DoPublish}, want: "closed 1:closed"},
	)
	if !s.c.Public {
		t.Error("not public")
	}
	s.play(
		beat{at: "10-21 10:00", by: leader(housing), cmd: Command{Do: DoUnpublish}, refused: "denied denied"},
		beat{at: "10-21 10:00", by: staff(identity.Reviewer), cmd: Command{Do: DoUnpublish, Reason: "identifies"}, want: "closed 1:closed"},
	)
	if s.c.Public {
		t.Error("still public")
	}
	// What is told in confidence is never public, nor stays so.
	confidential := Confidential
	s.play(
		beat{at: "10-21 11:00", by: staff(identity.Reviewer), cmd: Command{Do: DoPublish}, want: "closed 1:closed"},
		beat{at: "10-21 12:00", by: staff(identity.Operator), cmd: Command{Do: DoAmend, Amend: &Amendment{Disclosure: &confidential}}, want: "closed 1:closed"},
		beat{at: "10-21 13:00", by: staff(identity.Reviewer), cmd: Command{Do: DoPublish}, refused: "conflict flow.not_confidential"},
	)
	if s.c.Public {
		t.Error("a confidential case is public")
	}
}

// TestAnotherRegion: nobody acts on a case of another region, whatever they
// may do at home.
func TestAnotherRegion(t *testing.T) {
	t.Parallel()
	s := perform(t, testEnv(t), receive(), dispatch(), sign())
	elsewhere := centre(local(t, "10-14 12:00"))
	elsewhere.By.Region, elsewhere.By.Units = "330803", slices.Clone(unitIDs)
	if offers := Allowed(s.env, s.c, elsewhere); len(offers) > 0 {
		t.Errorf("offered: %v", offers)
	}
	for _, row := range caseFlow {
		if row.Need != "" && row.Do != DoDraft && row.Do != DoReceive {
			s.refuseAs(elsewhere.By, Command{Do: row.Do}, "denied denied")
		}
	}
	for _, row := range legFlow {
		s.refuseAs(elsewhere.By, Command{Do: row.Do, Leg: 1}, "denied denied")
	}
}
