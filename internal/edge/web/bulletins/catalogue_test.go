package bulletins

import (
	"regexp"
	"testing"

	"huying/internal/edge/web/page"
	"huying/internal/edge/web/pagetest"
)

func TestMessages(t *testing.T) {
	t.Parallel()
	pagetest.Messages(t, messages, page.Words(), regexp.MustCompile(`^nav\.(bulletin|editions)$`))
	if parts := len(roomWords) + len(bulletinWords) + len(unitWords); len(messages) != parts {
		t.Errorf("%d messages of %d: a key stands in two parts", len(messages), parts)
	}
}
