package serving_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"testing"
	"time"

	"huying/internal/edge/serving"
	"huying/internal/kernel/errs"
)

// writePair puts a certificate of a number and its key into two files.
func writePair(t *testing.T, cert, key string, number int64) {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(number), NotAfter: time.Now().Add(time.Hour), DNSNames: []string{"h"}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, k.Public(), k)
	if err != nil {
		t.Fatal(err)
	}
	text, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: text}} {
		if err := os.WriteFile(name, pem.EncodeToMemory(b), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func serial(t *testing.T, c *tls.Config) int64 {
	t.Helper()
	pair, err := c.GetCertificate(&tls.ClientHelloInfo{})
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(pair.Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	return leaf.SerialNumber.Int64()
}

func TestCertificateIsReadAgain(t *testing.T) {
	t.Parallel()
	cert, key := filepath.Join(t.TempDir(), "c"), filepath.Join(t.TempDir(), "k")
	if _, err := serving.OpenCertificate(cert, key); errs.CodeOf(err) != "tls.files" {
		t.Errorf("files that are not there: %v", err)
	}
	writePair(t, cert, key, 1)
	c, err := serving.OpenCertificate(cert, key)
	if err != nil {
		t.Fatal(err)
	}
	config := c.Config()
	writePair(t, cert, key, 2)
	if err := c.Reload(); err != nil || serial(t, config) != 2 {
		t.Errorf("after a reload: %d, %v; want 2", serial(t, config), err)
	}
	if err := os.WriteFile(key, []byte("half a k"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := c.Reload(); errs.CodeOf(err) != "tls.files" || serial(t, config) != 2 {
		t.Errorf("an unfit pair: %v, and %d goes on; want 2", err, serial(t, config))
	}
}
