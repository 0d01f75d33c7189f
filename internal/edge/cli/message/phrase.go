package message

import (
	"regexp"

	"huying/internal/kernel/i18n"
)

// phrases are what the parser says of a wrong command line, the same in
// Chinese and, where its English is that of a programmer, in English.
var phrases = []struct {
	said   *regexp.Regexp
	zh, en string
}{
	{said: regexp.MustCompile(`^unexpected argument (.+?), did you mean (?:one of )?(.+)\?$`), zh: "多余的参数 $1（是否指 $2）"},
	{said: regexp.MustCompile(`^unexpected argument (.+)$`), zh: "多余的参数 $1"},
	{said: regexp.MustCompile(`^unknown flag (.+?), did you mean (?:one of )?(.+)\?$`), zh: "没有选项 $1（是否指 $2）"},
	{said: regexp.MustCompile(`^unknown flag (.+)$`), zh: "没有选项 $1"},
	{said: regexp.MustCompile(`^missing flags: (.+)$`), zh: "缺少选项 $1"},
	{said: regexp.MustCompile(`^expected one of (.+)$`), zh: "缺少命令，应为 $1 之一"},
	{said: regexp.MustCompile(`^expected "(.+)"$`), zh: "缺少参数 $1", en: "expected $1"},
	{said: regexp.MustCompile(`^(\S+) must be one of (.+) but got (.+)$`), zh: "$1 应为 $2 之一，而非 $3"},
	{said: regexp.MustCompile(`^(\S+): expected \w+ value but got "EOL".*$`), zh: "$1 缺少值", en: "$1 needs a value"},
	{said: regexp.MustCompile(`^(\S+): missing value, .*$`), zh: "$1 缺少值", en: "$1 needs a value"},
	{said: regexp.MustCompile(`^(\S+): expected a valid 64 bit int but got (.+)$`), zh: "$1 应为整数，而非 $2", en: "$1 must be a whole number but got $2"},
	{said: regexp.MustCompile(`^(\S+): expected \w+ value but got "(.+?)" \((?:short|long).*$`), zh: "$1 缺少值；若值是 $2，请写作 $1=$2", en: "$1 needs a value; if that is $2, write $1=$2"},
}

// InWords says what the parser says in the language; what is not among the phrases stays as it is.
func InWords(lang i18n.Lang, problem string) string {
	for _, p := range phrases {
		if p.said.MatchString(problem) {
			if words := lang.Pick(p.zh, p.en); lang == i18n.Chinese || p.en != "" {
				return p.said.ReplaceAllString(problem, words)
			}
			return problem
		}
	}
	return problem
}
