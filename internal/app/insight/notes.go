package insight

import (
	"fmt"
	"slices"
	"strings"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/topic"
	"huying/internal/kernel/i18n"
)

// both is a sentence in Chinese and English, as bulletin.InLanguage reads it.
func both(zh, en string) string { return zh + " / " + en }

// notes are the assumptions and inferences that stand behind the figures.
func (b *building) notes() []string {
	notes := append([]string{}, b.scheme.Assumptions...)
	if b.before != nil {
		notes = append(notes, b.comparisonNote())
	}
	notes = append(notes, topicNotes(b.book.TopicsIn(b.period))...)
	return append(notes, b.book.NotesIn(b.period)...)
}

// comparisonNote says by which scheme the year before was scored: always this
// period's, so that a change of rules never looks like a change of work.
func (b *building) comparisonNote() string {
	ref, then := b.scheme.Ref(), b.period.YearBefore()
	zh := fmt.Sprintf("上年同期（%s）的数字按本期考核办法%s计算", then.Chinese(), ref)
	en := fmt.Sprintf("The year before (%s) is scored by this period's scheme, %s", then, ref)
	switch was, err := b.book.SchemeOn(then.To); {
	case err != nil:
		return both(zh+"，当时尚无考核办法。", en+"; none was in force then.")
	case was.Ref() != ref:
		return both(fmt.Sprintf("%s，当时施行的是%s。", zh, was.Ref()), fmt.Sprintf("%s; in force then was %s.", en, was.Ref()))
	}
	return both(zh+"。", en+".")
}

// topicNotes are what the topics assume; one that several share is said once.
func topicNotes(topics []topic.Definition) []string {
	names, order := map[string][]string{}, []string{}
	for _, t := range topics {
		if t.Note == "" {
			continue
		}
		if names[t.Note] == nil {
			order = append(order, t.Note)
		}
		names[t.Note] = append(names[t.Note], t.Name)
	}
	said := slices.Clone(order)
	for i, note := range order {
		zh, en := bulletin.InLanguage(i18n.Chinese, note), bulletin.InLanguage(i18n.English, note)
		said[i] = strings.Join(names[note], "、") + "：" + zh
		if en != zh {
			said[i] = both(said[i], strings.Join(names[note], ", ")+": "+en)
		}
	}
	return said
}
