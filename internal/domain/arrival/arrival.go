package arrival

import (
	"huying/internal/domain/calendar"
	"huying/internal/kernel/errs"
)

// Arrival 来件情形 is how a case came in by letter, visit or web. Days are the
// region's. A zero field was not written down.
type Arrival struct {
	Written         calendar.Date `json:"written,omitzero"`          // 来信日期: the day that stands on the letter
	Arrived         calendar.Date `json:"arrived,omitzero"`          // 到信日期
	Post            Post          `json:"post,omitempty"`            // how the letter came
	Pages           int           `json:"pages,omitempty"`           // 页数
	People          int           `json:"people,omitempty"`          // 人数: who signed the letter, or came
	Representatives int           `json:"representatives,omitempty"` // 代表人数, of a group visit
	Police          Police        `json:"police,omitempty"`          // whether police were there when people came
}

// Post 邮递方式 is how a letter came.
type Post string

// The kinds of post.
const (
	Ordinary   Post = "ordinary"
	Registered Post = "registered"
	Express    Post = "express"
	Handed     Post = "handed"
	Box        Post = "box"
	Fax        Post = "fax"
)

// Posts lists every kind of post.
func Posts() []Post { return []Post{Ordinary, Registered, Express, Handed, Box, Fax} }

// Police 公安到场 says whether police were there.
type Police string

// What may be said of it; "" is nothing.
const (
	Present Police = "yes"
	Absent  Police = "no"
)

// Bounds of what may be written down. A visit of five and more is a group visit
// 集体走访, which speaks through five representatives at most (信访工作条例第二十条).
const (
	GroupFrom           = 5
	MostRepresentatives = 5
	MostPages           = 2000
	MostPeople          = 99_999
)

// words are the printed names.
var words = map[string]string{
	string(Ordinary): "平信", string(Registered): "挂号信", string(Express): "快递", string(Handed): "当面递交", string(Box): "信箱投递", string(Fax): "传真",
	string(Present): "是", string(Absent): "否",
}

// Chinese returns the printed name.
func (p Post) Chinese() string { return words[string(p)] }

// Chinese returns the printed name.
func (p Police) Chinese() string { return words[string(p)] }

// IsZero reports whether nothing was written down.
func (a Arrival) IsZero() bool { return a == Arrival{} }

// Group reports whether the visit is a group's 集体访.
func (a Arrival) Group() bool { return a.People >= GroupFrom }

// Ways in, as casework names its channels.
const (
	byLetter = "letter"
	byVisit  = "visit"
)

// Faults are all that cannot be true of an arrival by a channel that is on
// record on a day: Invalid, with the code "arrival." and the field.
func (a Arrival) Faults(channel string, today calendar.Date) []error {
	var all []error
	wrong := func(is bool, field, en, zh string, args ...any) {
		if is {
			all = append(all, errs.Newf(errs.Invalid, "arrival."+field, en, zh, args...))
		}
	}
	letter, visit := channel == byLetter, channel == byVisit
	wrong(!letter && a.Written != 0, "written", "only a letter has a date of its own", "只有来信填写来信日期")
	wrong(!letter && a.Arrived != 0, "arrived", "only a letter has a day on which it arrived", "只有来信填写到信日期")
	wrong(!letter && a.Post != "", "post", "only a letter comes by post", "只有来信填写邮递方式")
	wrong(!letter && a.Pages != 0, "pages", "only a letter has pages", "只有来信填写页数")
	wrong(!visit && a.Representatives != 0, "representatives", "only a visit has representatives", "只有来访填写代表人数")
	wrong(!visit && a.Police != "", "police", "only of a visit is it said whether police were there", "只有来访填写公安是否到场")
	wrong(letter && a.Written > today, "written", "the letter is dated %s, and today is %s", "来信日期 %s 晚于今天 %s", a.Written, today)
	wrong(letter && a.Arrived > today, "arrived", "the letter arrived on %s, and today is %s", "到信日期 %s 晚于今天 %s", a.Arrived, today)
	wrong(letter && a.Arrived != 0 && a.Written > a.Arrived, "arrived", "the letter arrived on %s, before its own date %s", "到信日期 %s 早于来信日期 %s", a.Arrived, a.Written)
	wrong(a.Post != "" && a.Post.Chinese() == "", "post", "%q is not a kind of post", "“%s”不是邮递方式", a.Post)
	wrong(a.Pages < 0 || a.Pages > MostPages, "pages", "%d pages; expected 1 to %d", "页数 %d 不对，应为 1 至 %d", a.Pages, MostPages)
	wrong(a.People < 0 || a.People > MostPeople, "people", "%d people; expected 1 to %d", "人数 %d 不对，应为 1 至 %d", a.People, MostPeople)
	wrong(a.Police != "" && a.Police.Chinese() == "", "police", "%q is neither yes nor no", "“%s”不是 yes 或 no", a.Police)
	if visit {
		all = append(all, a.spoken()...)
	}
	return all
}

// spoken are the faults of who speaks for those who came.
func (a Arrival) spoken() []error {
	n := a.Representatives
	switch {
	case n < 0 || n > MostRepresentatives:
		return []error{errs.Newf(errs.Invalid, "arrival.representatives", "%d representatives; a group speaks through 1 to %d", "代表 %d 人不对，集体访推选代表 1 至 %d 人", n, MostRepresentatives)}
	case a.Group() && n == 0:
		return []error{errs.Newf(errs.Invalid, "arrival.representatives", "%d people are a group visit; expected 1 to %d representatives", "来访 %d 人属集体访，须推选代表 1 至 %d 人", a.People, MostRepresentatives)}
	case !a.Group() && n > 0:
		return []error{errs.Newf(errs.Invalid, "arrival.representatives", "only a group of %d and more has representatives", "%d 人及以上的集体访才推选代表", GroupFrom)}
	}
	return nil
}
