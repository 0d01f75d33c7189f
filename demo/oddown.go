package demo

import (
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/survey"
)

// ownWord: a leader writes on the case; its caller says how it went before
// anybody asks, disputes the closure, and lets the answer be shown until it is
// taken back.
func (w *winter) ownWord() {
	v := w.signed()
	v.centre(v.within(v.signed, v.closed), identity.Leader, casework.Command{Do: casework.DoInstruct, Note: v.say("instruct")})
	v.submit(v.signed)
	accepted := v.y.soon(v.closed, 8, 240)
	v.centreOn(v.d, accepted, identity.Reviewer, casework.Command{Do: casework.DoAccept})
	judged := v.y.soon(accepted, 30, 300)
	v.centreOn(v.d, judged, identity.Citizen, casework.Command{Do: casework.DoEvaluate, Answer: v.answer(survey.Dissatisfied)})
	disputed := v.y.soon(judged, 60, 200)
	v.centreOn(v.d, disputed, identity.Citizen, casework.Command{Do: casework.DoDispute, Note: v.say("dispute")})
	if v.c.secrecy != casework.Confidential {
		agreed := v.y.soon(disputed, 60, 200)
		v.centre(agreed, identity.Citizen, casework.Command{Do: casework.DoConsent})
		v.centre(agreed.AddDate(0, 0, 1), identity.Citizen, casework.Command{Do: casework.DoWithhold})
	}
	w.finish(v.script, settle(v.beats))
}

// ownMark: the caller marks an answer that the centre gave at once.
func (w *winter) ownMark() {
	s, at := w.at(answered, casework.DoReceive)
	given := at.Add(s.y.minutes(2, 20))
	s.centre(given, s.registrar(), casework.Command{Do: casework.DoAnswer, Reply: s.write(s.c.text.answer)})
	s.centre(s.y.soon(given, 60, 600), identity.Citizen, casework.Command{Do: casework.DoAppraise, Answer: s.answer(survey.Satisfied)})
	w.finish(s, settle(s.beats))
}
