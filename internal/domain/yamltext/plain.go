package yamltext

import "github.com/goccy/go-yaml/token"

// maxDepth is how many values may stand inside each other in one line, in
// brackets, or by four spaces of indent. Our documents need five; the bound keeps the parser's recursion,
// which costs the square of the depth, small.
const maxDepth = 32

// plain refuses the parts of YAML that make a document mean something elsewhere
// than where it is read, further documents, and nesting without end.
func (d *Document) plain(tokens token.Tokens) bool {
	brackets, dashes, line, begun := 0, 0, 0, false
	for _, t := range tokens {
		if t.Position.Line != line {
			line, dashes = t.Position.Line, 0
		}
		if begun && (t.Type == token.DocumentHeaderType || t.Type == token.DocumentEndType) {
			d.fail(t.Position, "yaml.documents", "%q; expected one document", t.Value)
			return false
		}
		begun = begun || t.Type != token.CommentType
		switch t.Type {
		case token.MappingStartType, token.SequenceStartType:
			brackets++
		case token.MappingEndType, token.SequenceEndType:
			brackets--
		case token.SequenceEntryType:
			dashes++
		case token.AnchorType, token.AliasType, token.MergeKeyType, token.TagType, token.MappingKeyType, token.DirectiveType:
			d.fail(t.Position, "yaml.unplain", "%q; expected plain YAML without anchors, aliases, tags, directives or complex keys", t.Value)
			return false
		}
		if brackets > maxDepth || dashes > maxDepth || t.Position.IndentNum > 4*maxDepth {
			d.fail(t.Position, "yaml.depth", "more than %d values inside each other", maxDepth)
			return false
		}
	}
	return true
}
