package webhook_test

import (
	"net/netip"
	"testing"

	"huying/internal/app/webhook"
	"huying/internal/kernel/errs"
)

// TestPublic: only addresses of the public internet pass, whatever they are
// wrapped in.
func TestPublic(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"8.8.8.8": true, "1.1.1.1": true, "223.5.5.5": true, "2400:3200::1": true, "2606:4700::1111": true, "::ffff:8.8.8.8": true,
		"172.15.255.255": true, "172.32.0.1": true, "100.63.255.255": true, "100.128.0.1": true, "169.253.1.1": true, "192.167.1.1": true,
		"0.0.0.0": false, "0.1.2.3": false, "10.0.0.1": false, "100.64.0.1": false, "100.100.100.200": false, "100.127.255.255": false,
		"127.0.0.1": false, "127.255.255.255": false, "169.254.169.254": false, "172.16.0.1": false, "172.31.255.255": false,
		"192.0.0.192": false, "192.0.2.1": false, "192.168.1.1": false, "198.18.0.1": false, "198.19.255.255": false, "198.51.100.1": false,
		"203.0.113.9": false, "224.0.0.1": false, "239.255.255.250": false, "240.0.0.1": false, "255.255.255.255": false, "168.63.129.16": false,
		"::": false, "::1": false, "::7f00:1": false, "::127.0.0.1": false, "::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false,
		"::ffff:0:127.0.0.1": false, "64:ff9b::7f00:1": false, "64:ff9b::8.8.8.8": false, "64:ff9b:1::a00:1": false, "2002:7f00:1::": false,
		"2001:0:4136:e378::1": false, "2001:db8::1": false, "fc00::1": false, "fd00:ec2::254": false, "fe80::1": false, "fe80::1%eth0": false,
		"2400:3200::1%lo": false, "fec0::1": false, "ff02::1": false, "100::1": false, "4000::1": false, "3fff::1": false,
	} {
		if got := webhook.Public(netip.MustParseAddr(text)); got != want {
			t.Errorf("%s is public: %t, expected %t", text, got, want)
		}
	}
	if webhook.Public(netip.Addr{}) {
		t.Error("no address is public")
	}
}

// TestCheck: which addresses a subscription may have.
func TestCheck(t *testing.T) {
	t.Parallel()
	g := webhook.Guard{Hosts: []string{"127.0.0.1:9000", "hooks.lan:8080", "[::1]:9000"}}
	for text, code := range map[string]string{
		"https://example.gov.cn/hook": "", "http://example.com": "", "https://example.com:8443/a?b=c": "", "https://8.8.8.8/": "",
		"https://[2400:3200::1]/": "", "http://127.0.0.1:9000/x": "", "http://hooks.lan:8080": "", "http://HOOKS.lan:8080": "", "http://[::1]:9000": "",
		"": "webhook.url", "ftp://example.com": "webhook.url", "file:///etc/passwd": "webhook.url", "gopher://example.com": "webhook.url",
		"https://": "webhook.url", "https://u:p@example.com": "webhook.url", "https://example.com/#x": "webhook.url", "example.com": "webhook.url",
		"https://example.com:0/": "webhook.url", "https://example.com:99999/": "webhook.url", "https://a b/": "webhook.url",
		`https://example.com\@127.0.0.1/`: "webhook.url", "https://example.com:22/": "webhook.port", "http://127.0.0.1:9001/": "webhook.port",
		"http://127.0.0.1/": "webhook.closed", "http://localhost/": "webhook.closed", "http://LOCALHOST./": "webhook.closed", "http://a.localhost/": "webhook.closed",
		"http://127.1/": "webhook.closed", "http://2130706433/": "webhook.closed", "http://0x7f000001/": "webhook.closed", "http://0x7f.1/": "webhook.closed",
		"http://0177.0.0.1/": "webhook.closed", "http://[::1]/": "webhook.closed", "http://[::ffff:169.254.169.254]/": "webhook.closed",
		"http://[64:ff9b::a9fe:a9fe]/": "webhook.closed", "http://169.254.169.254/latest": "webhook.closed", "http://db/": "webhook.closed",
		"http://metadata.google.internal/": "webhook.closed", "http://printer.local/": "webhook.closed", "http://[fe80::1%25eth0]/": "webhook.closed",
	} {
		_, err := g.Check(text)
		if (err != nil) != (code != "") || err != nil && errs.CodeOf(err) != code {
			t.Errorf("%q: %v, expected %q", text, err, code)
		}
	}
}

// FuzzGuard: whatever the text, what passes is plain, at an open port, and no
// literal address of a private network.
func FuzzGuard(f *testing.F) {
	for _, text := range []string{"https://example.com", "http://127.0.0.1", "http://[::ffff:7f00:1]:80/", "http://0x7f.1", "https://a@b:443/", "http://１２７.0.0.1/", "http://[::1%25lo]"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := webhook.Guard{}.Check(text)
		if err != nil {
			if !errs.Is(err, errs.Invalid) {
				t.Errorf("%q: %v", text, err)
			}
			return
		}
		if d.Trusted || d.URL.User != nil || d.Port != "80" && d.Port != "443" && d.Port != "8443" || d.URL.Scheme != "http" && d.URL.Scheme != "https" {
			t.Errorf("%q passes as %+v", text, d)
		}
		if a, err := netip.ParseAddr(d.Host); err == nil && (a.Unmap().IsLoopback() || a.Unmap().IsPrivate() || a.IsLinkLocalUnicast() || a.IsMulticast() || a.IsUnspecified()) {
			t.Errorf("%q passes to %s", text, a)
		}
	})
}

// FuzzPublic: no address that the standard library calls local passes.
func FuzzPublic(f *testing.F) {
	for _, text := range []string{"127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::1", "fe80::1%a", "8.8.8.8"} {
		a := netip.MustParseAddr(text).As16()
		f.Add(a[:])
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		a, ok := netip.AddrFromSlice(raw)
		if !ok || !webhook.Public(a) {
			return
		}
		if a = a.Unmap(); a.IsLoopback() || a.IsPrivate() || a.IsLinkLocalUnicast() || a.IsMulticast() || a.IsUnspecified() || !a.IsGlobalUnicast() {
			t.Errorf("%s passes", a)
		}
	})
}
