package demo

import (
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
)

// opening is when a case came in and when it was given to its units.
type opening struct{ received, dispatched time.Time }

// by draws the channel, unless the case brings its own. On days off only the
// phones are staffed.
func (s *script) by() casework.Channel {
	switch {
	case s.c.channel != "":
		return s.c.channel
	case !s.y.cal.Workday(s.c.day):
		return casework.Phone
	case len(s.c.tags) > 0: // topics are counted by the hotline: phone and its web pages
		v, _ := choose(s.r, []option[casework.Channel]{{casework.Phone, 88}, {casework.Web, 12}})
		return v
	}
	v, _ := choose(s.r, []option[casework.Channel]{
		{casework.Phone, 79}, {casework.Web, 14}, {casework.Visit, 4}, {casework.Letter, 3},
	})
	return v
}

// open draws both moments. They stand on the case's day, but what is written
// on the web in the evening is given out the next morning.
func (s *script) open(from time.Time) opening {
	s.c.channel = s.by()
	if d := s.c.lead(); d.sameDay > 0 {
		s.c.channel = casework.Phone
		at := s.y.at(s.c.day, morning, evening-d.sameDay)
		return opening{at.Add(-s.y.minutes(3, 12)), at}
	}
	if s.c.channel != casework.Phone {
		return s.openOther(from)
	}
	for {
		received := s.y.call(s.c.day)
		dispatched := received.Add(s.y.minutes(3, 40))
		if day, _ := s.y.day(dispatched); day == s.c.day {
			return opening{received, dispatched}
		}
	}
}

func (s *script) openOther(from time.Time) opening {
	at := s.y.at(s.c.day, 9*time.Hour+30*time.Minute, evening)
	if s.c.channel != casework.Web {
		return opening{at.Add(-s.y.minutes(10, 50)), at}
	}
	if before := s.y.at(s.c.day-1, 18*time.Hour, 24*time.Hour-time.Second); before.After(from) && oneIn(s.r, 3) {
		return opening{before, s.y.at(s.c.day, morning, 10*time.Hour)}
	}
	return opening{at.Add(-s.y.minutes(10, 170)), at}
}

// sources are the sub-sources of the channels.
func (s *script) source() string {
	switch s.c.channel {
	case casework.Phone:
		if s.c.tagged(businessTopic) {
			return "business-line"
		}
		return "12345"
	case casework.Web:
		return pick(s.r, []string{"website", "wechat", "app", "mayor-box"})
	case casework.Visit:
		return "counter"
	}
	return "post"
}

// registrar is who writes the case down.
func (s *script) registrar() identity.Role {
	if s.c.channel == casework.Phone {
		return identity.Operator
	}
	return identity.Registrar
}

// receive adds the receipt. What the operator left out is put right before
// the case is given out: before is that moment.
func (s *script) receive(at, before time.Time) {
	c := s.c
	n := &casework.NewIntake{
		Title: s.write(c.text.title), Content: s.write(c.text.content),
		Intake: casework.Intake{
			Channel: c.channel, Source: s.source(), Kind: c.kind, Urgency: c.urgency, Subject: c.subject,
			Division: c.place.code, Disclosure: c.secrecy, Tags: c.tags,
		},
	}
	s.centre(at, s.registrar(), casework.Command{Do: casework.DoReceive, New: n})
	mend := at.Add(before.Sub(at) * 3 / 4).Truncate(time.Second)
	if len(c.tags) > 0 && perMille(s.r, 150) {
		n.Tags = nil
		s.centre(mend, identity.Dispatcher, casework.Command{Do: casework.DoTag, Tags: c.tags})
	}
	if c.subject != "" && perMille(s.r, 40) {
		n.Subject = ""
		s.centre(mend, identity.Dispatcher, casework.Command{Do: casework.DoAmend, Amend: &casework.Amendment{Subject: &c.subject}})
	}
}

// queue hands the case to the dispatchers.
func (s *script) queue(o opening) {
	cmd := casework.Command{Do: casework.DoQueue}
	if perMille(s.r, 100) {
		cmd.Note = s.say("queue")
	}
	s.centre(o.received.Add(o.dispatched.Sub(o.received)/5).Truncate(time.Second), s.registrar(), cmd)
}

// playDirect is a case that the centre answers itself.
func (s *script) playDirect() {
	s.c.channel = s.by()
	received := s.y.call(s.c.day)
	if s.c.channel != casework.Phone {
		received = s.y.office(s.c.day)
	}
	answered := received.Add(s.y.minutes(2, 20))
	if s.c.channel != casework.Phone {
		answered = s.y.soon(received, 15, 150)
	}
	s.receive(received, answered)
	cmd := casework.Command{Do: casework.DoAnswer, Reply: s.write(s.c.text.answer)}
	if oneIn(s.r, 2) {
		cmd.Basis = "knowledge/" + s.c.m.key
	}
	s.centre(answered, s.registrar(), cmd)
	if perMille(s.r, 200) {
		day, _ := s.y.day(answered)
		s.centre(s.y.office(s.y.forward(day+1)), identity.CallBackers, casework.Command{Do: casework.DoRate, Answer: s.answer(s.verdictOfOwn())})
	}
}
