package bulletin

import "testing"

func TestTermsAreInBothLanguages(t *testing.T) {
	t.Parallel()
	if err := terms.Check(); err != nil {
		t.Error(err)
	}
	if err := checks.Check(); err != nil {
		t.Error(err)
	}
}
