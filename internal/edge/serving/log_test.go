package serving_test

import (
	"bytes"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"huying/internal/edge/serving"
)

// TestLogTellsOfNobody: whatever a fault says, the log names no one.
func TestLogTellsOfNobody(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	log := serving.NewLog(&b)
	log.Error("failed", "error", errors.New(`store: no room for "张某某", 13812345678`), "code", "internal")
	front := serving.New(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("张某某 13812345678") }), serving.Options{Log: log})
	front.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil))
	for _, secret := range []string{"13812345678", "张某某"} {
		if strings.Contains(b.String(), secret) {
			t.Errorf("the log tells %s: %s", secret, b.String())
		}
	}
	for _, kept := range []string{`"error":"store: no room for …, [telephone number]"`, `"code":"internal"`, "a handler panicked", "log_test.go"} {
		if !strings.Contains(b.String(), kept) {
			t.Errorf("the log does not tell %s: %s", kept, b.String())
		}
	}
}
