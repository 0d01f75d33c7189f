package workbench

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/survey"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// command is what a form has sent, as the desk wants it: the fields of the
// offer and no other.
func (s *room) command(v *page.Visit, a *acting, sent url.Values) (casework.Command, error) {
	cmd := casework.Command{Do: a.offer.Do, Leg: a.offer.Leg}
	for _, f := range slices.Concat(a.offer.Ask, a.offer.May) {
		if err := s.carry(v, a, &cmd, f, sent); err != nil {
			return cmd, err
		}
	}
	if slices.Contains(a.offer.May, casework.AskNote) || slices.Contains(a.offer.Ask, casework.AskNote) {
		explained(&cmd)
	}
	return cmd, nil
}

// explained puts a reason in somebody's own words where they belong: into the
// note. Events keep codes alone; of actions whose reason is of a list, one is
// chosen from it.
func explained(cmd *casework.Command) {
	words := func(c rune) bool { return (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '_' }
	if casework.ReasonList(cmd.Do) != "" || !strings.ContainsFunc(cmd.Reason, words) {
		return
	}
	cmd.Note = strings.TrimSpace(cmd.Reason + "\n" + cmd.Note)
	cmd.Reason = "in-note"
}

// carry puts one field of a form into the command.
func (s *room) carry(v *page.Visit, a *acting, cmd *casework.Command, f casework.Field, sent url.Values) (err error) {
	said := func(name string) string { return strings.TrimSpace(sent.Get(name)) }
	switch f {
	case casework.AskReason:
		cmd.Reason = said("reason")
	case casework.AskBasis:
		cmd.Basis = said("basis")
	case casework.AskNote:
		cmd.Note = said("note")
	case casework.AskReply:
		cmd.Reply = said("reply")
	case casework.AskPublicReply:
		cmd.PublicReply = said("public_reply")
	case casework.AskUnits:
		cmd.Units = assignments(said("lead"), said("assist"), said("assist2"))
	case casework.AskUnit:
		cmd.Unit = ident.UnitID(said("unit"))
	case casework.AskUntil:
		cmd.Until, err = until(v, said("until"))
	case casework.AskAnswer:
		if said("outcome") != "" {
			cmd.Answer = &survey.Answer{Outcome: survey.Verdict(said("outcome")), Attitude: survey.Verdict(said("attitude")), Solved: survey.Solved(said("solved"))}
		}
	case casework.AskTarget:
		cmd.Target, err = s.numbered(v, said("target"))
	case casework.AskParts:
		for _, n := range strings.Fields(sent.Get("parts")) {
			id, err := s.numbered(v, n)
			if err != nil {
				return err
			}
			cmd.Parts = append(cmd.Parts, id)
		}
	case casework.AskAmend:
		cmd.Amend = amendment(a, sent)
	case casework.AskTags:
		for _, t := range sent["tags"] {
			topic, facet, _ := strings.Cut(t, ":")
			cmd.Tags = append(cmd.Tags, casework.Tag{Topic: topic, Facet: facet})
		}
	case casework.AskLevel:
		cmd.Level = number(said("level"))
	case casework.AskRoute:
		cmd.Route = said("route")
	case casework.AskOffice:
		cmd.Office = said("office")
	case casework.AskResult:
		cmd.Result = casework.Result(said("result"))
	case casework.AskEvidence:
		cmd.Evidence = named(a.files, sent)
	case casework.AskScope:
		cmd.Scope = casework.ExclusionScope(said("scope"))
	}
	return err
}

// assignments are the units of a dispatch: who leads, who assists.
func assignments(lead string, assist ...string) (all []casework.Assignment) {
	if lead != "" {
		all = append(all, casework.Assignment{Unit: ident.UnitID(lead), Role: casework.Lead})
	}
	for _, u := range assist {
		if u != "" {
			all = append(all, casework.Assignment{Unit: ident.UnitID(u), Role: casework.Assist})
		}
	}
	return all
}

// until reads a moment by the region's clocks, as a browser writes it.
func until(v *page.Visit, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05", "2006-01-02 15:04", time.DateOnly} {
		if at, err := time.ParseInLocation(layout, text, v.Site.Location); err == nil {
			return at, nil
		}
	}
	return time.Time{}, v.Invalid("until.invalid", "error.until", "given", text)
}

// numbered is the case that a number names, of those that the visitor sees.
func (s *room) numbered(v *page.Visit, number string) (ident.CaseID, error) {
	if number == "" {
		return "", nil
	}
	f, err := s.Source.Case(v.Context(), v.Who, number, v.Lang)
	switch {
	case errs.Is(err, errs.NotFound):
		return "", v.Invalid("number.unknown", "error.number", "given", number)
	case err != nil:
		return "", err
	}
	return f.Case.ID, nil
}

// amendment is what differs from what stands.
func amendment(a *acting, sent url.Values) *casework.Amendment {
	c := a.file.Case
	changed := func(name, was string) (string, bool) {
		now, there := sent[name]
		if !there || strings.TrimSpace(now[0]) == was {
			return "", false
		}
		return strings.TrimSpace(now[0]), true
	}
	var out casework.Amendment
	if now, ok := changed("kind", string(c.Kind)); ok {
		out.Kind = new(casework.Kind(now))
	}
	if now, ok := changed("urgency", string(c.Urgency)); ok {
		out.Urgency = new(casework.Urgency(now))
	}
	if now, ok := changed("subject", c.Subject); ok {
		out.Subject = &now
	}
	if now, ok := changed("title", a.file.Title); ok {
		out.Title = &now
	}
	if now, ok := changed("content", a.file.Content); ok {
		out.Content = &now
	}
	if now, ok := changed("division", c.Division); ok {
		out.Division = &now
	}
	if now, ok := changed("disclosure", string(c.Disclosure)); ok {
		out.Disclosure = new(casework.Disclosure(now))
	}
	if out == (casework.Amendment{}) {
		return nil
	}
	return &out
}
