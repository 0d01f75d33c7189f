package webhook

import (
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"huying/internal/kernel/errs"
)

// closed are the ranges that are not the public internet: this machine, private
// and local networks, those that carriers share, documentation, benchmarks,
// many at once, and what translates to any of them.
var closed = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
	"192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24",
	"203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
	// The cloud's own services, where they are not link-local.
	"168.63.129.16/32",
	"::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16",
	"fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
)

func prefixes(all ...string) []netip.Prefix {
	list := make([]netip.Prefix, len(all))
	for i, text := range all {
		list[i] = netip.MustParsePrefix(text)
	}
	return list
}

// Public reports whether an address is one of the public internet, to which a
// message may go. An address that stands for another (an IPv4 address within
// IPv6) is what it stands for; those that go through a translator are refused
// altogether.
func Public(a netip.Addr) bool {
	a = a.Unmap()
	if !a.IsValid() || a.Zone() != "" {
		return false
	}
	if a.Is6() && !netip.MustParsePrefix("2000::/3").Contains(a) {
		return false // nothing else of IPv6 is given out
	}
	return !slices.ContainsFunc(closed, func(p netip.Prefix) bool { return p.Contains(a) })
}

// Guard 出站防护 says where messages may go.
type Guard struct {
	// Hosts are names or addresses, with a port ("10.1.2.3:8080"), that are
	// trusted wherever they are.
	Hosts []string
}

// Destination is where a message goes.
type Destination struct {
	URL     *url.URL
	Host    string // without port, in small letters
	Port    string
	Trusted bool // by the guard's own list: any address will do
}

var (
	errURL  = errs.New(errs.Invalid, "webhook.url", "a webhook has an address such as https://example.gov.cn/hook, without name, password or fragment", "推送地址应形如 https://example.gov.cn/hook，不含用户名、密码和片段")
	errPort = errs.New(errs.Invalid, "webhook.port", "a webhook is at port 80, 443 or 8443", "推送地址的端口应为 80、443 或 8443")
	// ErrClosed is what an address within this or another private network comes to.
	ErrClosed = errs.New(errs.Invalid, "webhook.closed", "a webhook's address is on the public internet, or its host is allowed by the installation", "推送地址应在公网，或由本安装明确允许")
)

const maxURL = 500

// Check reads the address of a subscription. What its name resolves to is
// looked at anew for each message. Errors: Invalid ("webhook.url",
// "webhook.port", "webhook.closed").
func (g Guard) Check(text string) (Destination, error) {
	u, err := url.Parse(text)
	if err != nil || len(text) > maxURL || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.Opaque != "" || u.User != nil ||
		u.Fragment != "" || strings.ContainsAny(text, " \t\r\n#\\") {
		return Destination{}, errURL
	}
	d := Destination{URL: u, Host: strings.TrimSuffix(strings.ToLower(u.Hostname()), "."), Port: u.Port()}
	if d.Port == "" {
		d.Port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	n, err := strconv.Atoi(d.Port)
	if err != nil || n < 1 || n > 65535 || d.Host == "" {
		return Destination{}, errURL
	}
	join := d.Host
	if strings.Contains(join, ":") {
		join = "[" + join + "]"
	}
	if d.Trusted = slices.Contains(g.Hosts, join+":"+d.Port); d.Trusted {
		return d, nil
	}
	if d.Port != "80" && d.Port != "443" && d.Port != "8443" {
		return Destination{}, errPort
	}
	return d, d.closed()
}

// closed refuses names and literal addresses that are not of the public
// internet, in whichever spelling a resolver would understand.
func (d Destination) closed() error {
	if a, err := netip.ParseAddr(d.Host); err == nil {
		if !Public(a) {
			return ErrClosed
		}
		return nil
	}
	last := d.Host[strings.LastIndex(d.Host, ".")+1:]
	switch {
	case strings.Contains(d.Host, "%"), !strings.Contains(d.Host, "."), last == "localhost", last == "local", last == "internal":
		return ErrClosed
	case strings.Trim(last, "0123456789") == "", strings.HasPrefix(last, "0x"): // 127.1, 0x7f.1, 2130706433
		return ErrClosed
	}
	return nil
}
