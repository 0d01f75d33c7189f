package acme

import (
	"bytes"
	"context"
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
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// name is what the certificate is fetched for; no name of the world's.
const name = "12345.huying.test"

// patience bounds every wait.
const patience = 30 * time.Second

// TestCertificate: the first handshake fetches a certificate, by a proof that
// the authority asks for over TLS alone; the server goes on with it when the
// authority is gone, and asks for no other name.
func TestCertificate(t *testing.T) {
	dir := t.TempDir()
	programs := built(t, dir)
	trust := machine(t, dir)
	names, manage := port(t), port(t)
	run(t, nil, programs["pebble-challtestsrv"], "-dnsserver", names, "-management", manage,
		"-defaultIPv6", "", "-http01", "", "-https01", "", "-tlsalpn01", "", "-doh", "")
	authority, keeper, served := port(t), port(t), port(t)
	config := write(t, dir, "pebble.json", fmt.Appendf(nil, `{"pebble": {"listenAddress": %q, "managementListenAddress": %q,
		"certificate": %q, "privateKey": %q, "httpPort": 1, "tlsPort": %s}}`,
		authority, keeper, filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem"), portOf(served)))
	pebble := run(t, []string{"PEBBLE_VA_NOSLEEP=1"}, programs["pebble"], "-config", config, "-dnsserver", names, "-strict")
	roots := rootsOf(t, trust, "https://"+keeper+"/roots/0")

	data := filepath.Join(dir, "data")
	if said, err := exec.Command(programs["huying"], "init", "--region", "330802", "--name", "青禾区", "--data", data).CombinedOutput(); err != nil {
		t.Fatalf("init: %v\n%s", err, said)
	}
	args := []string{
		"serve", "--data", data, "--port", portOf(served), "--acme", name, "--acme-contact", "someone@huying.test",
		"--acme-directory", "https://" + authority + "/dir",
	}
	trusted := []string{"SSL_CERT_FILE=" + filepath.Join(dir, "cert.pem")}
	huying := run(t, trusted, programs["huying"], args...)
	first := shown(t, served, name, roots)
	if err := first.VerifyHostname(name); err != nil {
		t.Error(err)
	}
	if body := ask(t, served, roots); !strings.Contains(body, "ok") {
		t.Errorf("it says %q", body)
	}
	if c, err := dial(served, "other.huying.test", roots); err == nil {
		_ = c.Close()
		t.Error("another name has a certificate")
	}
	kept, err := filepath.Glob(filepath.Join(data, "acme", name+"*"))
	if err != nil || len(kept) != 1 {
		t.Fatalf("kept: %v, %v", kept, err)
	}
	if info, err := os.Stat(kept[0]); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read the key: %v, %v", info.Mode(), err)
	}

	end(t, huying)
	end(t, pebble)
	run(t, trusted, programs["huying"], args...)
	if again := shown(t, served, name, roots); !bytes.Equal(again.Raw, first.Raw) {
		t.Error("a certificate that was kept is not used again")
	}
}

// built are the programs that take part.
func built(t *testing.T, dir string) map[string]string {
	t.Helper()
	programs := map[string]string{}
	build := func(in, program, source string) {
		programs[program] = filepath.Join(dir, program)
		c := exec.Command("go", "build", "-o", programs[program], source)
		c.Dir, c.Env = in, append(os.Environ(), "CGO_ENABLED=0")
		if said, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", program, err, said)
		}
	}
	build("../..", "huying", "./cmd/huying")
	for _, peer := range []string{"pebble", "pebble-challtestsrv"} {
		build(".", peer, "github.com/letsencrypt/pebble/v2/cmd/"+peer)
	}
	return programs
}

// machine writes the certificate under which the authority itself is reached.
func machine(t *testing.T, dir string) *x509.CertPool {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "authority"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	write(t, dir, "cert.pem", text)
	write(t, dir, "key.pem", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}))
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(text)
	return pool
}

func write(t *testing.T, dir, name string, text []byte) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// port is an address of this machine that nobody listens on.
func port(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func portOf(address string) string {
	_, p, _ := net.SplitHostPort(address)
	return p
}

// run starts a program, which ends with the test; what it said is shown when
// that fails.
func run(t *testing.T, env []string, program string, args ...string) *exec.Cmd {
	t.Helper()
	var said bytes.Buffer
	c := exec.CommandContext(context.WithoutCancel(t.Context()), program, args...)
	c.Env, c.Stdout, c.Stderr = append(os.Environ(), env...), &said, &said
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if c.ProcessState == nil {
			_ = c.Process.Kill()
			_ = c.Wait()
		}
		if t.Failed() {
			t.Logf("%s said:\n%s", filepath.Base(program), &said)
		}
	})
	return c
}

func end(t *testing.T, c *exec.Cmd) {
	t.Helper()
	if err := c.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = c.Wait() // each says in its own way that it was interrupted
}

// until tries something again while it fails.
func until(t *testing.T, try func() error) {
	t.Helper()
	for start := time.Now(); ; time.Sleep(50 * time.Millisecond) {
		err := try()
		if err == nil {
			return
		}
		if time.Since(start) > patience {
			t.Fatal(err)
		}
	}
}

// rootsOf are the roots that the authority signs under, drawn anew at each of
// its starts.
func rootsOf(t *testing.T, trust *x509.CertPool, address string) *x509.CertPool {
	t.Helper()
	pool := x509.NewCertPool()
	client := http.Client{Timeout: patience, Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trust}}}
	until(t, func() error {
		answer, err := client.Get(address)
		if err != nil {
			return err
		}
		defer answer.Body.Close()
		text, err := io.ReadAll(answer.Body)
		if err == nil && !pool.AppendCertsFromPEM(text) {
			err = fmt.Errorf("no root: %s", text)
		}
		return err
	})
	return pool
}

func dial(address, name string, roots *x509.CertPool) (*tls.Conn, error) {
	d := tls.Dialer{NetDialer: &net.Dialer{Timeout: patience}, Config: &tls.Config{ServerName: name, RootCAs: roots}}
	c, err := d.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	return c.(*tls.Conn), nil
}

// shown is the certificate that a server shows under a name, once it has it.
func shown(t *testing.T, address, name string, roots *x509.CertPool) *x509.Certificate {
	t.Helper()
	var leaf *x509.Certificate
	until(t, func() error {
		c, err := dial(address, name, roots)
		if err != nil {
			return err
		}
		leaf = c.ConnectionState().PeerCertificates[0]
		return c.Close()
	})
	return leaf
}

// ask asks how the server is, under its name.
func ask(t *testing.T, address string, roots *x509.CertPool) string {
	t.Helper()
	client := http.Client{Timeout: patience, Transport: &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: roots},
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "tcp", address)
		},
	}}
	answer, err := client.Get("https://" + name + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
