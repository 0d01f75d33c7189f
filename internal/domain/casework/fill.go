package casework

import (
	"strings"

	"huying/internal/domain/survey"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// maxText bounds one text of a command, in bytes.
const maxText = 64 << 10

// fill copies what the command carries into the event, texts as references,
// and checks each value.
func (d *deciding) fill() error {
	c, data := d.cmd, &d.data
	data.Reason, data.Unit, data.Until, data.Answer = c.Reason, c.Unit, c.Until, c.Answer
	data.Target, data.Parts, data.Tags, data.Level = c.Target, c.Parts, c.Tags, c.Level
	data.Route, data.Office, data.Result, data.Scope, data.Evidence = c.Route, c.Office, c.Result, c.Scope, c.Evidence
	for _, t := range []struct {
		body string
		into *TextRef
	}{{c.Basis, &data.Basis}, {c.Note, &data.Note}, {c.Reply, &data.Reply}, {c.PublicReply, &data.PublicReply}} {
		if err := d.text(t.body, t.into); err != nil {
			return err
		}
	}
	for _, check := range []func() error{d.fillNew, d.fillAmend, d.checkValues, d.checkLinks} {
		if err := check(); err != nil {
			return err
		}
	}
	d.fillDefaults()
	return nil
}

func (d *deciding) text(body string, into *TextRef) error {
	if body == "" {
		return nil
	}
	if len(body) > maxText {
		return errs.Invalidf("text.long", "a text of %d bytes is longer than the %d that are kept", len(body), maxText)
	}
	*into = d.env.Ref(body)
	d.texts[*into] = body
	return nil
}

func (d *deciding) caseID() ident.CaseID {
	if d.c.ID == "" && d.cmd.New != nil {
		return d.cmd.New.ID
	}
	return d.c.ID
}

func (d *deciding) fillNew() error {
	n := d.cmd.New
	if n == nil {
		return nil
	}
	draft := d.cmd.Do == DoDraft
	switch {
	case n.ID == "" || n.Number == "":
		return errs.Invalidf("intake.id", "a new case needs an id and a number")
	case n.Region != d.act.By.Region:
		return errs.New(errs.Denied, "denied", "the case belongs to another region", "不属本区划")
	case !n.Channel.Valid():
		return errs.Invalidf("intake.channel", "%q is not a channel; expected letter, visit, web or phone", n.Channel)
	case !draft && !n.Kind.Valid():
		return errs.Invalidf("intake.kind", "%q is not a kind of demand", n.Kind)
	case !n.Urgency.Valid():
		return errs.Invalidf("intake.urgency", "%q is not an urgency", n.Urgency)
	case !n.Disclosure.Valid():
		return errs.Invalidf("intake.disclosure", "%q is not a disclosure; expected confidential, anonymous or nothing", n.Disclosure)
	case n.Disclosure == Anonymous && n.Person != "":
		return errs.Invalidf("intake.anonymous", "an anonymous case keeps no person")
	}
	r := Received{Number: n.Number, Region: n.Region, Intake: n.Intake}
	if err := d.text(n.Title, &r.Title); err != nil {
		return err
	}
	if err := d.text(n.Content, &r.Content); err != nil {
		return err
	}
	if err := checkTags(r.Tags); err != nil {
		return err
	}
	d.data.Received = &r
	return checkSubject(r.Subject)
}

func (d *deciding) fillAmend() error {
	a := d.cmd.Amend
	if a == nil {
		return nil
	}
	out := Amended{Kind: a.Kind, Urgency: a.Urgency, Subject: a.Subject, Division: a.Division, Disclosure: a.Disclosure}
	switch {
	case a.Kind != nil && !a.Kind.Valid():
		return errs.Invalidf("intake.kind", "%q is not a kind of demand", *a.Kind)
	case a.Urgency != nil && !a.Urgency.Valid():
		return errs.Invalidf("intake.urgency", "%q is not an urgency", *a.Urgency)
	case a.Disclosure != nil && !a.Disclosure.Valid():
		return errs.Invalidf("intake.disclosure", "%q is not a disclosure", *a.Disclosure)
	}
	if a.Subject != nil {
		if err := checkSubject(*a.Subject); err != nil {
			return err
		}
	}
	for _, t := range []struct {
		body *string
		into **TextRef
	}{{a.Title, &out.Title}, {a.Content, &out.Content}} {
		if t.body == nil {
			continue
		}
		ref := new(TextRef)
		if err := d.text(*t.body, ref); err != nil {
			return err
		}
		*t.into = ref
	}
	d.data.Amended = &out
	return nil
}

// maxSupervision is the highest level of supervision (domain.md §3.2: 1–4).
const maxSupervision = 4

func (d *deciding) checkValues() error {
	c := d.cmd
	if a := c.Answer; a != nil {
		if !a.Outcome.Valid() {
			return errs.Invalidf("answer.outcome", "%q is not a verdict", a.Outcome)
		}
		if a.Attitude != survey.None && !a.Attitude.Valid() {
			return errs.Invalidf("answer.attitude", "%q is not a verdict", a.Attitude)
		}
		if !a.Solved.Valid() {
			return errs.Invalidf("answer.solved", "%q is not yes, partly or no", a.Solved)
		}
	}
	switch {
	case c.Level < 0 || c.Level > maxSupervision:
		return errs.Invalidf("supervision.level", "%d is not a level of supervision; expected 1 to %d", c.Level, maxSupervision)
	case c.Result != "" && (c.Result.Chinese() == "" || c.Result == ResultPlea):
		return errs.Invalidf("result.unknown", "%q is not a result", c.Result)
	case c.Scope != "" && c.Scope != ExcludeSurvey && c.Scope != ExcludeAll:
		return errs.Invalidf("exclusion.scope", "%q is not a scope; expected survey or all", c.Scope)
	case !c.Until.IsZero() && !c.Until.After(d.act.Now):
		return errs.New(errs.Invalid, "until.past", "the promised time is not in the future", "期限须晚于当前时间")
	}
	return checkTags(c.Tags)
}

func (d *deciding) checkLinks() error {
	for _, id := range append([]ident.CaseID{d.cmd.Target}, d.cmd.Parts...) {
		if id != "" && id == d.caseID() {
			return errs.New(errs.Invalid, "link.self", "a case cannot be linked to itself", "不能关联自身")
		}
	}
	return nil
}

// fillDefaults sets what an action implies.
func (d *deciding) fillDefaults() {
	switch d.cmd.Do {
	case DoExclude:
		if d.data.Scope == "" {
			d.data.Scope = ExcludeSurvey
		}
	case DoUpholdPlea:
		d.data.Result = ResultPlea
	}
}

func checkTags(tags []Tag) error {
	for _, t := range tags {
		if t.Topic == "" {
			return errs.Invalidf("tag.topic", "a tag needs a topic")
		}
	}
	return nil
}

// maxSubjectDepth is the number of levels of a subject path (domain.md §2).
const maxSubjectDepth = 6

func checkSubject(path string) error {
	if path == "" {
		return nil
	}
	levels := strings.Split(path, "/")
	if len(levels) > maxSubjectDepth {
		return errs.Invalidf("subject.depth", "%q has more than %d levels", path, maxSubjectDepth)
	}
	for _, l := range levels {
		if strings.TrimSpace(l) == "" {
			return errs.Invalidf("subject.empty", "%q has an empty level", path)
		}
	}
	return nil
}
