package rulebook

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"huying/internal/domain/calendar"
	"huying/internal/domain/yamltext"
)

// Template 模板 is a text that people start from, from a day on. What stands in
// braces is filled in: 您好，您反映的{title}已交{unit}办理。
type Template struct {
	Effective calendar.Date
	Name      string
	Use       TemplateUse
	Subject   string // for this subject and all below it; empty: all
	Text      string
}

// TemplateUse is where a template is offered.
type TemplateUse string

const (
	ReplyTemplate      TemplateUse = "reply"      // 答复
	NoticeTemplate     TemplateUse = "notice"     // 通知
	CallTemplate       TemplateUse = "callback"   // 回访话术
	NoteTemplate       TemplateUse = "note"       // 备注、交办意见
	LetterTemplate     TemplateUse = "letter"     // 答复函, printed
	AcceptanceTemplate TemplateUse = "acceptance" // 受理告知书, printed
	RefusalTemplate    TemplateUse = "refusal"    // 不予受理告知书, printed
)

// TemplateUses lists every use.
func TemplateUses() []TemplateUse {
	return []TemplateUse{ReplyTemplate, NoticeTemplate, CallTemplate, NoteTemplate, LetterTemplate, AcceptanceTemplate, RefusalTemplate}
}

// TemplateFields lists what may stand in braces. None is personal: a template
// is filled in before anybody has decided who will read it.
func TemplateFields() []string {
	return []string{"number", "title", "subject", "unit", "due", "region", "received", "reply", "reason", "route"}
}

// mostTemplate is how long a template may be, in bytes.
const mostTemplate = 20_000

var inBraces = regexp.MustCompile(`\{([^{}]*)\}`)

// Fill puts values in the place of what stands in braces; what has no value
// stays, so that whoever writes sees what is missing.
func (t Template) Fill(values map[string]string) string {
	return inBraces.ReplaceAllStringFunc(t.Text, func(field string) string {
		if v, ok := values[strings.Trim(field, "{}")]; ok && v != "" {
			return v
		}
		return field
	})
}

// TemplatesOn are the templates for a use and a subject on a day, by key.
func (b *Book) TemplatesOn(day calendar.Date, use TemplateUse, subject string) []Template {
	var found []Template
	for _, key := range slices.Sorted(maps.Keys(b.templates)) {
		t, ok := inForce(b.templates[key], day, func(t *Template) calendar.Date { return t.Effective })
		if ok && t.Use == use && (t.Subject == "" || t.Subject == subject || strings.HasPrefix(subject, t.Subject+"/")) {
			found = append(found, *t)
		}
	}
	return found
}

func parseTemplate(data []byte, file string) (*Template, error) {
	return parse(data, file, func(f *yamltext.Fields) Template {
		return Template{
			Effective: yamltext.Value(f, "effective", yamltext.Of(calendar.ParseDate)),
			Name:      yamltext.Required(f, "name", yamltext.Text),
			Use:       yamltext.Required(f, "use", yamltext.Named[TemplateUse]),
			Subject:   yamltext.Value(f, "subject", yamltext.Text),
			Text:      yamltext.Required(f, "text", yamltext.Text),
		}
	}, func(c *yamltext.Checks, t Template) {
		c.Filled("name", t.Name)
		if strings.TrimSpace(t.Text) == "" || len(t.Text) > mostTemplate {
			c.Fail("text", "%d bytes; expected a text of at most %d", len(t.Text), mostTemplate)
		}
		yamltext.OneOf(c, "use", t.Use, TemplateUses()...)
		for _, field := range inBraces.FindAllStringSubmatch(t.Text, -1) {
			if !slices.Contains(TemplateFields(), field[1]) {
				c.Fail("text", "{%s}; expected one of {%s}", field[1], strings.Join(TemplateFields(), "}, {"))
			}
		}
	})
}
