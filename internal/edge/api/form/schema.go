package form

import (
	"maps"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/domain/arrival"
	"huying/internal/domain/casework"
	"huying/internal/domain/person"
	"huying/internal/domain/survey"
)

// Bounds of what may be sent, in characters and pieces.
const (
	maxLine  = 200
	maxText  = 20_000
	maxList  = 64
	maxLevel = 4
)

// bodySchema is the schema of an action's body: its row's fields and no other.
func bodySchema(ask, may []casework.Field) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeObject, Properties: map[string]*huma.Schema{}, AdditionalProperties: false}
	for _, f := range may {
		maps.Copy(s.Properties, fieldSchemas(f))
	}
	for _, f := range ask {
		maps.Copy(s.Properties, fieldSchemas(f))
		if f == casework.AskNew {
			s.Required = append(s.Required, "channel", "content")
			continue
		}
		s.Required = append(s.Required, string(f))
	}
	return s
}

// fieldSchemas are the properties that carry a field of a command. Limits set
// by another system come with its history alone, never through this door.
func fieldSchemas(f casework.Field) map[string]*huma.Schema {
	switch f {
	case casework.AskNew:
		return intakeSchemas()
	case casework.AskDues:
		return nil
	}
	s := fieldSchema(f)
	s.Description = f.Chinese()
	return map[string]*huma.Schema{string(f): s}
}

func fieldSchema(f casework.Field) *huma.Schema {
	switch f {
	case casework.AskUnits:
		return list(Object([]string{"unit", "role"}, map[string]*huma.Schema{
			"unit": line(), "role": words(casework.Lead, casework.Assist),
		}))
	case casework.AskUntil:
		return &huma.Schema{Type: huma.TypeString, Format: "date-time"}
	case casework.AskAnswer:
		return Object([]string{"outcome"}, map[string]*huma.Schema{
			"outcome":  words(survey.Verdicts()...),
			"attitude": words(survey.Verdicts()...),
			"solved":   words(survey.SolvedYes, survey.SolvedPartly, survey.SolvedNo),
		})
	case casework.AskParts, casework.AskEvidence:
		return list(line())
	case casework.AskAmend:
		return amendSchema()
	case casework.AskTags:
		return tagsSchema()
	case casework.AskLevel:
		return &huma.Schema{Type: huma.TypeInteger, Minimum: new(1.0), Maximum: new(float64(maxLevel))}
	case casework.AskResult:
		return words(casework.Results()...)
	case casework.AskScope:
		return words(casework.ExcludeSurvey, casework.ExcludeAll)
	case casework.AskNote, casework.AskReply, casework.AskPublicReply:
		return text()
	}
	return line()
}

func intakeSchemas() map[string]*huma.Schema {
	return map[string]*huma.Schema{
		"channel": words(casework.Channels()...), "source": line(), "kind": words(casework.Kinds()...),
		"urgency": words(casework.Expedite, casework.Urgent, casework.Critical), "subject": line(),
		"title": line(), "content": text(), "division": line(),
		"disclosure": words(casework.Confidential, casework.Anonymous), "tags": tagsSchema(), "person": personSchema(),
		"split_from": lineOf("the case that this one is split off 拆自"), "reopen_of": lineOf("the archived case whose matter comes back 原件"),
		"arrival": arrivalSchema(), "venue": lineOf("where people were received 接待地点"), "receiver": lineOf("who received them 接待人"),
		"origin_number": lineOf("the number that another portal gave 来源编号"),
	}
}

// arrivalSchema is how a case came in.
func arrivalSchema() *huma.Schema {
	day := func(zh string) *huma.Schema {
		return &huma.Schema{Type: huma.TypeString, Format: "date", Description: zh}
	}
	count := func(zh string, most float64) *huma.Schema {
		return &huma.Schema{Type: huma.TypeInteger, Minimum: new(1.0), Maximum: new(most), Description: zh}
	}
	post, police := words(arrival.Posts()...), words(arrival.Present, arrival.Absent)
	post.Description, police.Description = "邮递方式", "公安是否到场"
	s := Object(nil, map[string]*huma.Schema{
		"written": day("来信日期"), "arrived": day("到信日期"), "post": post, "pages": count("页数", arrival.MostPages), "people": count("人数", arrival.MostPeople),
		"representatives": count("集体访代表人数", arrival.MostRepresentatives), "police": police,
	})
	s.Description = "来件情形: how it came in by letter, visit or web; five people and more are a group visit, which speaks through one to five representatives"
	return s
}

func amendSchema() *huma.Schema {
	s := Object(nil, intakeSchemas())
	for _, fixed := range []string{"channel", "source", "tags", "person", "split_from", "reopen_of", "arrival", "venue", "receiver", "origin_number"} { // they are facts of the receipt
		delete(s.Properties, fixed)
	}
	s.MinProperties = new(1)
	return s
}

func tagsSchema() *huma.Schema {
	return list(Object([]string{"topic"}, map[string]*huma.Schema{"topic": line(), "facet": line()}))
}

func lineOf(text string) *huma.Schema {
	s := line()
	s.Description = text
	return s
}

func line() *huma.Schema { return &huma.Schema{Type: huma.TypeString, MaxLength: new(maxLine)} }

func text() *huma.Schema { return &huma.Schema{Type: huma.TypeString, MaxLength: new(maxText)} }

func list(of *huma.Schema) *huma.Schema {
	return &huma.Schema{Type: huma.TypeArray, Items: of, MaxItems: new(maxList)}
}

// Object is the schema of an object with these properties and no other.
func Object(required []string, properties map[string]*huma.Schema) *huma.Schema {
	return &huma.Schema{Type: huma.TypeObject, Required: required, Properties: properties, AdditionalProperties: false}
}

// words is one of the words of a vocabulary.
func words[W ~string](of ...W) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeString}
	for _, w := range of {
		s.Enum = append(s.Enum, string(w))
	}
	return s
}

// personSchema is who brings a case, as it is sent.
func personSchema() *huma.Schema {
	s := Object(nil, map[string]*huma.Schema{})
	for _, f := range person.Fields() {
		field := line()
		if f == person.Note || f == person.Companions {
			field.MaxLength = new(maxNote)
		}
		field.Description = f.Chinese()
		s.Properties[string(f)] = field
	}
	s.Description = "诉求人, kept sealed and apart from the case; not with an anonymous one"
	return s
}

// maxNote is as long as a note on a person may be, in characters.
const maxNote = 500
