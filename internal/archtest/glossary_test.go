package archtest

import "strings"

// glossarySamples are the ways in which code and glossary come apart.
func glossarySamples() []sample {
	const code = `
type Action string

const (
	None Action = ""
	Sign Action = "sign"
	Return Action = "return"
)

var names = map[Action]string{Sign: "签收", Return: "退单"}
`
	const page = "# Glossary\n\n### Actions `casework.Action`\n\n| word | 中文 | meaning |\n| --- | --- | --- |\n" +
		"| `sign` | 签收 | acknowledge |\n| `return` | 退单 | give back |\n\n## Types\n\n- **casework**: `Action` 动作, `Leg` 承办任务\n"
	with := func(code string, swap ...string) map[string]string {
		return map[string]string{
			"internal/domain/casework/a.go": code, "docs/glossary.md": strings.NewReplacer(swap...).Replace(page),
		}
	}
	row := "| `return` | 退单 | give back |\n"
	return []sample{
		{"glossary", "complete", with(code), ""},
		{"glossary", "no glossary", source("internal/domain/casework/a.go", code), "have a glossary"},
		{"glossary", "a word without a row", with(code, row, ""), `the word "return" has no row`},
		{"glossary", "a row elsewhere", with(code, row, "\n## Others\n\n"+row), `the word "return" has no row`},
		{"glossary", "a row without Chinese", with(strings.Replace(code, `, Return: "退单"`, "", 1), "退单", "return"), "has no Chinese"},
		{"glossary", "another name", with(code, "退单", "退回"), `"return" is printed as 退单, and docs/glossary.md, section ` + "`casework.Action`, has 退回"},
		{"glossary", "a word that is gone", with(strings.Replace(code, `	Return Action = "return"`+"\n", "", 1)), `there is no word "return"`},
		{"glossary", "a type", with(code + "type Leg struct{}\n"), ""},
		{"glossary", "a type without a term", with(code + "type Part struct{}\n"), "type Part has no term"},
		{"glossary", "a type of its own", with(code + "type part struct{}\n"), ""},
		{"glossary", "a type elsewhere", map[string]string{"internal/store/a.go": "type Part struct{}\n", "docs/glossary.md": page}, ""},
	}
}
