package survey_test

import (
	"encoding/json"
	"slices"
	"testing"

	"huying/internal/domain/survey"
)

// TestVerdicts is the table of design §4.3: what counts as surveyed, what a
// call-back can record, and the printed words.
func TestVerdicts(t *testing.T) {
	t.Parallel()
	var recorded []survey.Verdict
	for _, c := range []struct {
		v               survey.Verdict
		code, zh        string
		valid, surveyed bool
	}{
		{survey.None, "", "未回访", false, false},
		{survey.Satisfied, "satisfied", "满意", true, true},
		{survey.Basic, "basic", "基本满意", true, true},
		{survey.Dissatisfied, "dissatisfied", "不满意", true, true},
		{survey.Unreached, "unreached", "未联系上", true, false},
		{survey.Declined, "declined", "拒评", true, false},
		{"Satisfied", "Satisfied", "未回访", false, false},
		{"满意", "满意", "未回访", false, false},
		{"excellent", "excellent", "未回访", false, false},
	} {
		if string(c.v) != c.code || c.v.Valid() != c.valid || c.v.Surveyed() != c.surveyed || c.v.Chinese() != c.zh {
			t.Errorf("%q: %s, valid %v, surveyed %v", c.v, c.v.Chinese(), c.v.Valid(), c.v.Surveyed())
		}
		if c.valid {
			recorded = append(recorded, c.v)
		}
	}
	if !slices.Equal(recorded, survey.Verdicts()) {
		t.Errorf("verdicts in print order: %v", survey.Verdicts())
	}
}

func TestVerdictsAreACopy(t *testing.T) {
	t.Parallel()
	survey.Verdicts()[0] = survey.Declined
	if survey.Verdicts()[0] != survey.Satisfied {
		t.Error("a caller changes the list for all")
	}
}

func TestSolved(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		s        survey.Solved
		code, zh string
		valid    bool
	}{
		{survey.SolvedUnknown, "", "", true}, {survey.SolvedYes, "yes", "是", true}, {survey.SolvedPartly, "partly", "部分", true},
		{survey.SolvedNo, "no", "否", true}, {"maybe", "maybe", "", false}, {"YES", "YES", "", false}, {"是", "是", "", false},
	} {
		if string(c.s) != c.code || c.s.Valid() != c.valid || c.s.Chinese() != c.zh {
			t.Errorf("%q: %q, valid %v", c.s, c.s.Chinese(), c.s.Valid())
		}
	}
}

// TestAnswerText: an answer is kept in events as codes, without what was not
// asked.
func TestAnswerText(t *testing.T) {
	t.Parallel()
	for text, answer := range map[string]survey.Answer{
		`{"outcome":"unreached"}`:                                      {Outcome: survey.Unreached},
		`{"outcome":"basic","attitude":"satisfied","solved":"partly"}`: {Outcome: survey.Basic, Attitude: survey.Satisfied, Solved: survey.SolvedPartly},
	} {
		b, err := json.Marshal(answer)
		if err != nil || string(b) != text {
			t.Errorf("%+v is kept as %s, %v", answer, b, err)
		}
		var back survey.Answer
		if err := json.Unmarshal([]byte(text), &back); err != nil || back != answer {
			t.Errorf("%s is %+v, %v", text, back, err)
		}
	}
}
