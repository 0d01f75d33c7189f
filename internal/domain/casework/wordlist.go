package casework

import (
	"slices"

	"huying/internal/domain/identity"
	"huying/internal/domain/scrub"
	"huying/internal/kernel/errs"
)

// Words are the region's lists that codes are held against. Each method
// reports whether the word may be used; where the region has no such list, any
// may. Events keep these words as they are and can never be erased, so nothing
// free-form goes into them: explanations belong into a note.
type Words interface {
	Reason(list, code string) bool
	Route(word string) bool // by its code or its name
	Subject(path string) bool
	Topic(key, facet string) bool
}

// reasonLists name the list that an action's reason is of. The reason of any
// other action is a code that is held against no list.
var reasonLists = map[Action]string{
	DoReturn: "return", DoExtend: "extend", DoSuspend: "suspend", DoRefuse: "refuse",
	DoAttempt: "unreached", DoProposeExclude: "exclude", DoExclude: "exclude",
	DoRework: "rework", DoMerge: "merge", DoUnmerge: "unmerge",
}

// ReasonList is the list that the reason of an action is of; empty: any code.
func ReasonList(a Action) string { return reasonLists[a] }

var errPersonal = errs.New(errs.Invalid, "code.personal",
	"a code or short name holds somebody's number; write it into a note, where it can be erased", "代码或简称中含有个人号码，请写入备注（可删除）")

// checkImpersonal sees to it that nobody's number stands in what the event keeps
// as it was sent. Another system's codes are its own.
func (d *deciding) checkImpersonal() error {
	c := &d.cmd
	said := []string{c.Reason, c.Route, c.Office}
	tags := c.Tags
	if n := c.New; n != nil {
		said, tags = append(said, n.Source, n.Division, n.Subject), slices.Concat(tags, n.Tags)
	}
	if a := c.Amend; a != nil {
		said = append(said, value(a.Division), value(a.Subject))
	}
	for _, t := range tags {
		said = append(said, t.Topic, t.Facet)
	}
	if d.act.By.Role != identity.Importer && slices.ContainsFunc(said, func(w string) bool { return w != "" && len(scrub.Find(w)) > 0 }) {
		return errPersonal
	}
	return nil
}

// checkListed holds what the command carries against the region's lists.
func (d *deciding) checkListed() error {
	words, c := d.env.Words, &d.cmd
	if words == nil {
		return nil
	}
	if err := d.checkReason(c.Reason); err != nil {
		return err
	}
	if c.Route != "" && !words.Route(c.Route) {
		return errs.Newf(errs.Invalid, "route.unknown", "the route %.60q is not in the list of routes; explain in the note or the reply", "“%.60s”不在法定途径清单中，说明请写入备注或答复", c.Route)
	}
	if c.Do != DoUntag { // what is listed no more can still be taken off
		if err := CheckTopics(words, c.Tags); err != nil {
			return err
		}
	}
	if n := c.New; n != nil {
		return checkPlaced(words, n.Subject, n.Division, n.Tags)
	}
	if a := c.Amend; a != nil {
		return checkPlaced(words, value(a.Subject), value(a.Division), nil)
	}
	return nil
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func (d *deciding) checkReason(code string) error {
	switch list := reasonLists[d.cmd.Do]; {
	case code == "":
	case !isCode(code):
		return errs.Newf(errs.Invalid, "reason.form", "the reason %.60q is not a code of a-z, 0-9, - and _; explain in the note", "原因“%.60s”不是代码（小写字母、数字、- 和 _），说明请写入备注", code)
	// Another system's codes are its own, and so are this one's own steps.
	case list != "" && d.act.By.Role != identity.Importer && d.act.By.Role != identity.System && !d.env.Words.Reason(list, code):
		return errs.Newf(errs.Invalid, "reason.unknown", "the reason %q is not in the list %s; explain in the note", "原因“%s”不在原因清单 %s 中，说明请写入备注", code, list)
	}
	return nil
}

func checkPlaced(words Words, subject, division string, tags []Tag) error {
	switch {
	case subject != "" && !words.Subject(subject):
		return errs.Newf(errs.Invalid, "subject.unknown", "the subject %.60q is not in the tree of subjects", "“%.60s”不在内容分类中", subject)
	case division != "" && !isCode(division):
		return errs.Newf(errs.Invalid, "division.form", "the division %.60q is not a code of a-z, 0-9, - and _", "区划“%.60s”不是代码", division)
	}
	return CheckTopics(words, tags)
}

// CheckTopics refuses tags that are not of the region's topics. Error: Invalid
// ("tag.unknown").
func CheckTopics(words Words, tags []Tag) error {
	for _, t := range tags {
		if !isCode(t.Topic) || t.Facet != "" && !isCode(t.Facet) || !words.Topic(t.Topic, t.Facet) {
			return errs.Newf(errs.Invalid, "tag.unknown", "the tag %.60q:%.60q is not of the region's topics", "专题标签“%.60s:%.60s”不在本区划专题中", t.Topic, t.Facet)
		}
	}
	return nil
}

// maxCode bounds a code that is of no list.
const maxCode = 40

func isCode(s string) bool {
	if s == "" || len(s) > maxCode {
		return false
	}
	for i := range len(s) {
		switch b := s[i]; {
		case b >= 'a' && b <= 'z', b >= '0' && b <= '9', b == '-', b == '_':
		default:
			return false
		}
	}
	return true
}
