package casework

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"huying/internal/domain/identity"
	"huying/internal/domain/survey"
	"huying/internal/kernel/ident"
)

func proposeExclusion() Command {
	return Command{Do: DoProposeExclude, Leg: 1, Reason: "out_of_area", Note: "事发地不在本区。", Evidence: []TextRef{"doc-1"}}
}

func excludeAs(id ident.UserID, cmd Command, at, refused string) beat {
	by := staff(identity.Assessor)
	by.ID = id
	return beat{at: at, by: by, cmd: cmd, refused: refused, want: "closed 1:closed"}
}

// TestExclusion: the unit asks with evidence, a second person decides on a
// ground that is published; the event stays, only the count changes
// (domain.md §5.4, 剔除).
func TestExclusion(t *testing.T) {
	t.Parallel()
	exclude := Command{Do: DoExclude, Leg: 1, Reason: "out_of_area"}
	s := perform(t, testEnv(t), closed(survey.Dissatisfied)...)
	s.play(
		excludeAs("assessor", exclude, "10-21 09:00", "conflict flow.exclusion_asked"),
		beat{at: "10-21 09:00", by: officer(housing), cmd: proposeExclusion(), refused: "denied denied"},
		beat{at: "10-21 09:00", by: clerk(street), cmd: proposeExclusion(), refused: "denied denied"},
		beat{at: "10-21 09:00", by: clerk(housing), cmd: Command{Do: DoProposeExclude, Leg: 1, Reason: "out_of_area"}, refused: "invalid command.missing"},
		beat{at: "10-21 09:00", by: clerk(housing), cmd: proposeExclusion(), want: "closed 1:closed"},
		beat{at: "10-21 09:05", by: leader(housing), cmd: proposeExclusion(), refused: "conflict flow.exclusion_unasked"},
		// It holds the case back from the archive until it is decided.
		beat{at: "10-22 03:00", by: staff(identity.System), cmd: Command{Do: DoArchive}, refused: "conflict flow.nothing_asked"},
		beat{at: "10-22 09:00", by: leader(housing), cmd: exclude, refused: "denied denied"},
		beat{at: "10-22 09:00", by: staff(identity.Dispatcher), cmd: exclude, refused: "denied denied"},
		excludeAs("clerk-"+ident.UserID(housing), exclude, "10-22 09:00", "conflict flow.second_person"),
		excludeAs("assessor", Command{Do: DoExclude, Leg: 1}, "10-22 09:00", "invalid command.missing"),
		excludeAs("assessor", Command{Do: DoExclude, Leg: 1, Reason: "out_of_area", Scope: "some"}, "10-22 09:00", "invalid exclusion.scope"),
	)
	all := s.fork()
	whole := exclude
	whole.Scope = ExcludeAll
	all.play(excludeAs("assessor", whole, "10-22 09:00", ""))
	if f := all.c.LegFact(&all.c.Legs[0]); f.Excluded != ExcludeAll {
		t.Errorf("the facts: %+v", f)
	}
	s.play(excludeAs("assessor", exclude, "10-22 09:00", ""))
	want := &Exclusion{At: local(t, "10-22 09:00"), Ground: "out_of_area", Scope: ExcludeSurvey}
	if diff := cmp.Diff(want, s.c.Legs[0].Exclusion); diff != "" {
		t.Errorf("excluded (-want +got):\n%s", diff)
	}
	if l := &s.c.Legs[0]; !l.Counts() || l.Last().Outcome != survey.Dissatisfied || l.ProposedBy != nil {
		t.Errorf("the excluded leg: %+v", l)
	}
	s.play(
		beat{at: "10-22 10:00", by: clerk(housing), cmd: proposeExclusion(), refused: "conflict flow.not_excluded"},
		excludeAs("assessor", Command{Do: DoReadmit, Leg: 1}, "10-22 10:00", "invalid command.missing"),
		beat{at: "10-22 10:00", by: clerk(housing), cmd: Command{Do: DoReadmit, Leg: 1, Reason: "mistake"}, refused: "denied denied"},
		excludeAs("assessor", Command{Do: DoReadmit, Leg: 1, Reason: "mistake"}, "10-22 10:00", ""),
		excludeAs("assessor", Command{Do: DoReadmit, Leg: 1, Reason: "mistake"}, "10-22 11:00", "conflict flow.is_excluded"),
	)
	if f := s.c.LegFact(&s.c.Legs[0]); f.Excluded != "" {
		t.Errorf("readmitted: %+v", f)
	}
}

// TestExclusionRefused: with a reason, and not by who asked.
func TestExclusionRefused(t *testing.T) {
	t.Parallel()
	refuse := Command{Do: DoRefuseExclude, Leg: 1, Reason: "in_area"}
	s := perform(t, testEnv(t), closed(survey.Dissatisfied)...)
	s.play(
		excludeAs("assessor", refuse, "10-21 08:00", "conflict flow.exclusion_asked"),
		beat{at: "10-21 09:00", by: clerk(housing), cmd: proposeExclusion(), want: "closed 1:closed"},
		excludeAs("clerk-"+ident.UserID(housing), refuse, "10-21 10:00", "conflict flow.second_person"),
		excludeAs("assessor", Command{Do: DoRefuseExclude, Leg: 1}, "10-21 10:00", "invalid command.missing"),
		excludeAs("assessor", refuse, "10-21 10:00", ""),
		beat{at: "10-22 03:00", by: staff(identity.System), cmd: Command{Do: DoArchive}, want: "archived 1:closed"},
	)
	if l := s.c.Legs[0]; l.Exclusion != nil || l.ProposedBy != nil {
		t.Errorf("refused: %+v", l)
	}
	s.refuseAs(clerk(housing), proposeExclusion(), "conflict case.ended")
}
