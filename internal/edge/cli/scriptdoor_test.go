package cli_test

import (
	"bufio"
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// writeCertificate writes cert.pem and key.pem, for this machine and under a
// name of its own.
func writeCertificate(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: certify NAME")
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	ts.Check(err)
	serial, err := rand.Int(rand.Reader, big.NewInt(1<<62))
	ts.Check(err)
	template := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: args[0]}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	ts.Check(err)
	private, err := x509.MarshalPKCS8PrivateKey(key)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs("cert.pem"), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
	ts.Check(os.WriteFile(ts.MkAbs("key.pem"), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}), 0o600))
}

// trusting is how a client of the story meets a server: it trusts cert.pem.
func trusting(ts *testscript.TestScript) *tls.Config {
	c := &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: x509.NewCertPool()}
	if text, err := os.ReadFile(ts.MkAbs("cert.pem")); err == nil {
		c.RootCAs.AppendCertsFromPEM(text)
	}
	return c
}

// checkCertificate waits until the server shows the certificate of that name.
func checkCertificate(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: shown NAME")
	}
	for start := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		c, err := tls.Dial("tcp", "127.0.0.1:"+running(ts).port(), &tls.Config{InsecureSkipVerify: true}) //nolint:gosec // it is looked at below
		ts.Check(err)
		name := c.ConnectionState().PeerCertificates[0].Subject.CommonName
		ts.Check(c.Close())
		if name == args[0] {
			return
		}
		if time.Since(start) > patience {
			ts.Fatalf("it shows %s", name)
		}
	}
}

// findPort sets a variable to a port that nobody listens on.
func findPort(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: free VARIABLE")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	_, port, _ := net.SplitHostPort(l.Addr().String())
	ts.Check(l.Close())
	ts.Setenv(args[0], port)
}

// holdRequest sends one half of a request, which finishRequest ends.
func holdRequest(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: hold PATH")
	}
	c, err := net.Dial("tcp", "127.0.0.1:"+running(ts).port())
	ts.Check(err)
	_, err = fmt.Fprintf(c, "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 10\r\n\r\nlogin", args[0])
	ts.Check(err)
	last(ts).held = c
	time.Sleep(100 * time.Millisecond) // it has been read by then; were it not, the story would only be easier
}

// finishRequest waits until nobody else is let in, sends the other half and
// looks at the answer.
func finishRequest(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: finish STATUS")
	}
	for start := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		c, err := net.Dial("tcp", "127.0.0.1:"+running(ts).port())
		if err != nil {
			break
		}
		_ = c.Close()
		if time.Since(start) > patience {
			ts.Fatalf("others are still let in")
		}
	}
	c := last(ts).held
	defer c.Close()
	_, err := io.WriteString(c, "=wang")
	ts.Check(err)
	answer, err := http.ReadResponse(bufio.NewReader(c), nil)
	ts.Check(err)
	defer answer.Body.Close()
	_, err = io.Copy(io.Discard, answer.Body)
	ts.Check(err)
	if got := fmt.Sprint(answer.StatusCode); got != args[0] {
		ts.Fatalf("it is answered %s", answer.Status)
	}
}

// checkGone waits until a file is there no more.
func checkGone(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: gone FILE")
	}
	for start := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		if _, err := os.Stat(ts.MkAbs(args[0])); os.IsNotExist(err) {
			return
		}
		if time.Since(start) > patience {
			ts.Fatalf("%s is still there", args[0])
		}
	}
}

// collector takes traces.
type collector struct {
	mu  sync.Mutex
	got bytes.Buffer
}

func startCollector(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: collect")
	}
	c := &collector{}
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		c.mu.Lock()
		defer c.mu.Unlock()
		_, _ = c.got.ReadFrom(r.Body)
	}))
	ts.Defer(s.Close)
	ts.Setenv("COLLECTOR", s.URL)
	last(ts).traces = c
}

// checkCollected looks for a text among the traces; `! collected` for none.
func checkCollected(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: collected TEXT")
	}
	c := last(ts).traces
	c.mu.Lock()
	defer c.mu.Unlock()
	if bytes.Contains(c.got.Bytes(), []byte(args[0])) == neg {
		ts.Fatalf("%q among the %d bytes of traces: %t", args[0], c.got.Len(), neg)
	}
}
