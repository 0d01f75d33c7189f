package once

import (
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"
)

// words are what the document says of the header, by what is made of it.
var words = map[handling]string{
	kept: "The same request sent again under this key, within a day, is not done again: it gets the first answer, marked Idempotency-Replayed; " +
		"another request under it is refused (422, once.other) 幂等键",
	told: "The same request sent again under this key, within a day, is not done again: it is refused (409, once.told), since its answer is told once; " +
		"another request under it is refused (422, once.other) 幂等键",
	anew: "Taken, as by every POST; this one changes nothing, so that under the same key it is looked up, and put on record, anew 幂等键",
}

// Describe says of every POST what it makes of a key. One that reads the header
// itself has said so.
func Describe(_ *huma.OpenAPI, o *huma.Operation) {
	if o.Method != http.MethodPost {
		return
	}
	if slices.ContainsFunc(o.Parameters, func(p *huma.Param) bool { return p.Name == header }) {
		*o = marked(*o, aside)
		return
	}
	how := handlingOf(o)
	o.Parameters = append(o.Parameters, &huma.Param{
		Name: header, In: "header", Description: words[how], Schema: &huma.Schema{Type: huma.TypeString, MaxLength: new(mostKey)},
	})
	if how != kept {
		return
	}
	for status, answer := range o.Responses {
		if status[0] != '2' {
			continue
		}
		if answer.Headers == nil {
			answer.Headers = map[string]*huma.Param{}
		}
		answer.Headers[replayed] = &huma.Param{
			Schema: &huma.Schema{Type: huma.TypeString}, Description: "true: the request had been done before, and this is what it was answered",
		}
	}
}
