package casework

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"huying/internal/domain/calendar"
	"huying/internal/domain/identity"
	"huying/internal/domain/survey"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// maxText bounds one text of a command, in bytes.
const maxText = 64 << 10

// fill copies what the command carries into the event, texts as references,
// and checks each value.
func (d *deciding) fill() error {
	c, data := d.cmd, &d.data
	data.Reason, data.Unit, data.Answer = c.Reason, c.Unit, c.Answer
	if !c.Until.IsZero() {
		data.Until = clock.Micro(c.Until)
	}
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
	if err := d.checkCodes(); err != nil {
		return err
	}
	if err := d.fillNew(); err != nil {
		return err
	}
	if err := d.fillAmend(); err != nil {
		return err
	}
	if err := d.checkValues(); err != nil {
		return err
	}
	if err := d.checkListed(); err != nil {
		return err
	}
	if err := d.checkImpersonal(); err != nil {
		return err
	}
	d.fillDefaults()
	return d.checkLinks()
}

func (d *deciding) text(body string, into *TextRef) error {
	if body == "" {
		return nil
	}
	if len(body) > maxText {
		return errs.Newf(errs.Invalid, "text.long", "a text of %d bytes is longer than the %d that are kept", "文字长 %d 字节，超过可保存的 %d 字节", len(body), maxText)
	}
	if !storable(body) {
		return errs.New(errs.Invalid, "text.encoding", "a text is not valid UTF-8, or holds a NUL", "文本编码不正确")
	}
	*into = d.env.Ref(body)
	if d.texts == nil {
		d.texts = make(map[TextRef]string, 2)
	}
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
		return errs.Newf(errs.Invalid, "intake.id", "a new case needs an id and a number", "新诉求件缺少标识或编号")
	case n.Region != d.act.By.Region:
		return errs.New(errs.Denied, "denied", "the case belongs to another region", "不属本区划")
	case !n.Channel.Valid():
		return errs.Newf(errs.Invalid, "intake.channel", "%q is not a channel; expected letter, visit, web or phone", "“%s”不是受理渠道，应为 letter（来信）、visit（来访）、web（网络）或 phone（电话）", n.Channel)
	case !n.Kind.Valid() && (!draft || n.Kind != ""):
		return errs.Newf(errs.Invalid, "intake.kind", "%q is not a kind of demand", "“%s”不是诉求类型", n.Kind)
	case !n.Urgency.Valid():
		return errs.Newf(errs.Invalid, "intake.urgency", "%q is not an urgency", "“%s”不是紧急程度", n.Urgency)
	case !n.Disclosure.Valid():
		return errs.Newf(errs.Invalid, "intake.disclosure", "%q is not a disclosure; expected confidential, anonymous or nothing", "“%s”不是公开方式，应为 confidential（保密）、anonymous（匿名）或留空", n.Disclosure)
	case n.Disclosure == Anonymous && n.Person != "":
		return errs.Newf(errs.Invalid, "intake.anonymous", "an anonymous case keeps no person", "匿名件不保存诉求人")
	}
	r := Received{Number: n.Number, Region: n.Region, Intake: n.Intake}
	for _, t := range []struct {
		body string
		into *TextRef
	}{{n.Title, &r.Title}, {n.Content, &r.Content}, {n.Venue, &r.Venue}, {n.Receiver, &r.Receiver}, {n.OriginNumber, &r.OriginNumber}} {
		if err := d.text(t.body, t.into); err != nil {
			return err
		}
	}
	if err := d.fillArrival(&r); err != nil {
		return err
	}
	if err := checkTags(r.Tags); err != nil {
		return err
	}
	if err := checkWords(n.Source, n.Division, string(n.Person), string(n.Contact), string(n.SplitFrom), string(n.ReopenOf)); err != nil {
		return err
	}
	d.data.Received = &r
	return checkSubject(r.Subject)
}

