package bulletin

import (
	"fmt"
	"strings"
)

// subjectSection lists the most frequent first-level subjects.
func subjectSection(d *Document) Section {
	if len(d.Subjects) == 0 {
		return Section{Heading: "诉求内容", Paragraphs: []string{"期内没有已分类的诉求。"}}
	}
	all := make([]string, len(d.Subjects))
	for i, s := range d.Subjects {
		all[i] = fmt.Sprintf("%s%d件", s.Subject, s.Count)
	}
	return Section{Heading: "诉求内容", Paragraphs: []string{
		"按一级内容分类，受理较多的依次为：" + strings.Join(all, "、") + "。",
	}}
}
