package serving_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"huying/internal/edge/serving"
)

// serve serves a world on a port of this machine, with the time for a
// request's head cut to what a test can wait for.
func serve(t *testing.T) (address string) {
	t.Helper()
	server := serving.Server(newWorld(serving.Options{}).front, nil)
	if server.ReadHeaderTimeout <= 0 || server.ReadHeaderTimeout > 10*time.Second || server.ReadTimeout <= 0 ||
		server.WriteTimeout <= 0 || server.IdleTimeout <= 0 || server.MaxHeaderBytes <= 0 {
		t.Fatalf("a server without bounds: %+v", server)
	}
	server.ReadHeaderTimeout, server.ReadTimeout = 200*time.Millisecond, 400*time.Millisecond
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	t.Cleanup(func() {
		_ = server.Shutdown(context.Background())
		if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
			t.Errorf("it ended with %v", err)
		}
	})
	return l.Addr().String()
}

// send writes a text to the server in parts with pauses, and reads what comes
// until the server hangs up.
func send(t *testing.T, address string, pause time.Duration, parts ...string) string {
	t.Helper()
	c, err := new(net.Dialer).DialContext(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
		t.Fatal(err)
	}
	go func() {
		for _, p := range parts {
			if _, err := io.WriteString(c, p); err != nil {
				return // hung up: what we came for
			}
			time.Sleep(pause)
		}
	}()
	answer, err := io.ReadAll(bufio.NewReader(c))
	if ne, ok := err.(net.Error); ok && ne.Timeout() { //nolint:errorlint // from the connection itself
		t.Fatalf("the server still holds the connection; it said %q", answer)
	}
	return string(answer)
}

func isWell(t *testing.T, address string) {
	t.Helper()
	if got := send(t, address, 0, "GET /healthz HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"); !strings.HasPrefix(got, "HTTP/1.1 200 ") {
		t.Errorf("afterwards it answers %q", got)
	}
}

// Many that send their head a line at a time get no answer and hold nothing;
// somebody else is answered meanwhile.
func TestSlowHeads(t *testing.T) {
	t.Parallel()
	address := serve(t)
	lines := []string{"GET /healthz HTTP/1.1\r\nHost: h\r\n"}
	for i := range 100 {
		lines = append(lines, fmt.Sprintf("X-%d: y\r\n", i))
	}
	done := make(chan string, 50)
	for range cap(done) {
		go func() { done <- send(t, address, 50*time.Millisecond, lines...) }()
	}
	isWell(t, address)
	for range cap(done) {
		if got := <-done; strings.Contains(got, " 200 ") {
			t.Errorf("a head that never ended was answered: %q", got)
		}
	}
	isWell(t, address)
}

func TestSlowBody(t *testing.T) {
	t.Parallel()
	address := serve(t)
	parts := []string{"POST /api/v1/cases HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n"}
	for range 100 {
		parts = append(parts, "x")
	}
	if got := send(t, address, 50*time.Millisecond, parts...); strings.Contains(got, " 200 ") {
		t.Errorf("a body that never ended was answered: %q", got)
	}
	isWell(t, address)
}

func TestMalformedRequests(t *testing.T) {
	t.Parallel()
	address := serve(t)
	for _, c := range []struct{ name, text, want string }{
		{"no request at all", "\x16\x03\x01\x02\x00\r\n\r\n", "400"},
		{"no host", "GET / HTTP/1.1\r\n\r\n", "400"},
		{"two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"},
		{"two lengths", "POST /api/v1/cases HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx", "400"},
		{"a negative length", "POST /api/v1/cases HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n", "400"},
		{"a coding of its own", "POST /api/v1/cases HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: own\r\n\r\n", "501"},
		{"a head without end", "GET / HTTP/1.1\r\nHost: h\r\nX: " + strings.Repeat("a", 80<<10) + "\r\n\r\n", "431"},
		{"a version to come", "GET / HTTP/9.9\r\nHost: h\r\n\r\n", "505"},
		{"a terabyte", "POST /api/v1/cases HTTP/1.1\r\nHost: h\r\nContent-Length: 1099511627776\r\n\r\n", "413"},
		{"a way out of the folder", "GET /api/../../etc/passwd HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", "307"},
		{"an end of a text within", "GET /%00 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", "404"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := send(t, address, 0, c.text); !strings.HasPrefix(got, "HTTP/1.1 "+c.want+" ") {
				t.Errorf("answered by %.80q, want %s", got, c.want)
			}
			isWell(t, address)
		})
	}
}

// The same request over and over, on one connection and another, is answered
// each time alike.
func TestRepeatedRequests(t *testing.T) {
	t.Parallel()
	address := serve(t)
	const one = "GET /api/v1/cases/1 HTTP/1.1\r\nHost: h\r\n\r\n"
	last := strings.Replace(one, "\r\n\r\n", "\r\nConnection: close\r\n\r\n", 1)
	for range 3 {
		got := send(t, address, 0, strings.Repeat(one, 200)+last)
		if n := strings.Count(got, "HTTP/1.1 200 OK"); n != 201 {
			t.Errorf("%d of 201 in a row were answered", n)
		}
		ids := map[string]bool{}
		for line := range strings.Lines(got) {
			if id, ok := strings.CutPrefix(line, http.CanonicalHeaderKey("X-Request-Id")+": "); ok {
				ids[id] = true
			}
		}
		if len(ids) != 201 {
			t.Errorf("201 requests had %d ids", len(ids))
		}
	}
}