// fillArrival keeps how the case came in. What came in long ago and is imported
// is held against the day of its receipt.
func (d *deciding) fillArrival(r *Received) error {
	a := r.Arrival
	if a == nil || a.IsZero() {
		r.Arrival = nil
		return nil
	}
	r.Arrival = clonePointer(a)
	return errors.Join(a.Faults(string(r.Channel), calendar.DateOf(d.act.Now, d.env.Calendar.Location()))...)
}

func (d *deciding) fillAmend() error {
	a := d.cmd.Amend
	if a == nil {
		return nil
	}
	out := Amended{Kind: a.Kind, Urgency: a.Urgency, Subject: a.Subject, Division: a.Division, Disclosure: a.Disclosure}
	switch {
	case *a == (Amendment{}):
		return errs.New(errs.Invalid, "amend.empty", "the amendment changes nothing", "没有修改内容")
	case a.Disclosure != nil && *a.Disclosure == Anonymous && d.c.Person != "":
		return errs.New(errs.Invalid, "intake.anonymous", "an anonymous case keeps no person; make it confidential", "匿名件不得留存诉求人，可改为保密")
	case a.Kind != nil && !a.Kind.Valid():
		return errs.Newf(errs.Invalid, "intake.kind", "%q is not a kind of demand", "“%s”不是诉求类型", *a.Kind)
	case a.Urgency != nil && !a.Urgency.Valid():
		return errs.Newf(errs.Invalid, "intake.urgency", "%q is not an urgency", "“%s”不是紧急程度", *a.Urgency)
	case a.Disclosure != nil && !a.Disclosure.Valid():
		return errs.Newf(errs.Invalid, "intake.disclosure", "%q is not a disclosure", "“%s”不是公开方式", *a.Disclosure)
	}
	if a.Subject != nil {
		if err := checkSubject(*a.Subject); err != nil {
			return err
		}
	}
	if a.Division != nil {
		if err := checkWords(*a.Division); err != nil {
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
	if c.Answer != nil {
		if err := checkAnswer(*c.Answer); err != nil {
			return err
		}
	}
	switch {
	case c.Level < 0 || c.Level > maxSupervision:
		return errs.Newf(errs.Invalid, "supervision.level", "%d is not a level of supervision; expected 1 to %d", "没有第 %d 级督办，应为 1 至 %d", c.Level, maxSupervision)
	case c.Result != "" && (c.Result.Chinese() == "" || c.Result == ResultPlea):
		return errs.Newf(errs.Invalid, "result.unknown", "%q is not a result", "“%s”不是办理结果", c.Result)
	case c.Result == ResultUnrecorded && !slices.Contains(d.act.By.May, identity.SystemStep):
		return errs.Newf(errs.Invalid, "result.unknown", "%q is a result of imported history only", "办理结果“%s”只用于导入的历史", c.Result)
	case c.Scope != "" && c.Scope != ExcludeSurvey && c.Scope != ExcludeAll:
		return errs.Newf(errs.Invalid, "exclusion.scope", "%q is not a scope; expected survey or all", "“%s”不是剔除范围，应为 survey（满意度）或 all（全部）", c.Scope)
	case !c.Until.IsZero() && !d.data.Until.After(d.act.Now):
		return errs.New(errs.Invalid, "until.past", "the promised time is not in the future", "期限须晚于当前时间")
	case c.Until.Year() > maxYear:
		return errs.Newf(errs.Invalid, "until.far", "the year %d is past %d", "%d 年晚于 %d 年", c.Until.Year(), maxYear)
	}
	return checkTags(c.Tags)
}

// maxYear bounds promised times; the text form of later ones has no standard.
const maxYear = 9999

func checkAnswer(a survey.Answer) error {
	switch {
	case !a.Outcome.Valid():
		return errs.Newf(errs.Invalid, "answer.outcome", "%q is not a verdict", "“%s”不是评价", a.Outcome)
	case a.Attitude != survey.None && !a.Attitude.Valid():
		return errs.Newf(errs.Invalid, "answer.attitude", "%q is not a verdict", "“%s”不是评价", a.Attitude)
	case !a.Solved.Valid():
		return errs.Newf(errs.Invalid, "answer.solved", "%q is not yes, partly or no", "“%s”无效，应为 yes、partly 或 no", a.Solved)
	}
	return nil
}

func (d *deciding) checkLinks() error {
	target := d.cmd.Target
	if target != "" && target == d.caseID() || slices.Contains(d.cmd.Parts, d.caseID()) {
		return errs.New(errs.Invalid, "link.self", "a case cannot be linked to itself", "不能关联自身")
	}
	switch d.cmd.Do {
	case DoAbsorb:
		if slices.Contains(d.c.Absorbed, target) {
			return errs.New(errs.Conflict, "link.twice", "the case is merged into this one already", "该件已并入本件")
		}
	case DoRelease:
		if !slices.Contains(d.c.Absorbed, target) {
			return errs.New(errs.Conflict, "link.none", "the case is not merged into this one", "该件未并入本件")
		}
	}
	for i, p := range d.cmd.Parts {
		if p == "" || slices.Contains(d.cmd.Parts[:i], p) || slices.Contains(d.c.Parts, p) {
			return errs.Newf(errs.Invalid, "split.part", "part %d is empty or named twice: %q", "第 %d 个拆分件为空或重复：“%s”", i+1, p)
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
			return errs.Newf(errs.Invalid, "tag.topic", "a tag needs a topic", "专题标签缺少专题")
		}
		if err := checkWords(t.Topic, t.Facet); err != nil {
			return err
		}
	}
	return nil
}

// maxWord bounds a code or short name, in bytes. Events hold these as they
// are, so they leave no room for a text, which may be personal.
const maxWord = 256

// maxEvidence bounds the attachments of one command.
const maxEvidence = 100

// checkCodes checks what goes into the event as it is.
func (d *deciding) checkCodes() error {
	c := &d.cmd
	if len(c.Evidence) > maxEvidence {
		return errs.Newf(errs.Invalid, "evidence.many", "%d attachments; expected at most %d", "%d 个附件，最多 %d 个", len(c.Evidence), maxEvidence)
	}
	for _, e := range c.Evidence {
		if e == "" {
			return errs.Newf(errs.Invalid, "evidence.empty", "an attachment has no digest", "附件缺少摘要值")
		}
		if err := checkWords(string(e)); err != nil {
			return err
		}
	}
	for _, p := range c.Parts {
		if err := checkWords(string(p)); err != nil {
			return err
		}
	}
	return checkWords(c.Reason, c.Route, c.Office, string(c.Unit), string(c.Target))
}

func checkWords(words ...string) error {
	for _, w := range words {
		switch {
		case len(w) > maxWord:
			return errs.Newf(errs.Invalid, "code.long", "%.20q… has %d bytes; expected a code or short name of at most %d", "“%.20s……”有 %d 字节，代码或简称最长 %d 字节", w, len(w), maxWord)
		case !storable(w):
			return errs.Newf(errs.Invalid, "code.encoding", "%q is not valid UTF-8, or holds a NUL", "%q 不是有效的UTF-8文字，或含空字符", w)
		}
	}
	return nil
}

// storable reports whether both databases keep the text as it is.
func storable(s string) bool { return utf8.ValidString(s) && !strings.Contains(s, "\x00") }

// maxSubjectDepth is the number of levels of a subject path (domain.md §2).
const maxSubjectDepth = 6

func checkSubject(path string) error {
	if path == "" {
		return nil
	}
	if err := checkWords(path); err != nil {
		return err
	}
	levels := strings.Split(path, "/")
	if len(levels) > maxSubjectDepth {
		return errs.Newf(errs.Invalid, "subject.depth", "%q has more than %d levels", "“%s”超过 %d 级", path, maxSubjectDepth)
	}
	for _, l := range levels {
		if strings.TrimSpace(l) == "" {
			return errs.Newf(errs.Invalid, "subject.empty", "%q has an empty level", "“%s”有一级为空", path)
		}
	}
	return nil
}
