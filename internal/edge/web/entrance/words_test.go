package entrance

import (
	"regexp"
	"testing"

	"huying/internal/edge/web/page"
	"huying/internal/edge/web/pagetest"
)

func TestMessages(t *testing.T) {
	t.Parallel()
	pagetest.Messages(t, words, page.Words(), regexp.MustCompile(`^entrance\.done_`))
}
