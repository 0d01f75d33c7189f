package yamltext

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml"

	"huying/internal/kernel/errs"
)

// Encode writes a value by its yaml tags, two spaces a level. Texts come out so
// that every YAML reader takes them for the same text: fields of several lines
// as blocks where that is exact, other texts quoted unless they are plain.
// Options add marshalers of other types.
func Encode(v any, options ...yaml.EncodeOption) ([]byte, error) {
	options = append(options, yaml.Indent(2), yaml.IndentSequence(true), yaml.CustomMarshaler(quote))
	data, err := yaml.MarshalWithOptions(v, options...)
	if err != nil {
		return nil, errs.Wrap("encode YAML", err)
	}
	return lines.ReplaceAllFunc(data, unfold), nil
}

// quote leaves a text plain, or quotes it as JSON does, on one line: the
// encoder itself leaves some texts plain that cannot be read back.
func quote(s string) ([]byte, error) {
	if plain(s) {
		return []byte(s), nil
	}
	var b bytes.Buffer
	quoted := json.NewEncoder(&b)
	quoted.SetEscapeHTML(false)
	err := quoted.Encode(s)
	return bytes.TrimSpace(b.Bytes()), err
}

// lines matches a field whose quoted text ends with a line break.
var lines = regexp.MustCompile(`(?m)^( *(?:- )*)([a-z_]+: )(".*\\n")$`)

// unfold writes such a field as a block.
func unfold(field []byte) []byte {
	m := lines.FindSubmatch(field)
	var text string
	if err := json.Unmarshal(m[3], &text); err != nil || !block(text) {
		return field
	}
	var b bytes.Buffer
	b.Write(m[1])
	b.Write(m[2])
	b.WriteByte('|')
	for line := range strings.Lines(strings.TrimSuffix(text, "\n")) {
		b.WriteByte('\n')
		if line = strings.TrimSuffix(line, "\n"); line != "" {
			b.WriteString(strings.Repeat(" ", len(m[1])+2) + line)
		}
	}
	return b.Bytes()
}

// block reports whether a text consists of lines of printable characters, each
// of them ended, of which the first and last begin and end with something to see.
func block(s string) bool {
	hidden := func(r rune) bool { return !unicode.IsPrint(r) }
	for line := range strings.Lines(s) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasSuffix(line, " ") || strings.ContainsFunc(line, hidden) {
			return false
		}
	}
	return strings.HasSuffix(s, "\n") && !strings.HasSuffix(s, "\n\n") && !strings.HasPrefix(s, " ") && !strings.HasPrefix(s, "\n")
}

// plain reports whether a text begins with a letter, ends without a space, is
// no word of YAML's own, and has no character that YAML reads in its own way.
func plain(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	switch strings.ToLower(s) {
	case "true", "false", "null", "yes", "no", "on", "off", "y", "n":
		return false
	}
	special := func(r rune) bool {
		return strings.ContainsRune(":#\"'{}[]&*!|<>%@`\\?~=", r) || !unicode.IsPrint(r)
	}
	return unicode.IsLetter(first) && !strings.HasSuffix(s, " ") && !strings.ContainsFunc(s, special)
}
