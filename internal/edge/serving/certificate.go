package serving

import (
	"crypto/tls"
	"sync/atomic"

	"huying/internal/kernel/errs"
)

// Certificate is a server's certificate and its key, from two files that can
// be read again while it serves.
type Certificate struct {
	certFile, keyFile string
	held              atomic.Pointer[tls.Certificate]
}

// OpenCertificate reads a certificate and its key, both PEM. Errors: Invalid
// "tls.files".
func OpenCertificate(certFile, keyFile string) (*Certificate, error) {
	c := &Certificate{certFile: certFile, keyFile: keyFile}
	return c, c.Reload()
}

// Reload reads the files again. Where it fails, the old pair goes on.
func (c *Certificate) Reload() error {
	pair, err := tls.LoadX509KeyPair(c.certFile, c.keyFile)
	if err != nil {
		return errs.New(errs.Invalid, "tls.files",
			"the certificate "+c.certFile+" and the key "+c.keyFile+" cannot be used: "+err.Error(),
			"证书 "+c.certFile+" 与私钥 "+c.keyFile+" 不可用："+err.Error())
	}
	c.held.Store(&pair)
	return nil
}

// Config is TLS 1.2 and later, with the certificate as it was last read.
func (c *Certificate) Config() *tls.Config {
	return &tls.Config{
		MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"},
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return c.held.Load(), nil },
	}
}
