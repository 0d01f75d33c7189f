package rulebook

import (
	"fmt"

	"huying/internal/domain/yamltext"
	"huying/internal/kernel/errs"
)

// Read parses a rule's text, so that a rule that cannot be read is never kept,
// nor one that calls itself by another key or version than it is kept under.
// Errors are Invalid, those of the text with line and column, joined.
func (r Rule) Read() error {
	var b Book
	if err := b.take(r); err != nil {
		return err
	}
	key, version := b.declared()
	only := r.Kind.onlyKey()
	switch {
	case only != "" && only != r.Key:
		return errs.New(errs.Invalid, "rule.key", fmt.Sprintf("a region has one rule of the kind %s, with the key %q, not %q", r.Kind, only, r.Key),
			fmt.Sprintf("%s 只有一份，标识是 %s，不是 %s", r.Kind, only, r.Key))
	case key != "" && key != r.Key:
		return errs.New(errs.Invalid, "rule.key", fmt.Sprintf("the text is of %s %q, not of %q", r.Kind, key, r.Key),
			fmt.Sprintf("文本的标识是 %s，不是 %s", key, r.Key))
	case version != 0 && r.Version != 0 && version != r.Version:
		return errs.New(errs.Invalid, "rule.version", fmt.Sprintf("the text is of version %d, not of %d", version, r.Version),
			fmt.Sprintf("文本是第 %d 版，不是第 %d 版", version, r.Version))
	}
	c := yamltext.Checks{Code: "rule.key"}
	c.Filled("key", r.Key)
	return c.Err()
}

// Declared is the version that the rule's text names; 0 where its kind names
// none, or the text cannot be read.
func (r Rule) Declared() int {
	var b Book
	if err := b.take(r); err != nil {
		return 0
	}
	_, version := b.declared()
	return version
}

// declared is what the book's only rule calls itself.
func (b *Book) declared() (key string, version int) {
	switch {
	case len(b.schemes) > 0:
		return b.schemes[0].Key, b.schemes[0].Version
	case len(b.policies) > 0:
		return b.policies[0].Key, b.policies[0].Version
	case len(b.calendars) > 0:
		return b.calendars[0].Key(), b.calendars[0].Version()
	case len(b.topics) > 0:
		return b.topics[0].Key, 0
	}
	return "", 0
}
