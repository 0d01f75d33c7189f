package history

import (
	"fmt"
	"slices"
	"strings"

	"huying/internal/domain/arrival"
	"huying/internal/domain/casework"
	"huying/internal/domain/org"
	"huying/internal/domain/survey"
	"huying/internal/kernel/errs"
)

// says makes an Invalid error; both sentences take the same arguments, and
// each names columns and values in its own language.
func says(code, en, zh string, args ...any) *errs.Error {
	english, chinese := slices.Clone(args), slices.Clone(args)
	for i, a := range args {
		switch a := a.(type) {
		case column:
			chinese[i] = a.chinese()
		case said:
			english[i], chinese[i] = a.en, a.zh
		}
	}
	return errs.New(errs.Invalid, code, fmt.Sprintf(en, english...), fmt.Sprintf(zh, chinese...))
}

// said is a value in a problem, in both languages.
type said struct{ en, zh string }

// saidOr is a value that is the same in both; where it is empty, they say so.
func saidOr(value string) said {
	if value == "" {
		return said{"empty", "空"}
	}
	return said{value, value}
}

// word is one value that a cell may hold, in either language.
type word[T ~string] struct {
	value T
	en    string
	zh    string
}

type vocabulary[T ~string] []word[T]

// find reads a cell. ok is false when it holds none of the words.
func (v vocabulary[T]) find(cell string) (T, bool) {
	name := strings.ToLower(cell)
	for _, w := range v {
		if name == w.en || name == w.zh {
			return w.value, true
		}
	}
	var none T
	return none, false
}

// written is the word that a table is written with.
func (v vocabulary[T]) written(value T) string {
	for _, w := range v {
		if w.value == value {
			return w.en
		}
	}
	return ""
}

func (v vocabulary[T]) expected() string {
	names := make([]string, len(v))
	for i, w := range v {
		names[i] = w.en + " " + w.zh
	}
	return strings.Join(names, ", ")
}

// named is the vocabulary of a domain type whose values print themselves.
func named[T interface {
	~string
	Chinese() string
}](values ...T) vocabulary[T] {
	v := make(vocabulary[T], len(values))
	for i, value := range values {
		v[i] = word[T]{value, string(value), value.Chinese()}
	}
	return v
}

// words are the vocabularies of a table.
type words struct {
	channels vocabulary[casework.Channel]
	kinds    vocabulary[casework.Kind]
	roles    vocabulary[casework.LegRole]
	lists    vocabulary[org.List]
	verdicts vocabulary[survey.Verdict]
	solved   vocabulary[survey.Solved]
	posts    vocabulary[arrival.Post]
	police   vocabulary[arrival.Police]
}

func newWords() words {
	return words{
		channels: named(casework.Channels()...),
		kinds:    named(casework.Kinds()...),
		roles:    named(casework.Lead, casework.Assist),
		lists: vocabulary[org.List]{
			{org.Town, "town", "乡镇、街道"}, {org.Department, "department", "区级有关单位"}, {org.NoList, "none", "无"},
		},
		verdicts: named(survey.Verdicts()...),
		solved:   named(survey.SolvedYes, survey.SolvedPartly, survey.SolvedNo),
		posts:    named(arrival.Posts()...),
		police:   named(arrival.Present, arrival.Absent),
	}
}

// cellOf reads a cell of a vocabulary; an empty one is the zero value.
func cellOf[T ~string](r *row, c column, v vocabulary[T]) T {
	cell := r.cell(c)
	value, ok := v.find(cell)
	if cell != "" && !ok {
		r.fail(c, says("history.word", "%s %q; expected one of %s", "%s“%s”不对，应为 %s 之一", c, cell, v.expected()))
	}
	return value
}
