package browser_test

import "slices"

// bureau is the unit that the demonstration's clerk, officer and leader are of.
const bureau = "卫生健康局"

// stages are how far a case has come, in the order of its course.
var stages = []string{"reported", "dispatched", "signed", "proposed", "endorsed", "accepted"}

// reported is the number and the code of a case that a citizen reports.
func (c *crew) reported(content string) (number, code string) {
	c.t.Helper()
	b := c.as("")
	b.goes("/public/submit")
	b.sends(map[string]string{"kind": "help", "content": content}, `main button[type="submit"]`)
	return receipt(b)
}

// brought is the number of a case that people have brought as far as a stage.
func (c *crew) brought(content, stage string) string {
	c.t.Helper()
	number, _ := c.reported(content)
	c.brings(number, "reported", stage)
	return number
}

// brings brings a case from one stage to another.
func (c *crew) brings(number, from, to string) {
	c.t.Helper()
	steps := map[string]struct {
		post, action string
		fields       map[string]string
	}{
		"dispatched": {"dispatcher", "dispatch", map[string]string{"lead": bureau}},
		"signed":     {"unit_clerk", "legs/1/sign", nil},
		"proposed":   {"officer", "legs/1/propose", map[string]string{"reply": "已派人到场处理，并当面说明。", "result": "solved", "public_reply": "已处理完毕。"}},
		"endorsed":   {"unit_leader", "legs/1/endorse", nil},
		"accepted":   {"reviewer", "legs/1/accept", nil},
	}
	for _, stage := range stages[slices.Index(stages, from)+1 : slices.Index(stages, to)+1] {
		s := steps[stage]
		c.as(s.post).does(number, s.action, s.fields)
	}
}
